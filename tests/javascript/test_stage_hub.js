// One stream of events for all the tabs of a browser.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, settle, startClock } from "./clock.js";
import { connect } from "../../across/web/facilitator/stage/hub.js";
import { stream } from "../../across/web/facilitator/stage/stream.js";

const GONE_AFTER = 150_000;

// What a browser opens when it listens for events; a test says what comes.
class Source {
  static CLOSED = 2;
  static all = [];
  constructor(address) {
    this.address = address;
    this.readyState = 0;
    this.named = {};
    Source.all.push(this);
  }
  addEventListener(name, heard) {
    this.named[name] = heard;
  }
  open() {
    this.readyState = 1;
    this.onopen();
  }
  say(bulletin) {
    this.onmessage({ data: JSON.stringify(bulletin) });
  }
  fail({ closed = false } = {}) {
    this.readyState = closed ? 2 : 0;
    this.onerror();
  }
  close() {
    this.readyState = 2;
    this.closed = true;
  }
}

let number = 0;
let code = "";

beforeEach(() => {
  startClock();
  Source.all = [];
  globalThis.EventSource = Source;
  number += 1;
  code = `CODE${number}`;
});
afterEach(() => {
  // What a test has left open goes as it would when its tabs are gone.
  mock.timers.tick(2 * GONE_AFTER);
  mock.timers.reset();
});

// A tab that asks for a workshop's events: what it is told, and ways to say something.
function tab(of = code) {
  const told = [];
  const port = { postMessage: (message) => told.push(message) };
  connect(port);
  const say = (data) => port.onmessage({ data });
  if (of) say({ code: of });
  return { told, say, bulletins: () => told.filter((message) => message.bulletin).map((message) => message.bulletin) };
}

test("eight tabs of a workshop share one stream, and each hears everything", () => {
  const tabs = Array.from({ length: 8 }, () => tab());

  Source.all[0].open();
  Source.all[0].say({ revision: 7 });

  assert.equal(Source.all.length, 1);
  assert.equal(Source.all[0].address, `/live/${code}`);
  for (const each of tabs) {
    assert.deepEqual(each.bulletins(), [{ revision: 7 }]);
    assert.ok(each.told.some((message) => message.state === "open"));
  }
});

test("a tab that comes later is told how things stand at once", () => {
  tab();
  Source.all[0].open();
  Source.all[0].say({ revision: 7 });

  assert.deepEqual(tab().told, [{ state: "open" }, { bulletin: { revision: 7 } }]);
});

test("a tab that leaves takes nothing from the others, and the last one closes the stream", () => {
  const [first, second] = [tab(), tab()];

  first.say({ bye: true });
  Source.all[0].say({ revision: 8 });
  const closed = Source.all[0].closed;
  second.say({ bye: true });

  assert.deepEqual([first.bulletins(), second.bulletins()], [[], [{ revision: 8 }]]);
  assert.equal(closed, undefined);
  assert.equal(Source.all[0].closed, true);
  tab();
  assert.equal(Source.all.length, 2);
});

test("a tab that is silent for long is gone, one that says that it is there is not", async () => {
  const [first, second] = [tab(), tab()];
  for (let passed = 0; passed < 2 * GONE_AFTER; passed += 30_000) {
    second.say({});
    mock.timers.tick(30_000);
  }

  Source.all[0].say({ revision: 9 });

  assert.deepEqual([first.bulletins(), second.bulletins()], [[], [{ revision: 9 }]]);
});

test("two workshops have a stream each", () => {
  const other = tab(`${code}X`);
  const ours = tab();

  Source.all[1].say({ revision: 3 });

  assert.deepEqual([other.bulletins(), ours.bulletins()], [[], [{ revision: 3 }]]);
});

test("a connection that is lost is told, and opened again where the browser does not", () => {
  const { told } = tab();
  Source.all[0].fail();
  mock.timers.tick(5000);
  const byItself = Source.all.length;
  Source.all[0].fail({ closed: true });
  mock.timers.tick(2000);

  assert.deepEqual(told, [{ state: "connecting" }, { state: "lost" }, { state: "lost" }]);
  assert.deepEqual([byItself, Source.all.length], [1, 2]);
});

