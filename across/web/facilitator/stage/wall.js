// The wall: all notes of a question, whole or not at all, as large as they will go, on as many pages as that takes. A
// note's card keeps its element, and a new note is placed at once. While the facilitator's pointer or the keyboard's focus
// is over the notes no card moves: what would move one waits until both have left.

import { dress, emptyCard, lookOf, measuring, SHORT_FROM } from "./cards.js";
import { element, inOrder, put } from "./dom.js";
import { add, arrange, GAP, resize } from "./layout.js";
import { words } from "./question_words.js";
import { tools } from "./tools.js";

const SEARCH_EVERY = 2000;
// How much higher a card becomes with its controls, at most.
const OPENED = 120;

// Notes as they are read: pinned ones first.
export function inReadingOrder(notes) {
  const shown = notes.filter((note) => !note.hidden);
  return [...shown.filter((note) => note.pinned), ...shown.filter((note) => !note.pinned)];
}

// `does`: what can be done with notes, {spotlight(id), pin(ids, on), group(ids), hide(ids)}; `changed()` is called when
// there are more or fewer pages, another page is shown, or notes are selected; `loose`: what notes in no group are called,
// and what where they go on elsewhere.
export function createWall(stage, { does, changed, loose = [words.notGrouped, words.notGroupedMore] }) {
  const node = element("section", { class: "wall", "aria-label": words.listOfNotes });
  const sheet = element("div", { class: "sheet" });
  node.append(sheet);
  const cards = new Map();
  const lanes = new Map();
  const measured = measuring(node, () => ({ ways, room: `${box.unit} ${box.type}` }));
  const hands = stage.role === "stage" ? tools(sheet, { cards, does, shown: () => onPage(), named: (id) => words.noteNamed(place(id), byId.get(id).body), changed }) : null;
  let ways = [];
  let notes = [];
  let byId = new Map();
  let plan = null;
  let box = null;
  let wanted = 0;
  let sheetHeight = 0;
  let top = 0;
  let searched = -Infinity;
  let waiting = 0;
  let drawn = "";
  // The pointer is over the notes; what was told last; and whether something of it waits until they are left.
  let over = false;
  let latest = [];
  let owed = false;
  // Notes that have come since the wall was drawn, and are not on the page yet.
  const arrived = new Set();

  const heights = (some, size, width) => measured.heights(some.map((note) => byId.get(note.id)), size, width);
  const asked = () => notes.map(({ id, heading, body }) => ({ id, heading, length: body.length }));
  const place = (id) => notes.findIndex((note) => note.id === id) + 1;
  const shownPage = () => Math.max(0, Math.min(wanted, plan ? plan.pages.length - 1 : 0));
  const onPage = () => (plan ? plan.pages[shownPage()].cards.map((card) => card.id) : []);

  // The room there is, or null where nothing can be measured yet.
  function look() {
    const unit = stage.unit();
    const style = getComputedStyle(node);
    const flow = style.getPropertyValue("--flow").trim();
    const flows = flow === "1";
    if (!unit || !flow || !node.clientWidth || !(flows || node.clientHeight)) return null;
    const { clientWidth: width, clientHeight: height } = node;
    const type = `${style.fontWeight} ${style.getPropertyValue("--stroke").trim()}`;
    return { width, height: flows ? 0 : height - unit, unit, flows, type };
  }

  const sameRoom = (one, other) => one && other && Object.keys(one).every((name) => one[name] === other[name]);

  function search() {
    clearTimeout(waiting);
    waiting = 0;
    searched = performance.now();
    top = node.getBoundingClientRect().top;
    sheet.style.transform = "";
    plan = box.flows ? inOnePage() : arrange(asked(), box, heights);
    draw();
  }

  function inOnePage() {
    return { size: 28, columns: 1, grouped: false, pages: [{ cards: notes.map(({ id }) => ({ id })), blocks: [], slots: [] }] };
  }

  // Search anew, but not sooner than a while after the last time, and not under somebody's hands.
  function searchLater() {
    if (waiting) return;
    const search_ = () => {
      waiting = 0;
      if (!box) searchLater();
      else if (isHeld()) wait();
      else search();
    };
    waiting = setTimeout(search_, Math.max(searched + SEARCH_EVERY - performance.now(), 0));
  }

  // --- while somebody's hand is over the notes --------------------------------------------------------------------

  function isHeld() {
    if (!hands || !plan || !box || box.flows) return false;
    return hands.busy() || (over && node.matches(":hover")) || node.querySelector(":focus-visible") !== null;
  }

  // Not where the window itself is another, nor where somebody types a note of the group's that needs the room.
  function mayStay(room) {
    if (!room || !isHeld() || ["width", "unit", "flows", "type"].some((name) => room[name] !== box[name])) return false;
    const at = node.getRootNode().activeElement;
    return room.height >= box.height || !(at && at.matches("textarea, input"));
  }

  // What stands above the notes has another height: the cards stay where they are in the picture.
  function stayInPlace() {
    const by = top - node.getBoundingClientRect().top;
    sheet.style.transform = by ? `translateY(${by}px)` : "";
  }

  function wait() {
    owed = true;
    draw();
  }

  // Take what is told as far as it moves no card: a note that is gone leaves a gap, a new one comes where there is room,
  // one that would be higher stays as it was.
  function takeQuietly(all, room) {
    const next = inReadingOrder(all);
    const nextById = new Map(next.map((note) => [note.id, note]));
    const gone = notes.filter((note) => !nextById.has(note.id));
    for (const { id } of gone) for (const page of plan.pages) page.cards = page.cards.filter((card) => card.id !== id);
    const stay = notes.filter((note) => nextById.has(note.id)).map((note) => quietly(note, nextById.get(note.id)));
    const added = next.filter((note) => !byId.has(note.id));
    const free = added.filter((note) => !note.pinned && !note.heading);
    keep([...stay, ...free]);
    const shown = (note) => `${lookOf(note)} ${note.heading}`;
    const hasRoom = free.map((note) => add(plan, note, box, heights));
    const late = notes.some((note, number) => note.id !== next[number].id || shown(note) !== shown(next[number]));
    owed = owed || late || gone.length > 0 || notes.length < next.length || hasRoom.includes(false) || room.height !== box.height;
    stayInPlace();
    draw();
  }

  // How a note is shown meanwhile: one that was pinned looks so, where it is, for its frame has room between cards.
  function quietly(before, now) {
    const same = { ...now, heading: before.heading };
    const { width, height, long } = plan.pages.flatMap((page) => page.cards).find((card) => card.id === now.id);
    return long || measured.heights([same], plan.size, width)[0] < height + GAP * box.unit ? same : before;
  }

  // Draw what waits, if anything does.
  function settle() {
    if (!owed) return;
    owed = false;
    take(latest);
    box = look() || box;
    search();
  }

  const left = () => setTimeout(() => !isHeld() && settle(), 0);
  const pointed = (event) => (over = event.type === "pointerenter" && event.pointerType !== "touch");
  for (const kind of ["pointerenter", "pointerleave"]) node.addEventListener(kind, pointed);
  for (const kind of ["pointerleave", "focusout", "click"]) node.addEventListener(kind, left);

  // What is new, changed or gone since the wall was drawn. `moved`: notes that belong elsewhere.
  function difference(before) {
    const known = new Map(before.map((note) => [note.id, note]));
    const added = notes.filter((note) => !known.has(note.id));
    const changedOnes = notes.filter((note) => known.has(note.id) && lookOf(note) !== lookOf(known.get(note.id)));
    const gone = before.filter((note) => !byId.has(note.id));
    const elsewhere = (note) => note.heading !== known.get(note.id).heading || note.pinned !== known.get(note.id).pinned;
    const moved = notes.some((note) => known.has(note.id) && elsewhere(note));
    const between = added.some((note) => note.pinned || note.heading);
    return { added, changed: changedOnes, gone, moved: moved || between };
  }

  function follow(before) {
    const { added, changed: altered, gone, moved } = difference(before);
    if (moved) {
      rearrange();
      return;
    }
    const { length } = plan.pages;
    const stands = [
      ...gone.map((note) => resize(plan, note.id, 0, box)),
      ...altered.map(fits),
      ...added.map((note) => add(plan, note, box, heights)),
    ];
    if (outOfSight(length)) {
      search();
      return;
    }
    if (stands.includes(false) || gone.length) searchLater();
    if (gone.some((_, number) => !stands[number]) || altered.some((_, number) => !stands[gone.length + number])) rearrange();
  }

  function fits(note) {
    const card = plan.pages.flatMap((page) => page.cards).find((known) => known.id === note.id);
    if (card.long) return true;
    const [high] = heights([note], plan.size, card.width);
    return high === card.height || resize(plan, note.id, high, box);
  }

  // Lay everything anew: at another size only if that was not done a moment ago.
  function rearrange() {
    if (performance.now() - searched >= SEARCH_EVERY) {
      search();
      return;
    }
    const { length } = plan.pages;
    plan = arrange(asked(), box, heights, [plan.size]);
    if (outOfSight(length)) search();
    else searchLater();
  }

  // All were in sight, and one would no longer be: that does not wait. Each time the notes become smaller, so it is seldom.
  function outOfSight(pages) {
    return pages === 1 && plan.pages.length > 1;
  }

  function draw() {
    const page = plan.pages[shownPage()];
    sheetHeight = node.clientHeight;
    const short = plan.size <= SHORT_FROM && !box.flows;
    node.classList.toggle("dense", short);
    node.classList.toggle("flows", box.flows);
    node.style.setProperty("--fs", `calc(${plan.size} * var(--u))`);
    inOrder(sheet, box.flows ? flowing() : sheetOf(page, short));
    nameWhole();
    if (hands) hands.drawn(onPage());
    const now = JSON.stringify([shownPage(), plan.pages.length, short, onPage().length, notes.length, owed]);
    if (now !== drawn) {
      drawn = now;
      changed();
    }
  }

  function sheetOf(page, short) {
    const nodes = page.cards.map((at) => [at, placed(cardOf(at.id, short), at)]);
    const within = (block, at) => at.x >= block.x && at.x < block.x + block.width && at.y >= block.y && at.y < block.y + block.height;
    const gathered = page.blocks.flatMap((block, number) => [
      laneOf(block, number),
      ...nodes.filter(([at]) => within(block, at)).map(([, card]) => card),
    ]);
    return [...gathered, ...nodes.map(([, card]) => card).filter((card) => !gathered.includes(card))];
  }

  // A narrow or low window is read like a page: one card under the other.
  function flowing() {
    const headings = [...new Set(notes.map((note) => note.heading))].sort((one, other) => !one - !other);
    const grouped = headings.some(Boolean);
    return headings.flatMap((heading, number) => {
      const own = notes.filter((note) => note.heading === heading);
      const block = { heading, count: own.length, continued: false };
      return [...(grouped ? [laneOf(block, number)] : []), ...own.map((note) => placed(cardOf(note.id, false), null))];
    });
  }

  function cardOf(id, short) {
    let card = cards.get(id);
    if (!card) {
      card = emptyCard();
      card.node.dataset.id = id;
      card.text.id = `note-${id}`;
      card.node.setAttribute("aria-labelledby", card.text.id);
      card.node.addEventListener("animationend", () => card.node.classList.remove("fresh"));
      cards.set(id, card);
    }
    if (arrived.delete(id)) card.node.classList.add("fresh");
    dress(card, byId.get(id), { short, ways });
    return card.node;
  }

  function laneOf(block, number) {
    if (!lanes.has(number)) {
      const heading = element("span", { class: "name", dir: "auto" });
      const count = element("span", { class: "count" });
      lanes.set(number, { node: element("section", { class: "lane" }, element("h3", {}, heading, " ", count)), heading, count });
    }
    const lane = lanes.get(number);
    put(lane.heading, block.heading || loose[block.continued ? 1 : 0]);
    put(lane.count, block.continued ? words.continued : String(block.count));
    lane.node.classList.toggle("loose", !block.heading);
    return placed(lane.node, block.width ? block : null, true);
  }

  // A heading that is too long for its line has two smaller ones.
  function nameWhole() {
    const named = [...lanes.values()].filter((lane) => lane.node.isConnected);
    for (const { node: lane } of named) lane.classList.remove("two-lines");
    const long = named.filter(({ heading }) => heading.scrollWidth > heading.clientWidth);
    for (const { node: lane } of long) lane.classList.add("two-lines");
  }

  function placed(card, at, tall = false) {
    const style = { left: "", top: "", width: "", height: "" };
    if (at) Object.assign(style, { left: `${at.x}px`, top: `${at.y}px`, width: `${at.width}px` });
    if (at && (tall || at.long)) style.height = `${at.height}px`;
    Object.assign(card.style, style);
    const { long = false, y = 0, height = 0 } = at || {};
    card.classList.toggle("long", long);
    // What is opened within it grows downwards, or upwards where that would leave the picture.
    card.classList.toggle("low", y + height > box.height - OPENED * box.unit);
    card.style.setProperty("--under", `${sheetHeight - y - height}px`);
    return card;
  }

  const take = (now) => keep(inReadingOrder(now));

  // What is drawn from now on; returns what was.
  function keep(now) {
    const before = notes;
    notes = now;
    byId = new Map(notes.map((note) => [note.id, note]));
    const known = new Set(before.map((note) => note.id));
    arrived.clear();
    if (drawn) for (const id of byId.keys()) if (!known.has(id)) arrived.add(id);
    for (const [id, card] of cards) {
      if (byId.has(id)) continue;
      card.node.remove();
      cards.delete(id);
    }
    return before;
  }

  return {
    node,
    // Draw these notes at this page; `question` is what the wall is of: another one begins anew.
    update({ notes: all, ways: named, page }) {
      ways = named;
      wanted = page;
      latest = all;
      const room = look();
      if (mayStay(room)) {
        takeQuietly(all, room);
        return;
      }
      owed = false;
      const before = take(all);
      if (!room) return;
      const moved = !sameRoom(room, box);
      box = room;
      if (!plan || moved || box.flows) search();
      else {
        follow(before);
        draw();
      }
    },
    // Fonts have come, or a style has changed: nothing that was measured holds.
    forget() {
      measured.forget();
      box = null;
    },
    clear() {
      take([]);
      plan = null;
      owed = false;
      drawn = "";
      sheet.replaceChildren();
    },
    page: shownPage,
    pages: () => (plan ? plan.pages.length : 1),
    isShort: () => Boolean(plan && box && !box.flows && plan.size <= SHORT_FROM),
    groups: () => new Set(notes.map((note) => note.heading).filter(Boolean)).size,
    shown: onPage,
    place,
    selected: () => (hands ? hands.selected() : []),
    current: () => (hands && hands.current()) || onPage()[0],
    key: (event) => Boolean(hands && hands.key(event)),
    unselect: () => Boolean(hands && hands.unselect()),
    // Something waits until the notes are left, and is drawn at once where somebody has just asked for it.
    waits: () => owed,
    settle,
    focus: (id) => cards.get(id) && cards.get(id).node.isConnected && cards.get(id).node.focus(),
    stop: () => clearTimeout(waiting),
  };
}
