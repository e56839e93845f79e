// The group's own note: an empty line until it is begun, large while it is written, a slim band after a while of rest.
// Saves the text a moment after each change, keeps an unsaved one in the browser, and never overwrites what somebody
// else has saved meanwhile: it shows both.

import { element, put } from "./dom.js";
import { fit } from "./fit.js";
import { words } from "./question_words.js";

const PAUSE = 350;
const RETRY = 3000;
const REST = 8000;
// How often the text of a step that was left is tried again: for a minute.
const LAST_TRIES = 20;
// Of how many texts it is remembered that their answer did not come.
const MOST_IN_DOUBT = 20;
const LONGEST = 10_000;
const SIZES = { writing: [44, 40, 36, 34, 30, 28], slim: [34, 30, 28, 26, 24], empty: [28] };
const SHARE = { writing: 0.4, slim: 0.16, empty: 1 };

// What is drawn for a workshop's step: `resized()` is called when the note takes more or less room.
export function createGroupNote(stage, { resized }) {
  const node = element("div", { class: "agreed", "data-mode": "empty" });
  const canWrite = stage.role === "stage";
  const drawn = canWrite ? written(node) : readOnly(node);
  let text = null;
  let writingUntil = 0;
  let resting = 0;
  let size = "";
  let fitted = "";

  function write() {
    writingUntil = performance.now() + REST;
    clearTimeout(resting);
    resting = setTimeout(draw, REST);
    draw();
  }

  function mode() {
    if (canWrite && performance.now() < writingUntil) return "writing";
    return drawn.body() || (text && text.other()) ? "slim" : "empty";
  }

  function draw() {
    const now = mode();
    node.dataset.mode = now;
    node.hidden = now === "empty" && !canWrite;
    drawn.other(text && text.other());
    const looks = `${now} ${room()} ${node.clientWidth} ${stage.unit()} ${drawn.body()}`;
    if (looks !== fitted) drawn.fit(SIZES[now], room() * SHARE[now]);
    fitted = looks;
    const after = `${now} ${node.offsetHeight}`;
    if (after === size) return;
    size = after;
    resized();
  }

  const room = () => (node.parentElement ? node.parentElement.clientHeight : 0) || Infinity;

  return {
    node,
    update(state) {
      const { step, body, version } = state.group_note;
      if (canWrite) {
        if (!text || !text.isOf(state.workshop.code, step)) {
          if (text) text.stop();
          writingUntil = 0;
          text = saving({ code: state.workshop.code, step, body, version }, drawn, write, draw);
        } else text.news(body, version);
      } else drawn.set(body);
      draw();
    },
    mode,
    // Begin to write.
    open() {
      if (!canWrite) return;
      drawn.area.focus();
      write();
    },
    stop() {
      clearTimeout(resting);
      if (text) text.stop();
    },
  };
}

function readOnly(node) {
  const text = element("span", { class: "text", dir: "auto" });
  node.append(element("b", {}, words.agree), text);
  return {
    body: () => text.textContent,
    set: (body) => put(text, body),
    other: () => {},
    fit: (sizes, height) => fit(text, sizes, () => text.offsetHeight <= height),
  };
}

function written(node) {
  const area = element("textarea", {
    id: "group-note", class: "text", rows: 1, maxlength: LONGEST, dir: "auto", spellcheck: "true",
    "aria-label": words.groupNote, "aria-describedby": "group-note-status",
  });
  const status = element("span", { id: "group-note-status", class: "kept", role: "status" });
  const theirs = element("pre", { dir: "auto" });
  const mine = element("button", { class: "btn mine", type: "button" }, words.keepMine);
  const other = element("button", { class: "btn other", type: "button" }, words.useTheirs);
  const choice = element("section", { class: "theirs", hidden: true }, element("p", {}, words.savedByOther), theirs, mine, other);
  node.append(element("b", { "aria-hidden": "true" }, words.agree), area, status, choice);

  const heightOf = () => {
    area.style.height = "0";
    return area.scrollHeight;
  };
  return {
    area,
    mine,
    theirs: other,
    body: () => area.value,
    say: (said) => {
      put(status, said);
      status.classList.toggle("at-rest", said === words.saved || said === "");
    },
    other(kept) {
      choice.hidden = !kept;
      put(theirs, kept ? kept.body : "");
    },
    fit(sizes, height) {
      fit(area, sizes, () => heightOf() <= height);
      area.style.height = `${Math.min(heightOf(), height)}px`;
    },
  };
}

function keep(name, value) {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(name));
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* no storage in this browser: the text is still saved on the server as it is typed */
  }
  return null;
}

// The texts of steps that were left which are still being saved: each ends that, and gives what is unsaved.
const left = new Map();

