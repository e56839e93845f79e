// The watch over everything: our own words while the server is away, and a page drawn anew when another one is there.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, startClock } from "./clock.js";
import { openPage } from "./components.js";
import { words } from "../../across/web/facilitator/stage/words.js";

let number = 0;
let window = null;
let server = null;
let reloads = 0;
let kept = 0;
let guard = null;

beforeEach(async () => {
  startClock();
  window = openPage();
  window.document.body.innerHTML = '<div data-test-connection-state="CONNECTED"><textarea></textarea></div>';
  popovers(window);
  server = { boot: "aaaaaa", there: true };
  reloads = kept = 0;
  globalThis.MutationObserver = window.MutationObserver;
  globalThis.location = { reload: () => (reloads += 1) };
  globalThis.dispatchEvent = ({ type }) => (kept += type === "across-keep" ? 1 : 0);
  globalThis.fetch = async () => {
    if (!server.there) throw new TypeError("no connection");
    return new Response("{}", { headers: { "Across-Boot": server.boot } });
  };
  // A page has one watch: each test has a page of its own.
  number += 1;
  const module = new URL(`../../across/web/facilitator/stage/watch.js?page=${number}`, import.meta.url);
  const { watch } = await import(module);
  guard = watch();
  assert.equal(watch(), guard);
  await pass(0);
});
afterEach(() => mock.timers.reset());

// What stands above everything in a browser; this one draws nothing.
function popovers({ HTMLElement, Element }) {
  const { matches } = Element.prototype;
  HTMLElement.prototype.showPopover = function show() {
    this.dataset.open = "";
  };
  HTMLElement.prototype.hidePopover = function hide() {
    delete this.dataset.open;
  };
  Element.prototype.matches = function is(which) {
    return which === ":popover-open" ? "open" in this.dataset : matches.call(this, which);
  };
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

test("a socket that is refused is said within six seconds, and opened anew where it stays so", async () => {
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
