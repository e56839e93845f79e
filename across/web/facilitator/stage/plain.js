// A step that a page of Streamlit's draws: the area is left to it. A press of the clicker goes down the page first.
// In a low window, such as one at 400%, head and foot go along with the page (parts.css), for beside them nothing of it
// would be seen.

import { element, put } from "./dom.js";
import { words } from "./words.js";

const A_PAGE = 0.8;
const LITTLE = 4;

export function create(stage) {
  const elsewhere = element("p", { class: "elsewhere", hidden: stage.role !== "small" });
  const node = element("div", { class: "under" }, elsewhere);

  const page = () => document.querySelector('[data-testid="stMain"]');
  const left = (box) => box.scrollHeight - box.clientHeight - box.scrollTop;
  const sized = new ResizeObserver(along);
  let watched = null;
  let whole = null;

  function along() {
    const box = stage.role === "stage" && page();
    if (!box) return;
    const { style } = document.documentElement;
    style.setProperty("--stage-scrolled", `${box.scrollTop}px`);
    style.setProperty("--stage-left", `${left(box)}px`);
    if (watched === box.firstElementChild) return;
    sized.disconnect();
    watched = box.firstElementChild;
    for (const seen of [box, watched]) if (seen) sized.observe(seen);
  }

  // What has the focus is in sight. Heard at the stage: beyond it nobody is told of moves within it.
  function came(event) {
    const box = page();
    const at = event.composedPath().find((one) => one.matches && one.matches(".foot, .head, .rail"));
    if (!box || !at) return;
    box.scrollTop = at.matches(".foot") ? box.scrollHeight : 0;
    along();
  }

  const options = { capture: true, passive: true };
  document.addEventListener("scroll", along, options);

  return {
    node,
    plain: true,
    update() {
      put(elsewhere, words.elsewhereDrawn);
      if (!whole) {
        whole = node.closest(".stage");
        if (whole) whole.addEventListener("focusin", came);
      }
      along();
    },
    ahead(direction) {
      const box = page();
      const rest = !box ? 0 : direction < 0 ? box.scrollTop : left(box);
      if (rest <= LITTLE) return null;
      return { name: direction < 0 ? words.to.up : words.to.down, go: () => (box.scrollTop += direction * A_PAGE * box.clientHeight) };
    },
    controls: () => [],
    say: () => ["", ""],
    head: () => "",
    key: () => false,
    stop() {
      sized.disconnect();
      document.removeEventListener("scroll", along, options);
      if (whole) whole.removeEventListener("focusin", came);
    },
  };
}
