// The radar: Plotly draws grid, shape, spread and points, from corners that the server worked out; names and numbers
// stand around it as text, each beside the end of its axis.

import { element } from "./dom.js";
import { createLabels } from "./radar_labels.js";
import { plotly } from "./plotly.js";

const PAD = 1.07;
// With the numbers of its axes around it.
const NUMBERED = 1.2;
const TRY_AGAIN = 3000;
const CONFIG = { staticPlot: true, displayModeBar: false, responsive: false };

// `bare`: the shape alone, without names. What is drawn: {chart, dimensions, earlier, spread, focus, grow, empty, mute}.
export function createRadar(stage, { bare = false } = {}) {
  const plot = element("div", { class: "chart", "aria-hidden": "true" });
  const labels = bare ? null : createLabels(stage);
  const picture = element("div", { class: "figure", "aria-hidden": "true" }, plot);
  const node = element("div", { class: `plot${bare ? " bare" : ""}` }, picture, ...(labels ? [labels.leaders, labels.node] : []));
  let last = null;
  let drawn = "";
  let stopped = false;
  let again = 0;

  function draw(what) {
    last = what;
    const listed = labels && getComputedStyle(node).getPropertyValue("--listed").trim() === "1";
    const around = listed ? picture : node;
    const box = { width: around.clientWidth, height: around.clientHeight };
    if (!box.width || !box.height) return;
    named(what.summary);
    if (listed) labels.list(what);
    const place = labels && !listed ? labels.place(what, box) : alone(box, listed ? NUMBERED : PAD);
    const pad = listed ? NUMBERED : PAD;
    const side = 2 * place.radius * pad;
    Object.assign(plot.style, {
      left: `${place.x - side / 2}px`, top: `${place.y - side / 2}px`, width: `${side}px`, height: `${side}px`,
    });
    const colours = coloursOf(node);
    const known = JSON.stringify([what, side, colours, stage.unit()]);
    if (known === drawn) return;
    drawn = known;
    const traces = tracesOf({ ...what, numbered: listed }, { unit: stage.unit() * (bare ? 0.75 : 1), colours });
    react(traces, layoutOf(side, pad, colours));
  }

  // A picture for who does not see it once there is something to say of it.
  function named(summary) {
    for (const [name, value] of [["role", summary && "img"], ["aria-label", summary], ["aria-hidden", !summary && "true"]]) {
      if (value) picture.setAttribute(name, value);
      else picture.removeAttribute(name);
    }
  }

  function react(traces, layout) {
    plotly().then(
      (Plotly) => !stopped && Plotly.react(plot, traces, layout, CONFIG),
      () => {
        clearTimeout(again);
        again = setTimeout(() => {
          drawn = "";
          if (last && !stopped) draw(last);
        }, TRY_AGAIN);
      },
    );
  }

  return {
    node,
    draw,
    redraw() {
      if (last) draw(last);
    },
    stop() {
      stopped = true;
      clearTimeout(again);
      if (globalThis.Plotly && plot.data) globalThis.Plotly.purge(plot);
    },
  };
}

function alone({ width, height }, pad) {
  return { x: width / 2, y: height / 2, radius: Math.min(width, height) / 2 / pad };
}

function coloursOf(node) {
  const style = getComputedStyle(node);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    paper: of("--paper"), ink: of("--ink"), ink2: of("--ink-2"), line: of("--line-strong"), group: of("--c-group"),
    signal: of("--signal"), onSignal: of("--on-signal"), text: of("--text"), dark: style.colorScheme === "dark",
  };
}

function layoutOf(side, pad, colours) {
  const axis = { range: [-pad, pad], visible: false, fixedrange: true };
  return {
    width: side, height: side, margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false,
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { family: colours.text, color: colours.ink },
    xaxis: axis, yaxis: { ...axis, range: [pad, -pad] },
  };
}

const closed = (corners) => [...corners, corners[0]];
const line = (points, more) => ({
  x: points.map((point) => (point ? point[0] : null)), y: points.map((point) => (point ? point[1] : null)),
  mode: "lines", hoverinfo: "skip", cliponaxis: false, ...more,
});

export function tracesOf(what, { unit, colours }) {
  const { chart, focus } = what;
  const width = (size) => Math.max(1, size * unit);
  const traces = chart.rings.map((ring, number) =>
    line(closed(ring), { line: { color: colours.line, width: width(number === chart.rings.length - 1 ? 3 : 1.5) } }));
  traces.push(line(chart.spokes.flatMap((spoke) => [[0, 0], spoke[1], null]), { line: { color: colours.line, width: width(1.5) } }));
  if (!what.empty) {
    const grow = what.grow || [];
    const at = ([axis, x, y]) => [x * (grow[axis] ?? 1), y * (grow[axis] ?? 1)];
    const shown = chart.lines.slice(0, 1).concat(what.earlier ? chart.lines.slice(1) : []);
    shown.forEach((found, number) => traces.push(...under(found, { number, at, what, width, colours })));
    [...shown].reverse().forEach((found, number) =>
      traces.push(...over(found, { first: number === shown.length - 1, at, width, colours })));
    if (focus !== undefined) traces.push(...pointed(chart.lines[0], focus, { width, colours }));
  }
  if (what.ticks) traces.push(ticksOf(chart, { unit, colours }));
  if (what.numbered) traces.push(axesOf(chart, { unit, colours }));
  return traces;
}

