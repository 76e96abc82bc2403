// The chain rule of one weight, with the numbers of this moment: what its formulas are, and what stands in their places.
// Pure, no drawing.

/** @import { Arrays, Json } from "../../../live/web/types.d.ts" */
/** @import { Lesson } from "./lesson.js" */
import { weight } from "../../../live/web/format.js";
import { short } from "./lesson.js";

/** @typedef {{ name: string, numbers: Record<string, string> }} Told a formula's name and its numbers */

/** @param {number} value in a product, negative ones stand in brackets */
const factor = (value) => value < 0 ? `(${short(value)})` : short(value);

/**
 * A sum of products.
 * @param {number[][]} products
 */
export const sum = (products) => products.map((factors) => factors.map(factor).join("·")).join(" + ");

/**
 * The gradient of the chosen weight: what came in through it times δ of the neuron behind, over the rows.
 * @param {Lesson} lesson
 * @param {Arrays} arrays
 * @returns {Told}
 */
export function gradient(lesson, arrays) {
  const { layer, source, target } = lesson.chosen;
  const rows = [...arrays.rows].map((_, row) => row);
  const many = rows.length > 1;
  const g = short(arrays.gradient[lesson.index(lesson.chosen)]);
  const deltas = rows.map((row) => lesson.of("delta", layer, target, row));
  if (source < 0) {
    return many
      ? { name: "biases", numbers: { terms: sum(deltas.map((delta) => [delta])), g } }
      : { name: "bias", numbers: { g } };
  }
  const terms = sum(deltas.map((delta, row) => [lesson.of("a", layer - 1, source, row), delta]));
  return { name: many ? "gradients" : "gradient", numbers: { terms, g } };
}

/**
 * δ of the neuron behind the chosen weight, for the chosen row.
 * @param {Lesson} lesson
 * @param {Arrays} arrays
 * @param {string} loss
 * @returns {Told}
 */
export function delta(lesson, arrays, loss) {
  const { layer, target } = lesson.chosen;
  const own = short(lesson.of("delta", layer, target));
  const slope = factor(lesson.of("slope", layer, target));
  if (layer < lesson.layers) {
    const behind = Array.from({ length: lesson.sizes[layer + 1] }, (_, j) => [
      arrays.weights[lesson.index({ layer: layer + 1, source: target, target: j })],
      lesson.of("delta", layer + 1, j),
    ]);
    return { name: "hidden", numbers: { slope, terms: sum(behind), delta: own } };
  }
  const numbers = {
    share: short(1 / arrays.rows.length),
    a: short(lesson.of("a", layer, target)),
    t: factor(arrays.t[arrays.rows[lesson.row] * lesson.sizes[layer] + target]),
    delta: own,
  };
  return loss === "mse"
    ? { name: "mse", numbers: { ...numbers, slope } }
    : { name: "cross_entropy", numbers };
}

/**
 * z of the neuron behind the chosen weight.
 * @param {Lesson} lesson
 * @param {Arrays} arrays
 * @returns {Told}
 */
export function forward(lesson, arrays) {
  const { layer, target } = lesson.chosen;
  const terms = Array.from({ length: lesson.sizes[layer - 1] }, (_, source) => [
    arrays.weights[lesson.index({ layer, source, target })],
    lesson.of("a", layer - 1, source),
  ]);
  const bias = arrays.weights[lesson.index({ layer, source: -1, target })];
  return { name: "z", numbers: { terms: sum([...terms, [bias]]), z: short(lesson.of("z", layer, target)) } };
}

/**
 * What the optimiser makes of the gradient.
 * @param {Lesson} lesson
 * @param {Arrays} arrays
 * @param {Json} config
 * @returns {Told}
 */
export function update(lesson, arrays, config) {
  const i = lesson.index(lesson.chosen);
  const after = weight4(arrays.after[i]);
  const kept = (/** @type {number} */ slot) => arrays.remembered[slot * arrays.weights.length + i];
  if (config.optimizer === "momentum") return { name: "momentum", numbers: { v: short(kept(0)), after } };
  if (config.optimizer === "adam") {
    const [m, v] = [kept(0) / (1 - 0.9 ** arrays.updates[0]), kept(1) / (1 - 0.999 ** arrays.updates[0])];
    return { name: "adam", numbers: { m: short(m), v: short(v), after } };
  }
  const numbers = {
    w: weight4(arrays.weights[i]),
    lr: weight(config.lr),
    g: factor(arrays.gradient[i]),
    after,
  };
  return { name: "sgd", numbers };
}

/** @param {number} value a weight that changes a little */
const weight4 = (value) => Math.abs(value) < 100 ? value.toFixed(4).replace("-", "−") : weight(value);
