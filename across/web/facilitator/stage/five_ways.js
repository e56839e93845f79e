// The five ways, each with a plain line, and where they come from.

import { element } from "./dom.js";
import { words } from "./question_words.js";

export function createFiveWays(stage, { closed }) {
  const list = element("ol");
  const source = element("p", { class: "small" });
  const close = element("button", { class: "btn", type: "button", onclick: () => show(false) }, words.done);
  const node = element(
    "section", { class: "five-ways", hidden: true, tabindex: "-1", "data-returns": true, "aria-label": words.theFiveWays },
    element("h2", {}, words.theFiveWays), list, source,
  );
  if (stage.role === "stage") node.append(close);
  let drawn = null;

  function show(on) {
    if (node.hidden !== on) return;
    node.hidden = !on;
    if (on) node.focus({ preventScroll: true });
    closed();
  }

  return {
    node,
    show,
    isOpen: () => !node.hidden,
    update({ ways, ways_source: from }) {
      if (drawn === ways) return;
      drawn = ways;
      list.replaceChildren(...ways.map((way) => element("li", {}, element("b", {}, way.name), element("span", {}, way.line))));
      source.textContent = from;
    },
  };
}
