// What a facilitator does with the cards of the wall: controls that a press on a note opens within it, and the keyboard's
// focus, one note's at a time; moving between cards with the arrow keys, and selecting several to do something with them
// at once.

import { element, put } from "./dom.js";
import { words } from "./question_words.js";

// `cards`: Map of id to {node, text}; `shown()`: the ids on the page, in order; `named(id)`: which note that is, in words.
export function tools(sheet, { cards, does, shown, named, changed }) {
  const selected = new Set();
  let current = "";
  let last = "";
  let open = "";

  const idOf = (target) => {
    const card = target.closest && target.closest(".card");
    return card && sheet.contains(card) ? card.dataset.id : "";
  };

  function equip(id) {
    const card = cards.get(id);
    if (!card || card.tools) return;
    const check = element("input", { type: "checkbox", onchange: () => toggle(id) });
    const button = (name, press) => element("button", { class: "btn", type: "button", onclick: press }, name);
    const pin = button(words.pin, () => does.pin([id], !card.node.classList.contains("pin")));
    card.tools = element(
      "div", { class: "tools" },
      element("label", { class: "btn" }, check, words.select),
      does.takeUp ? button(words.makeAction, () => does.takeUp(id)) : button(words.spotlight, () => does.spotlight(id)),
      pin,
      does.group ? button(words.group, () => does.group(selected.has(id) ? [...selected] : [id])) : "",
      button(words.hide, () => does.hide([id])),
    );
    Object.assign(card, { check, pin });
    card.node.append(card.tools);
    reflect(id);
  }

  function reflect(id) {
    const card = cards.get(id);
    if (!card) return;
    const is = selected.has(id);
    card.node.classList.toggle("selected", is);
    if (is !== Boolean(card.said)) {
      if (is) card.node.prepend((card.said = element("span", { class: "sr" }, words.selectedNote)));
      else {
        card.said.remove();
        card.said = null;
      }
    }
    if (!card.tools) return;
    card.check.checked = is;
    put(card.pin, card.node.classList.contains("pin") ? words.unpin : words.pin);
    tell(card, id);
  }

  // Out of its place as well it is said which note a control belongs to.
  function tell(card, id) {
    const note = named(id);
    card.check.setAttribute("aria-label", `${words.select}, ${note}`);
    for (const button of card.tools.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent}, ${note}`);
  }

  // Open the controls of this note, and none beside them.
  function show(id) {
    const before = cards.get(open);
    if (before && open !== id) before.node.classList.remove("open");
    open = cards.has(id) ? id : "";
    if (!open) return;
    equip(open);
    cards.get(open).node.classList.add("open");
  }

  const hasFocus = (id) => cards.has(id) && cards.get(id).node.matches(":focus-within");
  const hasKeys = (id) => cards.has(id) && cards.get(id).node.matches(":is(:focus-visible, :has(:focus-visible))");

  function toggle(id, on = !selected.has(id)) {
    if (on) selected.add(id);
    else selected.delete(id);
    last = id;
    equip(id);
    reflect(id);
    changed();
  }

  // From the card selected last to this one.
  function through(id) {
    const ids = shown();
    const [from, to] = [ids.indexOf(last), ids.indexOf(id)].sort((one, other) => one - other);
    if (from < 0) toggle(id, true);
    else for (const between of ids.slice(from, to + 1)) toggle(between, true);
  }

  function makeCurrent(id) {
    if (current === id) return;
    if (cards.has(current)) cards.get(current).node.tabIndex = -1;
    current = id;
    cards.get(id).node.tabIndex = 0;
  }

  function step(by) {
    const ids = shown();
    const next = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(current) + by))];
    if (next) cards.get(next).node.focus();
  }

  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  function key(event) {
    const target = event.composedPath()[0];
    if (!target.matches(".card") || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === " ") toggle(target.dataset.id);
    else if (event.key === "Enter" && does.spotlight) does.spotlight(target.dataset.id);
    else if (event.key in steps && target.matches(":focus-visible")) step(steps[event.key]);
    else return false;
    return true;
  }

  sheet.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && !hasKeys(open) && show(""));
  // Once it is clear where the focus has gone: a card that is moved has it back at once.
  sheet.addEventListener("focusout", () => setTimeout(() => open && !hasFocus(open) && show(""), 0));
  sheet.addEventListener("focusin", (event) => {
    const id = idOf(event.target);
    if (!id) return;
    makeCurrent(id);
    if (event.target.matches(":focus-visible")) show(id);
  });
  sheet.addEventListener("mousedown", (event) => event.shiftKey && idOf(event.target) && event.preventDefault());
  sheet.addEventListener("click", (event) => {
    const id = idOf(event.target);
    if (event.target.closest(".tools")) return;
    if (id && event.shiftKey) through(id);
    else if (id && (event.ctrlKey || event.metaKey)) toggle(id);
    else show(id === open ? "" : id);
  });
  sheet.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    // The page has been drawn with these cards.
    drawn(ids) {
      for (const id of selected) if (!cards.has(id)) selected.delete(id);
      for (const id of ids) {
        const { node } = cards.get(id);
        // A card may be another element than it was, once notes were covered.
        node.tabIndex = id === current ? 0 : -1;
        reflect(id);
      }
      if (ids.length && !ids.includes(current)) makeCurrent(ids[0]);
      if (open && !ids.includes(open)) show("");
    },
    selected: () => [...selected],
    current: () => (shown().includes(current) ? current : ""),
    busy: () => selected.size > 0 || open !== "",
    unselect() {
      show("");
      const had = [...selected];
      selected.clear();
      had.forEach(reflect);
      if (had.length) changed();
      return had.length > 0;
    },
    key: () => false,
  };
}
