// Results on the stage: the moment of the reveal, where the keys lead, the shape, and the line that adds an action.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openPage } from "./components.js";
import { createActionForm } from "../../across/web/facilitator/stage/action_form.js";
import { stopAt, stopsOf } from "../../across/web/facilitator/stage/results_stops.js";
import { grown, momentOf, sinceReveal } from "../../across/web/facilitator/stage/reveal.js";
import { tracesOf } from "../../across/web/facilitator/stage/radar.js";

let page = null;
beforeEach(() => {
  page = openPage().document;
});

const phases = (still) => [0, 599, 600, 1399, 1400, 2200, 2999, 3000, 5199, 5200].map((since) => momentOf(since, still));

test("the same moment everywhere: a count of three, then the shape, then all of it", () => {
  assert.deepEqual(
    phases(false).map((moment) => moment.number || moment.phase),
    ["coming", "coming", 3, 3, 2, 1, 1, "drawing", "drawing", "done"],
  );
  assert.equal(momentOf(-50, false).phase, "coming");
  assert.equal(momentOf(Infinity, false).phase, "done");
  assert.equal(momentOf(-3_600_000, false).phase, "done", "a clock that was put back makes it a moment to come");
});

test("where nothing may move, the finished figure comes after the same count", () => {
  assert.deepEqual(phases(true).map((moment) => moment.phase).slice(-4), ["counting", "done", "done", "done"]);
});

test("a screen whose clock is wrong counts by the server's", () => {
  const state = { revealed_at: 1_000_000, ahead: -60 };
  assert.equal(sinceReveal(state, 1_061_000), 1000);
  assert.equal(sinceReveal({ revealed_at: null }, 5), Infinity);
});

test("axes grow one after the other, and all are whole at the end", () => {
  const begun = grown(0.3, 9);
  assert.ok(begun.every((share, axis) => !axis || share <= begun[axis - 1]));
  assert.ok(begun[0] > 0.5);
  assert.equal(begun[8], 0);
  assert.deepEqual(grown(1, 9), Array(9).fill(1));
});

const DIMENSIONS = ["a", "b"].map((id) => ({ id }));
const shown = (more) => ({ earlier: null, sectors: null, dimensions: DIMENSIONS, talk: [{}, {}], ...more });

test("the keys lead from the shape through the dimensions to where to talk", () => {
  const views = (stops) => stops.map((stop) => stop.dimension || stop.view);
  assert.deepEqual(views(stopsOf(shown())), ["radar", "a", "b", "talk"]);
  const all = shown({ earlier: {}, sectors: {}, talk: [{}, {}, {}, {}] });
  assert.deepEqual(views(stopsOf(all)), ["radar", "earlier", "sectors", "a", "b", "talk", "more"]);
  assert.deepEqual(stopsOf(null), []);
});

test("what the room looks at is found again, and the shape where it is no longer there", () => {
  const stops = stopsOf(shown());
  assert.equal(stopAt(stops, { view: "items", dimension: "b" }), 2);
  assert.equal(stopAt(stops, { view: "items", dimension: null }), 1);
  assert.equal(stopAt(stops, { view: "sectors", dimension: null }), 0);
});

const COLOURS = { group: "#0b5a5d", paper: "#ffffff", line: "#c8cfcb", signal: "#f2b544", onSignal: "#12292c", ink2: "#44585b" };
const LINE = {
  whole: false, runs: [[[0, 0, -1], [1, 0.5, 0]]], spread: [[0, [0, -0.5], [0, -0.9]]], dots: [[0, -1, 1]],
  style: { on_light: "#b4491a", on_dark: "#f7ad6b", dash: "dash", marker: "diamond" },
};
const CHART = { rings: [[[0, -0.2], [0.2, 0]]], spokes: [[[0, -0.2], [0, -1]]], lines: [LINE] };
const drawnOf = (what) => tracesOf({ chart: CHART, spread: "band", ...what }, { unit: 1, colours: COLOURS });

test("before the reveal there is a grid and nothing on it", () => {
  const empty = drawnOf({ empty: true });
  assert.equal(empty.length, CHART.rings.length + 1);
});

test("a line with a gap has no area, and how far answers spread comes with the finished figure", () => {
  const filled = (traces) => traces.filter((trace) => trace.fill === "toself").length;
  const strips = (traces) => traces.filter((trace) => trace.line && trace.line.width === 16 && trace.line.color === COLOURS.group).length;
  assert.deepEqual([filled(drawnOf({})), strips(drawnOf({})), strips(drawnOf({ mute: true }))], [0, 1, 0]);
  const whole = { ...CHART, lines: [{ ...LINE, whole: true }] };
  assert.equal(filled(drawnOf({ chart: whole })), 1);
});

test("while it is drawn in, each corner lies nearer to the middle", () => {
  const markers = (traces) => traces.filter((trace) => trace.mode === "markers").at(-1);
  const half = markers(drawnOf({ grow: [0.5, 0] }));
  assert.deepEqual([half.x, half.y], [[0, 0], [-0.5, 0]]);
});

