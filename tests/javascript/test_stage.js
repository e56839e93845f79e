// What the shell of the stage decides: keys, presses, merging what is known of the room, the time left.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, presses } from "../../across/web/facilitator/stage/keys.js";
import { merged } from "../../across/web/facilitator/stage/state.js";
import { clockText, secondsLeft } from "../../across/web/facilitator/stage/timer.js";

function key(name, { at = "", ...also } = {}) {
  const target = { closest: (which) => which.split(", ").some((one) => one === at) };
  return { key: name, composedPath: () => [target], defaultPrevented: false, ...also };
}

test("a clicker's keys go forward and backward", () => {
  assert.deepEqual(["PageDown", "ArrowRight", " "].map((name) => asked(key(name))), ["forward", "forward", "forward"]);
  assert.deepEqual(["PageUp", "ArrowLeft"].map((name) => asked(key(name))), ["backward", "backward"]);
});

test("keys rest while somebody types, and with a modifier", () => {
  assert.equal(asked(key("ArrowRight", { at: "textarea" })), "");
  assert.equal(asked(key("b", { at: "input" })), "");
  assert.equal(asked(key("b", { ctrlKey: true })), "");
  assert.equal(asked(key("ArrowRight", { at: "[role=radiogroup]" })), "");
});

test("space presses the button that has the focus, and moves only without one", () => {
  assert.equal(asked(key(" ", { at: "button" })), "");
  assert.equal(asked(key("PageDown", { at: "button" })), "forward");
});

test("at its end a step is left on a second press, not in a burst of presses", () => {
  let now = 0;
  const clicker = presses(() => now);
  const press = (at) => {
    now = at;
    return clicker.press(1, "question-1", false);
  };
  assert.deepEqual([0, 75, 150, 225, 300].map(press), Array(5).fill("announced"));
  assert.equal(press(700), "leave");
});

test("a press that moves within the step is counted each time, and one the other way does not leave", () => {
  let now = 0;
  const clicker = presses(() => now);
  assert.equal(clicker.press(1, "question-1", true), "within");
  assert.equal(clicker.press(1, "question-1", false), "announced");
  now = 1000;
  assert.equal(clicker.press(-1, "question-1", false), "announced");
  assert.equal(clicker.announced("question-1"), -1);
});

test("a press long after the first is a first one again", () => {
  let now = 0;
  const clicker = presses(() => now);
  clicker.press(1, "question-1", false);
  now = 30_000;
  assert.equal(clicker.press(1, "question-1", false), "announced");
});

test("what changed is merged into what is known, in the order of the notes", () => {
  const before = merged(null, { whole: true, version: "a-1", notes: [{ id: "x", place: 1, body: "one" }], texts: { t: 1 } });
  const after = merged(before, { whole: false, version: "a-2", notes: [{ id: "y", place: 0, body: "two" }] });
  assert.deepEqual(after.notes.map((note) => note.id), ["y", "x"]);
  assert.deepEqual(after.texts, { t: 1 });
});

test("a whole answer takes the place of all that was known", () => {
  const before = { version: "a-1", notes: [{ id: "x", place: 1 }] };
  assert.deepEqual(merged(before, { whole: true, version: "b-1", notes: [] }).notes, []);
});

test("the time left follows the server's clock", () => {
  assert.equal(secondsLeft({ ends_at: 100, left: null }, 10, 50), 40);
  assert.equal(secondsLeft({ ends_at: 100, left: null }, 0, 150), 0);
  assert.equal(secondsLeft({ ends_at: null, left: 75 }, 0, 0), 75);
  assert.equal(clockText(75), "1:15");
});
