import { between, boundaries, Layers } from "../../core/playgrounds/mlp/web/align.js";
import { nearest, Plane, shares, turned } from "../../core/live/web/widgets/steady.js";
import { size } from "../../core/playgrounds/mlp/web/layerdiagnosis.js";
import { Ridges } from "../../core/playgrounds/mlp/web/ridges.js";
import { round, Signs } from "../../core/playgrounds/mlp/web/signs.js";
import { change } from "../../core/playgrounds/mlp/web/story.js";
import { equal, holds } from "./expect.js";

/** @param {number} angle */
const basis = (angle, flip = 1) => [
  Math.cos(angle),
  -flip * Math.sin(angle),
  Math.sin(angle),
  flip * Math.cos(angle),
  0,
  0,
];
/** @param {ArrayLike<number>} one @param {ArrayLike<number>} other */
const close = (one, other, within = 1e-5) =>
  holds(Array.from(one).every((value, i) => Math.abs(value - other[i]) < within));
/** @param {number[]} numbers @param {number[]} shape */
const array = (numbers, shape) => Object.assign(Float32Array.from(numbers), { shape });

Deno.test("components that have flipped, changed places or turned are turned back", () => {
  const before = basis(0.3);
  for (const now of [basis(0.3, -1), basis(0.3 + Math.PI), basis(2.1), basis(-1, -1)]) {
    close(turned(now, nearest(now, before)), before);
  }
  const flipped = [before[1], before[0], before[3], before[2], 0, 0];
  close(turned(flipped, nearest(flipped, before)), before);
});

Deno.test("a plane that tilts a little moves what is seen in it a little", () => {
  const plane = new Plane();
  plane.follow([1, 0, 0, 1, 0, 0], true);
  const [c, s] = [Math.cos(0.01), Math.sin(0.01)];
  plane.follow([0, -c, 1, 0, 0, s], true); // tilted, and given with signs and order changed
  close(plane.see([0, -1]), [1, 0], 0.02); // a point that was at (1, 0)
  plane.follow([0, 1, 1, 0, 0, 0], false); // chosen neurons are never turned
  close(plane.see([3, 4]), [3, 4]);
});

Deno.test("a window is square, and rests while points move a little", () => {
  const plane = new Plane();
  const window = plane.window(Float32Array.from([0, 0, 10, 2]));
  const [[lowX, highX], [lowY, highY]] = window;
  holds(Math.abs(highX - lowX - (highY - lowY)) < 1e-9);
  equal(plane.window(Float32Array.from([0.1, 0, 9.9, 2])), window);
  close(shares([lowX, lowY, highX, highY], window), [0, 0, 1, 1]);
  close(between(Float32Array.from([0, 1]), Float32Array.from([1, 1]), 0.25), [0.25, 1]);
});

Deno.test("one output has one boundary, three have those where no other is greater", () => {
  const unit = [[0, 1], [0, 1]];
  close(boundaries([2, 0, -1], unit)[0].toSorted(), [0, 0.5, 0.5, 1]); // x = ½
  equal(boundaries([0, 0, 1], unit), []);
  equal(boundaries([1, 0, 5], unit), []); // beyond the window
  // z = x, y and 0.5: equal by pairs along lines that end at (½, ½)
  const lines = boundaries([1, 0, 0, 0, 1, 0, 0, 0, 0.5], unit);
  equal(lines.length, 3);
  for (const [x0, y0, x1, y1] of lines) {
    holds(Math.min(Math.hypot(x0 - 0.5, y0 - 0.5), Math.hypot(x1 - 0.5, y1 - 0.5)) < 1e-6);
    holds(Math.max(x0, y0, x1, y1) > 0.99 || Math.min(x0, y0, x1, y1) < 0.01);
  }
});

Deno.test("layers of another network, and inputs beyond the drawing's", () => {
  const arrays = {
    "space.points": array([0, 0, 1, 1, 0, 0, 2, 2], [2, 2, 2]),
    "space.basis": array(Array(2 * (64 + 3)).fill(0), [67, 2]),
    "space.boundary": array([1, 0, -1], [1, 3]),
    "space.grid": /** @type {any} */ (undefined),
  };
  const layers = new Layers([2, 3]);
  holds(layers.take(arrays, true));
  equal(layers.sizes, [64, 3]);
  equal([layers.places.length, layers.grids.length, layers.lines.length], [2, 0, 1]);
  equal(new Layers([2, 3, 4]).take(arrays, true), false);
});

