// What a facilitator does with the cards of the wall: controls that come with the pointer and the focus, moving between
// cards with the arrow keys, and selecting several to do something with them at once.

import { element } from "./dom.js";
import { words } from "./question_words.js";

// `cards`: Map of id to {node, text}; `shown()`: the ids on the page, in order.
export function tools(sheet, { cards, does, shown, changed }) {
  const selected = new Set();
  let current = "";
  let last = "";

  const idOf = (target) => {
    const card = target.closest && target.closest(".card");
    return card && sheet.contains(card) ? card.dataset.id : "";
  };

  function equip(id) {
    const card = cards.get(id);
    if (!card || card.tools) return;
    const check = element("input", { type: "checkbox", "aria-label": words.select, onchange: () => toggle(id) });
    const button = (name, press) => element("button", { class: "btn", type: "button", onclick: press }, name);
    const pin = button(words.pin, () => does.pin([id], !card.node.classList.contains("pin")));
    card.tools = element(
      "div", { class: "tools" },
      element("label", { class: "btn", title: words.select }, check),
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
    card.pin.textContent = card.node.classList.contains("pin") ? words.unpin : words.pin;
  }

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

  sheet.addEventListener("pointerover", (event) => idOf(event.target) && equip(idOf(event.target)));
  sheet.addEventListener("focusin", (event) => {
    const id = idOf(event.target);
    if (!id) return;
    equip(id);
    makeCurrent(id);
  });
  sheet.addEventListener("mousedown", (event) => event.shiftKey && idOf(event.target) && event.preventDefault());
  sheet.addEventListener("click", (event) => {
    const id = idOf(event.target);
    if (!id || event.target.closest(".tools")) return;
    if (event.shiftKey) through(id);
    else if (event.ctrlKey || event.metaKey) toggle(id);
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
        if (!node.hasAttribute("tabindex")) node.tabIndex = -1;
        reflect(id);
      }
      if (ids.length && !ids.includes(current)) makeCurrent(ids[0]);
    },
    selected: () => [...selected],
    current: () => (shown().includes(current) ? current : ""),
    busy: () => selected.size > 0,
    unselect() {
      const had = [...selected];
      selected.clear();
      had.forEach(reflect);
      if (had.length) changed();
      return had.length > 0;
    },
    key: () => false,
  };
}
