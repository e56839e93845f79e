// Notes that are in but not shown yet: a number, and cards face down, all alike. No text of theirs is in the page.

import { element, mark, put } from "./dom.js";
import { words } from "./question_words.js";

const MOST = 60;

export function createCovered() {
  const number = element("span", { class: "num" });
  const areIn = element("small");
  const line = element("p", {}, words.covered);
  const cards = element("ul", { class: "face-down", "aria-hidden": "true" });
  const node = element("div", { class: "covered", hidden: true }, element("div", {}, element("h3", {}, number, " ", areIn), line), cards);

  return {
    node,
    update(count) {
      put(number, String(count));
      put(areIn, words.areIn(count));
      const shown = Math.min(count, MOST);
      while (cards.children.length > shown) cards.lastChild.remove();
      while (cards.children.length < shown) cards.append(element("li", {}, mark()));
      cards.style.setProperty("--columns", columnsFor(shown));
      cards.style.setProperty("--rows", Math.max(1, Math.ceil(shown / columnsFor(shown))));
    },
  };
}

function columnsFor(cards) {
  if (cards <= 12) return 4;
  return cards <= 30 ? 6 : 10;
}
