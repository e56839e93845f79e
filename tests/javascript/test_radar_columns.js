// Names of the radar in two columns, with lines to their axes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, halves, stacked } from "../../across/web/facilitator/stage/radar_columns.js";

const axesOf = (number) => Array.from({ length: number }, (_, axis) => {
  const turn = (2 * Math.PI * axis) / number - Math.PI / 2;
  return [Math.cos(turn), Math.sin(turn)];
});
const BOX = { width: 1260, height: 850 };
const across = ([[ax, ay], [bx, by]], [[cx, cy], [dx, dy]]) => {
  const side = (px, py, qx, qy, rx, ry) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0
    && side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0;
};

test("a name stands on the side of its axis, from the top down, and one that points straight up where there are fewer", () => {
  assert.deepEqual(halves(axesOf(4)), { left: [3, 2], right: [0, 1] });
  assert.deepEqual(halves(axesOf(5)), { left: [4, 3], right: [0, 1, 2] });
});

test("things stay where they are wanted as long as they stand apart", () => {
  assert.deepEqual(stacked([50, 150], [20, 20], 200, 5), [40, 140]);
});

test("things that would lie over each other are pushed apart to both sides, and stay within the room", () => {
  assert.deepEqual(stacked([100, 100], [20, 20], 200, 10), [75, 105]);
  assert.deepEqual(stacked([0, 0, 190], [20, 20, 20], 200, 10), [0, 30, 180]);
  assert.equal(stacked([0, 0], [60, 60], 120, 1), null);
});

for (const number of [3, 8, 15]) {
  test(`${number} names stand apart in the box, and no line to an axis crosses another or the radar`, () => {
    const ends = axesOf(number);
    const heights = ends.map((_, axis) => [50, 75, 100][axis % 3]);
    const found = columns({ ends, heights, box: BOX, width: 290, letter: 24 });

    for (const [axis, { left, top, side }] of found.places.entries()) {
      assert.ok(left >= 0 && left + 290 <= BOX.width && top >= 0 && top + heights[axis] <= BOX.height + 0.01);
      for (const [other, place] of found.places.entries()) {
        if (other === axis || place.side !== side) continue;
        assert.ok(top + heights[axis] < place.top || place.top + heights[other] < top, `${axis} over ${other}`);
      }
    }
    for (const [axis, line] of found.leaders.entries()) {
      for (const share of [0, 0.25, 0.5, 0.75, 1]) {
        const [x, y] = [0, 1].map((part) => line[0][part] + share * (line[1][part] - line[0][part]));
        assert.ok(Math.hypot(x - found.x, y - found.y) > found.radius, `the line to ${axis} is over the radar`);
      }
      for (const other of found.leaders.slice(axis + 1)) assert.ok(!across(line, other));
    }
    assert.ok(found.radius > 0.3 * BOX.height);
  });
}

test("columns that are too high for the box are none", () => {
  const ends = axesOf(15);
  assert.equal(columns({ ends, heights: ends.map(() => 200), box: BOX, width: 200, letter: 24 }), null);
});
