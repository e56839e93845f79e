// The card of a note: its text, who else says so, and which of the five ways it is about.

import { element } from "./dom.js";
import { words } from "./question_words.js";

// At this size and below, marks are short: the foot explains them.
export const SHORT_FROM = 30;

// Everything that a card's height depends on.
export const lookOf = (note) => `${note.pinned ? 1 : 0} ${note.marks} ${note.way} ${note.body}`;

export function nameOfWay(ways, way) {
  return ways.find((known) => known.id === way || known.name === way) || { id: way, name: way };
}

// The text of a note with its marks, as the children of one paragraph.
export function face(note, { short, ways }) {
  const marks = note.marks > 0 && (short ? words.trueForShort : words.trueFor)(note.marks);
  const way = note.way && nameOfWay(ways, note.way);
  return [
    note.pinned && element("b", { class: "pinned" }, element("span", { class: "sr" }, words.pinnedNote)),
    note.body,
    " ",
    marks && element("span", { class: "too" }, marks),
    " ",
    way && element("span", { class: "way" }, short ? words.shortName(way) : way.name),
  ].filter(Boolean);
}

export function emptyCard() {
  const text = element("p", { dir: "auto" });
  return { node: element("article", { class: "card" }, text), text };
}

// Dress a card as the note is now; nothing is touched where it looks the same.
export function dress(card, note, how) {
  const look = `${how.short} ${lookOf(note)}`;
  if (card.look === look) return;
  card.look = look;
  card.text.replaceChildren(...face(note, how));
  card.node.classList.toggle("pin", note.pinned);
}

// Heights by look, in a map for each way of setting cards. They outlive a wall: coming back to it measures nothing anew.
const heightsBySetting = new Map();
const MOST_SETTINGS = 200;
const MOST_HEIGHTS = 4000;
const forgetAll = () => heightsBySetting.clear();
if (globalThis.document && document.fonts) document.fonts.addEventListener("loadingdone", forgetAll);

function heightsFor(setting) {
  const kept = heightsBySetting.get(setting);
  if (kept && kept.size < MOST_HEIGHTS) return kept;
  if (heightsBySetting.size >= MOST_SETTINGS) forgetAll();
  heightsBySetting.set(setting, new Map());
  return heightsBySetting.get(setting);
}

// Measures cards out of sight, all that are not known yet in one write and one read, and remembers them by their look.
// `how()` tells `{ways, room}`: the ways a card may name, and in words all else that heights depend on.
export function measuring(host, how) {
  const box = element("div", { class: "measuring", "aria-hidden": "true" });
  host.append(box);

  function read(notes, size, width, ways, kept) {
    const short = size <= SHORT_FROM;
    box.classList.toggle("dense", short);
    box.style.setProperty("--fs", `calc(${size} * var(--u))`);
    box.style.width = `${width}px`;
    const cards = notes.map((note) => {
      const card = emptyCard();
      dress(card, note, { short, ways });
      return card.node;
    });
    box.replaceChildren(...cards);
    const heights = cards.map((card) => card.offsetHeight);
    box.replaceChildren();
    notes.forEach((note, number) => kept.set(lookOf(note), heights[number]));
  }

  return {
    heights(notes, size, width) {
      const { ways, room } = how();
      const kept = heightsFor([size, width.toFixed(2), room, ...ways.map((way) => `${way.id} ${way.name}`)].join());
      const unknown = notes.filter((note) => !kept.has(lookOf(note)));
      if (unknown.length) read(unknown, size, width, ways, kept);
      return notes.map((note) => kept.get(lookOf(note)));
    },
    forget: forgetAll,
  };
}
