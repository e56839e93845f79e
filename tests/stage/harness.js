// A question's part in the stage's own shell, and a room that does what is asked of it.
import { element } from "/stage/dom.js";
import { addFaces } from "/stage/faces.js";
import { asked } from "/stage/keys.js";
import { create } from "/stage/question.js";
import { shell } from "/stage/shell.js";

addFaces();
const samples = await (await fetch("/notes.json")).json();
const query = new URLSearchParams(location.search);
const role = query.get("role") || "stage";
const STEPS = ["Welcome", "Question 1", "Question 2", "Question 3", "Question 4", "Question 5", "Questionnaire", "Results"];

const WAYS = [
  ["shared-vision-and-values", "Shared vision and values", "Develop a shared vision and purpose"],
  ["frequent-positive-contact", "Frequent positive contact", "Have frequent personal contact"],
  ["long-term-commitment", "Long-term commitment", "Commit to working together for the longer term"],
  ["conflict-management", "Conflict management", "Surface and resolve conflicts"],
  ["mutual-support", "Mutual support", "Behave altruistically towards each other"],
].map(([id, name, line]) => ({ id, name, line }));
const SHORT = [
  "To what extent is there shared compassionate leadership across boundaries in your organisation, both internally and across the health, social care and third sectors?",
];
const LONG = [
  "Where in your organisation do leaders work well together across boundaries, and where is it not happening?",
  "What practical examples can you describe of how the five ways of enabling such compassionate leadership across boundaries are being implemented?",
  "And where they are not?",
  "With reference to the five ways of leading compassionately across boundaries, what would most help to transform the least effective into the most effective compassionate leadership across boundaries in your work context?",
  "What can you do (alone or with others) to influence this?",
];

// `number` notes as people send them: the samples in their order, and again with a number where there are more.
function notesOf(number, { grouped = false } = {}) {
  return Array.from({ length: number }, (_, place) => {
    const sample = samples[place % samples.length];
    const again = Math.floor(place / samples.length);
    return {
      ...sample,
      id: String(place + 1).padStart(32, "0"),
      place: place + 1,
      body: again ? `${sample.body} (${again})` : sample.body,
      pinned: sample.pinned && !again,
      heading: grouped ? sample.heading : "",
      hidden: false,
      taken_up: false,
    };
  });
}

function stateOf({ notes = 0, grouped = false, long = false, note = "", ...more } = {}) {
  const list = Array.isArray(notes) ? notes : notesOf(notes, { grouped });
  const sentences = long ? LONG : SHORT;
  return {
    version: "test-1", whole: true, now: Date.now() / 1000, ahead: 0,
    workshop: { code: "K7MPQ4", name: "Winter pressures", address: "http://192.168.1.20:8501", rehearsal: false },
    agenda: STEPS.map((title) => ({ id: title.toLowerCase().replace(" ", "-"), title, kind: "", topic: "", minutes: 12 })),
    step: long ? "question-4" : "question-2",
    timer: null,
    counts: { joined: 18, started: 0, finished: 0, on_paper: 0 },
    sending: { sent: 9, finished: 2, writing: 3 },
    asking: "auto", sentence: 0, covered: false, spotlight: null, wall_page: 0,
    note_count: list.length,
    notes: list,
    group_note: { step: long ? "question-4" : "question-2", body: note, version: note ? 1 : 0 },
    texts: {
      question: { whole: sentences.join(" "), sentences },
      ways: WAYS,
      ways_source: "The King's Fund, Leading across the health and care system: lessons from experience (May 2017).",
      phases: { think: "Think alone", together: "Talk together" },
    },
    ...more,
  };
}

const patched = (notes, ids, change) => notes.map((note) => (ids.includes(note.id) ? { ...note, ...change } : note));
const done = {
  ask: (state, { how, sentence }) => ({ asking: how, sentence }),
  cover: (state, { covered }) => ({ covered }),
  spotlight: (state, { note }) => ({ spotlight: note }),
  turn: (state, { page }) => ({ wall_page: page }),
  pin: (state, { notes, on }) => ({ notes: patched(state.notes, notes, { pinned: on }) }),
  hide: (state, { notes, on }) => ({ notes: patched(state.notes, notes, { hidden: on }) }),
  gather: (state, { notes, heading }) => ({ notes: patched(state.notes, notes, { heading }) }),
  take_up: (state, { note }) => ({ notes: patched(state.notes, [note], { taken_up: true }) }),
};

const picture = document.querySelector(".picture");
const frame = shell(picture, { role, go: () => {}, back: () => room.move(-1), next: () => room.move(1) });
const measure = element("span", { class: "measure", "aria-hidden": "true" });
frame.stage.append(measure);
if (query.get("theme")) frame.stage.dataset.theme = query.get("theme");

// From one press to the next a busy machine may take longer than controls stay awake: here they stay.
const stays = setInterval(frame.sleep.wake, 1000);

const room = {
  state: null,
  deeds: [],
  notesOf,
  stateOf,
  latency: 0,
  refuses: false,
  // As it is when nobody has touched anything for a while.
  rest() {
    clearInterval(stays);
    frame.stage.classList.remove("awake");
  },
  // A press forward or backward: `moved` says whether it moved within the step.
  move(direction) {
    const next = part.ahead(direction);
    room.moved = Boolean(next);
    if (next) next.go();
  },
  show(changes) {
    room.state = { ...room.state, ...changes };
    room.draw();
  },
  add(...notes) {
    room.show({ notes: [...room.state.notes, ...notes], note_count: room.state.note_count + notes.length });
  },
  draw() {
    part.update(room.state.covered ? { ...room.state, notes: [] } : { ...room.state });
    drawShell();
  },
};

let part = null;
part = create({
  role,
  async deed(name, values = {}) {
    room.deeds.push({ name, ...values });
    await new Promise((resume) => setTimeout(resume, room.latency));
    if (room.refuses) return { done: false, why: "Not now." };
    room.show(done[name](room.state, values));
    return { done: true };
  },
  changed: drawShell,
  unit: () => measure.getBoundingClientRect().width / 1000,
  say: frame.say,
});
room.part = part;
frame.area.append(part.node);

const nameOf = (direction) => (part.ahead(direction) || { name: "another step" }).name;

function drawShell() {
  if (!room.state || !part) return;
  frame.draw(room.state, {
    step: room.state.step, title: room.state.agenda.find((step) => step.id === room.state.step).title,
    beside: part.head(), controls: part.controls(), say: part.say(), announced: "",
    showsJoining: false, ownClock: part.ownClock(), before: nameOf(-1), after: nameOf(1),
  });
}

addEventListener("keydown", (event) => {
  const key = asked(event);
  if (key === "forward" || key === "backward") room.move(key === "forward" ? 1 : -1);
  else if (key && part.key(event)) event.preventDefault();
});

globalThis.room = room;
room.show(stateOf());
document.documentElement.dataset.ready = "true";
