// Where to talk: at most three large cards, each with what it is about, how answers lie, and its open question.

import { drawing, element } from "./dom.js";
import { words } from "./results_words.js";

export const MOST = 3;
const WIDE = 500;
const HIGH = 322;
const FOOT = 280;
const TALLEST = 240;
const COLUMN = 88;

export function createTalk() {
  const node = element("div", { class: "talk" });
  let drawn = "";

  // `from`: the first card that is shown.
  function draw({ talk, nothing, points }, from) {
    const cards = talk.slice(from, from + MOST);
    const known = JSON.stringify([cards, nothing, from]);
    if (known === drawn) return;
    drawn = known;
    const most = Math.max(0, ...cards.flatMap((card) => card.columns));
    const first = nothing && !from ? [element("p", { class: "nothing" }, nothing)] : [];
    node.dataset.cards = String(cards.length);
    node.replaceChildren(...first, ...cards.map((card) => cardOf(card, most, points)));
  }

  return { node, draw, stop() {} };
}

// What was chosen, each with as long a bar as people chose it.
function topicsOf(topics) {
  return element("ul", { class: "topics" }, ...topics.map((topic) => element(
    "li", {}, element("span", { dir: "auto" }, topic.name),
    element("span", { class: "share", style: `--share:${topic.people / topics[0].people}`, "aria-hidden": "true" }), element("b", {}, String(topic.people)),
  )));
}

function cardOf(card, most, points) {
  if (card.topics) return chosenOf(card);
  const shape = card.columns.length ? columns(card.columns, most) : "";
  return element(
    "article", { "data-kind": card.kind },
    element("p", { class: "k" }, card.title), element("h2", {}, card.about),
    shape ? element("div", { class: "people" }, shape, element("span", { class: "sr" }, said(card.columns, points))) : "",
    element("p", { class: "q" }, card.question),
    element("p", { class: "n" }, card.numbers),
  );
}

function chosenOf(card) {
  return element(
    "article", { "data-kind": card.kind },
    element("p", { class: "k" }, card.title), element("h2", {}, card.about), topicsOf(card.topics),
    element("p", { class: "q" }, card.question), element("p", { class: "n" }, card.numbers),
  );
}

const said = (counts, points) => counts.map((count, place) => `${points[place]}: ${count}`).join(", ");

function columns(counts, most) {
  const apart = WIDE / counts.length;
  const svg = drawing("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "xMidYMax meet", "aria-hidden": "true" });
  counts.forEach((count, place) => {
    const tall = most ? (count / most) * TALLEST : 0;
    const x = place * apart + (apart - COLUMN) / 2;
    const middle = x + COLUMN / 2;
    svg.append(drawing("rect", { x, y: FOOT - tall, width: COLUMN, height: tall, class: `point p${place + 1}of${counts.length}`, style: fill(place, counts.length) }));
    if (count) svg.append(drawing("text", { x: middle, y: FOOT - 10 - tall, class: "many" }, String(count)));
    svg.append(drawing("text", { x: middle, y: HIGH - 8 }, String(place + 1)));
  });
  svg.append(drawing("path", { d: `M0 ${FOOT}h${WIDE}`, class: "ground" }));
  return svg;
}

// The colour of a point on a scale of so many: the five of the tokens, those between them on another scale mixed.
export function fill(place, points) {
  const on = (place / Math.max(1, points - 1)) * 4 + 1;
  const [low, high] = [Math.floor(on), Math.ceil(on)];
  const share = Math.round((on - low) * 100);
  if (!share) return `--point: var(--p${low}); --on-point: var(--on-p${low})`;
  const near = share < 50 ? low : high;
  return `--point: color-mix(in srgb, var(--p${high}) ${share}%, var(--p${low})); --on-point: var(--on-p${near})`;
}

export const foot = (results) => (results.talk.some((card) => card.columns.length) ? words.columns : "");
