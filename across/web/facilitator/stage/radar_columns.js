// Where names stand that are too many or too long for the ends of their axes: in a column on either side of the radar,
// each as near the end of its axis as the others leave room, with a line that leads there. Nothing here knows a page.

// A line that leads to an axis stands off the grid and off the name by so much, in letters.
const OFF = 0.35;
const UPRIGHT = 0.01;

// The axes of either column from the top down. One that points straight up or down goes where there are fewer.
export function halves(ends) {
  const found = { left: [], right: [] };
  const upright = [];
  ends.forEach(([x], axis) => {
    if (Math.abs(x) < UPRIGHT) upright.push(axis);
    else found[x > 0 ? "right" : "left"].push(axis);
  });
  for (const axis of upright) found[found.left.length < found.right.length ? "left" : "right"].push(axis);
  for (const axes of Object.values(found)) axes.sort((one, other) => ends[one][1] - ends[other][1]);
  return found;
}

// The tops of things of these heights, in their order, apart by `between` and within `room`, as near as can be to where
// their middles are wanted. Null where they do not fit.
export function stacked(wanted, heights, room, between) {
  const before = heights.map((_, place) => heights.slice(0, place).reduce((sum, high) => sum + high + between, 0));
  const spare = room - before.at(-1) - heights.at(-1);
  if (spare < 0) return null;
  const blocks = [];
  wanted.forEach((middle, place) => {
    blocks.push({ sum: middle - heights[place] / 2 - before[place], number: 1 });
    while (blocks.length > 1 && start(blocks.at(-2)) > start(blocks.at(-1))) {
      const last = blocks.pop();
      blocks.at(-1).sum += last.sum;
      blocks.at(-1).number += last.number;
    }
  });
  const starts = blocks.flatMap((block) => Array(block.number).fill(Math.min(spare, Math.max(0, start(block)))));
  return starts.map((top, place) => top + before[place]);
}

const start = (block) => block.sum / block.number;

// Two columns of this width in the box, and the largest radar between them. `heights` are those of the names at this
// width, by axis; lengths are in pixels, `letter` the size of one. Null where a column is too high for the box.
export function columns({ ends, heights, box, width, letter }) {
  const aside = 2.2 * letter;
  const tall = Math.max(...heights);
  const radius = Math.min(box.width / 2 - width - aside, (box.height - tall) / 2 - letter);
  const x = box.width / 2;
  const y = box.height / 2;
  const places = [];
  for (const [side, axes] of Object.entries(halves(ends))) {
    const wanted = axes.map((axis) => y + ends[axis][1] * radius);
    const tops = stacked(wanted, axes.map((axis) => heights[axis]), box.height, 0.3 * letter);
    if (!tops) return null;
    axes.forEach((axis, place) => {
      places[axis] = { side, left: side === "left" ? 0 : box.width - width, top: tops[place] };
    });
  }
  const leaders = ends.map((end, axis) => leader(end, { ...places[axis], high: heights[axis], width }, { x, y, radius, letter }));
  return { x, y, radius, places, leaders };
}

// From beside the first line of a name's middle to just outside the end of its axis.
function leader([right, down], { side, left, top, high, width }, { x, y, radius, letter }) {
  const off = OFF * letter;
  const from = [side === "left" ? left + width + off : left - off, top + high / 2];
  return [from, [x + right * (radius + off), y + down * (radius + off)]];
}
