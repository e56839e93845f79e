// Score together: each item read aloud, and one answer settled by the group, on every screen alike.

import { element, put } from "./dom.js";
import { fit } from "./fit.js";
import { fill } from "./talk.js";

const SIZES = [92, 84, 76, 68, 60, 54, 48, 42, 36, 32];
const words = {
  what: "Read it aloud, settle on one answer together, and choose it.",
  settled: (number, of) => `${number} of ${of} settled`,
  item: (number, of) => `item ${number} of ${of}`,
};

export { words };

// `chosen(item, point)` is called with what the group settles; a point of null stands for "Don't know".
export function createTogether(stage, { chosen }) {
  const dimension = element("p", { class: "dimension-name" });
  const text = element("h2", { class: "q", dir: "auto" });
  const asked = element("div", { class: "asked" }, text);
  const points = element("div", { class: "points", role: "group" });
  const node = element("div", { class: "together" }, dimension, asked, points);
  let drawn = "";
  let fitted = "";

  function draw(told, at) {
    const item = told.items[at];
    put(dimension, item.dimension);
    put(text, item.text);
    const settled = item.id in told.answers;
    const known = JSON.stringify([item.id, settled && told.answers[item.id], told.points]);
    if (known !== drawn) {
      const focused = [...points.children].indexOf(node.getRootNode().activeElement);
      points.replaceChildren(...choices(told, item, settled));
      if (focused >= 0 && drawn.startsWith(`["${item.id}"`)) points.children[focused].focus();
      drawn = known;
    }
    points.setAttribute("aria-label", item.text);
    const now = `${item.id} ${asked.clientWidth} ${asked.clientHeight} ${stage.unit()}`;
    if (now === fitted || !asked.clientHeight) return;
    fitted = now;
    fit(text, SIZES, () => text.offsetHeight <= asked.clientHeight && text.scrollWidth <= text.clientWidth + 1);
  }

  function choices(told, item, settled) {
    const all = [...told.points.map((label, place) => [place + 1, label]), [null, told.dont_know]];
    return all.map(([point, label]) => {
      const is = settled && told.answers[item.id] === point;
      const look = point === null ? "" : fill(point - 1, told.points.length);
      const inside = [point === null ? "" : element("b", {}, String(point)), " ", element("span", {}, point === null ? label : label.replace(/^\d+ /, ""))];
      if (stage.role !== "stage") return element("p", { class: is ? "point is" : "point", style: look }, ...inside);
      return element("button", { class: is ? "point is" : "point", type: "button", style: look, "aria-pressed": String(is), onclick: () => chosen(item.id, point) }, ...inside);
    });
  }

  return { node, draw };
}
