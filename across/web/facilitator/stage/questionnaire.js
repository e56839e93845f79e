// The questionnaire while people answer: how many have finished, and what to do. Never who, never what they answered.

import { drawing, element, put } from "./dom.js";
import { moves } from "./moves.js";
import { redrawing, redraws } from "./redrawing.js";
import { createTogether, words as together } from "./together.js";
import { words } from "./words.js";

const WIDTH = 860;
const HEIGHT = 280;
const MOST_MARKS = 60;
const ALL_FINISHED = "Everybody who has joined has finished.";
const WAITING = "Scoring has not opened yet.";
const SAID = {
  "not open": [(items) => `Soon: ${items} short statements about our partnership.`, "You will answer on your own phone."],
  open: [(items) => `Answer on your own phone now: ${items} short statements.`, ""],
  closed: [() => "Scoring is closed.", "Your answers are saved."],
  finished: [() => "Scoring is closed for good.", "What each of us answered is deleted; only what may be shown is kept."],
};

export function create(stage) {
  const many = element("b", { class: "num" });
  const of = element("span");
  const marks = drawing("svg", { class: "marks", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  const finished = element("p", { class: "finished" }, many, " ", of);
  const lead = element("h2");
  const lines = element("ul");
  const legend = element("p", { class: "legend" });
  const whose = element("span");
  const scale = element("span");
  const copyright = element("p", { class: "small copyright" }, whose, " ", scale);
  const alone = element(
    "div", { class: "questionnaire" },
    element("div", { class: "count" }, finished, marks),
    element("div", { class: "ask" }, lead, lines, legend),
  );
  const redraw = redraws(stage, () => known && draw());
  const pressed = moves(stage, redraw);
  const settling = createTogether(stage, { chosen });
  const node = element("div", { class: "answering" }, alone, settling.node, copyright);
  let known = null;
  let state = null;
  const stopRedrawing = redrawing([node], redraw);

  // The items are settled aloud, one by one, where the facilitator wants that seen.
  const isTogether = () => Boolean(state && state.asking === "wall" && state.together);
  const at = () => Math.min(state.wall_page, state.together.items.length - 1);

  function draw() {
    state = pressed.on(known);
    alone.hidden = isTogether();
    settling.node.hidden = !isTogether();
    if (isTogether()) settling.draw(state.together, at());
    else update(state);
    put(whose, state.texts.copyright);
    put(scale, state.texts.scale);
  }

  function chosen(item, point) {
    const answers = { ...state.together.answers, [item]: point };
    pressed.post("agree", { item, point }, { together: { ...state.together, answers } });
  }

  function show(how) {
    if (state.wall_page) pressed.post("turn", { page: 0 }, { wall_page: 0 });
    pressed.post("ask", { how, sentence: 0 }, { asking: how });
  }

  function ahead(direction) {
    const page = isTogether() ? at() + direction : -1;
    if (page < 0 || page >= state.together.items.length) return null;
    return { name: words.to.item(page + 1), go: () => pressed.post("turn", { page }, { wall_page: page }) };
  }

  function update(now) {
    const { counts } = now;
    put(many, String(counts.finished));
    put(of, `of ${counts.joined} finished`);
    const answering = Math.max(0, counts.started - counts.finished);
    const waiting = Math.max(0, counts.joined - counts.started);
    drawMarks(marks, [counts.finished, answering, waiting]);
    const paper = counts.on_paper ? `, ${counts.on_paper} on paper` : "";
    put(legend, `finished ${counts.finished}, answering ${answering}, not started ${waiting}${paper}`);
    const [first, second] = SAID[now.scoring];
    const all = now.scoring === "open" && counts.joined > 0 && counts.finished >= counts.joined;
    put(lead, all ? ALL_FINISHED : first(now.texts.items));
    const said = now.scoring === "open" ? open(now) : [second, now.scoring === "not open" ? WAITING : ""];
    const shown = said.filter(Boolean);
    if (lines.dataset.said !== shown.join()) {
      lines.dataset.said = shown.join();
      lines.replaceChildren(...shown.map((line) => element("li", {}, line)));
    }
  }

  return {
    node,
    update(now) {
      known = now;
      draw();
    },
    ahead,
    controls: () => (stage.role === "stage" && state ? controls(stage, state.scoring, { on: isTogether(), press: () => show(isTogether() ? "auto" : "wall") }) : []),
    say: () => (isTogether() ? [together.what, together.settled(Object.keys(state.together.answers).length, state.together.items.length)] : ["No phone? Ask for the paper form. It counts the same.", ""]),
    head: () => (isTogether() ? together.item(at() + 1, state.together.items.length) : ""),
    key(event) {
      if (event.key !== "Escape" || !isTogether()) return false;
      show("auto");
      return true;
    },
    stop: stopRedrawing,
  };
}

function open(state) {
  const shown =
    state.workshop.results_mode === "live"
      ? "Nobody sees who answered what."
      : "Nobody sees who answered what, and nothing is shown until all of us see it at once.";
  return ["Every tap is saved.", shown, "You can change an answer until scoring closes."];
}

function controls(stage, scoring, settle) {
  const finished = scoring === "finished";
  const opens = { does: "scoring", name: "Open scoring", press: () => stage.deed("open_scoring"), main: scoring === "not open" };
  const closes = { does: "scoring", name: "Close scoring", press: () => stage.deed("close_scoring"), main: false };
  return [
    ...(finished ? [] : [scoring === "open" ? closes : opens]),
    ...(finished ? [] : [{ name: "Score together", press: settle.press, pressed: settle.on }]),
    ...(finished ? [] : [{ name: "Enter paper forms", press: () => stage.open("paper-forms") }]),
    { name: "Set up", press: () => stage.open("set-up") },
  ];
}

// A boundary, and a stroke for each phone that crosses it once it has finished. Sorted by state: no place is a person's.
function drawMarks(svg, [finished, answering, waiting]) {
  const known = [finished, answering, waiting].join();
  if (svg.dataset.known === known) return;
  svg.dataset.known = known;
  const all = finished + answering + waiting;
  const each = Math.max(1, Math.ceil(all / MOST_MARKS));
  const step = Math.min(44, (WIDTH - 60) / Math.max(1, Math.ceil(all / each)));
  const wide = Math.min(22, step * 0.5);
  const line = HEIGHT / 2;
  const shapes = [];
  let x = 45;
  const times = (number, draw) => {
    for (let done = 0; done < number; done += each) {
      shapes.push(draw(x));
      x += step;
    }
  };
  const stroke = (from, high) => (at) =>
    drawing("rect", { x: at - wide / 2, y: from, width: wide, height: high, rx: wide / 2, fill: "var(--accent)" });
  times(finished, stroke(10, HEIGHT - 20));
  times(answering, stroke(line + 28, HEIGHT - 10 - line - 28));
  times(waiting, (at) =>
    drawing("circle", { cx: at, cy: HEIGHT - 10 - wide / 2 - 3, r: wide / 2 - 1, fill: "none", stroke: "var(--line-strong)", "stroke-width": 4 }));
  shapes.push(drawing("line", { x1: 8, y1: line, x2: WIDTH - 8, y2: line, stroke: "var(--ink)", "stroke-width": 5, "stroke-linecap": "round" }));
  svg.replaceChildren(...shapes);
}
