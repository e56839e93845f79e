// The time left, from the moment at which it ends: nothing is asked of the server while it runs. It goes by the time that
// passes, not by the clock of this machine, which may be set meanwhile.

import { element, put } from "./dom.js";
import { words } from "./words.js";

const TICK = 250;

export function secondsLeft(timer, ahead, now = performance.now() / 1000) {
  return timer.ends_at === null ? timer.left : Math.max(0, Math.round(timer.ends_at - now - ahead));
}

export function clockText(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// A clock in a box: the phase, the time in figures, and a line for as much of it as is left. Takes its room from the
// beginning, so that nothing moves when it starts or ends.
export function clock(box, { bar = true } = {}) {
  const phase = element("span", { class: "phase" });
  const left = element("b", { class: "left num", role: "timer" });
  const share = element("span");
  const said = element("span", { class: "sr", role: "status" });
  box.append(phase, left, ...(bar ? [element("span", { class: "share", "aria-hidden": "true" }, share)] : []), said);
  let state = null;

  function draw() {
    const timer = state && state.timer;
    box.classList.toggle("running", Boolean(timer));
    if (!timer) {
      put(phase, "");
      put(left, "");
      put(said, "");
      return;
    }
    const seconds = secondsLeft(timer, state.ahead);
    const up = timer.ends_at !== null && seconds === 0;
    const held = timer.ends_at === null;
    const name = (state.texts && state.texts.phases && state.texts.phases[timer.phase]) || "";
    put(phase, up ? words.up : held ? `${name}, ${words.paused}` : name);
    put(left, clockText(seconds));
    put(said, up ? words.timeIsUp : "");
    box.classList.toggle("up", up);
    const planned = 60 * (state.agenda.find((step) => step.id === state.step) || { minutes: 0 }).minutes;
    share.style.width = `${Math.min(100, (100 * seconds) / Math.max(planned, seconds, 1))}%`;
  }

  const ticking = setInterval(draw, TICK);
  return {
    update(now) {
      state = now;
      draw();
    },
    stop() {
      clearInterval(ticking);
    },
  };
}
