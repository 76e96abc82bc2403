// The pure parts of /cnn: where the maps lie, what a stroke leaves behind, which classes have bars.

import { shownOf } from "../../core/playgrounds/cnn/web/bars.js";
import { hitOf, planOf } from "../../core/playgrounds/cnn/web/layout.js";
import { centred, hexOf, stroke } from "../../core/playgrounds/cnn/web/strokes.js";
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
