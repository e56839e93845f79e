// One stream of events for all the tabs of a browser: a shared worker listens and tells them. Where a browser has no
// shared workers, a tab runs this for itself.

const AGAIN = 2000;
// Tabs say every half a minute that they are there; those in the background are held back to once a minute.
const GONE_AFTER = 150_000;
const LOOK_EVERY = 30_000;

const streams = new Map();

function open(code) {
  const stream = { ports: new Set(), last: null, state: "connecting", source: null, again: 0 };
  const tell = (message) => stream.ports.forEach((port) => port.postMessage(message));
  const listen = () => {
    stream.source = new EventSource(`/live/${encodeURIComponent(code)}`);
    stream.source.onopen = () => tell({ state: (stream.state = "open") });
    stream.source.onmessage = (event) => tell({ bulletin: (stream.last = JSON.parse(event.data)) });
    stream.source.addEventListener("gone", () => {
      stream.source.close();
      tell({ state: (stream.state = "gone") });
    });
    stream.source.onerror = () => {
      tell({ state: (stream.state = "lost") });
      if (stream.source.readyState === EventSource.CLOSED) stream.again = setTimeout(listen, AGAIN);
    };
  };
  listen();
  streams.set(code, stream);
  return stream;
}

// Tell a tab what it asks for by `{code}`, until it says `{bye: true}` or nothing at all for long.
export function connect(port) {
  let code = "";
  let heard = Date.now();
  const watch = setInterval(() => Date.now() - heard > GONE_AFTER && leave(), LOOK_EVERY);

  function leave() {
    clearInterval(watch);
    const stream = streams.get(code);
    if (!stream) return;
    stream.ports.delete(port);
    if (stream.ports.size) return;
    clearTimeout(stream.again);
    stream.source.close();
    streams.delete(code);
  }

  function join() {
    const stream = streams.get(code) || open(code);
    stream.ports.add(port);
    port.postMessage({ state: stream.state });
    if (stream.last) port.postMessage({ bulletin: stream.last });
  }

  port.onmessage = ({ data }) => {
    heard = Date.now();
    if (data.bye) leave();
    else if (data.code && !code) {
      code = data.code;
      join();
    }
  };
}

if (globalThis.SharedWorkerGlobalScope && globalThis instanceof globalThis.SharedWorkerGlobalScope) {
  globalThis.onconnect = (event) => connect(event.ports[0]);
}
