// A question's part of the picture: asked large, then above the wall of what people sent; covered while everyone
// thinks; one note in the spotlight; and the group's own note in sight all along.

import { createCovered } from "./covered.js";
import { element, put } from "./dom.js";
import { fit } from "./fit.js";
import { createFiveWays } from "./five_ways.js";
import { gatherForm } from "./gather.js";
import { createGroupNote } from "./group_note.js";
import { moves } from "./moves.js";
import { redrawing, redraws } from "./redrawing.js";
import { words } from "./question_words.js";
import { sayOf } from "./question_foot.js";
import { createSide } from "./side.js";
import { createSpotlight } from "./spotlight.js";
import { createWall, inReadingOrder } from "./wall.js";
import { words as shellWords } from "./words.js";

const { to } = shellWords;

const ASKED = [140, 124, 110, 100, 92, 84, 76, 70, 64, 58, 54, 50, 47, 44, 40, 37, 34];
const ABOVE = { few: [44, 40, 36, 34], many: [34], spotlight: [28, 26, 24] };
const SMALLER = [31, 28, 25, 22];
const MANY = 17;
// Above none or a few short notes it stays large, in half of the picture: the first does not take its place at once.
const FEW = 3;
const SHORT = 400;
const ABOVE_FEW = [96, 88, 80, 74, 68, 62, 58, 54, 50, 47];
const HALF = 0.5;
const TWO_LINES = 2.2 * 1.18;
// Where the whole question does not hold in two lines, in more of them, smaller, before it is given up for one sentence.
const WHOLE = [34, 31, 28];
const MORE_LINES = 5.2 * 1.18;

