// What batch normalisation and residual connections put into words and formulas.

import { between, inWords, normalising } from "../../core/playgrounds/mlp/web/insidelayers.js";
import { Shape } from "../../core/playgrounds/mlp/web/shape.js";
import { equal } from "./expect.js";

const TEXTS = {
  "inside.normalised": "Normalised.",
  "inside.skip": "Arcs: {layers}.",
  "inside.skip.one": "Arc: {layers}.",
  "inside.no_skip": "None.",
};

/**
 * @param {boolean[]} skips
 * @param {boolean} normalised
 */
const shape = (skips, normalised) =>
  new Shape({
    inputs: [{ id: "x1", label: "x₁", on: true }],
    layers: skips.map((skip) => ({ size: 2, activation: "tanh", formula: "tanh y", skip })),
    output: { size: 1, activation: "sigmoid", formula: "z", labels: ["output"] },
    normalised,
  }, TEXTS);

Deno.test("layers with a residual connection are named, and only those", () => {
  equal(inWords(TEXTS, shape([false, true, true], true), true), "Normalised. Arcs: 2, 3.");
  equal(inWords(TEXTS, shape([false, true], false), true), "Arc: 2.");
  equal(inWords(TEXTS, shape([false, false], false), true), "None.");
  equal(inWords(TEXTS, shape([false, false], false), false), "");
  equal(inWords(TEXTS, shape([], false), true), "");
});

Deno.test("signs of a mean and a shift stand where they belong", () => {
  equal(normalising(1.5, -0.5, 2, -0.25), "1.50 · (z + 0.50) / 2.00 − 0.25");
  equal(normalising(-1.5, 0.5, 2, 0.25), "−1.50 · (z − 0.50) / 2.00 + 0.25");
});

Deno.test("hidden neurons are counted without the inputs", () => {
  const found = shape([false, true], true);
  equal([found.hiddenIndex(1, 0), found.hiddenIndex(2, 1)], [0, 3]);
  equal([found.isNormalised(0), found.isNormalised(2), found.isNormalised(3)], [false, true, false]);
});

Deno.test("between sum and answer stands nothing where there is no switch", () => {
  const at = { row: 0, layer: 1, neuron: 0, beta: 0, fed: new Float32Array([1]) };
  equal(between(shape([false], false), {}, at), { y: [], more: "" });
});