Deno.test("ridges stay few, even over the steps, and go back with the run", () => {
  const ridges = new Ridges();
  const add = (/** @type {number} */ step) =>
    ridges.add({ step, counts: new Float32Array(3), low: -step, high: 1 });
  for (let step = 0; step <= 5000; step += 7) add(step);
  const steps = ridges.all.map(({ step }) => step);
  holds(steps.length > 6 && steps.length <= 18);
  equal([steps[0], steps.at(-1)], [0, 4998]);
  const gaps = steps.slice(1, -1).map((step, i) => step - steps[i]);
  holds(Math.max(...gaps) <= 2.5 * Math.min(...gaps));
  equal(ridges.range, [-4998, 1]);
  add(3);
  equal(ridges.all.map(({ step }) => step), [0, 3]);
});

const TEXTS = {
  "sign.dead": "{count}/{size} dead in {layer}",
  "sign.dead.one": "1/{size} dead in {layer}",
  "sign.dead.all": "all dead in {layer}",
  "sign.faint": "{layer} is 1/{times} of {other}",
  "sign.none": "nothing reaches {layer}",
  "sign.small": "{layer} moves 1/{times}",
  "sign.large": "{layer} moves {times} %",
};

/** Of two hidden layers and the output, healthy but for what is given. @param {Record<string, number[]>} given */
function diagnosis(given) {
  const layer = (/** @type {string} */ name, /** @type {number[]} */ otherwise) =>
    array(given[name] ?? otherwise, [3]);
  const levels = ["dead", "saturated", "faint", "small", "large"].flatMap((sign) => given[sign] ?? [0, 0, 0]);
  return {
    signs: array(levels, [5, 3]),
    "layers.dead": layer("count", [0, 0, 0]),
    "layers.saturated": layer("saturated.count", [0, 0, 0]),
    "layers.signal": layer("signal", [1, 1, 1]),
    "layers.update": layer("update", [0.001, 0.001, 0.001]),
  };
}

Deno.test("a sign is a sentence while it is there, and none of a healthy network", () => {
  const signs = new Signs(TEXTS);
  const say = (/** @type {Record<string, number[]>} */ given, now = 0) =>
    signs.say(diagnosis(given), [8, 4, 1], now);
  equal(say({}), []);
  equal(say({ dead: [0, 2, 0], count: [0, 2, 0] }), ["2/4 dead in 2"]);
  equal(say({ dead: [2, 2, 0], count: [8, 1, 0] }, 5000), ["all dead in 1", "1/4 dead in 2"]);
  equal(say({ faint: [2, 1, 0], signal: [0.00031, 0.0015, 1] }, 9000).at(-1), "1 is 1/3,000 of 3");
  equal(say({ faint: [2, 0, 0], signal: [0, 1, 1] }, 9900).at(-1), "nothing reaches 1");
  equal(new Signs(TEXTS).say(diagnosis({ small: [2, 2, 0], update: [1e-5, 4e-6, 1] }), [8, 4, 1], 0), [
    "2 moves 1/300,000",
  ]);
  equal(new Signs(TEXTS).say(diagnosis({ large: [2, 2, 0], update: [0.3, 0.6, 0] }), [8, 4, 1], 0), [
    "2 moves 60 %",
  ]);
});

Deno.test("a sign appears at its threshold, stays at the milder one, and for a moment after", () => {
  const signs = new Signs(TEXTS);
  const say = (/** @type {number} */ level, /** @type {number} */ now, count = level === 2 ? 2 : 0) =>
    signs.say(diagnosis({ dead: [0, level, 0], count: [0, count, 0] }), [8, 4, 1], now);
  equal(say(1, 0), []);
  equal(say(2, 100), ["2/4 dead in 2"]);
  equal(say(1, 200), ["2/4 dead in 2"]);
  equal([say(0, 300), signs.held], [["2/4 dead in 2"], true]);
  equal([say(0, 1700), signs.held], [[], false]);
});

Deno.test("numbers of any order are short, and rest while they move a little", () => {
  equal([1234, 999, 3.4, 0.6].map(round), [1000, 1000, 3, 1]);
  equal([0, 0.00042, 0.0042, 0.042, 0.42, 4.2, 42, NaN].map(size), [
    "0",
    "4.2e−4",
    "0.0042",
    "0.042",
    "0.42",
    "4.20",
    "42",
    "–",
  ]);
});

Deno.test("a weight's change can be seen, however small", () => {
  equal(change(-0.77594, -0.77548), ["−0.7759", "−0.7755"]);
  equal(change(0.5, 0.500002), ["0.5000000", "0.5000020"]);
  equal(change(0.5, 0.5), ["0.5000", "0.5000"]);
});
