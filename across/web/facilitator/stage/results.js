// Results: hidden until all look together; then the shape, each dimension, the sectors, and where to talk.

import { createActionForm } from "./action_form.js";
import { listed, mayBeShown, MOST_NAMED, showChosen, withChosen } from "./choosing.js";
import { createDimension } from "./dimension.js";
import { element, put } from "./dom.js";
import { fit } from "./fit.js";
import { createGroupNote } from "./group_note.js";
import { moves } from "./moves.js";
import { createOverTime } from "./over_time.js";
import { createNumbers, createRadar } from "./radar.js";
import { agreement } from "./radar_labels.js";
import { redrawing, redraws } from "./redrawing.js";
import { keyOf } from "./results_key.js";
import { controlsOf, sayOf } from "./results_foot.js";
import { nameOf, stopsOf, stopAt } from "./results_stops.js";
import { words } from "./results_words.js";
import { grown, momentOf, sinceReveal, stillness } from "./reveal.js";
import { createSectors } from "./sectors.js";
import { createTalk, MOST } from "./talk.js";

const LEAD = [60, 56, 50, 46, 42, 38, 34, 30];
const MORE = [34, 30, 28, 26, 24];
const LIVE_AGAIN = 4500;

export function create(stage) {
  const leads = stage.role === "stage";
  const radar = createRadar(stage);
  const one = createDimension(stage);
  const sectors = createSectors(stage);
  const overTime = createOverTime(stage);
  const talk = createTalk();
  const numbers = createNumbers();
  const count = element("p", { class: "counting", hidden: true, "aria-hidden": "true" });
  const lead = element("h2");
  const more = element("div", { class: "more" });
  const key = element("ul", { class: "key" });
  const reveal = element("button", { class: "btn main go", type: "button", hidden: true, onclick: revealed }, words.reveal);
  const choice = element("button", { class: "btn choice", type: "button", hidden: true, onclick: () => showChosen(stage, state.step) }, words.showChosen);
  const side = element("div", { class: "side" }, lead, more, choice, key, reveal);
  const shape = element("div", { class: "shape" }, element("div", { class: "whole" }, radar.node, count), side);
  const views = element("div", { class: "views" }, shape, one.node, sectors.node, overTime.node, talk.node);
  const copyright = element("p", { class: "small copyright" });
  const redraw = redraws(stage, () => known && draw());
  const pressed = moves(stage, redraw);
  const note = stage.role === "small" ? null : createGroupNote(stage, { resized: redraw });
  const form = leads ? createActionForm(stage, { closed: () => stage.changed(), name: "talked-action" }) : null;
  if (form) form.node.hidden = true;
  const node = element(
    "div", { class: "results" }, views, numbers.node, copyright, note ? note.node : "", form ? form.node : "",
  );
  let known = null;
  let state = null;
  let frame = 0;
  let moment = { phase: "done" };
  // Which results a screen reader knows of; null before anything was drawn, for what was there is not told as new.
  let announced = null;
  let busy = false;
  let later = 0;
  let fitted = "";

  const stopRedrawing = redrawing([views, side], redraw, () => {
    fitted = "";
    radar.redraw();
  });

  const manyWorkshops = () => Boolean(shown() && shown().earlier && shown().earlier.over_time.length);
  const shown = () => (state.results ? withChosen(state.results.shown, state.choosing) : null);
  const stops = () => stopsOf(shown(), state);
  const here = () => stops()[stopAt(stops(), state.look)] || { view: "radar" };

  function draw() {
    state = pressed.on(known);
    cancelAnimationFrame(frame);
    if (!state.results) return;
    moment = shown() ? momentOf(sinceReveal(state), stillness()) : { phase: state.results.name ? "done" : "hidden" };
    const done = moment.phase === "done" && shown();
    const view = done ? here().view : "radar";
    node.dataset.view = view;
    node.dataset.moment = moment.phase;
    show(view);
    if (note) note.update(state);
    put(copyright, `${shown() ? `${words.scale(shown().ends)} ` : ""}${state.texts.copyright}`);
    drawView(view, done);
    if (!done) announced = announced || "";
    if (done) announce();
    else if (["coming", "counting", "drawing"].includes(moment.phase)) frame = requestAnimationFrame(tick);
    keepUp();
  }

  function tick() {
    const before = moment.phase;
    draw();
    if (before !== moment.phase) stage.changed();
  }

  function show(view) {
    overTime.node.hidden = view !== "earlier" || !manyWorkshops();
    shape.hidden = !(view === "radar" || (view === "earlier" && !manyWorkshops()));
    one.node.hidden = view !== "items";
    sectors.node.hidden = view !== "sectors";
    talk.node.hidden = !["talk", "more"].includes(view);
  }

  function drawView(view, done) {
    const found = shown();
    if (view === "items") one.draw(found, here().at, state.look.spread, commentsOn(found.dimensions[here().at].id));
    else if (view === "sectors") sectors.draw(found);
    else if (view === "earlier" && manyWorkshops()) overTime.draw(found);
    else if (view === "talk" || view === "more") talk.draw(found, view === "more" ? MOST : 0);
    else drawShape(view, done);
  }

  const commentsOn = (dimension) => (state.results.comments[dimension] || []);

  function drawShape(view, done) {
    const found = shown() || state.results.blank;
    const drawing = moment.phase === "drawing";
    const earlier = view === "earlier";
    radar.draw({
      chart: found.chart, dimensions: found.dimensions, spread: state.look.spread, earlier, ticks: true,
      empty: !done && !drawing, mute: !done, summary: done ? found.summary : "",
      grow: drawing ? grown(moment.share, found.dimensions.length) : null,
    });
    count.hidden = moment.phase !== "counting";
    if (!count.hidden) put(count, String(moment.number));
    numbers.node.hidden = !done;
    if (done) numbers.update(found.dimensions, titles(found));
    beside(found, { done, earlier });
  }

  const titles = (found) => [
    ["Dimension", (dimension) => dimension.name],
    ["Mean", (dimension) => dimension.mean || dimension.withheld || "–"],
    ["Agreement", (dimension) => dimension.agreement],
    ...(found.dimensions.some((dimension) => dimension.agreed) ? [["Agreed together", (dimension) => dimension.agreed || "–"]] : []),
    ...(found.earlier ? [["Last time", (dimension) => dimension.then || "–"]] : []),
  ];

  // What is said beside the shape: the words come with the finished figure, never before it.
  function beside(found, { done, earlier }) {
    const [head, lines, rows] = saidBeside(found, { done, earlier });
    put(lead, head);
    const told = JSON.stringify([lines, rows.length && state.look.spread, earlier]);
    if (more.dataset.told !== told) {
      more.dataset.told = told;
      more.replaceChildren(...lines.map((line) => element("p", {}, line)));
      key.replaceChildren(...rows);
    }
    key.hidden = !rows.length;
    reveal.hidden = !leads || Boolean(state.results.name) || state.workshop.results_mode === "live";
    reveal.disabled = busy;
    choice.hidden = !leads || !done || earlier || !mayBeShown(state);
    const now = `${head} ${told} ${choice.hidden} ${side.clientWidth} ${side.clientHeight} ${stage.unit()}`;
    if (now === fitted) return;
    fitted = now;
    const holds = () => side.scrollHeight <= side.clientHeight + 1 && side.scrollWidth <= side.clientWidth + 1;
    for (const size of MORE) {
      more.style.fontSize = `calc(${size} * var(--u))`;
      if (fit(lead, LEAD, holds)) break;
    }
  }

  function saidBeside(found, { done, earlier }) {
    if (done && earlier) return [found.earlier.said, [words.underHalf], keyOf(found, { earlier: true })];
    if (done) return [found.lead, [found.more, fewWords(found), found.about, choosing()].filter(Boolean), keyOf(found, { spread: state.look.spread, agreement })];
    if (moment.phase === "hidden") return [expectation(), [words.say, ...(leads ? state.results.before : []), ...settled()], []];
    if (moment.phase === "done") return [words.notYet(state.workshop.smallest_group), [], []];
    return [moment.phase === "drawing" ? "" : words.coming, [], []];
  }

  // What the room may choose, or has chosen.
  function choosing() {
    if (!state.choosing) return "";
    const { people, shown: chosen } = state.choosing;
    if (chosen) return chosen.length ? words.weChose(listed(chosen.slice(0, MOST_NAMED).map((topic) => `${topic.name} (${topic.people})`))) : "";
    return [words.choose, people && words.haveChosen(people)].filter(Boolean).join(" ");
  }

  const fewWords = (found) => (found.people && !found.dimensions.some((dimension) => dimension.word) ? words.tooFew : "");
  const settled = () => (state.results.settled ? [words.settled(state.results.settled, state.texts.items)] : []);

  function expectation() {
    if (state.workshop.results_mode === "live") return state.results.before[0];
    const answered = state.counts.started + state.counts.on_paper;
    return answered > 1 ? words.expect(answered) : words.expectAny;
  }

  function announce() {
    const now = state.results.name;
    if (announced === now) return;
    if (announced !== null) stage.say(`${shown().lead} ${shown().more}`);
    announced = now;
  }

  // Results that are shown live take newer answers in every few seconds, where there are any.
  function keepUp() {
    if (state.workshop.results_mode !== "live" || !state.results.name || later) return;
    later = setTimeout(() => {
      later = 0;
      stage.look();
    }, LIVE_AGAIN);
  }

  async function revealed() {
    if (busy) return;
    busy = true;
    redraw();
    await stage.deed("reveal");
    busy = false;
    redraw();
  }

  function go(stop) {
    const look = { ...state.look, view: stop.view, dimension: stop.dimension || null };
    pressed.post("look", { view: look.view, dimension: look.dimension }, { look });
  }

  const ready = () => Boolean(state && shown() && moment.phase === "done");

  return {
    node,
    update(now) {
      known = now;
      draw();
    },
    ahead(direction) {
      const next = ready() && stops()[stopAt(stops(), state.look) + direction];
      return next ? { name: nameOf(next), go: () => go(next) } : null;
    },
    controls: () => (leads && state && state.results ? controlsOf({ stage, state, stops: ready() ? stops() : [], here: ready() ? here() : null, go, form, pressed }) : []),
    say: () => (state && state.results ? sayOf({ state, stops: ready() ? stops() : [], here: ready() ? here() : null }) : ["", ""]),
    head: () => (state ? headOf() : ""),
    key(event) {
      if (event.key !== "Escape" || !ready() || here().view === "radar") return false;
      go({ view: "radar" });
      return true;
    },
    stop() {
      cancelAnimationFrame(frame);
      clearTimeout(later);
      stopRedrawing();
      radar.stop();
      one.stop();
      if (note) note.stop();
    },
  };

  function headOf() {
    if (!ready()) return moment.phase === "hidden" ? words.hidden : "";
    const { view, at } = here();
    const found = shown();
    if (view === "items") return words.number(at + 1, found.dimensions.length);
    if (view === "earlier") return manyWorkshops() ? words.overTime(found.earlier.over_time.length) : words.beside(found.earlier.held_on);
    if (view === "sectors") return words.sectorsHead;
    if (view === "talk") return words.talk;
    if (view === "more") return words.moreToTalk;
    return found.people ? words.people(found.people) : words.agreedTogether;
  }
}
