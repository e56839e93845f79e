// The menus of the stage's foot.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, startClock } from "./clock.js";
import { openPage } from "./components.js";
import { words } from "../../across/web/facilitator/stage/words.js";
import { choice, item, linkTo, menu, timerMenu } from "../../across/web/facilitator/stage/menus.js";

let page = null;

beforeEach(() => {
  startClock();
  page = openPage().document;
});
afterEach(() => mock.timers.reset());

const button = (name) =>
  [...page.querySelectorAll("button, a")].find((found) => (found.getAttribute("aria-label") || found.textContent) === name);
const press = (name, key) => {
  const event = new page.defaultView.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  return name.dispatchEvent(event);
};

function opened(fill = (box) => box.append(item("One", () => {}), item("Two", () => {}))) {
  const made = menu("More", fill, { label: "⋯" });
  page.body.append(made.whole, Object.assign(page.createElement("button"), { textContent: "Elsewhere" }));
  return made;
}

test("a menu is drawn when it is opened, and its first item has the focus", () => {
  const { whole } = opened();
  const before = whole.querySelector(".menu").childElementCount;

  button("More").click();

  assert.equal(before, 0);
  assert.equal(button("More").getAttribute("aria-expanded"), "true");
  assert.equal(page.activeElement, button("One"));
});

test("one of several is chosen by a press, which says so, and the menu stays open", () => {
  const chosen = [];
  const { whole } = opened((box) => box.append(choice("Colours", { light: "Light", dark: "Dark" }, "light", (id) => chosen.push(id))));
  button("More").click();

  button("Dark").click();

  assert.deepEqual(chosen, ["dark"]);
  assert.deepEqual(["Light", "Dark"].map((name) => button(name).getAttribute("aria-pressed")), ["false", "true"]);
  assert.equal(whole.querySelector("[role=group]").getAttribute("aria-label"), "Colours");
  assert.equal(whole.querySelector(".menu").hidden, false);
});

test("Escape closes a menu, gives the focus back and reaches nothing else", () => {
  const { whole } = opened();
  let heard = 0;
  page.body.addEventListener("keydown", () => (heard += 1));
  button("More").click();

  press(page.activeElement, "Escape");

  assert.equal(whole.querySelector(".menu").hidden, true);
  assert.equal(button("More").getAttribute("aria-expanded"), "false");
  assert.equal(page.activeElement, button("More"));
  assert.equal(heard, 0);
  press(page.activeElement, "Escape");
  assert.equal(heard, 1, "a menu that is closed leaves Escape to others");
});

test("the button closes its menu again, and so does going elsewhere", async () => {
  const { whole } = opened();
  const box = whole.querySelector(".menu");
  button("More").click();
  button("More").click();
  const byButton = box.hidden;
  button("More").click();
  button("Elsewhere").focus();
  await pass(1);

  assert.deepEqual([byButton, box.hidden], [true, true]);
  assert.equal(page.activeElement, button("Elsewhere"));
});

test("what is seen on the button is part of its name", () => {
  const made = opened();

  made.rename("12 min", "change");
  assert.deepEqual([made.button.textContent, made.button.getAttribute("aria-label")], ["12 min", "12 min, change"]);
  made.rename("Timer");
  assert.equal(made.button.getAttribute("aria-label"), "Timer");
});

test("a link leads to a window of its own that knows nothing of this one", () => {
  const link = linkTo("Open", "/present");

  assert.deepEqual([link.target, link.rel, link.getAttribute("href")], ["_blank", "noopener", "/present"]);
});

test("a menu closes when a link in it is followed", async () => {
  const { whole } = opened((box, close) => box.append(linkTo("Open", "/present", close)));
  button("More").click();
  const link = button("Open");
  link.addEventListener("click", (event) => event.preventDefault());

  link.click();
  await pass(1);

  assert.equal(whole.querySelector(".menu").hidden, true);
});

const timeOf = (minutes) => `${minutes} min, ${words.choose}`;
const PHASES = { think: "Think alone", pairs: "In pairs" };
const stateOf = (timer = null, step = "question-1") => ({
  step, timer, agenda: [{ id: "question-1", minutes: 12 }, { id: "question-2", minutes: 8 }], texts: { phases: PHASES },
});

function timing(state = stateOf()) {
  const deeds = [];
  const known = { state };
  const made = timerMenu(async (name, values) => void deeds.push([name, values]), () => known.state);
  page.body.append(...made.nodes);
  const draw = (now) => {
    known.state = now;
    made.update(now, now.step);
  };
  draw(state);
  return { deeds, draw };
}

test("the timer starts with what the agenda plans", () => {
  const { deeds } = timing();

  button("Start timer").click();

  assert.deepEqual(deeds, [["start_timer", { minutes: 12, phase: "think" }]]);
  assert.ok(button(timeOf(12)));
});

test("how and how long are chosen, within bounds, and forgotten with the step", async () => {
  const { deeds, draw } = timing();
  button(timeOf(12)).click();
  page.querySelector("select").value = "pairs";
  page.querySelector("input").value = "999";
  page.querySelector("form").dispatchEvent(new page.defaultView.Event("submit", { cancelable: true }));
  await pass(0);
  draw(stateOf());
  const chosen = Boolean(button(timeOf(240)));
  draw(stateOf(null, "question-2"));

  assert.deepEqual(deeds, [["start_timer", { minutes: 240, phase: "pairs" }]]);
  assert.equal(page.querySelector(".menu").hidden, true);
  assert.ok(chosen);
  assert.ok(button(timeOf(8)));
});

test("a timer that runs is paused, lengthened and stopped, one that is held goes on", async () => {
  const { deeds, draw } = timing(stateOf({ phase: "think", ends_at: 1000, left: null }));
  for (const name of ["Pause", "One more minute", "Stop timer"]) {
    button("Timer").click();
    button(name).click();
    await pass(0);
  }
  draw(stateOf({ phase: "think", ends_at: null, left: 60 }));
  button("Timer").click();
  const pauses = button("Pause");
  button("Resume").click();

  assert.deepEqual(deeds.map(([name]) => name), ["pause_timer", "add_minute", "stop_timer", "resume_timer"]);
  assert.equal(pauses, undefined);
  assert.equal(button("Start timer").hidden, true);
});
