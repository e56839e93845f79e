import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, settle, startClock } from "./clock.js";
import { openPage } from "./components.js";
import { createGroupNote } from "../../across/web/facilitator/stage/group_note.js";

const EMPTY = { code: "ABCDEF", step: "question-1", body: "", version: 0 };
const SECOND = { code: "ABCDEF", step: "question-2", body: "the second's", version: 4 };
const OFFLINE = "Not saved yet. The connection is down; your text is kept here and will be saved when it is back.";
const SOMEBODY_ELSE = "Not saved yet. Somebody else has changed this text meanwhile. Choose which to keep.";

// The server keeps one text with a version, as the route of the group note does.
let server = null;

beforeEach(() => {
  startClock();
  server = { body: "", version: 0, posts: [], reachable: true, refusal: null, held: null, attempts: 0, looks: 0 };
  server.loses = 0;
  globalThis.fetch = (address, options) => {
    const posts = Boolean(options && options.method === "POST");
    server[posts ? "attempts" : "looks"] += 1;
    if (!server.reachable) return Promise.reject(new TypeError("no connection"));
    return posts ? post(address, options) : look();
  };
});
afterEach(() => mock.timers.reset());

function post(address, { body, keepalive }) {
  const sent = JSON.parse(body);
  server.posts.push({ address, keepalive, ...sent });
  if (server.held) return server.held;
  if (server.refusal) return reply(403, { saved: false, why: server.refusal });
  const answer = write(sent);
  if (!server.loses) return answer;
  server.loses -= 1;
  return server.says || Promise.reject(new TypeError("the connection went before the answer came"));
}

function write(sent) {
  if (server.version && sent.body === server.body) return reply(200, { saved: true, version: server.version });
  if (sent.version !== server.version)
    return reply(409, { saved: false, kept: { body: server.body, version: server.version } });
  Object.assign(server, { body: sent.body, version: server.version + 1 });
  return reply(200, { saved: true, version: server.version });
}

function look() {
  if (server.refusal) return reply(403, { why: server.refusal, version: server.version, body: "not to be seen" });
  return reply(200, { body: server.body, version: server.version });
}

const reply = (status, body) => Promise.resolve(new Response(JSON.stringify(body), { status }));
// An answer that waits until it is let go.
function held() {
  let arrive = null;
  server.held = new Promise((resolve) => (arrive = resolve));
  return async (body) => {
    server.held = null;
    arrive(new Response(JSON.stringify(body)));
    await settle();
  };
}

// What brings the storage back.
function withoutStorage({ window }) {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new Error("this browser gives no storage");
    },
  });
  const given = { configurable: true, writable: true, value: window.localStorage };
  return () => Object.defineProperty(globalThis, "localStorage", given);
}

const saveElsewhere = (body) => Object.assign(server, { body, version: server.version + 1 });

const stateOf = ({ code, step, body, version }) => ({ workshop: { code }, group_note: { step, body, version } });

// A page of the stage with the group's note alone. With the `window` of an earlier one it is opened on what that kept.
function openNote(data = EMPTY, { earlier = null, role = "stage" } = {}) {
  const window = openPage("", { earlier });
  const part = createGroupNote({ role, unit: () => 1 }, { resized: () => {} });
  const element = window.document.querySelector("#component");
  element.replaceChildren(part.node);
  part.update(stateOf(data));
  return {
    window,
    element,
    part,
    leave: () => part.stop(),
    // What the stage is told when somebody else has saved a text.
    hear: (now = server) => part.update(stateOf({ ...data, body: now.body, version: now.version })),
    area: element.querySelector("textarea"),
    theirs: element.querySelector(".theirs"),
    get mode() {
      return part.node.dataset.mode;
    },
    get status() {
      return element.querySelector("[role=status]").textContent;
    },
    type(text) {
      this.area.value = text;
      this.area.dispatchEvent(new window.Event("input"));
    },
    keptDrafts: () => Object.values({ ...window.localStorage }).map((value) => JSON.parse(value)),
  };
}

test("a text is saved a moment after it is typed, on the version it was read with", async () => {
  const note = openNote();

  note.type("We hand over twice.");
  assert.equal(note.status, "Not saved yet");
  await pass(349);
  assert.deepEqual(server.posts, []);
  await pass(1);

  const [{ address, ...sent }] = server.posts;
  assert.equal(address, "/facilitate/group-note");
  assert.deepEqual(sent, {
    keepalive: true,
    code: "ABCDEF",
    step: "question-1",
    body: "We hand over twice.",
    version: 0,
  });
  assert.equal(note.status, "Saved");
});

