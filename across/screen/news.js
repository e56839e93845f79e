// A part of a page that Streamlit draws asks to be drawn anew when what it shows has changed in the room: once for each
// change, and while nothing else is being drawn.
const ASK_AGAIN = 4000;
const BUSY = 60;

const parts = new WeakMap();

// While Streamlit draws, or is about to leave the page for the step that everyone is at.
function busy() {
  if (document.documentElement.dataset.acrossFollowing) return true;
  const app = document.querySelector("[data-test-script-state]");
  return Boolean(app) && app.dataset.testScriptState !== "notRunning";
}

function start(code) {
  const part = { data: null, bulletin: null, askedAt: -Infinity, timer: 0, stop: () => {}, stopped: false };

  function changed() {
    const { data, bulletin } = part;
    const now = bulletin && data.keys.map((name) => bulletin[name]);
    return Boolean(now) && bulletin.revision > data.revision && JSON.stringify(now) !== JSON.stringify(data.seen);
  }

  part.look = () => {
    clearTimeout(part.timer);
    if (part.stopped || !changed()) return;
    const wait = busy() ? BUSY : part.askedAt + ASK_AGAIN - performance.now();
    if (wait > 0) {
      part.timer = setTimeout(part.look, wait);
      return;
    }
    part.askedAt = performance.now();
    part.ask();
    part.timer = setTimeout(part.look, ASK_AGAIN);
  };

  import(new URL("/stage/stage.js", window.location.origin).href).then(({ stream }) => {
    if (part.stopped) return;
    const heard = (bulletin) => {
      part.bulletin = bulletin;
      part.look();
    };
    part.stop = stream(code, { heard, state: () => {} });
  });
  return part;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const part = parts.get(parentElement) || start(data.code);
  parts.set(parentElement, part);
  part.data = data;
  part.askedAt = -Infinity;
  part.ask = () => setTriggerValue("news", Date.now());
  part.look();
  return () => {
    part.stopped = true;
    clearTimeout(part.timer);
    part.stop();
    parts.delete(parentElement);
  };
}
