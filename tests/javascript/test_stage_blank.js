// The picture gone blank: what brings it back, and that this does nothing else.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { openPage } from "./components.js";
import { createBlank } from "../../across/web/facilitator/stage/blank.js";
import { words } from "../../across/web/facilitator/stage/words.js";

let page = null;
let blank = null;
let heard = [];

beforeEach(() => {
  page = openPage();
  blank = createBlank();
  const button = page.document.createElement("button");
  page.document.body.append(button, blank.node);
  heard = [];
  for (const kind of ["click", "keydown", "keyup"]) page.document.body.addEventListener(kind, (event) => heard.push(event.key || kind));
});
afterEach(() => blank.stop());

function key(kind, name, more = {}) {
  const event = new page.KeyboardEvent(kind, { key: name, bubbles: true, cancelable: true, ...more });
  page.document.querySelector("button").dispatchEvent(event);
  return event;
}

for (const name of ["Escape", "x", "Enter", " ", "ArrowRight", "b"]) {
  test(`the key ${JSON.stringify(name)} brings the picture back and does nothing else, nor does letting it go`, () => {
    blank.show();

    const [down, up] = [key("keydown", name), key("keyup", name)];

    assert.equal(blank.node.hidden, true);
    assert.deepEqual([heard, down.defaultPrevented, up.defaultPrevented], [[], true, true]);
    key("keydown", name);
    assert.deepEqual(heard, [name], "the next press is none of the blank picture's");
  });
}

test("a dim line says how it comes back, and only while it is blank", () => {
  const before = blank.node.textContent;
  blank.show();

  assert.deepEqual([before, blank.node.textContent, blank.node.hidden], ["", words.blanked, false]);
});

for (const kind of ["click", "auxclick", "contextmenu"]) {
  test(`a ${kind} brings the picture back and reaches nothing else`, () => {
    blank.show();

    blank.node.dispatchEvent(new page.MouseEvent(kind, { bubbles: true, cancelable: true }));

    assert.equal(blank.node.hidden, true);
    assert.deepEqual(heard, []);
  });
}

test("the key that made it blank may be held down, and one that is held for another brings nothing back", () => {
  blank.show();
  key("keydown", "b", { repeat: true });
  key("keyup", "b");
  key("keydown", "Shift");

  assert.equal(blank.node.hidden, false);
});

test("what the browser does for a key with Control it does all the same", () => {
  blank.show();

  assert.equal(key("keydown", "r", { ctrlKey: true }).defaultPrevented, false);
  assert.equal(blank.node.hidden, true);
});
