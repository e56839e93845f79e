// A watch over everything: when the server goes away, our own words stand over whatever is on the screen; when it is
// back as another process, the page is drawn anew. Where pages come and the live connection does not, they say so and how
// to go on. It needs nothing but this page, and is there before anything of Streamlit's (`early.js`).

import { blocked, passes } from "./blocked.js";
import { cover } from "./cover.js";
import { words } from "./words.js";

const ASK_EVERY = 700;
const GIVE_UP = 1500;
// Streamlit opens its socket again by itself within a moment; where it cannot, the page has to be opened anew.
const REFUSED_FOR = 4000;
const RELOAD_AFTER = 9000;
const STREAMLIT = "[data-test-connection-state]";
// Where no socket comes through, trying once more finds it out as soon as somebody has changed the network.
const TRY_EVERY = 5000;
const LOOK_EVERY = 1000;

let watching = null;

// One watch for a page, whoever asks first. `lost()` says that a request or the stream has just failed.
export function watch() {
  watching = watching || start();
  return watching;
}

function start() {
  let boot = "";
  let asking = 0;
  let refusedSince = 0;
  // Whether Streamlit's connection was ever there, and whether one of ours came through since it is not.
  let connectedOnce = false;
  let tried = { at: -Infinity, passes: true };
  // What somebody has put away stays away until the connection was there again.
  let putAway = false;
  const howToGoOn = blocked(() => {
    putAway = true;
    over.hide();
  });
  const over = cover("across-away");

  function showBlocked() {
    if (putAway) over.hide();
    else over.show(words.blocked, howToGoOn);
  }

  async function reached() {
    try {
      const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(GIVE_UP) });
      return { there: true, boot: answer.headers.get("Across-Boot") || "" };
    } catch {
      return { there: false, boot: "" };
    }
  }

  async function ask() {
    const now = await reached();
    if (now.there && refusedFor() > REFUSED_FOR) await tryASocket();
    act(now);
    boot = boot || now.boot;
    asking = now.there && !refusedSince ? 0 : setTimeout(ask, ASK_EVERY);
  }

  async function tryASocket() {
    if (performance.now() - tried.at < TRY_EVERY) return;
    tried = { at: performance.now(), passes: await passes() };
  }

  const refusedFor = () => (refusedSince ? performance.now() - refusedSince : 0);

  function act(now) {
    const another = boot && now.boot && now.boot !== boot;
    if (!now.there) over.show(words.away);
    else if (another) again();
    else if (refusedFor() > REFUSED_FOR) refused();
    else over.hide();
  }

  // The server is there, and no connection: the network blocks it, or it is lost, or the server takes no more screens.
  function refused() {
    const long = refusedFor() > RELOAD_AFTER;
    if (!tried.passes) showBlocked();
    else if (connectedOnce && long) again();
    else if (connectedOnce) over.show(words.reconnecting);
    else if (long) over.show(words.full);
    else over.hide();
  }

  function lost() {
    if (!asking) asking = setTimeout(ask, 0);
  }

  function again() {
    over.show(words.returning);
    dispatchEvent(new Event("across-keep"));
    location.reload();
  }

  function look() {
    const app = document.querySelector(STREAMLIT);
    const connected = !app || app.getAttribute("data-test-connection-state") === "CONNECTED";
    if (connected) refusedSince = 0;
    if (app && connected) putAway = false;
    if (app && connected && !connectedOnce) {
      connectedOnce = true;
      clearInterval(early);
    }
    if (!connected) {
      refusedSince = refusedSince || performance.now();
      lost();
    }
  }
  new MutationObserver(look).observe(document.body, {
    attributes: true, attributeFilter: ["data-test-connection-state"], subtree: true, childList: false,
  });
  // Until Streamlit is there, nothing says that it has come.
  const early = setInterval(look, LOOK_EVERY);
  addEventListener("offline", lost);
  reached().then((now) => {
    boot = boot || now.boot;
  });
  // The first server that this page knew is the one it was drawn by: a picture from another does not make it that one's.
  return { lost, boot: (known) => { boot = boot || known; } };
}
