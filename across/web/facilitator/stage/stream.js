// This tab's end of the one stream of events that a browser has.

import { ASK_EVERY, SILENT, connect } from "./hub.js";

const HERE_EVERY = 30_000;

// `heard` gets each bulletin, `state` one of "connecting", "open", "lost", "gone". Returns what ends it.
export function stream(code, { heard, state }) {
  const port = portToHub(code);
  port.onmessage = ({ data }) => {
    if (data.bulletin) heard(data.bulletin);
    if (data.state) state(data.state);
  };
  port.postMessage({ code });
  const here = setInterval(() => port.postMessage({}), HERE_EVERY);
  const leave = () => port.postMessage({ bye: true });
  const back = (event) => event.persisted && location.reload();
  addEventListener("pagehide", leave);
  addEventListener("pageshow", back);
  return () => {
    clearInterval(here);
    removeEventListener("pagehide", leave);
    removeEventListener("pageshow", back);
    leave();
    port.close();
  };
}

function portToHub(code) {
  if (globalThis.SharedWorker) {
    const worker = new SharedWorker(new URL("./hub.js", import.meta.url), { type: "module" });
    worker.port.start();
    return worker.port;
  }
  return globalThis.BroadcastChannel ? elected(code) : ofItsOwn();
}

function ofItsOwn() {
  const { port1, port2 } = new MessageChannel();
  connect(port1);
  return port2;
}

// Where there are no shared workers, one tab of the browser listens and passes on what it hears. Of two that listen, the
// one with the lower rank goes on; where nothing has come for as long as a stream may be silent, a tab listens itself.
function elected(code) {
  const rank = Math.random();
  const tabs = new BroadcastChannel(`across-stage-${code}`);
  let own = null;
  let heard = 0;
  const port = { onmessage: null, postMessage: (said) => own && own.postMessage(said), close };
  function deliver(data) {
    heard = performance.now();
    if (port.onmessage) port.onmessage({ data });
  }
  function listen() {
    own = ofItsOwn();
    own.onmessage = ({ data }) => {
      tabs.postMessage([rank, data]);
      deliver(data);
    };
    own.postMessage({ code });
  }
  function rest() {
    if (!own) return;
    own.postMessage({ bye: true });
    own.close();
    own = null;
  }
  tabs.onmessage = ({ data: [its, data] }) => {
    if (its < rank) rest();
    deliver(data);
  };
  const watch = setInterval(() => !own && performance.now() - heard > SILENT && listen(), ASK_EVERY);
  function close() {
    clearInterval(watch);
    rest();
    tabs.close();
  }
  listen();
  return port;
}
