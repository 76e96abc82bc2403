// How the numbers of a sweep become colours, bands and places.

import { addressOf } from "../../core/playgrounds/sweep/web/cell.js";
import { bandsOf, resampled, spread } from "../../core/playgrounds/sweep/web/bands.js";
import {
  above,
  below,
  columnsFor,
  extremes,
  goodness,
  led,
  scaleOf,
} from "../../core/playgrounds/sweep/web/scale.js";
import { equal } from "./expect.js";

Deno.test("the ends of a scale are round numbers around all that is there", () => {
  equal([below(0.034), below(0.2), below(7)], [0.02, 0.2, 5]);
  equal([above(0.034), above(0.2), above(7)], [0.05, 0.2, 10]);
  equal(scaleOf([0.034, NaN, 0.7], true), { low: 0.02, high: 1, log: true, lower: true });
  equal(scaleOf([0.52, 0.97], false), { low: 0.5, high: 1, log: false, lower: false });
  equal(scaleOf([NaN], true).low, 0.1);
});

Deno.test("good is at the low end of losses and the high end of shares", () => {
  const loss = scaleOf([0.01, 1], true);
  equal([goodness(loss, 0.01), goodness(loss, 0.1), goodness(loss, 1)], [1, 0.5, 0]);
  const share = scaleOf([0.5, 1], false);
  equal([goodness(share, 0.5), goodness(share, 1), goodness(share, 0.2)], [0, 1, 0]);
});

Deno.test("who has no number is neither best nor worst", () => {
  equal(extremes([NaN, 3, 1, 2], true), { best: 2, worst: 1 });
  equal(extremes([NaN, 3, 1, 2], false), { best: 1, worst: 2 });
  equal(extremes([NaN], true), { best: -1, worst: -1 });
});

Deno.test("arrow keys lead to neighbours and not beyond the edge", () => {
  const from = (/** @type {string} */ key, /** @type {number} */ at) => led(key, at, 4, 10);
  equal([from("ArrowRight", 3), from("ArrowRight", 1), from("ArrowLeft", 4)], [null, 2, null]);
  equal([from("ArrowDown", 5), from("ArrowDown", 6), from("ArrowUp", 5), from("ArrowUp", 2)], [
    9,
    null,
    1,
    null,
  ]);
  equal([from("Home", 5), from("End", 5), from("Enter", 5), from("ArrowRight", 9)], [0, 9, null, null]);
});

Deno.test("a row of networks is broken where they become largest", () => {
  equal(columnsFor(8, 800, 100, 0), { columns: 8, side: 100 });
  equal(columnsFor(8, 400, 220, 0), { columns: 4, side: 100 });
});

Deno.test("curves are brought to the same places and end where their network left", () => {
  const curve = { x: [0, 10, 20], y: [4, 2, 0], length: 3 };
  equal([...resampled(curve, [0, 5, 20, 30])], [4, 3, 0, NaN]);
  equal([...spread(10, 3)], [0, 5, 10]);
  const { mean, sd, low, high } = bandsOf([[1, 2], [3, NaN], [5, 4]]);
  equal([...mean], [3, 3]);
  equal([sd[1], low[0], high[0], low[1], high[1]], [1, 1, 5, 2, 4]);
});

Deno.test("the address of a network alone lies beside this page's", () => {
  equal(
    addressOf("http://here/lab/sweep?sweep.x=lr#a", "mlp.lr=0.1"),
    "http://here/lab/mlp?mlp.lr=0.1&play=true",
  );
});