function form(answers, also = { closed() {} }) {
  const deeds = [];
  const stage = { deed: async (name, values) => (deeds.push({ name, ...values }), answers.shift()) };
  const made = createActionForm(stage, also);
  page.body.append(made.node);
  const field = (name) => page.getElementById(`action-${name}`);
  const submit = () => made.node.dispatchEvent(new page.defaultView.Event("submit", { cancelable: true, bubbles: true }));
  return { made, deeds, field, submit, send: made.node.querySelector("[type=submit]") };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const CANNOT = { done: false, why: "That could not be sent." };

// An answer that comes when it is told to.
function late() {
  let come = null;
  const answer = new Promise((resolve) => (come = resolve));
  return { answer, come: (said) => (come(said), settled()) };
}

test("an action is kept with what it is about, and its fields are empty again", async () => {
  const { made, deeds, field, submit } = form([{ done: true }]);
  made.open("An action on Trust", ["Trust"]);
  field("what").value = " Meet monthly ";
  field("who").value = "Ann";
  submit();
  await settled();
  assert.deepEqual(deeds, [{ name: "add_action", id: deeds[0].id, what: "Trust: Meet monthly", who: "Ann", by_when: "" }]);
  assert.deepEqual([field("what").value, field("who").value], ["", ""]);
});

test("where it may be about several things, it is about nothing in particular until one is chosen", async () => {
  const { made, deeds, field, submit } = form([{ done: true }, { done: true }]);
  made.open("Make it an action", ["Trust", "Innovation"]);
  for (const about of [null, "Innovation"]) {
    if (about) field("about").value = about;
    field("what").value = "Meet monthly";
    submit();
    await settled();
  }
  assert.deepEqual(deeds.map(({ what }) => what), ["Meet monthly", "Innovation: Meet monthly"]);
});

test("what could not be added stays in its fields, with why", async () => {
  const { made, field, submit } = form([{ done: false, why: "The server cannot be reached." }]);
  made.open("", []);
  field("what").value = "Meet monthly";
  submit();
  await settled();
  assert.equal(field("what").value, "Meet monthly");
  assert.match(made.node.textContent, /cannot be reached/);
});

test("nothing is sent without words", async () => {
  const { deeds, field, submit } = form([]);
  field("what").value = "   ";
  submit();
  await settled();
  assert.deepEqual(deeds, []);
});

test("an action that is sent again after its answer was lost has the same id, and the next one another", async () => {
  const { deeds, field, submit } = form([CANNOT, { done: true }, { done: true }]);
  for (const typed of ["Meet monthly", null, "Meet monthly"]) {
    if (typed) field("what").value = typed;
    submit();
    await settled();
  }
  const [lost, again, next] = deeds.map(({ id }) => id);
  assert.match(lost, /^[0-9a-f]{32}$/);
  assert.match(next, /^[0-9a-f]{32}$/);
  assert.equal(again, lost);
  assert.notEqual(next, lost);
});

test("what is typed since an action was sent stays in its field, and so does the focus", async () => {
  const sent = late();
  const { field, submit } = form([sent.answer]);
  Object.entries({ what: "Meet monthly", who: "Ann", by_when: "May" }).forEach(([name, text]) => (field(name).value = text));
  field("by_when").focus();
  submit();
  field("what").value = "Share the rota";
  field("who").focus();
  await sent.come({ done: true });
  assert.deepEqual(["what", "who", "by_when"].map((name) => field(name).value), ["Share the rota", "", ""]);
  assert.equal(page.activeElement, field("who"));
});

test("in the field where Enter was pressed the focus stays once something is typed there", async () => {
  const sent = late();
  const { field, submit } = form([sent.answer]);
  field("what").value = "Meet monthly";
  field("by_when").focus();
  submit();
  field("by_when").value = "J";
  await sent.come({ done: true });
  assert.deepEqual([field("what").value, field("by_when").value], ["", "J"]);
  assert.equal(page.activeElement, field("by_when"));
});

for (const [where, put] of Object.entries({
  "on the button that sends": ({ send }) => send.focus(), "on nothing": () => page.activeElement.blur(),
  "where Enter was pressed, and nothing is typed since": ({ field }) => field("by_when").focus(),
})) {
  test(`the next action begins with what is done where the focus is ${where}`, async () => {
    const sent = late();
    const made = form([sent.answer]);
    made.field("what").value = "Meet monthly";
    put(made);
    made.submit();
    await sent.come({ done: true });
    assert.equal(page.activeElement, made.field("what"));
  });
}

test("the button that sends keeps the focus while an action is on its way, and sends it once", async () => {
  const sent = late();
  const { deeds, field, submit, send } = form([sent.answer]);
  field("what").value = "Meet monthly";
  send.focus();
  submit();
  submit();
  assert.deepEqual([deeds.length, send.disabled, send.getAttribute("aria-disabled")], [1, false, "true"]);
  assert.equal(page.activeElement, send);
  await sent.come(CANNOT);
  assert.equal(send.hasAttribute("aria-disabled"), false);
});

test("a proposal that was opened since is neither emptied nor closed by the answer to the one before", async () => {
  const sent = late();
  let closed = 0;
  const { made, field, submit } = form([sent.answer], { closed: () => (closed += 1) });
  made.openFor("Who and when?", { id: "a".repeat(32), body: "Meet monthly" });
  field("who").value = "Ann";
  submit();
  made.close();
  made.openFor("Who and when?", { id: "b".repeat(32), body: "Meet monthly" });
  const who = field("who").value;
  field("by_when").value = "May";
  await sent.come({ done: true });
  assert.deepEqual([who, field("what").value, field("by_when").value], ["", "Meet monthly", "May"]);
  assert.deepEqual([made.isOpen(), closed], [true, 1]);
  assert.doesNotMatch(made.node.textContent, /Added/);
});

test("a proposal that has become an action closes its form and leaves nothing in it", async () => {
  const sent = late();
  const { made, deeds, field, submit } = form([sent.answer]);
  made.openFor("Who and when?", { id: "a".repeat(32), body: "Meet monthly" });
  submit();
  field("who").value = "Ann";
  await sent.come({ done: true });
  assert.deepEqual(deeds, [{ name: "take_up", note: "a".repeat(32), what: "Meet monthly", who: "", by_when: "" }]);
  assert.deepEqual([made.isOpen(), field("what").value, field("who").value], [false, "", ""]);
});
