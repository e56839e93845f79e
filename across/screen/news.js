// One stream of events per page, shared by every part of it that redraws itself. A part asks for a redraw when
// what it shows has changed; one part at a time, and never while the page is being drawn or left: a redraw of a
// page that is going would cut off the drawing of the one that comes.
const BEAT = 40;
const LOOK_EVERY = 2000;
const ASK_AGAIN = 4000;
const AFTER_A_CLICK = 500;
const AFTER_ASKING = 80;
const WHILE_LEAVING = 1500;

const STARTS_WITHIN = 120;
const WAIT_AT_MOST = 2000;
const BLANK_FOR = 1200;
const WAYS_OUT = '[data-testid="stSidebarNav"] a, .st-key-back button, .st-key-next button';

const page = (window.acrossBoundariesPage ||= {
  quietFrom: 0, askedAt: 0, passing: false, drawnAt: Date.now(), feeds: new Map(), parts: new Set(), beat: 0,
});

function hold(milliseconds) {
  page.quietFrom = Math.max(page.quietFrom, Date.now() + milliseconds);
}

function running() {
  const app = document.querySelector("[data-test-script-state]");
  return Boolean(app) && app.dataset.testScriptState !== "notRunning";
}

function redrawing() {
  return running() || Date.now() - page.askedAt < STARTS_WITHIN;
}

function find(way) {
  const href = way.getAttribute("href");
  if (!href) return document.querySelector(`.st-key-${way.closest(".st-key-back") ? "back" : "next"} button`);
  return [...document.querySelectorAll(WAYS_OUT)].find((link) => link.getAttribute("href") === href);
}

// A click that leads to another page waits until the redraw in progress has ended, a moment at most.
function pass(event) {
  hold(AFTER_A_CLICK);
  const way = event.target.closest && event.target.closest(WAYS_OUT);
  if (!way || page.passing || event.ctrlKey || event.metaKey || event.shiftKey || !redrawing()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const since = Date.now();
  hold(WAIT_AT_MOST);
  const waiting = setInterval(() => {
    if (redrawing() && Date.now() - since < WAIT_AT_MOST) return;
    clearInterval(waiting);
    page.passing = true;
    (find(way) || way).click();
    page.passing = false;
    page.quietFrom = Date.now() + AFTER_A_CLICK;
  }, 15);
}

// The last resort: a screen that shows nothing although nothing runs is drawn anew.
function heal() {
  if (running() || document.querySelector('[data-testid="stMain"] h1')) page.drawnAt = Date.now();
  if (Date.now() - page.drawnAt < BLANK_FOR) return;
  page.drawnAt = Date.now();
  const here = [...document.querySelectorAll(WAYS_OUT)].find((link) => link.href === location.href.split("?")[0]);
  if (here) here.click();
  else location.reload();
}

function beat() {
  if (document.hidden) return;
  heal();
  if (Date.now() < page.quietFrom || redrawing()) return;
  for (const part of page.parts) {
    if (part.wants()) {
      hold(part.data.keys.includes("step") ? WHILE_LEAVING : AFTER_ASKING);
      page.askedAt = Date.now();
      part.ask();
      return;
    }
  }
}

if (!page.beat) {
  addEventListener("click", pass, { capture: true });
  for (const kind of ["keydown", "change"]) {
    addEventListener(kind, () => hold(AFTER_A_CLICK), { capture: true, passive: true });
  }
  page.beat = setInterval(beat, BEAT);
  document.documentElement.lang = "en-GB";
}

function listen(code) {
  if (page.feeds.has(code)) return page.feeds.get(code);
  const feed = { users: 0, told: null, gone: false, lookedAt: Date.now() };
  const connect = () => {
    feed.source = new EventSource(`/live/${code}`);
    feed.source.onmessage = (event) => {
      feed.told = JSON.parse(event.data);
    };
    feed.source.addEventListener("gone", () => {
      feed.gone = true;
      feed.source.close();
    });
  };
  feed.isOpen = () => feed.source.readyState === EventSource.OPEN;
  feed.timer = setInterval(() => {
    if (!feed.gone && feed.source.readyState === EventSource.CLOSED) connect();
  }, LOOK_EVERY);
  feed.close = () => {
    clearInterval(feed.timer);
    feed.source.close();
    page.feeds.delete(code);
  };
  connect();
  page.feeds.set(code, feed);
  return feed;
}

function enter(code) {
  const feed = listen(code);
  feed.users += 1;
  const part = { code, data: null, trigger: null, asked: "", askedAt: 0 };
  const here = () => location.pathname.replace(/\/$/, "").endsWith(`/${part.data.page}`);
  const latest = () => (feed.gone ? "gone" : JSON.stringify(part.data.keys.map((key) => feed.told[key])));
  part.wants = () => {
    if (!here() || (feed.gone && !part.data.keys.includes("step"))) return false;
    if (feed.gone || (feed.isOpen() && feed.told)) {
      const now = latest();
      if (!feed.gone && (feed.told.revision <= part.data.revision || now === JSON.stringify(part.data.seen))) return false;
      return now !== part.asked || Date.now() - part.askedAt > ASK_AGAIN;
    }
    return Date.now() - part.askedAt > LOOK_EVERY;
  };
  part.ask = () => {
    part.asked = feed.gone || feed.told ? latest() : "";
    part.askedAt = Date.now();
    part.trigger("news", part.askedAt);
  };
  part.update = (data, trigger) => {
    if (part.data && part.data.page !== data.page) part.asked = "";
    if (!part.data) part.askedAt = feed.isOpen() ? 0 : Date.now();
    part.data = data;
    part.trigger = trigger;
  };
  part.leave = () => {
    page.parts.delete(part);
    feed.users -= 1;
    if (!feed.users) feed.close();
  };
  page.parts.add(part);
  return part;
}

const parts = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let part = parts.get(parentElement);
  if (part && part.code !== data.code) {
    part.leave();
    part = null;
  }
  if (!part) {
    part = enter(data.code);
    parts.set(parentElement, part);
  }
  part.update(data, setTriggerValue);
  return () => {
    part.leave();
    parts.delete(parentElement);
  };
}
