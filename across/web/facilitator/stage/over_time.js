// More than two workshops: a small chart for each dimension, a point for each workshop, all on the same scale.

import { drawing, element } from "./dom.js";
import { words } from "./results_words.js";

const TOP = 54;
const FOOT = 40;
const SIDE = 42;
const GAP = 30;
const NARROW = 1100;

export function createOverTime(stage) {
  const node = element("div", { class: "sec over-time" });
  let drawn = "";

  function draw({ earlier, dimensions, points, summary }) {
    const unit = stage.unit();
    const size = { wide: node.clientWidth / unit, high: node.clientHeight / unit };
    if (!size.wide || !size.high) return;
    const known = JSON.stringify([earlier, dimensions, points.length, size]);
    if (known === drawn) return;
    drawn = known;
    const across = size.wide < NARROW ? 2 : Math.ceil(Math.sqrt(dimensions.length));
    const down = Math.ceil(dimensions.length / across);
    const box = { wide: (size.wide - GAP * (across - 1)) / across, high: (size.high - GAP * (down - 1)) / down };
    const svg = drawing("svg", { viewBox: `0 0 ${size.wide} ${size.high}`, role: "img", "aria-label": `${summary} ${earlier.said}` });
    dimensions.forEach((dimension, place) => {
      const corner = [(place % across) * (box.wide + GAP), Math.floor(place / across) * (box.high + GAP)];
      const means = earlier.over_time.map(([, , all]) => all[place]);
      svg.append(drawing("g", { transform: `translate(${corner[0]} ${corner[1]})` }, ...panel(dimension, means, earlier.over_time, { box, points: points.length })));
    });
    node.replaceChildren(svg);
  }

  return { node, draw, stop() {} };
}

function panel(dimension, means, workshops, { box, points }) {
  const x = (number) => SIDE + 24 + (number / (means.length - 1)) * (box.wide - SIDE - 80);
  const y = (mean) => TOP + (1 - (mean - 1) / (points - 1)) * (box.high - TOP - FOOT);
  const grid = Array.from({ length: points }, (_, number) => [
    drawing("line", { x1: SIDE, x2: box.wide, y1: y(number + 1), y2: y(number + 1), class: "grid" }),
    number % 2 ? "" : drawing("text", { x: SIDE - 10, y: y(number + 1) + 8, class: "tick end" }, String(number + 1)),
  ]).flat().filter(Boolean);
  const runs = [[]];
  means.forEach((mean, number) => {
    if (mean === null) runs.push([]);
    else runs.at(-1).push(`${x(number)},${y(mean)}`);
  });
  const lines = runs.filter((run) => run.length > 1).map((run) => drawing("polyline", { points: run.join(" "), class: "line" }));
  const dots = means.flatMap((mean, number) => (mean === null ? [] : point([x(number), y(mean)], number === means.length - 1 ? dimension.mean || dimension.agreed : "")));
  const years = workshops.flatMap(([held_on], number) => (number && number < workshops.length - 1 ? [] : [
    drawing("text", { x: number ? box.wide : SIDE, y: box.high - 6, class: number ? "tick end" : "tick start" }, short(held_on)),
  ]));
  return [drawing("text", { x: 0, y: 28, class: "strong" }, dimension.name), ...grid, ...lines, ...dots, ...years];
}

// The last point is today's: larger, with its number.
function point([x, y], said) {
  const dot = drawing("circle", { cx: x, cy: y, r: said ? 10 : 6, class: "point" });
  return said ? [dot, drawing("text", { x: x + 16, y: y + 9, class: "strong" }, said)] : [dot];
}

const short = (held_on) => (held_on === words.thisTime ? words.thisTime.toLowerCase() : held_on.split(" ").slice(1).join(" "));
