// The names around the radar, each with its number, how far people agree, or what it was last time; and how large the
// radar can be beside them.

import { drawing, element } from "./dom.js";
import { columns } from "./radar_columns.js";
import { words } from "./results_words.js";

const GAP = 22;
// Dots lie beside each other across the ends of the axes, too.
const GAP_OF_DOTS = 44;
const SIZES = [28, 26, 24, 22];
const SMALLER = 0.96;
const SMALLEST = 0.55;
const STEEP = 0.8;
const CLEAR = 4;
// How wide a column of names may be, in letters, and how large the radar between two of them has to be, as a share of
// the box, before its letters are made smaller.
const WIDTHS = [20, 18, 16, 14, 12, 10, 8];
const LARGE_ENOUGH = 0.34;

// Four dots on the scale: how far answers agree.
const PLACES = { close: [16, 24, 32, 40], mixed: [2, 20, 38, 56], split: [0, 9, 47, 56] };

export function agreement(word) {
  const first = PLACES[word][0];
  const wide = PLACES[word].at(-1) - first + 8.8;
  const dots = PLACES[word].map((x) => drawing("circle", { cx: x - first + 4.4, cy: 9, r: 4.4 }));
  return drawing("svg", { class: "agree", viewBox: `0 0 ${wide} 18`, style: `--wide: ${wide / 28}`, "aria-hidden": "true" }, ...dots);
}

