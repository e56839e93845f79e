// Where the cards of a wall go. Nothing here touches the page: it is given a box in CSS pixels, `{width, height, unit}`,
// and `heights(notes, size, width)`, which tells how high the cards of these notes are at a size in u and a width in
// pixels. A note is `{id, heading, length}`; notes come in the order in which they are read.
//
// A plan is `{size, columns, grouped, pages}`; a page `{cards, blocks, slots}`. A card is `{id, x, y, width, height}`, a
// block the room of a group, `{heading, count, continued, x, y, width, height}`. A slot is where one more card may go:
// `{x, y, width, limit, block}`, the block being its place in the page's list, or -1.

export const SIZES = [60, 52, 46, 40, 36, 33, 30, 28, 26, 24];
export const GAP = 10;
const SMALLEST = 24;
const NARROWEST = 13.5;
const WIDEST = 31;
const MOST_COLUMNS = 6;
const PADDING = 10;
const HEADING = 50;
// A letter is hardly ever narrower, and a line never lower: what cannot fit by these is not measured.
const LEAST_LETTER = 0.36;
const LEAST_LINE = 1.2;

export function columnWidth(width, columns, unit) {
  return (width - (columns - 1) * GAP * unit) / columns;
}

// The numbers of columns whose lines are neither too short nor too long to read at a size.
export function columnCounts(size, { width, unit }) {
  const counts = Array.from({ length: MOST_COLUMNS }, (_, number) => number + 1);
  return counts.filter((columns) => {
    const letters = columnWidth(width, columns, unit) / (size * unit);
    return letters >= NARROWEST && letters <= WIDEST;
  });
}

// Each card into the shortest column, in order: `{at: [{column, y}], ends}`, or null where one does not fit.
export function pack(heights, columns, height, gap) {
  const ends = Array(columns).fill(0);
  const at = [];
  for (const high of heights) {
    const column = ends.indexOf(Math.min(...ends));
    if (ends[column] + high > height) return null;
    at.push({ column, y: ends[column] });
    ends[column] += high + gap;
  }
  return { at, ends };
}

// Places in the list dealt to pages in order, an equal share of the area to each.
export function deal(heights, pages) {
  const share = heights.reduce((sum, high) => sum + high, 0) / pages;
  const dealt = [[]];
  let sum = 0;
  heights.forEach((high, place) => {
    const full = sum >= share * dealt.length - high / 2;
    if (full && dealt.length < pages && dealt.at(-1).length) dealt.push([]);
    dealt.at(-1).push(place);
    sum += high;
  });
  return dealt;
}

// The plan with the largest size on the fewest pages. `sizes` are those to be tried, largest first.
export function arrange(notes, box, heights, sizes = SIZES) {
  const [usual, long] = apart(notes, box, heights);
  const grouped = usual.some((note) => note.heading);
  const plan = (grouped ? groups : columnsOf)(usual, box, heights, sizes);
  return { ...plan, grouped, pages: [...plan.pages, ...long.map((note) => alone(note, box))] };
}

// A note that is higher than the box at the smallest size in its widest column has a page of its own, and the box.
function apart(notes, box, heights) {
  const columns = columnCounts(SMALLEST, box)[0] || 1;
  const width = columnWidth(box.width, columns, box.unit) - 2 * PADDING * box.unit;
  const most = box.height - (HEADING + GAP) * box.unit;
  const suspect = notes.filter((note) => leastHeight(note, SMALLEST, width, box.unit) > most / 2);
  const high = heights(suspect, SMALLEST, width);
  const long = new Set(suspect.filter((_, place) => high[place] > most));
  return [notes.filter((note) => !long.has(note)), notes.filter((note) => long.has(note))];
}

function alone(note, { width, height }) {
  return { cards: [{ id: note.id, x: 0, y: 0, width, height, long: true }], blocks: [], slots: [] };
}

function leastHeight(note, size, width, unit) {
  const lines = Math.max(1, Math.floor((note.length * LEAST_LETTER * size * unit) / width));
  return lines * LEAST_LINE * size * unit;
}

// How many pages the cards need at least, at a size and in so many columns.
function leastPages(notes, box, size, columns) {
  const width = columnWidth(box.width, columns, box.unit);
  const least = notes.reduce((sum, note) => sum + leastHeight(note, size, width, box.unit) + GAP * box.unit, 0);
  return least / (columns * (box.height + GAP * box.unit));
}

// --- without groups ---------------------------------------------------------------------------------------------

