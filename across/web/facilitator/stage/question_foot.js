// What the foot says at rest while a question is on the picture: how many notes there are, what their marks mean, how
// many people have sent one, and which page or sentence this is.

import { element } from "./dom.js";
import { words } from "./question_words.js";

// Returns `say(state, drawn)`, which tells both ends of the foot as nodes that stay the same.
export function sayOf() {
  const left = element("span", { class: "says" });
  const right = element("span", { class: "says" });
  const kept = { left: "", right: "" };
  const fill = (node, side, parts) => {
    const now = parts.map((part) => (part.outerHTML ? part.outerHTML : part)).join("");
    if (kept[side] !== now) node.replaceChildren(...parts);
    kept[side] = now;
  };
  return (state, drawn) => {
    const { first, last } = sides[drawn.view](state, drawn);
    fill(left, "left", first);
    fill(right, "right", last);
    return [left, right];
  };
}

const sides = {
  asking: (state, { stops, sentence }) => ({
    first: [sentence ? state.texts.ways.length && fiveWays(state) : words.sendNotes].filter(Boolean),
    last: sentence ? [dots(stops.filter(Boolean).length, sentence - 1)] : [],
  }),
  covered: (state) => ({ first: [words.phonesSent(state.sending.sent, state.counts.joined)], last: [busy(state)] }),
  spotlight: (state, { notes }) => {
    const place = notes.findIndex((note) => note.id === state.spotlight) + 1;
    const keys = [key("←"), " ", key("→"), ` ${words.otherNotes} \u2002`, key("Esc"), ` ${words.theWall}`];
    return { first: [words.noteOf(place, notes.length)], last: keys };
  },
  wall: (state, drawn) => ({ first: ofNotes(drawn), last: [drawn.wall.waits() && words.waits, busy(state, true), ...pages(drawn)].filter(Boolean) }),
};

function fiveWays({ texts }) {
  const names = texts.ways.map((way) => way.name.toLowerCase());
  return `${words.fiveWays}: ${names.join(", ")}`;
}

function ofNotes({ wall, notes }) {
  if (!notes.length) return [];
  const places = wall.shown().map(wall.place);
  const grouped = wall.groups();
  const here = wall.pages() < 2 ? words.allHere : words.onThisPage(Math.min(...places), Math.max(...places));
  const number = element("span", {}, element("b", {}, words.notes(notes.length)), grouped ? words.inGroups(grouped) : here);
  return [number, ...(wall.isShort() ? explained(notes.filter((_, at) => places.includes(at + 1))) : [])];
}

// What marks and ways mean where they are short, if any note on the page has them.
function explained(shown) {
  const marks = element("span", { class: "key" }, element("b", { class: "too" }, words.trueForShort(6)), ` ${words.trueFor(6)}`);
  const way = element("span", { class: "key way" }, words.oneOfTheWays);
  return [shown.some((note) => note.marks) && marks, shown.some((note) => note.way) && way].filter(Boolean);
}

function busy({ sending, counts }, sent = false) {
  const parts = [
    sent && sending.sent < counts.joined && words.sentOf(sending.sent, counts.joined),
    sending.writing > 0 && words.writing(sending.writing),
    sending.finished > 0 && words.finished(sending.finished),
  ];
  return element("span", { class: "busy" }, parts.filter(Boolean).join(", "));
}

const MOST_DOTS = 14;

function pages({ wall }) {
  if (wall.pages() < 2) return [];
  const number = element("span", {}, words.pageOf(wall.page() + 1, wall.pages()));
  return wall.pages() > MOST_DOTS ? [number] : [number, dots(wall.pages(), wall.page())];
}

function dots(many, at) {
  const each = Array.from({ length: many }, (_, number) => element("span", { class: number === at && "on" }));
  return element("span", { class: "dots", "aria-hidden": "true" }, ...each);
}

const key = (name) => element("kbd", {}, name);
