// A step that a page of Streamlit's draws: the area is left to it. A press of the clicker goes down the page first.

import { element, put } from "./dom.js";
import { words } from "./words.js";

const A_PAGE = 0.8;
const LITTLE = 4;

export function create(stage) {
  const elsewhere = element("p", { class: "elsewhere", hidden: stage.role !== "small" });
  const node = element("div", { class: "under" }, elsewhere);

  return {
    node,
    plain: true,
    update() {
      put(elsewhere, words.elsewhereDrawn);
    },
    move(direction) {
      const box = document.querySelector('[data-testid="stMain"]');
      if (!box) return false;
      const before = box.scrollTop;
      box.scrollTop = before + direction * A_PAGE * box.clientHeight;
      return Math.abs(box.scrollTop - before) > LITTLE;
    },
    controls: () => [],
    say: () => ["", ""],
    head: () => "",
    key: () => false,
    stop() {},
  };
}
