// A watch over everything: when the server goes away, our own words stand over whatever is on the screen; when it is
// back as another process, the page is drawn anew. It needs nothing but this page.

import { element, put } from "./dom.js";
import { words } from "./words.js";

const ASK_EVERY = 700;
const GIVE_UP = 1500;
// Streamlit opens its socket again by itself within a moment; where it cannot, the page has to be opened anew.
const REFUSED_FOR = 4000;
const RELOAD_AFTER = 9000;
const STREAMLIT = "[data-test-connection-state]";

let watching = null;

// One watch for a page, whoever asks first. `lost()` says that a request or the stream has just failed.
export function watch() {
  watching = watching || start();
  return watching;
}

function start() {
  const said = element("p", { role: "alert" });
  // Above Streamlit's dialogs, which make the page inert: this stands beside the page, and what is typed goes on.
  const cover = element("div", { class: "across-away", popover: "manual" }, said);
  Object.assign(cover.style, {
    border: "0", inset: "auto 0 5rem 0", margin: "0 auto", borderRadius: "12px", padding: "1.5rem 2rem", maxWidth: "38rem", font: "600 1.5rem/1.35 'Source Sans', sans-serif",
    color: "#12292c", background: "#f2b544", boxShadow: "0 8px 40px #0006",
  });
  let boot = "";
  let asking = 0;
  let refusedSince = 0;

  function show(text) {
    if (!cover.isConnected) document.documentElement.append(cover);
    if (!cover.matches(":popover-open")) cover.showPopover();
    put(said, text);
  }

  function hide() {
    if (cover.isConnected && cover.matches(":popover-open")) cover.hidePopover();
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
    act(now);
    boot = boot || now.boot;
    asking = now.there && !refusedSince ? 0 : setTimeout(ask, ASK_EVERY);
  }

  function act(now) {
    const refusedFor = refusedSince ? Date.now() - refusedSince : 0;
    const another = boot && now.boot && now.boot !== boot;
    if (!now.there) show(words.away);
    else if (another || refusedFor > RELOAD_AFTER) again();
    else if (refusedFor > REFUSED_FOR) show(words.reconnecting);
    else hide();
  }

  function lost() {
    if (!asking) asking = setTimeout(ask, 0);
  }

  function again() {
    show(words.returning);
    dispatchEvent(new Event("across-keep"));
    location.reload();
  }

  function look() {
    const app = document.querySelector(STREAMLIT);
    const connected = !app || app.getAttribute("data-test-connection-state") === "CONNECTED";
    if (connected) refusedSince = 0;
    else {
      refusedSince = refusedSince || Date.now();
      lost();
    }
  }
  new MutationObserver(look).observe(document.body, {
    attributes: true, attributeFilter: ["data-test-connection-state"], subtree: true, childList: false,
  });
  addEventListener("offline", lost);
  reached().then((now) => {
    boot = boot || now.boot;
  });
  // The first server that this page knew is the one it was drawn by: a picture from another does not make it that one's.
  return { lost, boot: (known) => { boot = boot || known; } };
}
