// The picture gone blank: black, with a dim line that says how it comes back. Any key, click or touch brings it back,
// and does nothing else.

import { element, put } from "./dom.js";
import { words } from "./words.js";

const HELD = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Fn"]);

export function createBlank() {
  const line = element("span");
  const node = element("div", { class: "blank", hidden: true, role: "status" }, line);
  // The key that brought it back: letting it go presses nothing either.
  let letGo = "";

  function show(on) {
    node.hidden = !on;
    put(line, on ? words.blanked : "");
  }

  function ours(event) {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.preventDefault();
    event.stopImmediatePropagation();
  }

  function pressed(event) {
    if (node.hidden || HELD.has(event.key)) return;
    ours(event);
    // The key that made it blank may still be held down.
    if (event.repeat) return;
    letGo = event.key;
    show(false);
  }

  function released(event) {
    if (node.hidden && event.key !== letGo) return;
    letGo = "";
    ours(event);
  }

  function clicked(event) {
    ours(event);
    show(false);
  }

  for (const kind of ["click", "auxclick", "contextmenu"]) node.addEventListener(kind, clicked);
  // What has the focus keeps it.
  node.addEventListener("mousedown", (event) => event.preventDefault());
  addEventListener("keydown", pressed, true);
  addEventListener("keyup", released, true);

  return {
    node,
    show: () => show(true),
    stop() {
      removeEventListener("keydown", pressed, true);
      removeEventListener("keyup", released, true);
    },
  };
}