test("typing on puts saving off, and the whole text is sent once", async () => {
  const note = openNote();

  for (const text of ["W", "We", "We h"]) {
    note.type(text);
    await pass(300);
  }
  await pass(350);

  assert.deepEqual(
    server.posts.map(({ body }) => body),
    ["We h"],
  );
});

test("what is typed while saving is under way is saved after it, on the version that came back", async () => {
  const note = openNote();
  let arrive = null;
  server.held = new Promise((resolve) => (arrive = resolve));
  note.type("first");
  await pass(350);
  note.type("first and more");
  await pass(350);
  assert.equal(server.posts.length, 1);

  server.held = null;
  Object.assign(server, { body: "first", version: 1 });
  arrive(new Response(JSON.stringify({ saved: true, version: 1 })));
  await settle();
  assert.equal(note.status, "Not saved yet");
  await pass(350);

  assert.deepEqual(
    server.posts.map(({ body, version }) => [body, version]),
    [
      ["first", 0],
      ["first and more", 1],
    ],
  );
  assert.equal(note.status, "Saved");
});

test("leaving the text saves it at once", async () => {
  const note = openNote();
  note.type("at once");

  note.area.dispatchEvent(new note.window.Event("blur"));
  await settle();

  assert.equal(server.body, "at once");
});

test("a step that is left in mid-word is saved and asks no more", async () => {
  const note = openNote();
  note.type("in mid-wo");

  note.leave();
  await settle();
  saveElsewhere("later, by somebody else");
  await pass(60_000);

  assert.equal(server.posts.length, 1);
  assert.equal(note.area.value, "in mid-wo");
});

test("a page that is closed in mid-word sends the text", async () => {
  const note = openNote();
  note.type("in mid-wo");

  note.window.dispatchEvent(new note.window.Event("pagehide"));
  await settle();

  assert.deepEqual(
    server.posts.map(({ body, keepalive }) => [body, keepalive]),
    [["in mid-wo", true]],
  );
});

test("a text too long to outlast its page is sent without asking for that", async () => {
  const note = openNote();
  note.type("x".repeat(15_000));

  await pass(350);

  assert.equal(server.posts[0].keepalive, false);
});

test("without a connection the text is kept in the browser and saved when it is back", async () => {
  const note = openNote();
  server.reachable = false;
  note.type("kept here");
  await pass(350);
  assert.equal(note.status, OFFLINE);
  assert.deepEqual(note.keptDrafts(), [{ body: "kept here", version: 0 }]);

  server.reachable = true;
  await pass(2999);
  assert.equal(server.body, "");
  await pass(1);

  assert.equal(server.body, "kept here");
  assert.equal(note.status, "Saved");
  assert.deepEqual(note.keptDrafts(), []);
});

test("an unsaved text comes back when the page is opened again, and is saved", async () => {
  const before = openNote();
  server.reachable = false;
  before.type("typed as the battery died");
  await pass(350);
  server.reachable = true;

  const after = openNote(EMPTY, { earlier: before.window });
  await settle();

  assert.equal(after.area.value, "typed as the battery died");
  assert.equal(server.body, "typed as the battery died");
});

test("an unsaved text that comes back does not overwrite what was saved meanwhile", async () => {
  const before = openNote();
  server.reachable = false;
  before.type("mine, unsaved");
  await pass(350);
  server.reachable = true;
  saveElsewhere("theirs");

  const after = openNote({ ...EMPTY, body: "theirs", version: 1 }, { earlier: before.window });
  await settle();

  assert.equal(after.status, SOMEBODY_ELSE);
  assert.equal(server.body, "theirs");
  assert.equal(after.area.value, "mine, unsaved");
});

test("a refusal says why and is tried again", async () => {
  const note = openNote();
  server.refusal = "You do not facilitate this workshop.";
  note.type("text");
  await pass(350);
  assert.equal(note.status, "Not saved yet. You do not facilitate this workshop.");

  server.refusal = null;
  await pass(3000);

  assert.equal(note.status, "Saved");
});

async function inConflict() {
  const note = openNote();
  note.type("mine");
  saveElsewhere("theirs");
  await pass(350);
  return note;
}

