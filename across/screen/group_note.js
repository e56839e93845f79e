// Saves the text a moment after each change, keeps an unsaved one in the browser, and never overwrites
// what somebody else has saved meanwhile: it shows both.
const PAUSE = 350;
const RETRY = 3000;
const LOOK_EVERY = 4000;
const notes = new WeakMap();

function kept(name, value) {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(name));
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* no storage in this browser: the text is still saved on the server as it is typed */
  }
  return null;
}

function start(root, data) {
  const area = root.querySelector("textarea");
  const status = root.querySelector("[role=status]");
  const theirs = root.querySelector(".theirs");
  const name = `across-boundaries-group-note-${data.code}-${data.step}`;
  const note = { version: data.version, saved: data.body, sending: false, timer: 0, other: null, stopped: false };

  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
  const unsaved = () => area.value !== note.saved;

  async function save() {
    clearTimeout(note.timer);
    if (note.sending || note.other || !unsaved()) return;
    note.sending = true;
    const body = area.value;
    try {
      const answer = await fetch("/facilitate/group-note", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ code: data.code, step: data.step, body, version: note.version }),
        keepalive: body.length < 15000,
      });
      const said = await answer.json();
      if (said.saved) {
        note.version = said.version;
        note.saved = body;
        if (!unsaved()) {
          kept(name, null);
          say("Saved");
        }
      } else if (answer.status === 409) {
        differ(said.kept);
      } else {
        say(`Not saved yet. ${said.why}`);
      }
    } catch {
      say("Not saved yet. The connection is down; your text is kept here and will be saved when it is back.");
    }
    note.sending = false;
    if (unsaved() && !note.other && !note.stopped) note.timer = setTimeout(save, status.textContent.startsWith("Not saved yet.") ? RETRY : PAUSE);
  }

  function differ(other) {
    note.other = other;
    say("Not saved yet. Somebody else has changed this text meanwhile. Choose which to keep.");
    theirs.querySelector("pre").textContent = other.body;
    theirs.hidden = false;
  }

  function choose(mine) {
    note.version = note.other.version;
    note.saved = note.other.body;
    if (!mine) {
      area.value = note.other.body;
      kept(name, null);
      say("Saved");
    }
    note.other = null;
    theirs.hidden = true;
    area.focus();
    save();
  }

  area.value = data.body;
  const draft = kept(name);
  if (draft && draft.body !== data.body) {
    area.value = draft.body;
    note.version = draft.version;
    say("Not saved yet");
    save();
  } else if (data.version) {
    say("Saved");
  }
  area.oninput = () => {
    kept(name, { body: area.value, version: note.version });
    say("Not saved yet");
    clearTimeout(note.timer);
    note.timer = setTimeout(save, PAUSE);
  };
  area.onblur = save;
  theirs.querySelector(".mine").onclick = () => choose(true);
  theirs.querySelector(".other").onclick = () => choose(false);

  async function look() {
    if (unsaved() || note.sending || note.other || document.hidden) return;
    try {
      const answer = await fetch(`/facilitate/group-note?code=${data.code}&step=${encodeURIComponent(data.step)}`);
      const said = await answer.json();
      if (answer.ok && said.version > note.version && !unsaved() && !note.sending) {
        note.version = said.version;
        note.saved = said.body;
        area.value = said.body;
        say("Saved");
      }
    } catch {
      /* looked again in a moment */
    }
  }
  const looking = setInterval(look, LOOK_EVERY);
  const leaving = () => save();
  addEventListener("pagehide", leaving);
  note.stop = () => {
    note.stopped = true;
    clearInterval(looking);
    removeEventListener("pagehide", leaving);
    save();
  };
  return note;
}

export default function (component) {
  const { data, parentElement } = component;
  const known = notes.get(parentElement);
  if (!known || known.name !== data.code + data.step) {
    if (known) known.note.stop();
    notes.set(parentElement, { name: data.code + data.step, note: start(parentElement, data) });
  }
  return () => {
    const here = notes.get(parentElement);
    if (here) here.note.stop();
    notes.delete(parentElement);
  };
}