export function create(stage) {
  const leads = stage.role === "stage";
  const text = element("h2", { class: "q", dir: "auto" });
  const asked = element("div", { class: "asked" }, text);
  const side = createSide();
  const redraw = redraws(stage, () => known && draw());
  const pressed = moves(stage, redraw);
  const groupNote = createGroupNote(stage, { resized: redraw });
  const wall = createWall(stage, { does: does(), changed: () => stage.changed() });
  const spotlight = createSpotlight(stage, { move });
  const covered = createCovered();
  const empty = element("p", { class: "none", hidden: true }, element("b", {}, words.none), " ", words.noneMore);
  const ways = createFiveWays(stage, { closed: () => stage.changed() });
  const form = gatherForm({ gathered, closed: (ids) => wall.focus(ids[0]) });
  const body = element("div", { class: "body" }, wall.node, spotlight.node, covered.node, empty);
  const node = element("div", { class: "question" }, asked, groupNote.node, side.node, body, ways.node, leads ? form.node : "");
  const foot = sayOf();
  let known = null;
  let state = null;
  let view = "";
  // The sentence that is drawn, 0 for the whole question, and whether the whole one can be asked large.
  let drawnSentence = 0;
  let wholeHolds = true;
  let fitted = "";

  const stopRedrawing = redrawing([node, body, asked], redraw, () => {
    fitted = "";
    spotlight.forget();
    wall.forget();
  });

  const inOrder = () => inReadingOrder(state.notes);
  const spotlit = () => (state.covered ? null : state.notes.find((note) => note.id === state.spotlight && !note.hidden));
  const sentences = () => state.texts.question.sentences;

  function viewOf() {
    if (spotlit()) return "spotlight";
    if (state.asking === "large" || (state.asking === "auto" && !state.note_count)) return "asking";
    return state.covered ? "covered" : "wall";
  }

  function draw() {
    state = pressed.on(known);
    view = viewOf();
    node.dataset.view = view;
    side.node.hidden = view !== "asking";
    body.hidden = view === "asking";
    groupNote.update(state);
    drawQuestion();
    if (view === "asking") side.update(state);
    drawBody();
    ways.update(state.texts);
  }

  function drawBody() {
    const bare = view === "wall" && !inOrder().length;
    spotlight.node.hidden = view !== "spotlight";
    covered.node.hidden = view !== "covered";
    wall.node.hidden = view !== "wall" || bare;
    empty.hidden = !bare;
    if (view === "spotlight") {
      const order = inOrder();
      const place = order.findIndex((note) => note.id === state.spotlight) + 1;
      spotlight.update(order[place - 1], { ways: state.texts.ways, place, all: order.length });
    }
    if (view === "covered") covered.update(state.note_count);
    if (state.covered) wall.clear();
    else if (view === "wall") wall.update({ notes: state.notes, ways: state.texts.ways, page: state.wall_page });
  }

  function drawQuestion() {
    const many = view !== "asking" && inOrder().length >= MANY;
    const few = view === "wall" && areFew(inOrder());
    const { whole } = state.texts.question;
    const room = view === "asking" ? `${asked.clientWidth} ${asked.clientHeight}` : `${node.clientWidth} ${node.clientHeight}`;
    const now = `${view} ${many} ${few} ${state.sentence} ${room} ${groupNote.mode()} ${stage.unit()} ${whole}`;
    if (now === fitted) return;
    fitted = now;
    drawnSentence = Math.min(state.sentence, sentences().length);
    if (view === "asking") ask();
    else if (!few || !aboveFew()) head(many);
  }

  function show(sentence) {
    drawnSentence = sentence;
    put(text, sentence ? sentences()[sentence - 1] : state.texts.question.whole);
    text.classList.toggle("one", sentence > 0 || sentences().length < 2);
  }

  // As large as it goes; where the whole question would be smaller than can be read, its first sentence.
  function ask() {
    const room = asked.clientHeight - 16 * stage.unit();
    const holds = () => text.offsetHeight <= room && text.scrollWidth <= text.clientWidth + 1;
    show(drawnSentence);
    if (fit(text, ASKED, holds)) {
      if (!drawnSentence) wholeHolds = true;
      return;
    }
    if (!drawnSentence && sentences().length > 1) {
      wholeHolds = false;
      show(1);
      if (fit(text, ASKED, holds)) return;
    }
    fit(text, SMALLER, holds);
  }

  // In two lines above what people sent: the whole question, or the sentence of it that is being discussed. Where there
  // are many notes, the empty line for the group's own stands beside it, if both have room.
  function head(many) {
    const sizes = ABOVE[view === "spotlight" ? view : many ? "many" : "few"];
    const chosen = drawnSentence;
    const wholeAndOne = sentences().length > 1 ? [0, chosen || 1] : [0];
    const lines = view === "spotlight" ? 2.2 * 1.25 : TWO_LINES;
    const holds = (size) => text.offsetHeight <= size * stage.unit() * lines;
    for (const sentence of wholeAndOne) {
      if (sentence && wholeHoldsAbove(chosen, many)) return;
      for (const beside of many ? [true, false] : [false]) {
        node.dataset.beside = beside;
        show(sentence);
        if (fit(text, sizes, holds)) return;
      }
    }
    fit(text, SMALLER, holds);
  }

  const areFew = (notes) => notes.length <= FEW && notes.reduce((all, note) => all + note.body.length, 0) <= SHORT;

  function aboveFew() {
    node.dataset.beside = false;
    show(drawnSentence);
    const room = HALF * (node.clientHeight - groupNote.node.offsetHeight);
    return fit(text, ABOVE_FEW, () => text.offsetHeight <= room);
  }

  // All of a long question above more of them, where nobody has chosen one of its sentences.
  function wholeHoldsAbove(chosen, many) {
    if (view === "spotlight" || chosen || many) return false;
    node.dataset.beside = false;
    show(0);
    return fit(text, WHOLE, (size) => text.offsetHeight <= size * stage.unit() * MORE_LINES);
  }

  // --- moving -----------------------------------------------------------------------------------------------------

  function askFor(sentence) {
    const how = sentence || state.note_count ? "large" : "auto";
    return pressed.post("ask", { how, sentence }, { asking: how, sentence });
  }

  function showWall(page, sentence = state.sentence) {
    pressed.post("ask", { how: "wall", sentence }, { asking: "wall", sentence });
    if (state.wall_page !== page) turn(page);
  }

  function turn(page) {
    return pressed.post("turn", { page }, { wall_page: page });
  }

  function light(note) {
    return pressed.post("spotlight", { note }, { spotlight: note });
  }

  // The sentences that are walked through, in order: 0 is the whole question.
  function walk() {
    const many = sentences().length;
    const each = many > 1 ? sentences().map((_, number) => number + 1) : [];
    return wholeHolds || !each.length ? [0, ...each] : each;
  }

  function ahead(direction) {
    if (!state) return null;
    if (ways.isOpen()) return { name: to.waysAway, go: () => ways.show(false) };
    return { spotlight: noteAhead, asking: sentenceAhead, wall: pageAhead, covered: pageAhead }[view](direction);
  }

  function move(direction) {
    const next = ahead(direction);
    if (next) next.go();
  }

  function noteAhead(direction) {
    const order = inOrder();
    const place = order.findIndex((note) => note.id === state.spotlight) + direction;
    return order[place] ? { name: to.note(place + 1), go: () => light(order[place].id) } : null;
  }

  function sentenceAhead(direction) {
    const stops = walk();
    const next = stops[stops.indexOf(drawnSentence) + direction];
    if (next !== undefined) return asksFor(next);
    return direction > 0 ? { name: to.notes, go: () => showWall(0, drawnSentence) } : null;
  }

  const asksFor = (sentence) => ({ name: sentence ? to.sentence(sentence) : to.question, go: () => askFor(sentence) });

  function pageAhead(direction) {
    const page = (view === "wall" ? wall.page() : 0) + direction;
    if (page < 0) return asksFor(walk().at(-1));
    if (view === "covered" || page >= wall.pages()) return null;
    return { name: to.page(page + 1), go: () => turn(page) };
  }

  // --- what is done with notes ------------------------------------------------------------------------------------

  function does() {
    return {
      spotlight: light,
      pin: (notes, on) => stage.deed("pin", { notes, on }),
      hide: (notes) => stage.deed("hide", { notes, on: true }),
      group: openForm,
    };
  }

  function openForm(ids) {
    const headings = [...new Set(state.notes.map((note) => note.heading).filter(Boolean))].sort((one, other) => one.localeCompare(other));
    form.open(ids, headings, state.notes.some((note) => ids.includes(note.id) && note.heading));
    stage.changed();
  }

  async function gathered(notes, heading) {
    const answer = await stage.deed("gather", { notes, heading });
    if (!answer || !answer.done) return;
    wall.unselect();
    wall.settle();
  }

  // --- what the shell asks for ------------------------------------------------------------------------------------

  function notesControls() {
    if (state.covered) return [{ does: "cover", name: words.showNotes, press: uncover, main: true }];
    return [{ does: "cover", name: words.coverNotes, press: () => stage.deed("cover", { covered: true }) }];
  }

  function uncover() {
    stage.deed("cover", { covered: false });
    if (view === "asking") showWall(0);
  }

  const common = () => [
    { name: words.fiveWays, press: () => ways.show(!ways.isOpen()), expanded: ways.isOpen() },
    { name: words.groupNote, press: () => groupNote.open() },
  ];
  const whole = (instead = "question") => ({ does: instead, name: words.wholeQuestion, press: () => askFor(0) });

  const controlsOf = {
    asking() {
      const many = sentences().length > 1;
      const other = drawnSentence ? whole("sentences") : { does: "sentences", name: words.bySentence, press: () => askFor(1) };
      const show_ = { does: "question", name: words.showNotes, press: () => showWall(0) };
      return [...(state.covered ? [] : [show_]), ...notesControls(), ...(many && (wholeHolds || !drawnSentence) ? [other] : []), ...common()];
    },
    covered: () => [...notesControls(), whole(), ...common()],
    wall() {
      const selected = wall.selected();
      const many = { does: "group", name: words.groupMany(selected.length), press: () => openForm(selected), main: true };
      const one = { does: "spotlight", name: words.spotlight, press: () => light(selected[0] || wall.current()) };
      const notes = inOrder().length ? [one] : [];
      return [...(selected.length ? [many] : []), ...notesControls(), whole(), ...notes, ...common()];
    },
    spotlight() {
      const note = spotlit();
      return [
        { does: "spotlight", name: words.allNotes, press: () => light(null) },
        { does: "pin", name: note.pinned ? words.unpin : words.pin, press: () => stage.deed("pin", { notes: [note.id], on: !note.pinned }) },
        { name: words.group, press: () => openForm([note.id]) },
        { name: words.makeAction, press: () => stage.deed("take_up", { note: note.id }), pressed: note.taken_up },
        ...common(),
      ];
    },
  };

  function headWords() {
    if (!state) return "";
    if (view === "spotlight") return words.oneNote;
    if (drawnSentence) return words.sentenceOf(drawnSentence, sentences().length);
    const phase = state.timer ? state.texts.phases[state.timer.phase] : "";
    return phase ? phase[0].toLowerCase() + phase.slice(1) : "";
  }

  function key(event) {
    if (!state) return false;
    if (event.key === "5") ways.show(!ways.isOpen());
    else if (event.key !== "Escape") return false;
    else if (ways.isOpen()) ways.show(false);
    else if (form.isOpen()) form.close();
    else if (wall.unselect()) return true;
    else if (view === "spotlight") light(null);
    else return false;
    return true;
  }

  return {
    node,
    update(now) {
      known = now;
      draw();
    },
    ahead,
    controls: () => (state && leads ? controlsOf[view]() : []),
    say: () => (state ? foot(state, { view, wall, notes: inOrder(), stops: walk(), sentence: drawnSentence, role: stage.role }) : ["", ""]),
    head: headWords,
    key,
    // How many pages the wall takes here.
    pages: () => wall.pages(),
    // While the question is asked large the time stands beside it, not in the head.
    ownClock: () => view === "asking",
    stop() {
      stopRedrawing();
      side.stop();
      groupNote.stop();
      wall.stop();
    },
  };
}