test("two people who type at once are shown both texts and nothing is overwritten", async () => {
  const note = await inConflict();

  assert.equal(note.status, SOMEBODY_ELSE);
  assert.equal(note.theirs.hidden, false);
  assert.equal(note.theirs.querySelector("pre").textContent, "theirs");
  assert.equal(note.area.value, "mine");
  assert.equal(server.body, "theirs");
});

test("while two texts wait for a choice, typing sends nothing", async () => {
  const note = await inConflict();

  note.type("mine, and more");
  await pass(60_000);

  assert.equal(server.posts.length, 1);
});

test("keeping one's own text replaces theirs", async () => {
  const note = await inConflict();

  note.theirs.querySelector(".mine").click();
  await settle();

  assert.deepEqual([server.body, server.version], ["mine", 2]);
  assert.equal(note.status, "Saved");
  assert.equal(note.theirs.hidden, true);
});

test("using theirs replaces one's own", async () => {
  const note = await inConflict();

  note.theirs.querySelector(".other").click();
  await pass(60_000);

  assert.deepEqual([server.body, server.version], ["theirs", 1]);
  assert.equal(note.area.value, "theirs");
  assert.equal(note.status, "Saved");
  assert.deepEqual(note.keptDrafts(), []);
});

test("choosing one's own when theirs has changed once more asks again", async () => {
  const note = await inConflict();
  saveElsewhere("theirs, again");

  note.theirs.querySelector(".mine").click();
  await settle();

  assert.equal(note.status, SOMEBODY_ELSE);
  assert.equal(note.theirs.querySelector("pre").textContent, "theirs, again");
  assert.equal(server.body, "theirs, again");
});

for (const [what, says] of [
  ["its answer was lost", () => null],
  ["the store said that it had failed", () => reply(503, { saved: false, why: "The store cannot be reached." })],
  ["a proxy answered in its place", () => Promise.resolve(new Response("Bad gateway", { status: 502 }))],
]) {
  test(`a text that was kept though ${what} is one's own, and what was typed on is saved over it`, async () => {
    const note = openNote();
    Object.assign(server, { loses: 1, says: says() });
    note.type("A");
    await pass(350);
    assert.equal(server.body, "A");

    note.type("AB");
    await pass(350);
    await pass(350);

    assert.deepEqual([server.body, server.version], ["AB", 2]);
    assert.equal(note.status, "Saved");
    assert.equal(note.theirs.hidden, true);
    assert.deepEqual(note.keptDrafts(), []);
  });
}

test("the first of many texts whose answers were lost is one's own, too", async () => {
  const note = openNote();
  server.loses = 30;
  for (let number = 1; number <= 31; number += 1) {
    note.type("x".repeat(number));
    await pass(350);
  }
  await pass(350);

  assert.deepEqual([server.body, server.version], ["x".repeat(31), 2]);
  assert.equal(note.status, "Saved");
});

test("a text that was taken back after its answer was lost does not come back", async () => {
  const note = openNote({ ...EMPTY, body: "", version: 0 });
  server.loses = 1;
  note.type("not so");
  await pass(350);

  note.type("");
  await pass(350);
  note.hear();
  await pass(350);

  assert.equal(note.area.value, "");
  assert.deepEqual([server.body, server.version], ["", 2]);
  assert.equal(note.status, "Saved");
});

test("what somebody else has saved over a text whose answer was lost is shown", async () => {
  const note = openNote();
  server.loses = 1;
  note.type("A");
  await pass(350);
  saveElsewhere("theirs");

  note.type("AB");
  await pass(350);

  assert.equal(note.status, SOMEBODY_ELSE);
  assert.equal(server.body, "theirs");
});

test("a refused text is not taken for one's own when somebody else saves the same", async () => {
  const note = openNote();
  server.refusal = "You do not facilitate this workshop.";
  note.type("A");
  await pass(350);
  server.refusal = null;
  saveElsewhere("A");

  note.type("AB");
  await pass(350);

  assert.equal(note.status, SOMEBODY_ELSE);
});

test("a page that is opened again after an answer was lost makes no conflict of one's own text", async () => {
  const before = openNote();
  server.loses = 1;
  before.type("A");
  await pass(350);
  server.reachable = false;
  before.type("AB");
  await pass(350);
  server.reachable = true;

  const after = openNote({ ...EMPTY, body: "A", version: 1 }, { earlier: before.window });
  await pass(350);

  assert.deepEqual([after.status, server.body], ["Saved", "AB"]);
});

