// The menus of the foot: the timer's, and what is needed seldom. One is open at a time; Escape closes it.

import { element, put } from "./dom.js";
import { words } from "./words.js";

// A button and the box that it opens. `fill(box, close)` draws what is in it, each time it is opened.
export function menu(name, fill, { label = name } = {}) {
  const box = element("div", { class: "menu", hidden: true });
  const button = element("button", { class: "btn", type: "button", "aria-expanded": "false", "aria-label": name }, label);
  const whole = element("div", { class: "opens" }, button, box);
  function close(refocus = true) {
    if (box.hidden) return;
    const within = box.contains(box.getRootNode().activeElement);
    box.hidden = true;
    button.setAttribute("aria-expanded", "false");
    box.replaceChildren();
    if (refocus && within) button.focus();
  }
  button.onclick = () => {
    if (!box.hidden) return close();
    box.replaceChildren();
    fill(box, close);
    box.hidden = false;
    button.setAttribute("aria-expanded", "true");
    const first = box.querySelector("button, a, select, input");
    if (first) first.focus();
    return undefined;
  };
  whole.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || box.hidden) return;
    event.stopPropagation();
    close();
  });
  whole.addEventListener("focusout", (event) => {
    if (!event.relatedTarget || !whole.contains(event.relatedTarget)) setTimeout(() => left(), 0);
  });
  function left() {
    if (!whole.contains(whole.getRootNode().activeElement)) close(false);
  }
  // What the button shows, and says besides.
  function rename(text, also = "") {
    put(button, text);
    button.setAttribute("aria-label", also ? `${text}, ${also}` : text);
  }
  return { whole, button, close, rename };
}

export function item(name, press) {
  return element("button", { class: "item", type: "button", onclick: press }, name);
}

// One of several: a press chooses at once, and the menu stays open to try the next.
export function choice(name, options, chosen, choose) {
  const buttons = Object.entries(options).map(([id, label]) => {
    const button = element("button", { class: "btn", type: "button", "aria-pressed": String(id === chosen) }, label);
    button.onclick = () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      choose(id);
    };
    return button;
  });
  return element("div", { class: "choice", role: "group", "aria-label": name }, element("p", {}, name), ...buttons);
}

// `chosen()` is called when it is followed.
export function linkTo(name, address, chosen = () => {}) {
  return element("a", { class: "item", href: address, target: "_blank", rel: "noopener", onclick: () => setTimeout(chosen, 0) }, name);
}

// Start with what the agenda plans, or choose how and how long; while it runs, hold, lengthen or stop it.
export function timerMenu(deed, now) {
  const start = element("button", { class: "btn", type: "button", "data-stands": "timer" }, words.startTimer);
  let phase = "think";
  let minutes = 0;
  const planned = () => {
    const state = now();
    return minutes || Math.max(1, (state.agenda.find((step) => step.id === state.step) || { minutes: 1 }).minutes);
  };
  start.onclick = () => deed("start_timer", { minutes: planned(), phase });
  const choose = menu(words.timer, (box, close) => {
    const state = now();
    if (state.timer) fillRunning(box, state, close);
    else fillChoice(box, state, close);
  });

  choose.button.dataset.stands = "timer";

  function fillRunning(box, state, close) {
    const does = (name) => () => deed(name).then(() => close());
    const held = state.timer.ends_at === null;
    box.append(
      held ? item(words.resume, does("resume_timer")) : item(words.pause, does("pause_timer")),
      item(words.oneMore, does("add_minute")),
      item(words.stopTimer, does("stop_timer")),
    );
  }

  function fillChoice(box, state, close) {
    const phases = Object.entries(state.texts.phases);
    const how = element("select", { "aria-label": words.how }, ...phases.map(([id, name]) => element("option", { value: id }, name)));
    how.value = phase;
    const long = element("input", { type: "number", min: 1, max: 240, value: planned(), "aria-label": words.minutes });
    const go = (event) => {
      event.preventDefault();
      phase = how.value;
      minutes = Math.min(240, Math.max(1, Math.round(Number(long.value)) || 1));
      deed("start_timer", { minutes, phase }).then(() => close());
    };
    box.append(
      element("form", { onsubmit: go }, how, element("label", {}, long, ` ${words.minutes.toLowerCase()}`),
        element("button", { class: "btn main", type: "submit" }, words.startTimer)),
    );
  }

  return {
    nodes: [start, choose.whole],
    update(state, step) {
      start.hidden = Boolean(state.timer);
      if (start.dataset.step !== step) minutes = 0;
      start.dataset.step = step;
      if (state.timer) choose.rename(words.timer);
      else choose.rename(`${planned()} min`, words.choose);
    },
    close: choose.close,
  };
}