test("a workshop that is gone is told to every tab, and asked for no more", () => {
  const tabs = [tab(), tab()];

  Source.all[0].named.gone();
  mock.timers.tick(10_000);

  assert.deepEqual(tabs.map(({ told }) => told.at(-1)), [{ state: "gone" }, { state: "gone" }]);
  assert.equal(Source.all[0].closed, true);
  assert.equal(Source.all.length, 1);
});

test("a tab that asks twice, or leaves twice, is one tab", () => {
  const once = tab();
  once.say({ code: `${code}Y` });
  once.say({ bye: true });
  once.say({ bye: true });

  assert.deepEqual(Source.all.map((source) => source.closed), [true]);
});

// What the server answers to whoever asks for one bulletin; `at` is when it says so, in seconds by its own clock.
const SECONDS = 1_800_000_000;
const saidAt = (at, more) => ({ revision: 7, now: SECONDS + at, ...more });
let asked = [];
function answering(status, bulletin) {
  asked = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    return { ok: status === 200, status, json: async () => bulletin };
  };
}

test("a stream that is held back from the start is asked for, and no tab notices", async () => {
  const { told, bulletins } = tab();
  answering(200, saidAt(3, { revision: 8 }));
  await pass(3000);
  const early = asked.length;
  await pass(1000);

  assert.deepEqual([early, asked], [0, [`/live/${code}?now`]]);
  assert.deepEqual(bulletins(), [saidAt(3, { revision: 8 })]);
  assert.deepEqual(told.filter(({ state }) => state), [{ state: "connecting" }]);
});

test("a stream that gives its signs of life is not asked for; one that falls silent is, until it speaks again", async () => {
  tab();
  answering(200, saidAt(0));
  for (let at = 0; at <= 20; at += 5) {
    Source.all[0].say(saidAt(at));
    await pass(5000);
  }
  const speaking = asked.length;
  await pass(8000);
  const silent = asked.length;
  Source.all[0].say(saidAt(33));
  await pass(6000);

  assert.equal(speaking, 0);
  assert.ok(silent >= 2, silent);
  assert.equal(asked.length, silent);
});

test("signs of life that come late do not make a stream that is held back a good one, and old news is not told", async () => {
  const { bulletins } = tab();
  answering(200, saidAt(20, { revision: 9 }));
  Source.all[0].say(saidAt(0));
  await pass(20_000);
  Source.all[0].say(saidAt(5));
  const before = asked.length;
  await pass(4000);

  assert.equal(asked.length, before + 2);
  assert.ok(bulletins().slice(1).every(({ revision }) => revision === 9));
});

test("a workshop that is gone is told though its stream is held back", async () => {
  const { told } = tab();
  answering(404, {});
  await pass(10_000);

  assert.deepEqual(told.at(-1), { state: "gone" });
  assert.deepEqual([Source.all[0].closed, asked.length], [true, 1]);
});

test("where there are no shared workers a tab listens for itself, until it is ended", async () => {
  const listeners = {};
  globalThis.addEventListener = (name, heard) => (listeners[name] = heard);
  globalThis.removeEventListener = (name) => delete listeners[name];
  const heard = [];
  const states = [];

  const end = stream(code, { heard: (bulletin) => heard.push(bulletin), state: (state) => states.push(state) });
  await until(() => Source.all.length);
  Source.all[0].open();
  Source.all[0].say({ revision: 4 });
  await until(() => heard.length);
  end();
  await until(() => Source.all[0].closed);

  assert.deepEqual(heard, [{ revision: 4 }]);
  assert.deepEqual(states, ["connecting", "open"]);
  assert.deepEqual(Object.keys(listeners), []);
});

// Ports of a channel are told in their own time.
async function until(state) {
  while (!state()) await settle();
  await pass(0);
}
