// Where the cards of a wall go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { add, arrange, columnCounts, columnWidth, deal, pack, resize, SIZES } from "../../across/web/facilitator/stage/layout.js";

const BOX = { width: 1792, height: 800, unit: 1 };

// As high as text of average letters would be: padding, and lines of as many letters as the width takes.
function heights(notes, size, width) {
  return notes.map((note) => 20 + Math.ceil((note.length * 0.47 * size) / (width - 24)) * 1.24 * size);
}

const notesOf = (lengths, headings = []) =>
  lengths.map((length, place) => ({ id: `n${place}`, heading: headings[place] || "", length }));
const mixed = (number) => notesOf(Array.from({ length: number }, (_, place) => 20 + ((place * 37) % 111)));
const placesOf = (plan) => new Map(plan.pages.flatMap((page, at) => page.cards.map((card) => [card.id, { at, ...card }])));

function holds(plan, notes, box = BOX) {
  const seen = plan.pages.flatMap((page) => page.cards.map((card) => card.id));
  assert.deepEqual([...seen].sort(), notes.map((note) => note.id).sort());
  for (const { cards } of plan.pages) {
    for (const card of cards) {
      assert.ok(card.x >= 0 && card.x + card.width <= box.width + 0.01, `${card.id} beside the box`);
      assert.ok(card.y >= 0 && card.y + card.height <= box.height + 0.01, `${card.id} below the box`);
      for (const other of cards) assert.ok(card === other || apart(card, other), `${card.id} over ${other.id}`);
    }
  }
}

const apart = (one, other) =>
  one.x + one.width <= other.x + 0.01 || other.x + other.width <= one.x + 0.01 ||
  one.y + one.height <= other.y + 0.01 || other.y + other.height <= one.y + 0.01;

test("columns are 13.5 to 31 em wide", () => {
  for (const size of SIZES) {
    for (const columns of columnCounts(size, BOX)) {
      const letters = columnWidth(BOX.width, columns, 1) / size;
      assert.ok(letters >= 13.5 && letters <= 31);
    }
  }
  assert.deepEqual(columnCounts(60, BOX), [1, 2]);
  assert.deepEqual(columnCounts(24, BOX), [3, 4, 5]);
});

test("each card goes into the shortest column, in order", () => {
  const { at, ends } = pack([100, 50, 30, 60], 2, 400, 10);
  assert.deepEqual(at, [{ column: 0, y: 0 }, { column: 1, y: 0 }, { column: 1, y: 60 }, { column: 1, y: 100 }]);
  assert.deepEqual(ends, [110, 170]);
});

test("a card that would not be whole is not placed", () => {
  assert.equal(pack([100, 301], 2, 300, 10), null);
  assert.ok(pack([100, 300], 2, 300, 10));
});

test("pages are dealt in order, an equal area to each", () => {
  assert.deepEqual(deal([10, 10, 10, 10], 2), [[0, 1], [2, 3]]);
  assert.deepEqual(deal([30, 10, 10, 10], 2), [[0], [1, 2, 3]]);
  assert.deepEqual(deal([10, 10, 10], 3), [[0], [1], [2]]);
});

test("few notes are as large as they go, many are smaller, none below 24u", () => {
  const sizes = [1, 6, 12, 24, 60].map((number) => arrange(mixed(number), BOX, heights).size);
  assert.deepEqual([...sizes].sort((one, other) => other - one), sizes);
  assert.equal(sizes[0], 60);
  assert.ok(sizes.every((size) => SIZES.includes(size)));
});

test("the largest size that holds is taken, and no larger one holds", () => {
  const notes = mixed(24);
  const plan = arrange(notes, BOX, heights);
  holds(plan, notes);
  assert.equal(plan.pages.length, 1);
  const larger = SIZES.filter((size) => size > plan.size);
  assert.ok(arrange(notes, BOX, heights, larger).pages.length > 1);
});

for (const number of [60, 300]) {
  test(`${number} notes are whole, in order, on as few pages as hold`, () => {
    const notes = mixed(number);
    const plan = arrange(notes, BOX, heights);
    holds(plan, notes);
    const order = plan.pages.flatMap((page) => page.cards.map((card) => card.id));
    assert.deepEqual(order, notes.map((note) => note.id));
    assert.ok(plan.pages.length > 1 && plan.pages.length < number / 15);
  });
}

test("all pages have one size, and what cannot fit is not measured", () => {
  let measured = 0;
  const counting = (notes, size, width) => {
    measured += 1;
    return heights(notes, size, width);
  };
  arrange(mixed(300), BOX, counting);
  assert.ok(measured < 60, `measured ${measured} times`);
});

