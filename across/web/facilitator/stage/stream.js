// This tab's end of the one stream of events that a browser has.

import { connect } from "./hub.js";

const HERE_EVERY = 30_000;

// `heard` gets each bulletin, `state` one of "connecting", "open", "lost", "gone". Returns what ends it.
export function stream(code, { heard, state }) {
  const port = portToHub();
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

function portToHub() {
  if (globalThis.SharedWorker) {
    const worker = new SharedWorker(new URL("./hub.js", import.meta.url), { type: "module" });
    worker.port.start();
    return worker.port;
  }
  const { port1, port2 } = new MessageChannel();
  connect(port1);
  return port2;
}
