import { bestOf } from "../../core/live/web/marks.js";
import { History } from "../../core/live/web/history.js";
import { beyondOf, Epochs, smooth, tailOf, thin, tracesOf } from "../../core/live/web/panels/smooth.js";
import { close, equal, holds } from "./expect.js";

/** @param {number[]} y */
function historyOf(y) {
  const history = new History();
  const wire = (/** @type {Float32Array | Float64Array} */ array) =>
    Object.assign(array, { shape: [array.length] });
  const arrays = {
    "curve.loss.x": wire(Float64Array.from(y, (_, i) => i)),
    "curve.loss.y": wire(Float32Array.from(y)),
  };
  history.apply({ version: 1, curves: { loss: { from: 0 } } }, arrays);
  return history;
}

const VARIANT = { figure: { data: [] }, bind: [{ trace: 0, curve: "loss" }] };

Deno.test("smoothing is the mean of the points around, narrower at both ends", () => {
  close(smooth([1, 2, 6, 4, 5], 5, 3), [1, 3, 4, 5, 5]);
  close(smooth([1, 2, 6, 4, 10], 5, 5), [1, 3, 4.6, 20 / 3, 10]);
});

Deno.test("gaps stay gaps and do not spoil their neighbours", () => {
  close(smooth([1, NaN, 3], 3, 3), [1, 2, 3]);
  close(smooth([NaN, NaN, NaN, 1, 1], 5, 3), [NaN, NaN, 1, 1, 1]);
});

Deno.test("thinning keeps the ends and every bucket's extremes, in order", () => {
  const y = Array.from({ length: 1000 }, (_, i) => (i === 457 ? 99 : Math.sin(i)));
  const kept = thin(y, 1000, 100) ?? [];
  holds(kept.length <= 110);
  equal([kept[0], kept[kept.length - 1], kept.includes(457)], [0, 999, true]);
  holds(kept.every((k, i) => i === 0 || k > kept[i - 1]));
  equal(thin(y, 1000, 1000), null);
});

Deno.test("epochs are straight between what was seen, though the slope changes", () => {
  const epochs = new Epochs();
  for (const [step, epoch] of [[10, 1], [20, 2], [25, 3]]) epochs.note(step, epoch);
  close(epochs.of([0, 5, 15, 20, 22.5, 30]), [0, 0.5, 1.5, 2, 2.5, 4]);
  equal(epochs.anchors.length, 3); // what lies on a line takes no room
});

Deno.test("a run without epochs has none, and going back forgets what came after", () => {
  const epochs = new Epochs();
  epochs.note(5, null);
  close(epochs.of([5]), [0]);
  epochs.note(10, 1);
  epochs.note(30, 2);
  epochs.note(20, 2);
  close(epochs.of([20]), [2]);
});

Deno.test("traces: the curve itself without smoothing, and with it the raw one beneath", () => {
  const from = { history: historyOf([1, 2, 6, 4, 5]), epochs: new Epochs() };
  const hidden = new Set(/** @type {string[]} */ ([]));
  const plain = tracesOf(VARIANT, from, { hidden, window: 0, most: 200 });
  equal(plain.y.map((y) => Array.from(y)), [[], [1, 2, 6, 4, 5], []]);
  const smoothed = tracesOf(VARIANT, from, { hidden, window: 3, most: 200 });
  equal(smoothed.y.map((y) => Array.from(y)), [[1, 2, 6, 4, 5], [1, 3, 4, 5, 5], []]);
  const none = tracesOf(VARIANT, from, { hidden: new Set(["loss"]), window: 3, most: 200 });
  equal(none.y, [[], [], []]);
  const first = tracesOf(VARIANT, { ...from, history: historyOf([1]) }, { hidden, window: 0, most: 200 });
  equal([first.mode[1], plain.mode[1]], ["markers", "lines"]);
});

Deno.test("the tail is the range without the first tenth of the steps", () => {
  const fall = [1000, ...Array.from({ length: 20 }, (_, i) => 2 - (i % 3))];
  const [low, high] = tailOf(VARIANT, historyOf(fall), new Set()) ?? [NaN, NaN];
  close([low, high], [-0.12, 2.12]);
  equal(tailOf(VARIANT, historyOf([3, 2, 1]), new Set()), null);
});

Deno.test("what an axis leaves out is marked where it leaves, with the value furthest away", () => {
  const all = new Set(/** @type {string[]} */ ([]));
  const history = historyOf([9, 1000, 2, 1, -3, 2]);
  const { x } = /** @type {{ x: Float64Array }} */ (history.curves.get("loss"));
  const above = beyondOf(VARIANT, history, all, [0, 5]);
  equal([above?.value, above?.below], [1000, false]);
  close([above?.x ?? NaN], [x[1] + (995 / 998) * (x[2] - x[1])]);
  equal(beyondOf(VARIANT, history, all, [-1, 1000]), {
    x: x[4] + 0.4 * (x[5] - x[4]),
    value: -3,
    below: true,
  });
  equal(beyondOf(VARIANT, history, all, [-3, 1000]), null);
  equal(beyondOf(VARIANT, history, new Set(["loss"]), [0, 5]), null);
});

Deno.test("the future of a moment in the past is pale, and so are other lines", () => {
  const from = { history: historyOf([1, 2, 6, 4, 5]), epochs: new Epochs() };
  const how = { hidden: new Set(/** @type {string[]} */ ([])), window: 0, most: 200 };
  from.history.at = 2;
  from.history.others.set("loss", [{ x: [1, 2], y: [7, 8] }]);
  const { x, y } = tracesOf(VARIANT, from, how);
  equal(Array.from(y[1]), [1, 2, 6]);
  equal([Array.from(x[2]), Array.from(y[2])], [[2, 3, 4, NaN, 1, 2], [6, 4, 5, NaN, 7, 8]]);
  how.hidden.add("loss");
  equal(tracesOf(VARIANT, from, how).y, [[], [], []]);
});

Deno.test("the best of a curve is where it was best first, and not before the first step", () => {
  equal(bestOf(historyOf([9, 3, 1, 1]), "loss", { better: "lower" }), { step: 2, value: 1 });
  equal(bestOf(historyOf([1, 3, NaN]), "loss", { better: "higher" }), { step: 1, value: 3 });
  equal(bestOf(historyOf([1, 3]), "loss", { better: "lower" }), null);
});
