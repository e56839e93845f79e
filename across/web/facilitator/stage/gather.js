// The small form that puts notes into a group: one that there is, or a new one.

import { element, put } from "./dom.js";
import { words } from "./question_words.js";

const LONGEST = 200;

// `gathered(ids, heading)` is called with what was chosen, `closed(ids)` when the form goes.
export function gatherForm({ gathered, closed }) {
  const title = element("h3", { id: "gather-title" });
  const there = element("div", { class: "there" });
  const name = element("input", { id: "gather-name", type: "text", maxlength: LONGEST, autocomplete: "off", dir: "auto" });
  const put_ = element("button", { class: "btn main", type: "submit" }, words.putThere);
  const cancel = element("button", { class: "btn", type: "button", onclick: close }, words.cancel);
  const node = element(
    "form", { class: "gather", role: "dialog", "aria-labelledby": title.id, hidden: true, "data-returns": true, onsubmit: submitted },
    title, there,
    element("label", { for: name.id }, words.newGroup),
    element("div", { class: "row" }, name, put_, cancel),
  );
  let ids = [];

  function choose(heading) {
    const chosen = ids;
    close();
    gathered(chosen, heading);
  }

  function submitted(event) {
    event.preventDefault();
    const heading = name.value.trim();
    if (heading) choose(heading);
    else name.focus();
  }

  function close() {
    if (node.hidden) return;
    node.hidden = true;
    closed(ids);
  }

  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });

  return {
    node,
    // Ask for the group of these notes; `headings`: the groups there are; `grouped`: whether they are in one now.
    open(notes, headings, grouped) {
      ids = notes;
      put(title, words.intoGroup(ids.length));
      const button = (text, heading) =>
        element("button", { class: "btn", type: "button", dir: "auto", onclick: () => choose(heading) }, text);
      there.replaceChildren(
        ...headings.map((heading) => button(heading, heading)),
        ...(grouped ? [button(words.noGroup, "")] : []),
      );
      there.hidden = !there.children.length;
      name.value = "";
      node.hidden = false;
      name.focus();
    },
    close,
    isOpen: () => !node.hidden,
  };
}