export function createLabels(stage) {
  const node = element("ol", { class: "labels" });
  const leaders = drawing("svg", { class: "leaders", "aria-hidden": "true" });
  let known = "";
  let placed = "";
  let last = null;
  let gap = GAP;

  function fill({ chart, dimensions, empty, mute, earlier }) {
    if (earlier) node.style.setProperty("--then", ofThen(chart.lines.at(-1).style));
    const now = JSON.stringify([dimensions, Boolean(empty), Boolean(mute), Boolean(earlier)]);
    if (now === known) return;
    known = now;
    placed = "";
    node.replaceChildren(...dimensions.map((dimension) => label(dimension, { bare: empty || mute, earlier })));
  }

  function label(dimension, { bare, earlier }) {
    const name = element("span", { class: "name" }, dimension.name);
    const number = bare ? "" : numbers(dimension, earlier);
    return element("li", { class: !bare && dimension.stands_out && "told" }, name, number ? " " : "", number);
  }

  function numbers(dimension, earlier) {
    const mean = dimension.mean || dimension.agreed;
    const parts = [element("b", {}, mean || words.withheld)];
    if (!mean) parts[0].className = "withheld";
    if (earlier && dimension.then) parts.push(element("span", { class: "then" }, words.then(dimension.then)));
    else if (!earlier && dimension.word) parts.push(element("span", { class: "word" }, dimension.word), agreement(dimension.word));
    return element("span", { class: "numbers" }, ...parts);
  }

  // The names one below the other, each with the number of its axis, where there is no room around the radar.
  function list(what) {
    fill(what);
    placed = "";
    atTheEnds();
    for (const item of node.children) item.removeAttribute("style");
  }

  function atTheEnds() {
    node.classList.remove("columns", "short");
    leaders.replaceChildren();
  }

  // Put every name beside its axis; returns the middle and the radius of the radar, in pixels of the box.
  function place(what, box) {
    fill(what);
    gap = what.spread === "dots" && !what.mute ? GAP_OF_DOTS : GAP;
    const now = JSON.stringify([box, stage.unit(), what.chart.ends, gap]);
    if (now === placed && last) return last;
    placed = now;
    atTheEnds();
    last = largest(what.chart, box) || inColumns(what.chart, box);
    return last;
  }

  function largest(chart, box) {
    const unit = stage.unit();
    for (const size of SIZES) {
      node.style.fontSize = `${size * unit}px`;
      const most = Math.min((box.height - 5.2 * size * unit - 2 * wider(unit)) / 1.94, (box.width - 17 * size * unit - 2 * wider(unit)) / 1.97);
      for (let radius = most; radius >= most * SMALLEST; radius *= SMALLER) {
        const found = { x: box.width / 2, y: middle(chart, box, radius, size * unit), radius };
        if (stands(chart, box, found, unit)) return found;
      }
    }
    return null;
  }

  // Names that do not stand around the radar at any size: two columns, as large as leaves the radar its room; the whole
  // of a name that is longer than any column takes stands in its own view and in the table.
  function inColumns(chart, box) {
    node.classList.add("columns");
    const all = SIZES.map((size) => widest(chart, box, size * stage.unit())).filter(Boolean);
    if (!all.length) {
      node.classList.add("short");
      all.push(widest(chart, box, SIZES.at(-1) * stage.unit()) || widest(chart, { ...box, height: Infinity }, 1));
    }
    const enough = LARGE_ENOUGH * Math.min(box.width, box.height);
    const found = all.find((at) => at.radius >= enough) || all.reduce((best, at) => (at.radius > best.radius ? at : best));
    measured(found.width, found.letter);
    found.places.forEach(({ side, left, top }, axis) => {
      const item = node.children[axis];
      item.dataset.side = side;
      Object.assign(item.style, { left: `${left}px`, top: `${top}px` });
    });
    leaders.replaceChildren(...found.leaders.map(([[x1, y1], [x2, y2]]) => drawing("line", { x1, y1, x2, y2 })));
    return found;
  }

  // The columns of letters of this size that leave the most room for the radar.
  function widest(chart, box, letter) {
    const tried = WIDTHS.map((wide) => {
      const width = wide * letter;
      const found = columns({ ends: chart.ends, heights: measured(width, letter), box, width, letter });
      return found && { ...found, width, letter };
    });
    return tried.filter(Boolean).reduce((best, at) => (best && best.radius >= at.radius ? best : at), null);
  }

  // How high each name is in a column of this width.
  function measured(width, letter) {
    node.style.fontSize = `${letter}px`;
    const items = [...node.children];
    for (const item of items) {
      item.classList.remove("one-line");
      Object.assign(item.style, { width: `${width}px`, maxWidth: "" });
    }
    return items.map((item) => item.offsetHeight);
  }

  function middle(chart, box, radius, letter) {
    const lowest = Math.max(...chart.ends.map((end) => end[1]));
    const spare = box.height - radius * (1 + lowest);
    return radius + Math.min(2.1 * letter + wider(stage.unit()), spare / 2);
  }

  const wider = (unit) => (gap - GAP) * unit;

  // Whether all names stand in the box and apart, once they are put around a radar of this size.
  function stands(chart, box, at, unit) {
    const rooms = [...node.children].map((item, axis) => put(item, chart, axis, at, box, unit));
    const inside = rooms.every((room) => room.left >= -1 && room.right <= box.width + 1 && room.top >= -1 && room.bottom <= box.height + 1);
    return inside && rooms.every((room, number) => rooms.slice(number + 1).every((other) => apart(room, other)));
  }

  function put(item, chart, axis, at, box, unit) {
    const [right, down] = chart.ends[axis];
    const side = chart.sides[axis];
    const x = at.x + right * (at.radius + gap * unit);
    const y = at.y + down * (at.radius + gap * unit);
    item.dataset.side = side;
    item.classList.toggle("one-line", Math.abs(down) > STEEP);
    const room = side === "left" ? x : side === "right" ? box.width - x : 2 * Math.min(x, box.width - x);
    Object.assign(item.style, { width: "", maxWidth: `${Math.max(1, room)}px` });
    const { offsetWidth: wide, offsetHeight: high } = item;
    const left = side === "left" ? x - wide : side === "right" ? x : x - wide / 2;
    const top = down > STEEP ? y - (GAP * unit) / 2 : down < -STEEP ? y - high + (GAP * unit) / 3 : y - high / 2;
    Object.assign(item.style, { left: `${left}px`, top: `${top}px` });
    return { left, top, right: left + wide, bottom: top + high };
  }

  return { node, leaders, place, list };
}

// The colour of the earlier workshop's line, which is the last.
const ofThen = (style) => `light-dark(${style.on_light}, ${style.on_dark})`;

function apart(one, other) {
  return one.right + CLEAR <= other.left || other.right + CLEAR <= one.left || one.bottom <= other.top + CLEAR || other.bottom <= one.top + CLEAR;
}
