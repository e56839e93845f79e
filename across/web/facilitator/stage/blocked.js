// A network that lets pages through and blocks the live connection: how that is found out, and what is said then.

import { button } from "./cover.js";
import { element } from "./dom.js";
import { words } from "./words.js";

const ADDRESS = "/stage/socket";
// Some proxies do not refuse a socket: they let it wait for good.
const WAIT = 5000;

// Whether a socket of ours opens and says something, whatever becomes of Streamlit's.
export function passes() {
  return new Promise((resolve) => {
    const socket = new WebSocket(new URL(ADDRESS, location.href.replace(/^http/, "ws")));
    const end = (comes) => {
      clearTimeout(tooLate);
      socket.onmessage = socket.onclose = null;
      socket.close();
      resolve(comes);
    };
    const tooLate = setTimeout(end, WAIT, false);
    socket.onmessage = () => end(true);
    socket.onclose = () => end(false);
  });
}

// How to go on where it is blocked. The link is posted for: it is shown on a page of its own, by plain HTTP. What the
// picture shows goes on without the connection: `hide` lets it be seen.
export function blocked(hide) {
  const list = element("ul", { style: "padding-left: 1.25rem" }, ...words.goOn(location.host).map((way) => element("li", {}, way)));
  const form = element("form", { method: "post", action: "/facilitate/link" },
    button("submit", words.showLink), button("button", words.hide, hide));
  const how = element("div", {}, list, form);
  Object.assign(how.style, { font: "400 1.125rem/1.4 'Source Sans', sans-serif" });
  return how;
}
