// What is known of the room: asked for when the stream says that something has changed.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { NOW, RUNS, pass, startClock } from "./clock.js";
import { roomState } from "../../across/web/facilitator/stage/state.js";

const WHOLE = { whole: true, version: "aaaaaa-5", now: NOW / 1000 + 30, notes: [], counts: { joined: 1 }, step: "welcome" };
const BULLETIN = { now: NOW / 1000 + 30, joined: 2, started: 1, finished: 0, on_paper: 0, timer: null, scoring: "open", revealed: false, picture: 5 };
let asked = [];
let answers = [];
let told = [];
let lost = [];

beforeEach(() => {
  startClock();
  [asked, answers, told, lost] = [[], [], [], []];
});
afterEach(() => mock.timers.reset());

const reply = (status, body) => ({ status, ok: status < 300, json: async () => body });

function opened() {
  return roomState("ABC DEF", {
    fetched: async (address) => {
      asked.push(address);
      const next = answers.shift();
      if (!next) throw new TypeError("no connection");
      return next;
    },
    told: (state) => told.push(state),
    lost: (status, why) => lost.push([status, why]),
  });
}

test("everything is asked for first, then what is new since", async () => {
  const room = opened();
  answers = [reply(200, WHOLE), reply(304)];

  await room.look();
  await room.look();

  assert.deepEqual(asked, ["/stage/state?code=ABC%20DEF", "/stage/state?code=ABC%20DEF&since=aaaaaa-5"]);
  assert.equal(told.length, 1);
  assert.equal(room.boot(), "aaaaaa");
  assert.equal(room.now().ahead, (NOW - RUNS) / 1000 + 30, "how far the server's clock is ahead of the time that passes");
});

test("counts that are heard are drawn and nothing is asked for", async () => {
  const room = opened();
  answers = [reply(200, WHOLE)];
  await room.look();

  await room.hear(BULLETIN);

  assert.equal(asked.length, 1);
  assert.deepEqual([told.at(-1).counts.joined, told.at(-1).scoring], [2, "open"]);
});

test("who writes is counted anew with each bulletin of the step, up and down", async () => {
  const room = opened();
  answers = [reply(200, { ...WHOLE, step: "question-1", sending: { sent: 3, finished: 1, writing: 1 } })];
  await room.look();
  const heard = async (said) => {
    await room.hear({ ...BULLETIN, ...said });
    return room.now().sending;
  };

  assert.deepEqual(await heard({ step: "question-1", writing: 2 }), { sent: 3, finished: 1, writing: 2 });
  assert.deepEqual(await heard({ step: "question-1", writing: 0 }), { sent: 3, finished: 1, writing: 0 });
  assert.equal((await heard({ step: "question-2", writing: 5 })).writing, 0, "of another step, which is asked for");
});

test("what comes late sets no clock back; a clock that was put back is followed", async () => {
  const room = opened();
  answers = [reply(200, WHOLE), reply(200, { ...WHOLE, version: "aaaaaa-6", now: WHOLE.now - 2 })];
  await room.look();
  const ahead = (NOW - RUNS) / 1000 + 30;

  await room.hear({ ...BULLETIN, now: BULLETIN.now - 0.1 });
  assert.equal(room.now().ahead, ahead);
  await room.look();
  assert.equal(room.now().ahead, ahead, "nor does a slow answer");
  await room.hear({ ...BULLETIN, now: BULLETIN.now + 5 });
  assert.equal(room.now().ahead, ahead + 5, "a machine that slept");
  await room.hear({ ...BULLETIN, now: BULLETIN.now - 3600 });
  assert.equal(room.now().ahead, ahead - 3600);
});

test("a newer picture that is heard of is asked for", async () => {
  const room = opened();
  answers = [reply(200, WHOLE), reply(200, { ...WHOLE, version: "aaaaaa-6", step: "close" })];
  await room.look();

  await room.hear({ ...BULLETIN, picture: 6 });

  assert.equal(told.at(-1).step, "close");
});

test("what changes while an answer is on its way is asked for after it, once", async () => {
  const room = opened();
  answers = [reply(200, WHOLE), reply(200, { ...WHOLE, version: "aaaaaa-6" }), reply(304)];

  await Promise.all([room.look(), room.look(), room.look()]);

  assert.equal(asked.length, 2);
  assert.equal(room.now().version, "aaaaaa-6");
});

test("a store that does not answer, and a server that is away, are asked again", async () => {
  const room = opened();
  answers = [reply(503, { why: "The store does not answer." }), null, reply(200, WHOLE)];

  await room.look();
  await pass(2500);
  await pass(2500);

  assert.equal(asked.length, 3);
  assert.deepEqual([told.length, lost.length], [1, 0]);
});

test("whoever may not see it any longer is told why, and asks no more", async () => {
  const room = opened();
  answers = [reply(403, { why: "Not yours." })];

  await room.look();
  await room.look();
  await pass(10_000);

  assert.deepEqual([lost, asked.length], [[[403, "Not yours."]], 1]);
});

test("at Results any change is asked for, but no more than once a second", async () => {
  const room = opened();
  answers = [reply(200, { ...WHOLE, results: { name: "" } }), reply(304), reply(304)];
  await room.look();

  for (let revision = 6; revision < 26; revision += 1) await room.hear({ ...BULLETIN, revision });
  assert.equal(asked.length, 1);
  await pass(1500);

  assert.equal(asked.length, 2);
});
