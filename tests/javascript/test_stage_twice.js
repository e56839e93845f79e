// A press too many on the stage: the second of a double click, a double tap, a key that is held down.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openPage } from "./components.js";
import { guardPresses } from "../../across/web/facilitator/stage/twice.js";

let page = null;
let now = 0;
let pressed = [];

beforeEach(() => {
  page = openPage();
  now = 1000;
  pressed = [];
  guardPresses(page.document.body, () => now);
});

// A button that is called something else once it was pressed, or stays what it is.
function button(name, then = name) {
  const made = page.document.createElement("button");
  made.textContent = name;
  made.onclick = () => {
    pressed.push(made.textContent);
    made.textContent = then;
  };
  page.document.body.append(made);
  return made;
}

function click(on, detail, more = {}) {
  const event = new page.MouseEvent("click", { bubbles: true, cancelable: true, detail, ...more });
  if (more.pointerType) Object.defineProperty(event, "pointerType", { value: more.pointerType });
  on.dispatchEvent(event);
}

test("the second press of a double click does nothing once the button has another name", () => {
  const scoring = button("Open scoring", "Close scoring");
  click(scoring, 1);
  click(scoring, 2);
  click(scoring, 3);

  assert.deepEqual(pressed, ["Open scoring"]);
  click(scoring, 1);
  assert.deepEqual(pressed, ["Open scoring", "Close scoring"], "a press of its own counts");
});

test("both presses count where the button still means the same", () => {
  const minute = button("One more minute");
  click(minute, 1);
  click(minute, 2);

  assert.equal(pressed.length, 2);
});

test("a button that has come under the pointer takes no second press", () => {
  const [one, other] = [button("Reveal"), button("Hide")];
  click(one, 1);
  click(other, 2);

  assert.deepEqual(pressed, ["Reveal"]);
});

for (const state of ["aria-pressed", "aria-expanded"]) {
  test(`nor does one whose ${state} has changed`, () => {
    const menu = button("More");
    menu.addEventListener("click", () => menu.setAttribute(state, "true"));
    click(menu, 1);
    click(menu, 2);

    assert.equal(pressed.length, 1);
  });
}

test("a second tap at the same place soon after the first is one of two, whether or not the browser counts", () => {
  const share = button("Share", "Stop sharing");
  const tap = (x) => click(share, 1, { pointerType: "touch", clientX: x, clientY: 10 });
  tap(10);
  now += 350;
  tap(14);
  const soon = [...pressed];
  now += 650;
  tap(14);

  assert.deepEqual(soon, ["Share"]);
  assert.deepEqual(pressed, ["Share", "Stop sharing"]);
});

test("two taps at two places both count", () => {
  const [one, other] = [button("Five ways"), button("Group note")];
  click(one, 1, { pointerType: "touch", clientX: 10 });
  click(other, 1, { pointerType: "touch", clientX: 200 });

  assert.equal(pressed.length, 2);
});

test("a key that is held down presses once", () => {
  const key = (repeat) => {
    const event = new page.KeyboardEvent("keydown", { key: "Enter", repeat, bubbles: true, cancelable: true });
    return button("Next").dispatchEvent(event);
  };

  assert.deepEqual([key(false), key(true)], [true, false]);
});

test("words are chosen by double click as everywhere", () => {
  const text = page.document.createElement("textarea");
  let reached = 0;
  text.onclick = () => (reached += 1);
  page.document.body.append(text);
  click(button("Begin"), 1);
  click(text, 2);

  assert.equal(reached, 1);
});
