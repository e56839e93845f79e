// One stream of events for all the tabs of a browser: a shared worker listens and tells them. Where a browser has no
// shared workers, one of its tabs runs this and passes on what it hears (stream.js).

const AGAIN = 2000;
// Tabs say every half a minute that they are there; those in the background are held back to once a minute.
const GONE_AFTER = 150_000;
const LOOK_EVERY = 30_000;
// A stream gives a sign of life every 5 s, the first at once. One that is silent for longer, or tells what was said long
// ago, is held back on its way, by a proxy or a virus scanner: what it does not say is asked for meanwhile.
export const SILENT = 8000;
const SILENT_AT_FIRST = 3000;
export const ASK_EVERY = 2000;
const GIVE_UP = 15_000;

const streams = new Map();

function open(code) {
  const stream = { ports: new Set(), last: null, state: "connecting", source: null, again: 0, watch: 0, fresh: 0 };
  let ahead = -Infinity;
  let asking = false;
  const address = `/live/${encodeURIComponent(code)}`;
  const tell = (message) => stream.ports.forEach((port) => port.postMessage(message));
  const hear = (bulletin) => {
    if (!stream.last || !(bulletin.revision < stream.last.revision)) tell({ bulletin: (stream.last = bulletin) });
  };
  const over = () => {
    stream.source.close();
    clearInterval(stream.watch);
    tell({ state: (stream.state = "gone") });
  };
  // When it was said, by the time that passes here: what came fastest says how far the server's clock is ahead.
  const saidAt = ({ now }) => {
    ahead = Math.max(ahead, now * 1000 - performance.now());
    return now * 1000 - ahead;
  };
  const ask = async () => {
    if (asking || performance.now() - stream.fresh < SILENT) return;
    asking = true;
    try {
      const answer = await fetch(`${address}?now`, { cache: "no-store", signal: AbortSignal.timeout(GIVE_UP) });
      if (answer.ok) hear(await answer.json());
      else if (answer.status === 404) over();
    } catch {
      // It is asked again.
    } finally {
      asking = false;
    }
  };
  const listen = () => {
    stream.fresh = performance.now() - SILENT + SILENT_AT_FIRST;
    stream.source = new EventSource(address);
    stream.source.onopen = () => tell({ state: (stream.state = "open") });
    stream.source.onmessage = (event) => {
      const bulletin = JSON.parse(event.data);
      stream.fresh = saidAt(bulletin);
      hear(bulletin);
    };
    stream.source.addEventListener("gone", over);
    stream.source.onerror = () => {
      tell({ state: (stream.state = "lost") });
      if (stream.source.readyState === EventSource.CLOSED) stream.again = setTimeout(listen, AGAIN);
    };
  };
  listen();
  stream.watch = setInterval(ask, ASK_EVERY);
  streams.set(code, stream);
  return stream;
}

// Tell a tab what it asks for by `{code}`, until it says `{bye: true}` or nothing at all for long.
export function connect(port) {
  let code = "";
  let heard = performance.now();
  const watch = setInterval(() => performance.now() - heard > GONE_AFTER && leave(), LOOK_EVERY);

  function leave() {
    clearInterval(watch);
    const stream = streams.get(code);
    if (!stream) return;
    stream.ports.delete(port);
    if (stream.ports.size) return;
    clearTimeout(stream.again);
    clearInterval(stream.watch);
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
    heard = performance.now();
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