test("a note that is higher than the box has a page and the box of its own", () => {
  const notes = notesOf([50, 9000, 40]);
  const plan = arrange(notes, BOX, heights);
  const { at, long, width, height } = placesOf(plan).get("n1");
  assert.deepEqual([at, long, width, height], [1, true, BOX.width, BOX.height]);
  assert.equal(plan.pages[0].cards.length, 2);
});

test("a wall without notes has one empty page, and room", () => {
  const plan = arrange([], BOX, heights);
  assert.deepEqual([plan.pages.length, plan.pages[0].cards.length, plan.size], [1, 0, 60]);
});

test("groups are blocks that hold their cards, and what is in none is apart", () => {
  const notes = notesOf([40, 80, 60, 20, 90, 30, 50, 70], ["b", "a", "a", "", "a", "b", "", "c"]);
  const plan = arrange(notes, BOX, heights);
  holds(plan, notes);
  const { blocks, cards } = plan.pages[0];
  assert.deepEqual(blocks.map(({ heading, count }) => [heading, count]).sort(), [["", 2], ["a", 3], ["b", 2], ["c", 1]]);
  for (const card of cards) {
    const heading = notes.find((note) => note.id === card.id).heading;
    const block = blocks.find((known) => known.heading === heading);
    assert.ok(card.x >= block.x && card.x + card.width <= block.x + block.width);
    assert.ok(card.y >= block.y && card.y + card.height <= block.y + block.height);
  }
});

test("a group higher than a column goes on in the next, and says so", () => {
  const notes = notesOf(Array(40).fill(100), Array(40).fill("all of it"));
  const plan = arrange(notes, BOX, heights);
  holds(plan, notes);
  const continued = plan.pages.flatMap((page) => page.blocks).map((block) => block.continued);
  assert.equal(continued[0], false);
  assert.ok(continued.length > 1 && continued.slice(1).every(Boolean));
});

for (const loose of [0, 5, 60]) {
  test(`60 notes in groups and ${loose} in none are whole on pages`, () => {
    const lengths = Array.from({ length: 60 + loose }, (_, place) => 20 + ((place * 53) % 111));
    const notes = notesOf(lengths, Array.from({ length: 60 }, (_, place) => `group ${place % 7}`));
    holds(arrange(notes, BOX, heights), notes);
  });
}

for (const [what, headings] of [["a wall", []], ["groups", ["a", "a", "b", "", "", "b"]]]) {
  test(`a new note on ${what} moves no other`, () => {
    const notes = notesOf([40, 80, 60, 90, 30, 50], headings);
    const plan = arrange(notes, BOX, heights);
    const known = [...notes];
    for (let place = 6; place < 60; place += 1) {
      const before = placesOf(plan);
      const note = { id: `n${place}`, heading: "", length: 20 + ((place * 37) % 111) };
      add(plan, note, BOX, heights);
      known.push(note);
      const after = placesOf(plan);
      for (const [id, card] of before) assert.deepEqual(after.get(id), card);
      holds(plan, known);
    }
  });
}

test("a new note goes into the shortest column that has room, else on a new page", () => {
  const plan = arrange(notesOf([40, 300, 40, 40]), BOX, heights, [36]);
  const shortest = Math.min(...plan.pages[0].slots.map((slot) => slot.y));
  assert.equal(add(plan, { id: "next", heading: "", length: 20 }, BOX, heights), true);
  assert.equal(placesOf(plan).get("next").y, shortest);
  assert.equal(add(plan, { id: "long", heading: "", length: 900 }, BOX, heights), false);
  assert.equal(placesOf(plan).get("long").at, 1);
});

test("what is below a card that grows or goes moves along in its column, and nothing else", () => {
  const notes = mixed(24);
  const plan = arrange(notes, BOX, heights);
  const before = placesOf(plan);
  const card = plan.pages[0].cards[0];
  resize(plan, card.id, card.height + 5, BOX);
  for (const [id, { x, y }] of placesOf(plan)) {
    const moved = x === card.x && id !== card.id ? 5 : 0;
    assert.equal(y, before.get(id).y + moved);
  }
  assert.equal(resize(plan, card.id, 0, BOX), true);
  assert.equal(placesOf(plan).has(card.id), false);
  assert.equal(Math.min(...plan.pages[0].cards.filter(({ x }) => x === card.x).map(({ y }) => y)), 0);
});

test("a card that no longer fits is said", () => {
  const plan = arrange(mixed(24), BOX, heights);
  assert.equal(resize(plan, "n0", 700, BOX), false);
});