// A text that saves itself. `typed()` is called with each change, `changed()` when it looks different without one.
function saving({ code, step, body: first, version: begun }, drawn, typed, changed) {
  const { area } = drawn;
  const name = `across-boundaries-group-note-${code}-${step}`;
  // `doubted`: what was sent on this version without an answer that says whether it was kept.
  const note = { text: first, version: begun, saved: first, doubted: [], sending: false, timer: 0, other: null, stopped: false, tries: Infinity };
  const unsaved = () => note.text !== note.saved || note.doubted.length > 0;
  const waits = () => unsaved() && !note.other && note.tries > 0;
  const draft = () => ({ body: note.text, version: note.version, ...(note.doubted.length && { doubted: note.doubted }) });
  const say = (said) => { if (!note.stopped) drawn.say(said); };

  // Resolves to whether it is known now what is kept.
  async function post(body) {
    const again = note.doubted.includes(body);
    if (!again) doubt(body);
    const answer = await fetch("/facilitate/group-note", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code, step, body, version: note.version }),
      keepalive: body.length < 15000,
    });
    const said = await answer.json();
    if (note.tries <= 0) return false;
    if (said.saved) stands(body, said.version);
    else if (answer.status === 409) meet(said.kept);
    else {
      if (!again && answer.status < 500) note.doubted = note.doubted.filter((one) => one !== body);
      say(words.refused(said.why));
      return false;
    }
    return true;
  }

  // All were written on one version, so one of them was kept at most: hardly any but the first or the last.
  function doubt(body) {
    note.doubted = [...note.doubted.slice(0, MOST_IN_DOUBT - 1), body];
  }

  function stands(body, version) {
    Object.assign(note, { saved: body, version, doubted: [] });
    if (unsaved()) keep(name, draft());
    else settled();
  }

  function meet(kept) {
    if (note.doubted.includes(kept.body)) stands(kept.body, kept.version);
    else differ(kept);
  }

  async function save() {
    clearTimeout(note.timer);
    if (note.sending || !waits()) return;
    note.sending = true;
    const known = await post(note.text).catch(() => {
      say(words.offline);
      return false;
    });
    note.sending = false;
    if (!known) note.tries -= 1;
    if (waits()) note.timer = setTimeout(save, known ? PAUSE : RETRY);
    else if (note.stopped) end();
  }

  function settled() {
    keep(name, null);
    say(words.saved);
  }

  function differ(other) {
    note.other = other;
    if (note.stopped) return;
    say(words.differs);
    changed();
  }

  function choose(mine) {
    const { body, version } = note.other;
    note.other = null;
    if (!mine) show(body);
    stands(body, version);
    area.focus();
    changed();
    save();
  }

  function show(body) {
    note.text = body;
    area.value = body;
  }

  function input() {
    note.text = area.value;
    keep(name, draft());
    say(words.notSaved);
    clearTimeout(note.timer);
    note.timer = setTimeout(save, PAUSE);
    typed();
  }

  function begin() {
    show(first);
    const takeOver = left.get(name);
    const kept = (takeOver && takeOver()) || keep(name);
    if (kept && kept.body !== first) {
      show(kept.body);
      Object.assign(note, { version: kept.version, doubted: kept.doubted || [] });
      say(words.notSaved);
      save();
      return;
    }
    keep(name, null);
    say(begun ? words.saved : "");
  }

  function end() {
    note.tries = 0;
    clearTimeout(note.timer);
    removeEventListener("pagehide", leaving);
    if (left.get(name) === end) left.delete(name);
    return unsaved() && draft();
  }

  const leaving = () => save();
  const choosing = [[drawn.mine, "click", () => choose(true)], [drawn.theirs, "click", () => choose(false)]];
  const heard = [[area, "input", input], [area, "blur", leaving], [area, "focus", typed], [area, "click", typed], ...choosing];
  for (const [target, kind, does] of heard) target.addEventListener(kind, does);
  addEventListener("pagehide", leaving);
  begin();

  return {
    isOf: (ofCode, ofStep) => ofCode === code && ofStep === step,
    other: () => note.other,
    // What the server has now: shown where nothing here is unsaved.
    news(body, version) {
      if (version <= note.version || unsaved() || note.sending || note.other) return;
      note.version = version;
      note.saved = body;
      show(body);
      say(words.saved);
    },
    // The last text is still saved. The draft in the browser stays until it is.
    stop() {
      if (note.stopped) return;
      note.stopped = true;
      note.tries = LAST_TRIES;
      for (const [target, kind, does] of heard) target.removeEventListener(kind, does);
      left.set(name, end);
      save();
      if (!note.sending) end();
    },
  };
}
