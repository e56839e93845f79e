// One stream of events per page, shared by every part of it that redraws itself.
const LOOK_EVERY = 2000;

function listen(code) {
  const shared = (window.acrossBoundariesNews ||= new Map());
  if (shared.has(code)) return shared.get(code);
  const feed = { parts: new Set(), source: null, revision: 0, timer: 0 };
  // One after the other: Streamlit takes the news of one redrawn part per message.
  const tell = (revision) => {
    [...feed.parts].forEach((part, place) => setTimeout(() => feed.parts.has(part) && part(revision), 40 * place));
  };
  const connect = () => {
    if (!feed.parts.size) return;
    feed.source = new EventSource(`/live/${code}`);
    feed.source.onmessage = (event) => {
      const revision = JSON.parse(event.data).revision;
      const first = feed.revision === 0;
      if (revision !== feed.revision) {
        feed.revision = revision;
        if (!first) tell(revision);
      }
    };
    feed.source.addEventListener("gone", () => tell(-1));
  };
  feed.open = () => {
    if (!feed.source) connect();
    clearInterval(feed.timer);
    feed.timer = setInterval(() => {
      if (feed.source && feed.source.readyState === EventSource.CLOSED) connect();
      if (!feed.source || feed.source.readyState !== EventSource.OPEN) tell(Date.now());
    }, LOOK_EVERY);
  };
  feed.close = () => {
    clearInterval(feed.timer);
    if (feed.source) feed.source.close();
    feed.source = null;
    shared.delete(code);
  };
  shared.set(code, feed);
  return feed;
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
    const feed = listen(data.code);
    mine = { code: data.code, trigger: setTriggerValue };
    const part = (revision) => mine.trigger("news", revision);
    mine.leave = () => {
      feed.parts.delete(part);
      if (!feed.parts.size) feed.close();
    };
    feed.parts.add(part);
    feed.open();
    parts.set(parentElement, mine);
  }
  mine.trigger = setTriggerValue;
  return () => {
    mine.leave();
    parts.delete(parentElement);
  };
}
