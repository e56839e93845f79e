// One line that adds an action. What is typed stays until it has been added.

import { element, put } from "./dom.js";
import { focused } from "./focus.js";
import { words } from "./results_words.js";

const LONGEST = { what: 1000, who: 200, by_when: 200 };

// Every filling has an id of its own, so that one that is sent again because its answer was lost is added once.
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

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
  let filling = newId();
  let busy = false;
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
    const typed = eachField((input) => input.value);
    const { what, who, by_when } = eachField((input) => input.value.trim());
    if (!what || busy) return;
    const proposal = note;
    const from = focused();
    const action = { what: about.value ? `${about.value}: ${what}` : what, who, by_when };
    put(said, "");
    sends(true);
    const done = proposal ? await stage.deed("take_up", { note: proposal, ...action }) : await stage.deed("add_action", { id: filling, ...action });
    sends(false);
    // Another proposal has been opened since: the form is that one's.
    if (note !== proposal) return;
    put(said, done.done ? words.added : done.why || "");
    if (!done.done) return;
    filling = newId();
    if (proposal) {
      eachField((input) => (input.value = ""));
      close();
    } else goesOn(typed, from);
    added();
  }

  const eachField = (does) => Object.fromEntries(Object.entries(fields).map(([key, { input }]) => [key, does(input)]));

  // The button stays in use: one that is not would lose the focus.
  function sends(now) {
    busy = now;
    if (busy) send.setAttribute("aria-disabled", "true");
    else send.removeAttribute("aria-disabled");
  }

  // What was sent goes, what was typed since stays, and whoever has begun something else keeps the focus there.
  function goesOn(typed, from) {
    const untouched = Object.entries(fields).every(([key, { input }]) => input.value === typed[key]);
    for (const [key, { input }] of Object.entries(fields)) if (input.value === typed[key]) input.value = "";
    const at = focused();
    if (!at || at === send || (at === from && untouched)) fields.what.input.focus();
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
      if (note !== proposal.id) eachField((input) => (input.value = ""));
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
