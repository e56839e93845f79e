// A step that a page of Streamlit's draws: the area is left to it. A press of the clicker goes down the page first.

import { element } from "./dom.js";
import { words } from "./words.js";

export function create(stage) {
  const node = element("p", { class: "elsewhere", hidden: stage.role !== "small" }, words.elsewhereDrawn);
  const page = () => document.querySelector('[data-testid="stMain"]');
  return {
    node,
    plain: true,
    update() {},
    move(direction) {
      const box = page();
      if (!box) return false;
      const before = box.scrollTop;
      box.scrollTop = before + direction * 0.8 * box.clientHeight;
      return Math.abs(box.scrollTop - before) > 4;
    },
    controls: () => [],
    say: () => ["", ""],
    head: () => "",
    key: () => false,
    stop() {},
  };
}
