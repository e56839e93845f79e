// A step that a page of Streamlit's draws: the area is left to it. A press of the clicker goes down the page first.
// Once results are shown, what the group agrees about them is written at the foot of the picture.

import { element, put } from "./dom.js";
import { createGroupNote } from "./group_note.js";
import { words } from "./words.js";

const NOTED = "results";
const A_PAGE = 0.8;
const LITTLE = 4;

export function create(stage) {
  const elsewhere = element("p", { class: "elsewhere", hidden: stage.role !== "small" });
  const node = element("div", { class: "under" }, elsewhere);
  let note = null;

  function noted(state) {
    const wanted = state.step === NOTED && state.revealed && stage.role !== "small" && !stage.beside();
    if (wanted && !note) {
      note = createGroupNote(stage, { resized: stage.changed });
      node.append(note.node);
    }
    if (note) note.node.hidden = !wanted;
    if (wanted) note.update(state);
  }

  return {
    node,
    plain: true,
    // How much of the page's foot is taken.
    reserves: () => (note && !note.node.hidden ? note.node.getBoundingClientRect().height : 0),
    update(state) {
      put(elsewhere, words.elsewhereDrawn);
      noted(state);
    },
    move(direction) {
      const box = document.querySelector('[data-testid="stMain"]');
      if (!box) return false;
      const before = box.scrollTop;
      box.scrollTop = before + direction * A_PAGE * box.clientHeight;
      return Math.abs(box.scrollTop - before) > LITTLE;
    },
    controls: () => [],
    say: () => ["", ""],
    head: () => "",
    key: () => false,
    stop() {
      if (note) note.stop();
    },
  };
}
