import { blend } from "../../core/playgrounds/regression/web/classes.js";
import { top } from "../../core/playgrounds/regression/web/degrees.js";
import { added } from "../../core/playgrounds/regression/web/neurons.js";
import {
  boundaries,
  labelled,
  segment,
  squares,
  worth,
  written,
} from "../../core/playgrounds/regression/web/plane.js";
import { between, shares } from "../../core/playgrounds/regression/web/surface.js";
import { ofClasses, ofFits, ofNeuron } from "../../core/playgrounds/regression/web/worded.js";
import { equal, holds } from "./expect.js";

const ROOM = { left: 40, top: 20, wide: 10, tall: 30 };

/**
 * @param {number[]} values
 * @param {number[]} shape
 */
const wire = (values, shape) => Object.assign(Float32Array.from(values), { shape });
const rounded = (/** @type {number[][] | null} */ ends) =>
  (ends ?? []).map((end) => end.map((value) => Math.round(value * 1e6) / 1e6 + 0));

Deno.test("an axis is labelled with the numbers and the name of its column", () => {
  const scale = { name: "km", shift: 100, factor: 25 };
  equal(labelled(scale, 5, "x"), { low: -25, high: 225, label: "km" });
  equal(labelled({ name: "", shift: 0, factor: 1 }, 5, "x"), { low: -5, high: 5, label: "x" });
  equal(worth(scale, 2), 150);
  equal([written(scale, 2.004), written({ name: "", shift: 0, factor: 1 }, -0.5)], ["150.1", "−0.50"]);
  equal(written({ name: "€", shift: 2e4, factor: 1600 }, 1), "21600");
});

Deno.test("maps stand side by side where that makes them larger, and never overlap", () => {
  const wide = squares({ left: 0, top: 0, wide: 600, tall: 250 }, 2, ROOM);
  equal(wide.map(({ left, wide }) => [left, wide]), [[65, 200], [365, 200]]);
  const tall = squares({ left: 0, top: 0, wide: 200, tall: 600 }, 2, ROOM);
  equal(tall.map(({ top, wide }) => [top, wide]), [[20, 150], [320, 150]]);
  equal(squares({ left: 0, top: 0, wide: 10, tall: 10 }, 2, ROOM).map(({ wide }) => wide), [1, 1]);
});

Deno.test("a line is cut to the plane, and is nothing where it has no direction or lies outside", () => {
  const plane = [[5, 1, 0], [5, -1, 0], [5, 0, 1], [5, 0, -1]];
  equal(rounded(segment([0, 1, 0], plane)), [[0, -5], [0, 5]].toSorted((a, b) => a[1] - b[1]));
  equal(rounded(segment([-1, 0, 1], plane)).map(([, y]) => y), [1, 1]);
  equal(segment([0, 0, 0], plane), null);
  equal(segment([-20, 1, 0], plane), null);
});

Deno.test("two classes have one boundary, three meet in a point", () => {
  equal(boundaries([-1, 1, 0], 1, 5).map(rounded)[0].map(([x]) => x), [1, 1]);
  // Scores −x, x and y: the middle of the plane is common to all three.
  const three = boundaries([0, 0, 0, -1, 1, 0, 0, 0, 1], 3, 5).map(rounded);
  equal(three.length, 3);
  holds(three.every((ends) => ends.some(([x, y]) => Math.abs(x) + Math.abs(y) < 1e-9)));
  equal(three[0].find(([, y]) => y !== 0), [0, -5]); // below, where y is not the largest
});

Deno.test("a cell is neutral where nothing is known and coloured where it is", () => {
  const [blue, orange, neutral] = [[0, 0, 200], [200, 100, 0], [240, 240, 240]];
  const data = new Uint8ClampedArray(8);
  blend([blue, orange], neutral, [128, 128, 255, 0], data);
  equal(data, [...neutral, 255, 48, 48, 208, 255]);
});

Deno.test("the numbers of a line are written as its formulas need them", () => {
  const arrays = {
    beta: wire([1, -0.5], [1, 2]),
    gradient: wire([0.2, 0.4], [1, 2]),
    closed: wire([2, 3], [2]),
    bound: wire([0.3], [1]),
  };
  const found = ofFits(arrays, 0.5);
  equal([found.b0, found.b1, found.n0, found.n1, found.lr], ["1.00", "(−0.50)", "0.90", "−0.70", "0.5"]);
  equal(found.norm, "0.45");
});

Deno.test("a neuron that has gone is no mistake: the last one is written", () => {
  const arrays = {
    neuron: wire([1, -2, 3, 2, 1, -4], [2, 3]),
    "neuron.gradient": wire([0, 0, 0, 1, 2, 3], [2, 3]),
  };
  const found = ofNeuron(arrays, 7, 0.1);
  equal([found.j, found.w, found.b, found.v, found.bend, found.gv], [
    "2",
    "2.00",
    "1.00",
    "−4.00",
    "−0.50",
    "3.00",
  ]);
  equal([added(-0.5), added(0.5)], ["− 0.50", "+ 0.50"]);
});

Deno.test("at a sure and wrong point the squares send back next to nothing", () => {
  const sure = [1 - 1e-6, 1e-6];
  const arrays = {
    beta: wire([0, 1, 0, 0, 1, 0], [2, 3]),
    gradient: wire([0, -0.5, 0, 0, -0.1, 0], [2, 3]),
    probability: wire([...sure, ...sure], [2, 1, 2]),
    factor: wire([1e-6, 1e-6], [2]),
    places: wire([2, 1], [1, 2]),
    label: wire([1], [1]),
  };
  const found = ofClasses(arrays, ["cross_entropy", "mse"], 0, 0.5, ["A", "B", "C"]);
  equal([found.pc, found.t, found.x], ["1.0e−6", "1", "2.00"]);
  equal([found.termc, found.termm], ["(−2.00)", "(−4.0e−6)"]); // (p − t) x, and 2 (p − t) p (1 − p) x
  equal([found.g1c, found.n1c], ["(−0.50)", "1.25"]);
});

Deno.test("of softmax the first class is written, with the slope through all probabilities", () => {
  const p = [0.5, 0.3, 0.2];
  const arrays = {
    beta: wire(Array(9).fill(0), [1, 9]),
    gradient: wire(Array(9).fill(0), [1, 9]),
    probability: wire(p, [1, 1, 3]),
    factor: wire([0.1], [1]),
    places: wire([1, 0], [1, 2]),
    label: wire([0], [1]),
  };
  const off = [-0.5, 0.3, 0.2];
  const mean = p.reduce((sum, value, k) => sum + value * off[k], 0);
  const expected = 2 * p[0] * (off[0] - mean);
  equal(ofClasses(arrays, ["mse"], 0, 1, ["A", "B", "C"]).termm, `(−${Math.abs(expected).toFixed(2)})`);
});

Deno.test("errors beyond three times a line's lie outside the picture of the degrees", () => {
  equal(top([2, 1, 0.5], [2.5, 1, 400]), 2.5 * 1.08);
  holds(top([0, 0], [0, 0]) > 0);
});

Deno.test("the bowl is shaded by the root of the loss and read between its cells", () => {
  const cells = shares([0, 4, 1, 9]);
  equal([...cells].map((share) => Math.round(share * 1000) / 1000), [0, 0.667, 0.333, 1]);
  equal(Math.round(1000 * between(cells, 2, 0.5, 0.5)), 500);
});
