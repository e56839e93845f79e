// The shell of the picture: rail of steps, head, area and foot. It draws what it is told, and reports what is pressed.

import { element, inOrder, mark, put } from "./dom.js";
import { keptFocus } from "./focus.js";
import { clock } from "./timer.js";
import { toolbar } from "./toolbar.js";
import { guardPresses } from "./twice.js";
import { words } from "./words.js";

const ASLEEP_AFTER = 4000;

export function shell(host, { role, go, back, next }) {
  const rail = element("ol");
  const title = element("span");
  const beside = element("p", { class: "beside" });
  const said = element("p", { class: "sr", role: "status" });
  const warning = element("p", { class: "warning", role: "alert" });
  const rehearsal = element("p", { class: "rehearsal" });
  const connection = element("p", { class: "connection", role: "status" });
  const time = element("p", { class: "clock" });
  const address = element("span");
  const code = element("b");
  const join = element("p", { class: "join" }, address, " ", code);
  const area = element("div", { class: "area" });
  const left = element("div");
  const right = element("div");
  const tools = element("div", { class: "tools-of-step" });
  const backButton = element("button", { class: "btn", type: "button", onclick: back }, `← ${words.back}`);
  const nextButton = element("button", { class: "btn main", type: "button", onclick: next }, `${words.next} →`);
  const menus = element("div", { class: "menus" });
  const doing = element(
    "div",
    { class: "do", role: "toolbar", "aria-label": words.facilitator },
    backButton, tools, element("span", { class: "push" }), menus, nextButton,
  );
  const foot = element("footer", { class: "foot" }, element("div", { class: "say small" }, left, right), doing);
  // Beside the facilitator's controls the picture is a part of their page, which has a heading of its own.
  const heading = element("h1", role === "small" ? { "aria-level": 2 } : {}, title);
  const head = element(
    "header", { class: "head" },
    mark(), heading, beside, element("span", { class: "push" }), rehearsal, connection, time, join, said,
  );
  const stage = element(
    "div", { class: "stage", "data-role": role },
    role === "stage" ? element("button", { class: "btn skip", type: "button", onclick: () => bar.focus() }, words.skip) : "",
    element("nav", { class: "rail", "aria-label": words.steps }, rail), head, area, foot, warning,
  );
  host.append(stage);
  guardPresses(stage);

  const ticking = clock(time, { bar: false });
  const sleep = role === "small" ? { wake() {}, stop() {} } : wakeful(stage, doing, rail);
  const bar = toolbar(doing, nextButton);
  const kept = role === "stage" ? keptFocus(stage, { name: heading, wake: sleep.wake }) : { begin() {}, stop() {} };
  const buttons = new Map();
  let warned = 0;

  function steps(agenda, here) {
    const at = agenda.findIndex((step) => step.id === here);
    const known = JSON.stringify([agenda, here]);
    if (rail.dataset.known === known) return;
    rail.dataset.known = known;
    rail.replaceChildren(...agenda.map((step, number) => segment(step, number, at)));
  }

  function segment(step, number, at) {
    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      go(step.id);
    };
    const name = element("a", { href: `/${step.id}`, onclick: press, tabindex: role === "stage" ? false : "-1" }, step.title);
    if (step.topic) name.title = step.topic;
    return element("li", { class: number < at && "past", "aria-current": number === at && "step" }, name);
  }

  // Many controls stand closer together, so that the last is as much in sight as the first.
  function closer() {
    doing.classList.remove("tight", "tighter");
    for (const how of ["tight", "tighter"]) if (doing.scrollWidth > doing.clientWidth + 1) doing.classList.add(how);
  }

  const sized = new ResizeObserver(closer);
  for (const part of [doing, tools, menus]) sized.observe(part);

  // A button keeps its element while it does the same, whatever it is called meanwhile: one that has the focus keeps it.
  function buttonOf(control) {
    const does = control.does || control.name;
    if (!buttons.has(does)) buttons.set(does, element("button", { class: "btn", type: "button" }));
    put(buttons.get(does), control.name);
    return buttons.get(does);
  }

  function controls(list) {
    const wanted = list.map(buttonOf);
    for (const [does, button] of buttons) if (!wanted.includes(button)) buttons.delete(does);
    inOrder(tools, wanted);
    list.forEach((control, number) => {
      const button = wanted[number];
      button.onclick = control.press;
      button.classList.toggle("main", Boolean(control.main));
      for (const state of ["pressed", "expanded"]) {
        if (control[state] === undefined) button.removeAttribute(`aria-${state}`);
        else button.setAttribute(`aria-${state}`, String(control[state]));
      }
    });
  }

  return {
    stage, area, menus, foot, head, sleep, begin: kept.begin,
    draw(state, view) {
      steps(state.agenda, view.step);
      put(title, view.title);
      put(beside, view.beside);
      put(rehearsal, state.workshop.rehearsal ? words.rehearsal : "");
      ticking.update(state);
      time.hidden = !state.timer || view.ownClock;
      const place = state.workshop.address ? `${state.workshop.address.split("://")[1]}/join` : "";
      put(address, place);
      put(code, state.workshop.code);
      join.hidden = view.showsJoining;
      controls(view.controls);
      fill(left, view.say[0]);
      fill(right, view.announced || view.say[1]);
      leads(backButton, words.back, view.before);
      leads(nextButton, words.next, view.after);
      put(nextButton, `${view.after ? words.leads(words.next, view.after) : words.next} →`);
      // Not disabled: at the first and at the last step, the focus stays where it is.
      backButton.setAttribute("aria-disabled", String(!view.before));
      nextButton.setAttribute("aria-disabled", String(!view.after));
      nextButton.classList.toggle("main", !view.controls.some((control) => control.main));
      bar.rove();
    },
    connected(is) {
      put(connection, is ? "" : words.reconnecting);
    },
    say(text) {
      put(said, text);
    },
    warn(text) {
      clearTimeout(warned);
      put(warning, text);
      if (text) warned = setTimeout(() => put(warning, ""), 8000);
    },
    stop() {
      ticking.stop();
      sized.disconnect();
      sleep.stop();
      bar.stop();
      kept.stop();
      stage.remove();
    },
  };
}

