import { Range, roundStep, tick, ticks } from "../../core/live/web/widgets/axes.js";
import { equal, holds } from "./expect.js";

Deno.test("a step is the next of 1, 2, 5 in its power of ten", () => {
  equal([1, 1.01, 2.5, 5, 7, 0.03].map((least) => roundStep(least)), [1, 2, 5, 5, 10, 0.05]);
  equal(roundStep(2.1, [1, 2, 3, 5, 10]), 3);
  equal([0, NaN, Infinity, -1].map((least) => roundStep(least)), [1, 1, 1, 1]);
});

Deno.test("ticks lie on round numbers within their axis", () => {
  equal(ticks({ low: -6, high: 6 }, 6), [[-6, "−6"], [-4, "−4"], [-2, "−2"], [0, "0"], [2, "2"], [4, "4"], [
    6,
    "6",
  ]]);
  equal(ticks({ low: 0, high: 1 }, 4).map(([, label]) => label), ["0.0", "0.5", "1.0"]);
});

Deno.test("a full turn is told in parts of π", () => {
  const labels = (/** @type {number} */ count) =>
    ticks({ low: -Math.PI, high: Math.PI, unit: "rad" }, count).map(([, label]) => label);
  equal(labels(5), ["−π", "−π/2", "0", "π/2", "π"]);
  equal(labels(3), ["−π", "0", "π"]);
});

Deno.test("a logarithmic axis has powers of ten, and 2 and 5 of each where there is room", () => {
  const labels = (/** @type {number} */ low, /** @type {number} */ high) =>
    ticks({ low, high, unit: "log" }, 5).map(([, label]) => label);
  equal(labels(0.2, 2), ["2", "5", "10", "20", "50", "100"]);
  equal(labels(-3, 1), ["0.001", "0.01", "0.1", "1", "10"]);
  const [[value]] = ticks({ low: 0.2, high: 1, unit: "log" }, 5);
  equal(value, Math.log10(2));
});

Deno.test("a number at an axis has no zeros behind the point", () => {
  equal([0, 1.5, 2, -0.25, 1234, -200].map(tick), ["0", "1.5", "2", "−0.25", "1234", "−200"]);
});

Deno.test("a range follows what leaves it at once, and rests while it fits", () => {
  const range = new Range();
  range.follow(0, 10);
  holds(range.low <= 0 && range.high >= 10);
  const { low, high } = range;
  range.follow(1, 9);
  equal([range.low, range.high], [low, high]);
  range.follow(0, 25);
  holds(range.high >= 25);
  range.follow(0, 1);
  holds(range.high < 3);
  range.follow(NaN, 1);
  holds(range.high < 3);
});
