// What the marks of the shape mean.

import { drawing, element } from "./dom.js";
import { words } from "./results_words.js";

const row = (picture, text) => element("li", {}, picture, element("span", {}, text));
const sample = (...shapes) => drawing("svg", { viewBox: "0 0 66 26", "aria-hidden": "true" }, ...shapes);

export function keyOf(found, { earlier = false, spread = "band", agreement = null }) {
  if (earlier) return [row(group(), words.today(found.people)), ...others(found)];
  const first = found.people ? words.meanOf(found.people) : words.agreedTogether;
  const said = new Set(found.dimensions.map((dimension) => dimension.word));
  const agreements = ["close", "mixed", "split"].filter((word) => said.has(word));
  return [row(group(), first), ...spreads(found.chart.lines[0], spread), ...agreements.map((word) => row(agreement(word), words[word]))];
}

function spreads(line, spread) {
  if (spread === "band" && line.spread.length) return [row(strip(), words.spread)];
  if (spread === "dots" && line.dots.length) return [row(dot(), line.dots_name)];
  return [];
}

const group = () => sample(
  drawing("path", { d: "M0 13h66", stroke: "var(--c-group)", "stroke-width": 6 }),
  drawing("circle", { cx: 33, cy: 13, r: 11, fill: "var(--c-group)" }),
);
const strip = () => sample(
  drawing("path", { d: "M8 13h50", stroke: "var(--c-group)", "stroke-width": 16, "stroke-linecap": "round" }),
  drawing("path", { d: "M8 13h50", style: "stroke: color-mix(in srgb, var(--c-group) 34%, var(--paper))", "stroke-width": 11, "stroke-linecap": "round" }),
);
const dot = () => sample(drawing("circle", { cx: 33, cy: 13, r: 8, fill: "var(--c-group)", "fill-opacity": 0.34, stroke: "var(--c-group)", "stroke-width": 2 }));

// The lines beside the first, in their own dash and marker.
function others(found) {
  return found.chart.lines.slice(1).map((line) => {
    const colour = `light-dark(${line.style.on_light}, ${line.style.on_dark})`;
    const style = `stroke: ${colour}; stroke-width: 4; fill: none`;
    const marker = line.style.corners.length
      ? drawing("polygon", { points: line.style.corners.map(([x, y]) => `${33 + x * 8},${13 + y * 8}`).join(" "), style: `${style}; fill: var(--paper)` })
      : drawing("circle", { cx: 33, cy: 13, r: 10, style: `${style}; fill: var(--paper)` });
    return row(sample(drawing("path", { d: "M0 13h66", style: `${style}; stroke-dasharray: 14 9` }), marker), line.name);
  });
}