test("one's own text that was chosen is not asked about again when the page is opened anew", async () => {
  const before = await inConflict();
  before.type("mine, and more");
  server.reachable = false;
  before.theirs.querySelector(".mine").click();
  await settle();
  server.reachable = true;

  const after = openNote({ ...EMPTY, body: "theirs", version: 1 }, { earlier: before.window });
  await settle();

  assert.deepEqual([after.status, server.body], ["Saved", "mine, and more"]);
});

test("what somebody else saves appears by itself where nothing is unsaved", async () => {
  const note = openNote();
  saveElsewhere("from the other screen");

  note.hear();

  assert.equal(note.area.value, "from the other screen");
  note.type("from the other screen, and this one");
  await pass(350);
  assert.deepEqual([server.body, server.version], ["from the other screen, and this one", 2]);
});

test("what somebody else saves does not take away what is being typed", async () => {
  const note = openNote();
  note.type("being typed");
  saveElsewhere("theirs");

  note.hear();

  assert.equal(note.area.value, "being typed");
});

test("a text that was brought up to date has nothing to save", async () => {
  const note = openNote();
  saveElsewhere("from the other screen");
  note.hear();

  note.area.dispatchEvent(new note.window.Event("blur"));
  await settle();

  assert.deepEqual(server.posts, []);
});

test("a text that is no newer than the one that stands here is not taken", async () => {
  const note = openNote({ ...EMPTY, body: "version three", version: 3 });

  note.hear({ body: "an older one", version: 3 });

  assert.equal(note.area.value, "version three");
});

test("while two texts wait for a choice, a third does not replace either", async () => {
  const note = await inConflict();
  saveElsewhere("a third");

  note.hear();

  assert.equal(note.area.value, "mine");
  assert.equal(note.theirs.querySelector("pre").textContent, "theirs");
});

test("a step that is left without a connection tries on for a minute and keeps its text in the browser", async () => {
  const note = openNote();
  server.reachable = false;
  note.type("kept here");

  note.leave();
  await pass(90_000);
  const { attempts } = server;
  note.window.dispatchEvent(new note.window.Event("pagehide"));
  await pass(600_000);

  assert.equal(attempts, 20);
  assert.equal(server.attempts, attempts, "then no more");
  assert.deepEqual(note.keptDrafts(), [{ body: "kept here", version: 0 }]);
});

test("a step that is left saves its last words when the connection is back", async () => {
  const note = openNote();
  server.reachable = false;
  note.type("kept here");
  note.leave();
  await pass(6000);

  server.reachable = true;
  await pass(3000);

  assert.equal(server.body, "kept here");
  assert.deepEqual(note.keptDrafts(), []);
});

test("a page that is closed while a step that was left tries on sends its last words", async () => {
  const note = openNote();
  server.reachable = false;
  note.type("kept here");
  note.leave();
  await settle();
  server.reachable = true;

  note.window.dispatchEvent(new note.window.Event("pagehide"));
  await settle();

  assert.equal(server.body, "kept here");
});

test("a step that is left while a save is under way saves its last words after it", async () => {
  const note = openNote();
  const arrive = held();
  note.type("first");
  await pass(350);
  note.type("first and more");
  note.leave();
  Object.assign(server, { body: "first", version: 1 });

  await arrive({ saved: true, version: 1 });
  await pass(350);

  assert.deepEqual([server.body, server.version], ["first and more", 2]);
  assert.deepEqual(note.keptDrafts(), []);
});

test("what a step that was left says of its saving does not stand at the next one", async () => {
  const note = openNote();
  server.reachable = false;
  note.type("the first question's");
  await pass(350);

  note.part.update(stateOf(SECOND));
  await pass(6000);

  assert.equal(note.status, "Saved");
});

test("the draft of what is typed while a save is under way is on the version that came back", async () => {
  const before = openNote();
  const arrive = held();
  before.type("first");
  await pass(350);
  before.type("first and more");
  Object.assign(server, { body: "first", version: 1 });
  await arrive({ saved: true, version: 1 });
  assert.deepEqual(before.keptDrafts(), [{ body: "first and more", version: 1 }]);

  const after = openNote({ ...EMPTY, body: "first", version: 1 }, { earlier: before.window });
  await settle();

  assert.deepEqual([after.status, server.body], ["Saved", "first and more"]);
});

