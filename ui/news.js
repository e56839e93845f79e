// One stream of events per page, shared by every part of it that redraws itself.
const LOOK_EVERY = 2000;
const ASK_AGAIN = 3000;

function listen(code) {
  const shared = (window.acrossBoundariesNews ||= new Map());
  if (shared.has(code)) return shared.get(code);
  const feed = { parts: new Set(), source: null, told: null, revision: 0, timer: 0 };
  // One after the other: Streamlit takes the news of one redrawn part per message.
  const tell = () => [...feed.parts].forEach((part, place) => setTimeout(part, 40 * place));
  const connect = () => {
    feed.source = new EventSource(`/live/${code}`);
    feed.source.onmessage = (event) => {
      feed.told = JSON.parse(event.data);
      feed.revision = Math.max(feed.revision, feed.told.revision);
      tell();
    };
    feed.source.addEventListener("gone", () => {
      feed.revision = Infinity;
      feed.source.close();
      tell();
    });
  };
  // While events do not come, each part looks; while they do, one whose question was lost asks again.
  const look = () => {
    if (feed.source.readyState === EventSource.OPEN || feed.revision === Infinity) {
      tell();
      return;
    }
    if (feed.source.readyState === EventSource.CLOSED) connect();
    for (const part of feed.parts) part.look();
  };
  feed.open = () => {
    if (feed.source) return;
    connect();
    feed.timer = setInterval(look, LOOK_EVERY);
  };
  feed.close = () => {
    clearInterval(feed.timer);
    feed.source.close();
    shared.delete(code);
  };
  shared.set(code, feed);
  return feed;
}

// Some parts are redrawn at a change of step or a reveal only.
function concerns(feed, data) {
  if (data.when !== "step" || feed.revision === Infinity || !feed.told) return true;
  return feed.told.step !== data.step || feed.told.revealed !== data.revealed;
}

// A part of the page: it asks for a redraw when the workshop is ahead of what it shows, unless its page is being
// left: a redraw of a page that is going would cut off the drawing of the one that comes.
function enter(data) {
  const feed = listen(data.code);
  const mine = { code: data.code, data: null, trigger: null, asked: 0, askedAt: 0 };
  const ask = (number) => {
    const here = location.pathname.replace(/\/$/, "").endsWith(`/${mine.data.page}`);
    if (here && feed.parts.has(part)) mine.trigger("news", number);
  };
  const part = () => {
    if (feed.revision <= mine.data.revision || !concerns(feed, mine.data)) return;
    if (feed.revision === mine.asked && Date.now() - mine.askedAt < ASK_AGAIN) return;
    mine.asked = feed.revision;
    mine.askedAt = Date.now();
    ask(Math.min(feed.revision, Number.MAX_SAFE_INTEGER));
  };
  part.look = () => ask(Date.now());
  mine.update = (latest, trigger) => {
    if (!mine.data || mine.data.page !== latest.page) mine.asked = 0;
    mine.data = latest;
    mine.trigger = trigger;
    part();
  };
  mine.leave = () => {
    feed.parts.delete(part);
    if (!feed.parts.size) feed.close();
  };
  feed.parts.add(part);
  feed.open();
  return mine;
}

const parts = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let mine = parts.get(parentElement);
  if (mine && mine.code !== data.code) {
    mine.leave();
    mine = null;
  }
  if (!mine) {
    mine = enter(data);
    parts.set(parentElement, mine);
  }
  mine.update(data, setTriggerValue);
  return () => {
    mine.leave();
    parts.delete(parentElement);
  };
}
