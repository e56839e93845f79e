// A plain page with a shell of the least size around a question's part, and a room that does what is asked of it.
import { create } from "/stage/question.js";

const samples = await (await fetch("/notes.json")).json();
const stage = document.querySelector(".stage");
const query = new URLSearchParams(location.search);
const role = query.get("role") || "stage";
stage.dataset.role = role;
if (query.get("theme")) stage.dataset.theme = query.get("theme");
if (query.has("awake")) stage.classList.add("awake");

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
    workshop: { code: "K7MPQ4", name: "Winter pressures" },
    agenda: [{ id: "question-2", title: "Question 2", kind: "question", topic: "", minutes: 12 }],
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

const foot = stage.querySelector(".foot .say");
const tools = stage.querySelector(".foot .do");
const unit = stage.querySelector(".unit");
const room = {
  state: null,
  deeds: [],
  notesOf,
  stateOf,
  latency: 0,
  refuses: false,
  changes: 0,
  show(changes) {
    room.state = { ...room.state, ...changes };
    if (room.state.covered) room.kept = room.state.notes.length ? room.state.notes : room.kept;
    room.draw();
  },
  add(...notes) {
    room.show({ notes: [...room.state.notes, ...notes], note_count: room.state.note_count + notes.length });
  },
  draw() {
    const drawn = room.state.covered ? { ...room.state, notes: [] } : { ...room.state, notes: room.state.notes };
    part.update(drawn);
    shell();
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
  changed: () => shell(),
  unit: () => unit.getBoundingClientRect().width / 1000,
  say: (text) => (document.querySelector("#said").textContent = text),
});
room.part = part;
stage.querySelector(".area").append(part.node);

function shell() {
  if (!room.state || !room.part) return;
  room.changes += 1;
  stage.querySelector("h1 small").textContent = part.head();
  const kept = part.say().map((end) => (end.nodeType ? end : document.createTextNode(end)));
  if (kept.some((end, place) => foot.childNodes[place] !== end)) foot.replaceChildren(...kept);
  const list = part.controls();
  if (tools.textContent !== list.map((one) => one.name).join("")) {
    tools.replaceChildren(
      ...list.map((one) => Object.assign(document.createElement("button"), { className: "btn", textContent: one.name })),
    );
  }
  list.forEach((one, place) => {
    tools.children[place].onclick = one.press;
    tools.children[place].classList.toggle("main", Boolean(one.main));
  });
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.target.closest("input, textarea")) return;
  const by = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key];
  if (by) room.moved = part.move(by);
  else if (part.key(event)) event.preventDefault();
});

globalThis.room = room;
room.show(stateOf());
document.documentElement.dataset.ready = "true";
