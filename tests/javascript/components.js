// A component of the projected screen as Streamlit mounts it: its HTML in an element of the page, its module called
// with the data. The module's globals are those of the page that was opened last.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const SCREEN = new URL("../../across/screen/", import.meta.url);
const GLOBALS = ["document", "DOMParser", "localStorage", "sessionStorage"];

// A page of a browser, with the HTML of a component or empty. With the `window` of an earlier one it is opened on what
// that one kept.
export function openPage(name = "", { earlier = null } = {}) {
  const html = name && readFileSync(new URL(`${name}.html`, SCREEN), "utf-8");
  const page = `<div id="component">${html}</div>`;
  const { window } = new JSDOM(page, { url: "http://screen.test/question-1", pretendToBeVisual: true });
  for (const store of ["localStorage", "sessionStorage"]) {
    for (const [key, value] of Object.entries(earlier ? { ...earlier[store] } : {})) window[store].setItem(key, value);
  }
  for (const global of GLOBALS) globalThis[global] = window[global];
  globalThis.addEventListener = window.addEventListener.bind(window);
  globalThis.removeEventListener = window.removeEventListener.bind(window);
  return window;
}

export async function componentOf(name) {
  const module = await import(new URL(`${name}.js`, SCREEN));
  return module.default;
}

// What stands above everything in a browser; this one draws nothing.
export function popovers({ HTMLElement, Element }) {
  const { matches } = Element.prototype;
  HTMLElement.prototype.showPopover = function show() {
    this.dataset.open = "";
  };
  HTMLElement.prototype.hidePopover = function hide() {
    delete this.dataset.open;
  };
  Element.prototype.matches = function is(which) {
    return which === ":popover-open" ? "open" in this.dataset : matches.call(this, which);
  };
}