function columnsOf(notes, box, heights, sizes) {
  if (!notes.length) return { size: sizes[0], columns: 1, pages: [emptyPage(box, 1)] };
  const tries = sizes.flatMap((size) =>
    (columnCounts(size, box).length ? columnCounts(size, box) : [1]).map((columns) => ({
      size,
      columns,
      least: leastPages(notes, box, size, columns),
    })),
  );
  for (let pages = 1; pages <= notes.length; pages += 1) {
    const plan = bestOf(notes, box, heights, tries, pages);
    if (plan) return plan;
  }
  return { size: sizes.at(-1), columns: 1, pages: notes.map((note) => alone(note, box)) };
}

// The largest size that holds on so many pages; of its numbers of columns, the one that fills them most evenly.
function bestOf(notes, box, heights, tries, pages) {
  let best = null;
  for (const one of tries) {
    if (best && one.size !== best.size) return best;
    const plan = one.least <= pages && onPages(notes, box, heights, one, pages);
    if (plan && (!best || plan.uneven < best.uneven)) best = plan;
  }
  return best;
}

function onPages(notes, box, heights, { size, columns }, pages) {
  const gap = GAP * box.unit;
  const width = columnWidth(box.width, columns, box.unit);
  const high = heights(notes, size, width);
  const packed = deal(high, pages).map((places) => ({
    places,
    how: pack(places.map((place) => high[place]), columns, box.height, gap),
  }));
  if (!packed.every(({ how }) => how)) return null;
  return {
    size,
    columns,
    uneven: Math.max(...packed.map(({ how }) => Math.max(...how.ends) - Math.min(...how.ends))),
    pages: packed.map(({ places, how }) => ({
      cards: places.map((place, number) => {
        const { column, y } = how.at[number];
        return { id: notes[place].id, x: column * (width + gap), y, width, height: high[place] };
      }),
      blocks: [],
      slots: how.ends.map((y, column) => ({ x: column * (width + gap), y, width, limit: box.height, block: -1 })),
    })),
  };
}

function emptyPage(box, columns) {
  const width = columnWidth(box.width, columns, box.unit);
  const slots = Array.from({ length: columns }, (_, column) => {
    return { x: column * (width + GAP * box.unit), y: 0, width, limit: box.height, block: -1 };
  });
  return { cards: [], blocks: [], slots };
}

// --- groups -----------------------------------------------------------------------------------------------------

// What is in no group lies in a strip across the foot, in one block among the others, or in what room is left.
const LOOSE = ["strip", "block", "rest"];

// Groups lie on one page at the largest size that holds; where none does, on pages at the smallest.
function groups(notes, box, heights, sizes) {
  for (const size of sizes) {
    const last = size === sizes.at(-1);
    const counts = columnCounts(size, box);
    const plans = (counts.length ? counts : [1])
      .filter((columns) => last || leastPages(notes, box, size, columns) <= 1)
      .flatMap((columns) => LOOSE.map((loose) => blocksOf(notes, box, heights, { size, columns, loose, last })))
      .filter(Boolean);
    const best = plans.sort((one, other) => one.cost - other.cost)[0];
    if (best) return best;
  }
  return columnsOf(notes.map((note) => ({ ...note, heading: "" })), box, heights, sizes.slice(-1));
}

function measuresOf({ unit, width, height }, columns) {
  const [gap, padding, heading] = [GAP, PADDING, HEADING].map((size) => size * unit);
  const outer = columnWidth(width, columns, unit);
  return { unit, gap, padding, heading, columns, width: outer, inner: outer - 2 * padding, limit: height };
}

function blocksOf(notes, box, heights, { size, columns, loose, last }) {
  const free = notes.filter((note) => !note.heading);
  if (!free.length && loose !== "rest") return null;
  const measures = measuresOf(box, columns);
  const strip = loose === "strip" ? stripOf(free, box, heights, size, measures) : null;
  const room = box.height - (strip ? strip.height + measures.gap : 0);
  if (room < box.height / 3) return null;
  const todo = blocksToDo(notes, heights(notes, size, measures.inner), measures, loose);
  const filled = filledWith(todo, { ...measures, room, pages: last ? notes.length : 1 }, last);
  if (!filled) return null;
  if (strip) under(filled.pages[0], strip, measures);
  else filled.pages.forEach((page) => lastColumn(page, measures));
  const cost = 100 * filled.pages.length + filled.splits + LOOSE.indexOf(loose) / 4;
  return { size, columns, cost, pages: filled.pages.map(({ page }) => page) };
}

