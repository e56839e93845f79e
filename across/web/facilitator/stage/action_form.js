// One line that adds an action. What is typed stays until it has been added.

import { element, put } from "./dom.js";
import { words } from "./results_words.js";

const LONGEST = { what: 1000, who: 200, by_when: 200 };

// `added()` is called once it is saved; one that can be `closed` has a button for it.
export function createActionForm(stage, { added = () => {}, closed = null, name = "action" } = {}) {
  const title = element("h3", { id: `${name}-title`, hidden: true });
  const fields = {
    what: field("what", words.what),
    who: field("who", words.who),
    by_when: field("by_when", words.byWhen),
  };
  const about = element("select", { id: `${name}-about` });
  const aboutWhat = element("div", { class: "about", hidden: true }, element("label", { for: about.id }, words.about), about);
  const send = element("button", { class: "btn main", type: "submit" }, words.add);
  const cancel = closed ? element("button", { class: "btn", type: "button", onclick: close }, words.cancel) : "";
  let note = null;
  const said = element("p", { class: "said", role: "status" });
  const node = element(
    "form", { class: "add-action", "data-returns": true, "aria-labelledby": title.id, onsubmit: submitted },
    title, aboutWhat, ...Object.values(fields).map(({ whole }) => whole), send, cancel, said,
  );

  function field(key, label) {
    const id = `${name}-${key}`;
    const input = element("input", { id, type: "text", maxlength: LONGEST[key], autocomplete: "off", dir: "auto", required: key === "what" });
    return { input, whole: element("div", { class: key }, element("label", { for: id }, label), input) };
  }

  async function submitted(event) {
    event.preventDefault();
    const { what, who, by_when } = Object.fromEntries(Object.entries(fields).map(([key, { input }]) => [key, input.value.trim()]));
    if (!what || send.disabled) return;
    send.disabled = true;
    put(said, "");
    const action = { what: about.value ? `${about.value}: ${what}` : what, who, by_when };
    const done = note ? await stage.deed("take_up", { note, ...action }) : await stage.deed("add_action", action);
    send.disabled = false;
    put(said, done.done ? words.added : done.why || "");
    if (!done.done) return;
    for (const { input } of Object.values(fields)) input.value = "";
    if (note) close();
    else fields.what.input.focus();
    added();
  }

  function close() {
    if (node.hidden) return;
    node.hidden = true;
    put(said, "");
    closed();
  }

  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !closed) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });

  return {
    node,
    // Ask for an action on one of these things, named before its words.
    open(heading, choices = []) {
      put(title, heading);
      title.hidden = !heading;
      aboutWhat.hidden = choices.length < 2;
      const none = choices.length > 1 ? [element("option", { value: "" }, words.nothingInParticular)] : [];
      about.replaceChildren(...none, ...choices.map((choice) => element("option", { value: choice }, choice)));
      node.hidden = false;
      fields.what.input.focus();
    },
    // Ask for what an action still needs that a note, {id, body}, proposes: its words can be changed before.
    openFor(heading, proposal) {
      note = proposal.id;
      put(title, heading);
      title.hidden = false;
      fields.what.input.value = proposal.body.split(/\s+/).filter(Boolean).join(" ").slice(0, LONGEST.what);
      node.hidden = false;
      fields.who.input.focus();
    },
    close,
    isOpen: () => !node.hidden,
  };
}
