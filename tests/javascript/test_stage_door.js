// Who comes in: what is wrong with who has joined, and what the menu says and does.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openPage } from "./components.js";
import { doorMenu, warning } from "../../across/web/facilitator/stage/door.js";

let page = null;
let deeds = [];

beforeEach(() => {
  page = openPage().document;
  deeds = [];
});

const stateOf = (joined, { people = null, many = 0 } = {}) => ({
  counts: { joined },
  workshop: { in_room: people, from_one_address: many, door_open: true },
});
function open(state) {
  const made = doorMenu(state, (deed, values) => deeds.push([deed, values]));
  page.body.append(...made.nodes);
  return made;
}
const type = (text) => {
  const box = page.querySelector("input");
  box.value = text;
  box.onchange();
};

test("nothing is wrong while no more have joined than are in the room, wherever they come from", () => {
  const states = [stateOf(0), stateOf(30), stateOf(30, { people: 30, many: 31 }), stateOf(1, { people: 1 }), stateOf(12, { people: 30 })];

  assert.deepEqual(states.map(warning), ["", "", "", "", ""]);
});

test("more phones than people are wrong, and many from one address while nobody has said how many are there", () => {
  assert.match(warning(stateOf(31, { people: 30 })), /^31 phones have joined, and 30 people are in the room/);
  assert.match(warning(stateOf(5, { people: 1 })), /^5 phones have joined, and 1 person is in the room/);
  assert.match(warning(stateOf(40, { many: 31 })), /^31 phones came from one address\. Is that the Wi-Fi of this room\?/);
});

test("the menu says how many have joined, and goes on saying it while it is open", () => {
  const made = open(stateOf(12, { people: 30 }));
  const before = [page.querySelector(".here").textContent, page.querySelector(".wrong").textContent];

  made.update(stateOf(31, { people: 30 }));

  assert.deepEqual(before, ["12 joined, of 30 in the room", ""]);
  assert.equal(page.querySelector(".here").textContent, "31 joined, of 30 in the room");
  assert.match(page.querySelector(".wrong").textContent, /^31 phones/);
});

test("the number in the room is kept as it is typed, and none where the box is emptied", () => {
  open(stateOf(12));

  type("30");
  type("");

  assert.deepEqual(deeds, [["in_room", { number: 30 }], ["in_room", { number: null }]]);
});

test("the door is closed and opened by a press", () => {
  open(stateOf(12));
  const [opened, closed] = page.querySelectorAll(".choice button");

  closed.click();
  opened.click();

  assert.deepEqual([opened.textContent, closed.textContent], ["Open to other phones", "Closed"]);
  assert.deepEqual(deeds, [["door", { open: false }], ["door", { open: true }]]);
});
