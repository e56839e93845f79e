// One note, as large as it will go, and what to do with it next.

import { nameOfWay } from "./cards.js";
import { element, put } from "./dom.js";
import { fit } from "./fit.js";
import { words } from "./question_words.js";

const SIZES = [150, 128, 112, 98, 88, 78, 70, 64, 58, 54, 50, 46, 42, 38, 34, 31, 28];

// `move(direction)` goes to another note. In the facilitator's own window there are arrows for the pointer.
export function createSpotlight(stage, { move }) {
  const text = element("blockquote", { dir: "auto" });
  const marks = element("b");
  const way = element("span", { class: "about" });
  const heading = element("span", { class: "in", dir: "auto" });
  const taken = element("span", { class: "taken" });
  // What is looked at: it has the focus where a card had it, which has it again on the way back.
  const figure = element("figure", { tabindex: "-1", "data-rest": true, "data-returns": true }, text, element("figcaption", {}, marks, way, heading, taken));
  const arrow = (name, sign, direction) =>
    element("button", { class: "btn arrow", type: "button", "aria-label": name, onclick: () => move(direction) }, sign);
  const before = arrow(words.previousNote, "←", -1);
  const after = arrow(words.nextNote, "→", 1);
  const node = element("div", { class: "spotlight", hidden: true }, figure);
  if (stage.role === "stage") node.append(element("div", { class: "arrows" }, before, after));
  let fitted = "";

  return {
    node,
    update(note, { ways, place, all }) {
      put(text, note.body);
      put(marks, note.marks > 0 ? words.trueFor(note.marks) : "");
      put(way, note.way ? nameOfWay(ways, note.way).name : "");
      put(heading, note.heading);
      put(taken, note.taken_up ? words.takenUp : "");
      before.disabled = place <= 1;
      after.disabled = place >= all;
      const now = `${note.id} ${note.body} ${node.clientWidth} ${node.clientHeight} ${stage.unit()}`;
      if (now === fitted) return;
      fitted = now;
      const fits = fit(text, SIZES, () => figure.offsetHeight <= node.clientHeight && text.scrollWidth <= text.clientWidth + 1);
      figure.classList.toggle("long", !fits);
    },
    forget: () => (fitted = ""),
  };
}