function colourOf(found, colours, first) {
  if (first) return colours.group;
  return colours.dark ? found.style.on_dark : found.style.on_light;
}

// What lies under the lines: the area of the first, and how far its answers lie apart.
function under(found, { number, at, what, width, colours }) {
  if (number) return [];
  const area = found.whole ? [line(found.runs[0].map(at), { fill: "toself", fillcolor: see(colours.group, 0.1), line: { width: 0 } })] : [];
  if (what.mute || what.earlier || what.bare) return area;
  if (what.spread === "dots") {
    const dots = line(found.dots, { mode: "markers", marker: {
      size: found.dots.map(([, , wide]) => width(13) * wide), color: see(colours.group, 0.34), opacity: 1,
      line: { color: colours.group, width: width(2) },
    } });
    return [...area, dots];
  }
  if (what.spread === "none") return area;
  const strips = found.spread.flatMap(([, low, high]) => [low, high, null]);
  // The edge is what is seen of it: a tint stands out too little from what is behind it.
  return [...area, line(strips, { line: { color: colours.group, width: width(16) } }),
    line(strips, { line: { color: mixed(colours.group, colours.paper, 0.34), width: width(11) } })];
}

function over(found, { first, at, width, colours }) {
  const colour = colourOf(found, colours, first);
  const style = first
    ? { line: { color: colour, width: width(6) }, marker: { size: width(22), color: colour, line: { color: colours.paper, width: width(3) } } }
    : {
      line: { color: colour, width: width(4), dash: found.style.dash },
      marker: { size: width(20), symbol: found.style.marker, color: colours.paper, line: { color: colour, width: width(3.5) } },
    };
  return [
    line(found.runs.flatMap((run) => [...run.map(at), null]), { line: style.line }),
    line(found.runs.flatMap((run) => run.map(at)), { mode: "markers", marker: { opacity: 1, ...style.marker } }),
  ];
}

// The point of the dimension in focus.
function pointed(found, focus, { width, colours }) {
  const points = found.runs.flat().filter(([axis]) => axis === focus).slice(0, 1);
  const look = { size: width(34), color: colours.signal, opacity: 1, line: { color: colours.onSignal, width: width(3) } };
  return [line(points.map(([, x, y]) => [x, y]), { mode: "markers", marker: look })];
}

function ticksOf(chart, { unit, colours }) {
  return {
    ...line(chart.rings.map((ring) => ring[0])),
    mode: "text", text: chart.rings.map((_, number) => `${number + 1}\u2002`), textposition: "middle left",
    textfont: { size: 22 * unit, color: colours.ink2, family: colours.text },
  };
}

// The numbers of the axes, where their names stand in a list.
function axesOf(chart, { unit, colours }) {
  return {
    ...line(chart.ends.map(([x, y]) => [x * 1.1, y * 1.1])),
    mode: "text", text: chart.ends.map((_, axis) => `<b>${axis + 1}</b>`), textposition: "middle center",
    textfont: { size: 26 * unit, color: colours.ink, family: colours.text },
  };
}

// So much of a colour on another.
function mixed(colour, ground, share) {
  const parts = [1, 3, 5].map((start) => [colour, ground].map((each) => parseInt(each.slice(start, start + 2), 16)));
  return `#${parts.map(([high, low]) => Math.round(high * share + low * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
}

// A colour, see-through.
function see(colour, opacity) {
  const [red, green, blue] = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}

// The numbers of the radar as a table, for who does not see it.
export function createNumbers() {
  const body = element("tbody");
  const head = element("tr");
  const table = element("table", {}, element("caption", {}, "Dimension scores"), element("thead", {}, head), body);
  // A table is as wide as what stands in it, whatever it is told: what holds it is small.
  const node = element("div", { class: "sr" }, table);
  return {
    node,
    update(dimensions, titles) {
      const rows = dimensions.map((dimension) => titles.map(([, of]) => of(dimension)));
      const known = JSON.stringify([titles.map(([title]) => title), rows]);
      if (node.dataset.known === known) return;
      node.dataset.known = known;
      head.replaceChildren(...titles.map(([title]) => element("th", { scope: "col" }, title)));
      body.replaceChildren(...rows.map(([name, ...cells]) =>
        element("tr", {}, element("th", { scope: "row" }, name), ...cells.map((cell) => element("td", {}, cell)))));
    },
  };
}