// Where a button leads is part of its name, and comes with the pointer where it is not written on it.
function leads(button, name, where) {
  const whole = where ? words.leads(name, where) : name;
  button.setAttribute("aria-label", whole);
  button.title = whole;
}

function fill(box, what) {
  if (what && what.nodeType) {
    if (box.firstChild !== what || box.childNodes.length > 1) box.replaceChildren(what);
  } else put(box, what || "");
}

// Controls recede when nobody needs them: they come with the pointer, a touch or a key, and go after a while, unless
// one of them has the focus. A touch that wakes them, or a click with a pointer that lay still, presses none unseen.
function wakeful(stage, doing, rail) {
  let timer = 0;
  const awake = () => stage.classList.contains("awake");
  const held = () => doing.matches(":focus-within") || Boolean(stage.querySelector(".menu:not([hidden])"));
  function doze() {
    if (held()) timer = setTimeout(doze, ASLEEP_AFTER);
    else stage.classList.remove("awake");
  }
  function wake() {
    clearTimeout(timer);
    stage.classList.add("awake");
    timer = setTimeout(doze, ASLEEP_AFTER);
  }
  let woken = false;
  const touched = () => {
    woken = !awake() && getComputedStyle(doing).opacity === "0";
    wake();
  };
  const pressed = (event) => {
    if (!woken) return;
    woken = false;
    event.preventDefault();
    event.stopPropagation();
  };
  const options = { passive: true };
  for (const kind of ["pointermove", "keydown"]) addEventListener(kind, wake, options);
  addEventListener("pointerdown", touched, options);
  for (const controls of [doing, rail]) controls.addEventListener("click", pressed, true);
  doing.addEventListener("focusin", wake);
  wake();
  return {
    wake,
    stop() {
      clearTimeout(timer);
      for (const kind of ["pointermove", "keydown"]) removeEventListener(kind, wake);
      removeEventListener("pointerdown", touched);
    },
  };
}