test("a page that is opened again before the answer to a save makes no conflict of one's own text", async () => {
  const before = openNote();
  held();
  before.type("first");
  await pass(350);
  before.type("first and more");
  server.held = null;
  Object.assign(server, { body: "first", version: 1 });

  const after = openNote({ ...EMPTY, body: "first", version: 1 }, { earlier: before.window });
  await pass(350);

  assert.deepEqual([after.status, server.body], ["Saved", "first and more"]);
});

test("a draft that was kept though its answer was lost is left nowhere when the page is opened again", async () => {
  const before = openNote();
  server.loses = 1;
  before.type("kept");
  await pass(350);

  const after = openNote({ ...EMPTY, body: "kept", version: 1 }, { earlier: before.window });

  assert.equal(after.status, "Saved");
  assert.deepEqual(after.keptDrafts(), []);
});

for (const storage of ["with", "without"]) {
  test(`who comes back to a step goes on with its last words, ${storage} storage in the browser`, async (context) => {
    const note = openNote();
    if (storage === "without") context.after(withoutStorage(note));
    const arrive = held();
    note.type("first");
    await pass(350);
    note.type("first and more");
    note.part.update(stateOf(SECOND));
    server.held = null;
    Object.assign(server, { body: "first", version: 1 });

    note.part.update(stateOf(EMPTY));
    assert.equal(note.area.value, "first and more");
    server.reachable = false;
    note.type("first, and then others");
    await arrive({ saved: true, version: 1 });
    if (storage === "with") assert.equal(note.keptDrafts()[0].body, "first, and then others");
    server.reachable = true;
    await pass(6000);

    assert.equal(server.body, "first, and then others");
    assert.equal(note.status, "Saved");
    assert.deepEqual(note.keptDrafts(), []);
  });
}

test("a step that was left tries no more once somebody is back at it", async () => {
  const note = openNote();
  server.reachable = false;
  note.type("kept here");
  note.leave();
  await settle();
  server.reachable = true;

  note.part.update(stateOf({ code: "ABCDEF", step: "question-2", body: "", version: 0 }));
  note.part.update(stateOf(EMPTY));
  note.type("");
  await pass(350);
  note.type("anew");
  await pass(60_000);

  assert.deepEqual([server.body, note.status], ["anew", "Saved"]);
  assert.equal(server.posts.filter(({ body }) => body === "kept here").length, 1);
});

test("a browser without storage saves all the same", async () => {
  const note = openNote();
  const again = withoutStorage(note);
  try {
    note.type("saved on the server alone");
    await pass(350);
  } finally {
    again();
  }

  assert.equal(note.status, "Saved");
});

test("drawing the same step again leaves what is being typed alone", async () => {
  const note = openNote();
  note.type("being typed");

  note.hear({ body: "", version: 0 });

  assert.equal(note.area.value, "being typed");
});

test("drawing another step shows its text and saves the one that is left", async () => {
  const note = openNote();
  note.type("the first question's");

  note.part.update(stateOf(SECOND));
  await settle();

  assert.deepEqual(
    server.posts.map(({ step, body }) => [step, body]),
    [["question-1", "the first question's"]],
  );
  assert.equal(note.area.value, "the second's");
  assert.equal(note.status, "Saved");
  assert.deepEqual(note.keptDrafts(), []);
});

test("a note that is not begun is an empty line, large while it is written, and a slim band after a rest", async () => {
  const note = openNote();
  assert.equal(note.mode, "empty");

  note.type("We hand over twice.");
  assert.equal(note.mode, "writing");
  await pass(7999);
  assert.equal(note.mode, "writing");
  await pass(1);

  assert.equal(note.mode, "slim");
});

test("a note that is emptied is an empty line again", async () => {
  saveElsewhere("We hand over twice.");
  const note = openNote({ ...EMPTY, body: "We hand over twice.", version: 1 });
  assert.equal(note.mode, "slim");

  note.type("");
  await pass(8000);

  assert.equal(note.mode, "empty");
});

test("a presenting window shows the text alone, and only when there is one", () => {
  const note = openNote(EMPTY, { role: "present" });
  assert.deepEqual([note.area, note.part.node.hidden], [null, true]);

  note.hear({ body: "We hand over <b>twice</b>.", version: 1 });

  assert.equal(note.part.node.hidden, false);
  assert.equal(note.part.node.querySelector(".text").textContent, "We hand over <b>twice</b>.");
});
