// The means of each sector: a row for each dimension. Webs on top of one another cannot be read from afar.

import { drawing, element } from "./dom.js";
import { words } from "./results_words.js";

const TOP = 84;
const NAMES = 470;
const RIGHT = 230;
// In a picture that is narrower than this, names stand above their rows, and markers are told one below the other.
const NARROW = 1100;
const MARK = 10;
const APART = 26;
const ASIDE = 13;

export function createSectors(stage) {
  const node = element("div", { class: "sec" });
  let drawn = "";

  function draw({ sectors, dimensions, points, summary }) {
    const unit = stage.unit();
    const size = { wide: node.clientWidth / unit, high: node.clientHeight / unit };
    if (!size.wide || !size.high) return;
    const dark = getComputedStyle(node).colorScheme === "dark";
    const known = JSON.stringify([sectors, dimensions, points, size, dark]);
    if (known === drawn) return;
    drawn = known;
    const label = `${summary} ${sectors.lines.map((line) => line.name).join(", ")}.`;
    const svg = drawing("svg", { viewBox: `0 0 ${size.wide} ${size.high}`, role: "img", "aria-label": label });
    const room = roomIn(size, sectors.lines.length);
    svg.append(...legend(sectors.lines, room, dark), ...scale(points.length, room), ...rows(sectors, dimensions, { points: points.length, room, dark }));
    node.replaceChildren(svg);
  }

  return { node, draw, stop() {} };
}

// Where the scale begins and ends, and how far down the rows begin.
function roomIn({ wide, high }, lines) {
  const narrow = wide < NARROW;
  const [from, to] = narrow ? [20, wide - 20] : [NAMES, wide - RIGHT];
  return { wide, high, narrow, from, to, top: narrow ? TOP + (lines - 1) * 40 : TOP };
}

const at = (value, points, { from, to }) => from + ((value - 1) / (points - 1)) * (to - from);

function legend(lines, { narrow, from }, dark) {
  const apart = Math.min(340, 1300 / lines.length);
  return lines.flatMap((line, number) => {
    const [x, y] = narrow ? [from, number * 40] : [from + number * apart, 0];
    return [mark(line.style, x + 12, y + 26, dark), drawing("text", { x: x + 40, y: y + 36, class: "strong" }, `${line.name}, ${line.people}`)];
  });
}

function scale(points, room) {
  return Array.from({ length: points }, (_, number) => {
    const x = at(number + 1, points, room);
    return [
      drawing("line", { x1: x, x2: x, y1: room.top, y2: room.high - 8, class: "grid" }),
      drawing("text", { x, y: room.top - 10, class: "tick" }, String(number + 1)),
    ];
  }).flat();
}

function rows(sectors, dimensions, { points, room, dark }) {
  const high = (room.high - room.top - 12) / dimensions.length;
  return sectors.rows.flatMap((row, number) => {
    const y = room.top + high * (number + (room.narrow ? 0.7 : 0.5));
    const line = room.narrow ? y - high * 0.28 : y + 10;
    const shown = row.means.filter((mean) => mean !== null);
    const parts = [];
    if (row.talked) parts.push(drawing("rect", { x: 0, y: room.top + high * number + 2, width: room.wide, height: high - 4, class: "talked" }));
    parts.push(drawing("text", { x: 14, y: line, class: row.talked ? "strong" : "" }, dimensions[number].name));
    if (shown.length > 1) {
      const ends = [Math.min(...shown), Math.max(...shown)].map((mean) => at(mean, points, room));
      parts.push(drawing("line", { x1: ends[0], x2: ends[1], y1: y, y2: y, class: row.apart ? "gap wide" : "gap" }));
    }
    for (const { line: which, x, down } of besideEachOther(row.means, (mean) => at(mean, points, room))) {
      parts.push(mark(sectors.lines[which].style, x, y + down, dark));
    }
    const said = row.apart ? words.apart(row.apart) : shown.length ? "" : words.withheld;
    if (said) parts.push(drawing("text", { x: room.wide - 14, y: line, class: row.talked ? "end strong" : "end" }, said));
    return parts;
  });
}

// Where the markers of a row lie: those that would cover each other a little above and below the line.
function besideEachOther(means, across) {
  const marks = means.flatMap((mean, line) => (mean === null ? [] : [{ line, x: across(mean), down: 0 }]));
  marks.sort((one, other) => one.x - other.x);
  for (let place = 1; place < marks.length; place += 1) {
    const [before, here] = [marks[place - 1], marks[place]];
    if (here.x - before.x >= APART) continue;
    if (!before.down) before.down = -ASIDE;
    here.down = -before.down;
  }
  return marks;
}

// A sector's marker, the same as on phones and on paper.
function mark(style, x, y, dark) {
  const colour = dark ? style.on_dark : style.on_light;
  if (!style.corners.length) return drawing("circle", { cx: x, cy: y, r: style.radius * MARK, fill: colour, class: "mark" });
  const points = style.corners.map(([right, down]) => `${x + right * MARK},${y + down * MARK}`).join(" ");
  return drawing("polygon", { points, fill: colour, class: "mark" });
}