// A smaller size is better than one at which what is in no group lies in more pieces than it must.
function filledWith(todo, measures, last) {
  const rest = todo.find((block) => block.last);
  const fewest = rest ? Math.ceil(rest.whole / measures.limit) : 0;
  const filled = fill(todo, measures);
  if (!filled || !rest || last) return filled;
  const pieces = filled.pages.flatMap(({ page }) => page.blocks).filter((block) => !block.heading);
  return pieces.length > fewest ? null : filled;
}

// The blocks that are to be placed, the highest first; what is in no group comes last where it takes the rest.
function blocksToDo(notes, high, { gap, heading: top }, loose) {
  const headings = [...new Set(notes.map((note) => note.heading))].filter((heading) => heading || loose !== "strip");
  const blocks = headings.map((heading) => {
    const left = notes.map((note, place) => ({ note, high: high[place] })).filter(({ note }) => note.heading === heading);
    const whole = left.reduce((sum, card) => sum + card.high + gap, top);
    return { heading, count: left.length, left, whole, continued: false, last: !heading && loose === "rest" };
  });
  return blocks.sort((one, other) => one.last - other.last || other.whole - one.whole);
}

// What is in no group, side by side: `{cards, slots, count, height}` with places within the strip.
function stripOf(free, box, heights, size, { columns, unit, gap, padding, heading }) {
  const width = columnWidth(box.width - 2 * padding, columns, unit);
  const high = heights(free, size, width);
  const { at, ends } = pack(high, columns, Infinity, gap);
  const x = (column) => padding + column * (width + gap);
  const cards = free.map(({ id }, place) => {
    const { column, y } = at[place];
    return { id, x: x(column), y: heading + y, width, height: high[place] };
  });
  const slots = ends.map((y, column) => ({ x: x(column), y: heading + y, width }));
  return { cards, slots, count: free.length, width: box.width, height: heading + Math.max(...ends) };
}

function under({ page, ends }, { cards, slots, count, width, height }, { limit, padding }) {
  const y = Math.max(...ends);
  page.blocks.push({ heading: "", count, continued: false, x: 0, y, width, height });
  page.cards.push(...cards.map((card) => ({ ...card, y: y + card.y })));
  const block = page.blocks.length - 1;
  page.slots = slots.map((slot) => ({ ...slot, y: y + slot.y, limit: limit - padding, block }));
}

// The block of what is in no group stands in the last column: its column changes places with that.
function lastColumn({ page, ends }, { columns, width, gap, padding, heading, inner, limit }) {
  const step = width + gap;
  const last = (columns - 1) * step;
  const loose = page.blocks.filter((block) => !block.heading);
  const from = loose.length === 1 ? loose[0].x : last;
  const swapped = (x) => {
    if (x >= last - 1) return x - last + from;
    return x >= from - 1 && x < from + width ? x - from + last : x;
  };
  for (const thing of [...page.blocks, ...page.cards]) thing.x = swapped(thing.x);
  const own = page.blocks.flatMap((block, place) => {
    const below = page.blocks.some((other) => other.x === block.x && other.y > block.y);
    const slot = { x: block.x + padding, y: block.y + block.height, width: inner, limit: limit - padding, block: place };
    return block.heading || below ? [] : [slot];
  });
  const free = ends.map((y, column) => {
    return { x: swapped(column * step) + padding, y: y + heading, width: inner, limit: limit - padding, block: -1 };
  });
  page.slots = own.length ? own : free;
}

// Blocks into the shortest column, each whole; one that is higher than a column goes on in the next, and so does what
// takes the rest. Null where more pages would be needed than there may be.
function fill(todo, { room, pages, ...at }) {
  const filled = [];
  let splits = 0;
  const turn = () => filled.push({ page: { cards: [], blocks: [], slots: [] }, ends: Array(at.columns).fill(0) });
  turn();
  while (todo.length) {
    const here = filled.at(-1);
    const column = here.ends.indexOf(Math.min(...here.ends));
    const height = filled.length === 1 ? room : at.limit;
    const next = choose(todo, here.ends[column], height);
    const above = next && begunAbove(here, next, column, at);
    const taken = next ? howMany(next, height - here.ends[column], { ...at, heading: above ? -at.gap : at.heading }) : 0;
    if (taken) {
      put(here, next, taken, column, at);
      if (next.left.length) splits += 1;
      else todo.splice(todo.indexOf(next), 1);
    } else if (filled.length === pages || !here.page.cards.length) return null;
    else turn();
  }
  return { pages: filled, splits };
}

