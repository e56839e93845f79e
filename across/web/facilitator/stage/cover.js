// What stands over everything on a screen, in our own words: it needs nothing but this page.

import { element, put } from "./dom.js";

const LOOK = {
  border: "0", inset: "auto 0 5rem 0", margin: "0 auto", borderRadius: "12px", padding: "1.5rem 2rem", maxWidth: "38rem",
  maxHeight: "calc(100% - 6rem)", overflow: "auto", boxSizing: "border-box", font: "600 1.5rem/1.35 'Source Sans', sans-serif",
  color: "#12292c", background: "#f2b544", boxShadow: "0 8px 40px #0006",
};

// A sentence, and under it what else is given with it; `name` is its class.
export function cover(name) {
  const said = element("p", { role: "alert" });
  Object.assign(said.style, { margin: "0", font: "inherit" });
  // Above Streamlit's dialogs, which make the page inert: this stands beside the page, and what is typed goes on.
  const node = element("div", { class: name, popover: "manual" }, said);
  Object.assign(node.style, LOOK);
  let under = null;
  return {
    show(text, below = null) {
      if (under !== below) {
        if (under) under.remove();
        if (below) node.append(below);
        under = below;
      }
      if (!node.isConnected) document.documentElement.append(node);
      if (!node.matches(":popover-open")) node.showPopover();
      put(said, text);
    },
    hide() {
      if (node.isConnected && node.matches(":popover-open")) node.hidePopover();
    },
  };
}

export function button(type, name, onclick = null) {
  const made = element("button", { type }, name);
  made.onclick = onclick;
  Object.assign(made.style, { font: "inherit", minHeight: "44px", padding: "0.4rem 1rem", marginRight: "0.75rem", cursor: "pointer" });
  return made;
}
