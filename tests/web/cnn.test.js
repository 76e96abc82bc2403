// The pure parts of /cnn: where the maps lie, what a stroke leaves behind, which classes have bars.

import { shownOf } from "../../core/playgrounds/cnn/web/bars.js";
import { hitOf, planOf } from "../../core/playgrounds/cnn/web/layout.js";
import { nearestTo, towards, widened } from "../../core/playgrounds/cnn/web/pointing.js";
import { centred, hexOf, stroke } from "../../core/playgrounds/cnn/web/strokes.js";
import { outputSide, placeOf, plan, taps, unread, valueAt } from "../../core/playgrounds/cnn/web/window.js";
import { equal, holds } from "./expect.js";

/**
 * @param {number} layer
 * @param {number} shown
 * @param {number} side
 * @param {string} [kind]
 */
const column = (layer, shown, side, kind = "conv") => ({
  layer,
  kind,
  shown,
  of: shown,
  numbers: side > 1 ? shown : 64,
  size: kind === "dense" ? [64, 1] : [side, side],
  name: `conv ${shown}`,
});

for (const [width, height] of [[517, 504], [320, 380], [900, 600]]) {
  Deno.test(`every map lies on the drawing and apart from the others at ${width} × ${height}`, () => {
    const columns = [column(0, 8, 28), column(1, 8, 14), column(2, 1, 1, "dense")];
    const plan = planOf(columns, width, height, 14);
    equal(plan.cells.length, 17);
    for (const { box } of plan.cells) {
      holds(box.left >= plan.input.wide && box.left + box.wide <= plan.bars.left);
      holds(box.top >= 0 && box.top + box.tall <= height + 1);
    }
    holds(plan.bars.wide > 60);
    for (const cell of plan.cells) {
      const { left, top, wide, tall } = cell.box;
      const hit = hitOf(plan, columns, left + wide / 2, top + tall / 2);
      equal([hit?.cell.layer, hit?.cell.channel], [cell.layer, cell.channel]);
    }
    equal(hitOf(plan, columns, -1, -1), null);
  });
}

Deno.test("a stroke is bright where it went and dark elsewhere, and is told in hexadecimal digits", () => {
  const picture = new Float32Array(28 * 28);
  equal(hexOf(picture), "");
  stroke(picture, 28, [5, 5], [20, 5]);
  equal(picture[5 * 28 + 12] > 0.9, true);
  equal(picture[20 * 28 + 12], 0);
  equal(hexOf(picture).length, 2 * 28 * 28);
});

Deno.test("what is centred has its mass in the middle", () => {
  const picture = new Float32Array(64);
  picture[0] = 1;
  const moved = centred(picture, 8);
  equal(moved[4 * 8 + 4], 1);
  equal(moved.reduce((sum, one) => sum + one, 0), 1);
});

Deno.test("of many classes the likely ones have bars, in their order", () => {
  const p = Float32Array.from({ length: 40 }, (_, k) => (k === 30 || k === 7 ? 0.4 : 0.001));
  const shown = shownOf(p, 3);
  equal(shown.length, 3);
  holds(shown.includes(7) && shown.includes(30));
  equal([...shown].sort((a, b) => a - b), shown);
});

Deno.test("the output has as many rows as the window has places", () => {
  // By hand: input, kernel, stride, padding, dilation -> side of the output, rows that no window reaches.
  const cases = [
    [5, 3, 1, 0, 1, 3, 0],
    [5, 3, 1, 1, 1, 5, 0],
    [5, 3, 2, 0, 1, 2, 0],
    [6, 3, 2, 0, 1, 2, 1],
    [7, 3, 1, 0, 2, 3, 0],
    [7, 5, 4, 3, 3, 1, 0],
    [1, 1, 1, 0, 1, 1, 0],
    [1, 3, 1, 1, 1, 1, 0],
    [4, 5, 1, 0, 1, 0, 0],
    [8, 5, 1, 0, 2, 0, 0],
  ];
  for (const [n, k, s, p, d, side, rest] of cases) {
    equal([outputSide({ n, k, s, p, d }), unread({ n, k, s, p, d })], [side, rest]);
  }
});

Deno.test("every setting has the places that a walk over the padded input counts", () => {
  for (let n = 1; n <= 12; n += 1) {
    for (let k = 1; k <= 5; k += 1) {
      for (const [s, p, d] of [[1, 0, 1], [2, 1, 1], [3, 2, 2], [4, 3, 3]]) {
        let places = 0;
        for (let first = -p; first + d * (k - 1) < n + p; first += s) places += 1;
        equal(outputSide({ n, k, s, p, d }), places);
      }
    }
  }
});

Deno.test("the window reads dilated cells, and padding counts as zero", () => {
  const setting = { n: 4, k: 2, s: 2, p: 1, d: 3 };
  equal(taps(setting, 0, 0).map(({ y, x, inside }) => [y, x, inside]), [
    [-1, -1, false],
    [-1, 2, false],
    [2, -1, false],
    [2, 2, true],
  ]);
  equal(valueAt(setting, 0, 0), 1); // the lower right weight, +1, on a cell of the disc
  // By hand: the disc of a 3 × 3 input is a plus sign. Right column less left column: 1 − 1 = 0 in the middle;
  // at the left edge the left column is padding: 1 + 1 + 1.
  const edges = { n: 3, k: 3, s: 1, p: 1, d: 1 };
  equal([valueAt(edges, 1, 1), valueAt(edges, 1, 0), valueAt(edges, 1, 2)], [0, 3, -3]);
});

for (const width of [700, 292]) {
  Deno.test(`the convolution to play with fits ${width} px, and a pointer finds each of its places`, () => {
    for (const setting of [{ n: 12, k: 5, s: 1, p: 3, d: 1 }, { n: 7, k: 3, s: 2, p: 1, d: 2 }]) {
      const found = plan(setting, width, 24);
      for (const { left, top, side } of [found.input, found.kernel, found.output]) {
        holds(left + side <= width && top + side <= found.height);
      }
      const { output, cell } = found;
      const middle = (/** @type {number} */ at) => (at + 0.5) * cell;
      equal(placeOf(setting, found, output.left + middle(2), output.top + middle(1)), [1, 2]);
      equal(placeOf(setting, found, found.input.left + 1, found.input.top + 1), [0, 0]);
      equal(placeOf(setting, found, -5, -5), null);
    }
  });
}

Deno.test("a pointer means the nearest point, an arrow key the next one in its direction", () => {
  const places = [0, 0, 10, 1, 4, 9, -5, 0];
  equal(nearestTo(places, 9, 0, 5), 1);
  equal(nearestTo(places, 50, 50, 5), -1);
  equal(towards(places, -1, [1, 0]), 0);
  equal(towards(places, 0, [1, 0]), 1);
  equal(towards(places, 0, [0, 1]), 2);
  equal(towards(places, 0, [-1, 0]), 3);
  equal(towards(places, 0, [0, -1]), 0);
  equal(towards([], -1, [0, 1]), -1);
});

Deno.test("a square window keeps one scale both ways", () => {
  equal(widened([[-1, 1], [2, 4]], 2), [[-2, 2], [2, 4]]);
  equal(widened([[-1, 1], [2, 4]], 0.5), [[-1, 1], [1, 5]]);
});
