// The watch over everything: our own words while the server is away, and a page drawn anew when another one is there.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, startClock } from "./clock.js";
import { openPage, popovers } from "./components.js";
import { words } from "../../across/web/facilitator/stage/words.js";

let number = 0;
let window = null;
let server = null;
let reloads = 0;
let kept = 0;
let guard = null;

beforeEach(async () => {
  startClock();
  server = { boot: "aaaaaa", there: true, sockets: "open" };
  reloads = kept = 0;
  globalThis.location = { host: "workshop.test", href: "https://workshop.test/", reload: () => (reloads += 1) };
  globalThis.WebSocket = ASocket;
  globalThis.dispatchEvent = ({ type }) => (kept += type === "across-keep" ? 1 : 0);
  globalThis.fetch = async () => {
    if (!server.there) throw new TypeError("no connection");
    return new Response("{}", { headers: { "Across-Boot": server.boot } });
  };
  await open("CONNECTED");
});

// A page is opened, and Streamlit's connection on it is so; a page has one watch.
async function open(state) {
  window = openPage();
  window.document.body.innerHTML = `<div data-test-connection-state="${state}"><textarea></textarea></div>`;
  popovers(window);
  globalThis.MutationObserver = window.MutationObserver;
  number += 1;
  const module = new URL(`../../across/web/facilitator/stage/watch.js?page=${number}`, import.meta.url);
  const { watch } = await import(module);
  guard = watch();
  assert.equal(watch(), guard);
  await pass(1000);
}
afterEach(() => mock.timers.reset());

// A socket of this browser, as the network lets it: "open", "closed", or "silent" where it waits for good.
class ASocket {
  constructor(address) {
    assert.equal(String(address), "wss://workshop.test/stage/socket");
    setImmediate(() => {
      if (server.sockets === "open" && this.onmessage) this.onmessage({ data: "open" });
      if (server.sockets === "closed" && this.onclose) this.onclose();
    });
  }
  close() {
    this.onmessage = null;
  }
}

function said() {
  const cover = window.document.querySelector(".across-away[data-open]");
  return cover ? cover.textContent : "";
}

function streamlit(state) {
  window.document.querySelector("[data-test-connection-state]").dataset.testConnectionState = state;
}

test("nothing is said while the server is there, and a request that failed once is looked into", async () => {
  guard.lost();
  await pass(3000);

  assert.equal(said(), "");
  assert.equal(reloads, 0);
});

test("our own words stand beside the page within two seconds, and can be heard", async () => {
  server.there = false;
  guard.lost();
  await pass(2000);

  assert.equal(said(), words.away);
  const cover = window.document.querySelector(".across-away");
  assert.equal(cover.parentElement, window.document.documentElement);
  assert.equal(cover.querySelector("[role=alert]").textContent, words.away);
});

test("the same server comes back: the words go, and nothing is drawn anew", async () => {
  server.there = false;
  guard.lost();
  await pass(5000);
  server.there = true;
  await pass(2000);

  assert.equal(said(), "");
  assert.equal(reloads, 0);
});

test("another server comes back: what was typed is kept, and the page opened anew", async () => {
  server.there = false;
  guard.lost();
  await pass(5000);
  Object.assign(server, { there: true, boot: "bbbbbb" });
  await pass(1000);

  assert.equal(said(), words.returning);
  assert.deepEqual([kept, reloads > 0], [reloads, true]);
});

test("a picture that the other server has sent first does not pass for the one before", async () => {
  server.there = false;
  guard.lost();
  await pass(5000);
  Object.assign(server, { there: true, boot: "bbbbbb" });
  guard.boot("bbbbbb");
  await pass(1000);

  assert.ok(reloads > 0);
});

test("a connection that was there and is refused is said within six seconds, and opened anew where it stays so", async () => {
  streamlit("DISCONNECTED_FOREVER");
  await pass(3000);
  const early = said();
  await pass(3000);
  const late = said();
  await pass(6000);

  assert.deepEqual([early, late], ["", words.reconnecting]);
  assert.ok(reloads > 0);
});

test("a socket that opens again by itself is left alone", async () => {
  streamlit("PINGING_SERVER");
  await pass(5000);
  streamlit("CONNECTED");
  await pass(10_000);

  assert.equal(said(), "");
  assert.equal(reloads, 0);
});

for (const how of ["closed", "silent"]) {
  test(`a network whose sockets are ${how} is named within ten seconds, with ways to go on, and nothing is opened anew`, async () => {
    server.sockets = how;
    streamlit("PINGING_SERVER");
    await pass(4000);
    const early = said();
    await pass(6000);
    const late = said();
    await pass(20_000);

    assert.equal(early, "");
    assert.ok(late.startsWith(words.blocked));
    for (const way of words.goOn("workshop.test")) assert.ok(late.includes(way));
    assert.equal(window.document.querySelector(".across-away form").getAttribute("action"), "/facilitate/link");
    assert.equal(reloads, 0);
    assert.ok(said().startsWith(words.blocked));
  });
}

test("what is said of a network goes when the connection is there, and stays away once it was put away", async () => {
  server.sockets = "closed";
  streamlit("PINGING_SERVER");
  await pass(6000);
  window.document.querySelector(".across-away [type=button]").onclick();
  await pass(6000);
  const putAway = said();
  streamlit("CONNECTED");
  await pass(2000);
  streamlit("PINGING_SERVER");
  await pass(6000);
  const again = said();
  streamlit("CONNECTED");
  await pass(2000);

  assert.equal(putAway, "");
  assert.ok(again.startsWith(words.blocked));
  assert.equal(said(), "");
});

test("a server that takes no more screens is not taken for a network that blocks them", async () => {
  await open("PINGING_SERVER");
  await pass(11_000);

  assert.equal(said(), words.full);
  assert.equal(reloads, 0);
});

test("a page that is drawn late says nothing while its connection is on its way", async () => {
  await open("");
  await pass(8000);
  streamlit("CONNECTED");
  await pass(2000);

  assert.equal(said(), "");
  assert.equal(reloads, 0);
});
