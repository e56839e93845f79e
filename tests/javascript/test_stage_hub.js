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