function choose(todo, top, height) {
  const whole = todo.find((block) => !block.last && top + block.whole <= height);
  const split = todo.find((block) => !block.last && (block.continued || block.whole > height));
  return whole || split || (todo[0].last ? todo[0] : null);
}

function howMany(block, room, { heading, gap }) {
  let taken = 0;
  let high = heading;
  while (taken < block.left.length && high + block.left[taken].high + gap <= room) {
    high += block.left[taken].high + gap;
    taken += 1;
  }
  return taken;
}

// The piece of the same block that ends where the next one would begin: it goes on there, without another heading.
function begunAbove({ page, ends }, block, column, { width, gap }) {
  const x = column * (width + gap);
  const isIt = (piece) => piece.heading === block.heading && piece.x === x && piece.y + piece.height + gap === ends[column];
  return block.continued ? page.blocks.find(isIt) : undefined;
}

function put(here, block, taken, column, at) {
  const { page, ends } = here;
  const { width, inner, gap, padding, heading } = at;
  const x = column * (width + gap);
  const above = begunAbove(here, block, column, at);
  const top = above ? above.y : ends[column];
  const from = above ? above.y + above.height : top + heading;
  let y = from;
  for (const { note, high } of block.left.splice(0, taken)) {
    page.cards.push({ id: note.id, x: x + padding, y, width: inner, height: high });
    y += high + gap;
  }
  const { heading: name, count, continued } = block;
  if (above) above.height = y - top;
  else page.blocks.push({ heading: name, count, continued, x, y: top, width, height: y - top });
  ends[column] = y + gap;
  block.whole -= y - from;
  block.continued = true;
}

// --- one more, one less -----------------------------------------------------------------------------------------

// Place a new note, which is in no group, where there is room: the shortest column of the last page that takes such
// notes. Changes the plan; where there is no room, the note has a new page, and false comes back.
export function add(plan, note, box, heights) {
  const page = plan.pages.findLast((with_) => with_.slots.length);
  const slot = page && page.slots.reduce((best, other) => (other.y < best.y ? other : best));
  const high = slot ? heights([note], plan.size, slot.width)[0] : Infinity;
  if (slot && slot.y + high <= slot.limit) {
    into(plan, page, slot, note, high, box);
    return true;
  }
  const further = furtherPage(plan, box);
  plan.pages.push(further);
  into(plan, further, further.slots[0], note, heights([note], plan.size, further.slots[0].width)[0], box);
  return false;
}

function furtherPage(plan, box) {
  const page = emptyPage(box, plan.columns);
  if (!plan.grouped) return page;
  const padding = PADDING * box.unit;
  const inner = emptyPage({ ...box, width: box.width - 2 * padding }, plan.columns);
  page.blocks.push({ heading: "", count: 0, continued: true, x: 0, y: 0, width: box.width, height: 0 });
  page.slots = inner.slots.map((slot) => ({ ...slot, x: slot.x + padding, y: HEADING * box.unit, block: 0 }));
  return page;
}

function into(plan, page, slot, note, height, { unit }) {
  page.cards.push({ id: note.id, x: slot.x, y: slot.y, width: slot.width, height });
  if (plan.grouped && slot.block < 0) begin(page, slot, unit);
  slot.y += height + GAP * unit;
  const block = page.blocks[slot.block];
  if (!block) return;
  block.height = Math.max(block.height, slot.y - block.y);
  block.count += 1;
}

// A block for what is in no group, around a slot that had none.
function begin(page, slot, unit) {
  const continued = page.blocks.some((block) => !block.heading);
  const [x, y] = [slot.x - PADDING * unit, slot.y - HEADING * unit];
  page.blocks.push({ heading: "", count: 0, continued, x, y, width: slot.width + 2 * PADDING * unit, height: 0 });
  slot.block = page.blocks.length - 1;
  page.slots = [slot];
}

// A card became higher or lower, or (`height` 0) is gone: those below it in its column move along. Changes the plan;
// false where the column no longer fits, or where groups would have to be laid anew.
export function resize(plan, id, height, box) {
  const page = plan.pages.find((with_) => with_.cards.some((card) => card.id === id));
  const card = page.cards.find((known) => known.id === id);
  const by = height - card.height - (height ? 0 : GAP * box.unit);
  card.height = height;
  if (!height) page.cards.splice(page.cards.indexOf(card), 1);
  if (plan.grouped || !page.slots.length) return false;
  for (const below of [...page.cards, ...page.slots]) {
    if (below.x === card.x && below.y > card.y) below.y += by;
  }
  return page.cards.length > 0 && page.slots.every((slot) => slot.y - GAP * box.unit <= slot.limit);
}
