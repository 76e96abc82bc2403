// The network's structure as the drawing needs it: which numbers of the flat weight array belong to
// which link, and what everything is called. Layer 0 is the inputs that are on, L + 1 the output.

/** @import { Json, Numbers, Texts } from "../../../live/web/types.d.ts" */
import { fill } from "../../../live/web/dom.js";

/** @typedef {{ id: string, label: string, on: boolean }} Input */

export const SCALE = -2; // the source that stands for a normalised neuron's γ
const FITTING = 14; // inputs of a table that are all drawn
const DRAWN = 12; // of more, with a line that says how many there are

export class Shape {
  /**
   * @param {Json} describe
   * @param {Texts} texts
   */
  constructor(describe, texts) {
    this.describe = describe;
    this.texts = texts;
    /** @type {Input[]} */ this.inputs = describe.inputs;
    this.on = this.inputs.filter((input) => input.on);
    this.columns = Boolean(describe.table); // whether the inputs are those of a table
    this.drawn = this.columns && this.inputs.length > FITTING ? this.inputs.slice(0, DRAWN) : this.inputs; // the inputs there is room for
    /** @type {{ size: number, activation: string, formula: string, skip: boolean }[]} */ const layers =
      describe.layers;
    this.hidden = layers.map((layer) => layer.size);
    /** @type {number[]} */
    this.sizes = [this.on.length, ...this.hidden, describe.output.size];
    this.last = this.sizes.length - 1;
    /** @type {string[]} */
    this.activations = ["", ...layers.map((layer) => layer.activation), describe.output.activation];
    /** @type {string[]} */
    this.formulas = ["", ...layers.map((layer) => layer.formula), describe.output.formula];
    this.normalised = Boolean(describe.normalised); // whether the hidden layers are
    this.skips = [false, ...layers.map((layer) => layer.skip), false]; // which layers add what they are fed
    this.bases = [0, 0]; // where the weights into layer l begin
    this.firsts = [0]; // index of each layer's first neuron among all thumbs
    for (let layer = 1; layer <= this.last; layer += 1) {
      this.bases[layer + 1] = this.bases[layer] + (this.sizes[layer - 1] + 1) * this.sizes[layer];
      this.firsts[layer] = this.firsts[layer - 1] + this.sizes[layer - 1];
    }
  }

  /** How many neurons there are, the inputs that are on among them. */
  get total() {
    return this.firsts[this.last] + this.sizes[this.last];
  }

  /**
   * Index of the weight from neuron `source` (−1: the bias, SCALE: γ) of the layer before into `target` of `layer`.
   * @param {number} layer
   * @param {number} source
   * @param {number} target
   */
  index(layer, source, target) {
    if (source === SCALE) return this.bases[this.last + 1] + this.hiddenIndex(layer, target);
    const row = source < 0 ? this.sizes[layer - 1] : source;
    return this.bases[layer] + row * this.sizes[layer] + target;
  }

  /**
   * The largest weight of any link, biases left out.
   * @param {Numbers} weights
   */
  largest(weights) {
    let largest = 0;
    for (let layer = 1; layer <= this.last; layer += 1) {
      const end = this.bases[layer] + this.sizes[layer - 1] * this.sizes[layer];
      for (let i = this.bases[layer]; i < end; i += 1) largest = Math.max(largest, Math.abs(weights[i]));
    }
    return largest;
  }

  /**
   * Index of a hidden neuron among all of them.
   * @param {number} layer
   * @param {number} neuron
   */
  hiddenIndex(layer, neuron) {
    return this.firsts[layer] - this.sizes[0] + neuron;
  }

  /** @param {number} layer */
  isNormalised(layer) {
    return this.normalised && layer > 0 && layer < this.last;
  }

  /** @param {number} layer */
  activationName(layer) {
    const id = this.activations[layer];
    return `activation.${id}` in this.texts ? this.texts[`activation.${id}`] : id;
  }

  /**
   * A neuron's full name, for titles and assistive technology.
   * @param {number} layer
   * @param {number} neuron
   */
  name(layer, neuron) {
    const t = this.texts;
    if (layer === 0) return fill(t["name.input"], { name: this.on[neuron].label });
    if (layer < this.last) return fill(t["name.hidden"], { layer, neuron: neuron + 1 });
    const label = this.describe.output.labels?.[neuron];
    return this.sizes[layer] > 1
      ? fill(t["name.output_class"], { name: label ?? neuron + 1 })
      : t["name.output"];
  }

  /**
   * A neuron's symbol in a formula: x₁, or a with layer and number below.
   * @param {number} layer
   * @param {number} neuron
   */
  symbol(layer, neuron) {
    if (layer === 0) return this.on[neuron].label;
    return `a${below(layer)},${below(neuron + 1)}`;
  }

  /** Equal for two structures that look alike, so that a new seed keeps drawing and focus. */
  get key() {
    const { layers, output, limits } = this.describe;
    return JSON.stringify([this.inputs, layers, output, limits, this.normalised]);
  }
}

/** @param {number} number */
const below = (number) => [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

/**
 * The functions that the seven inputs compute, in the protocol's order, for their pictures.
 * @type {((x1: number, x2: number) => number)[]}
 */
export const INPUTS = [
  (x1) => x1,
  (_, x2) => x2,
  (x1) => x1 * x1,
  (_, x2) => x2 * x2,
  (x1, x2) => x1 * x2,
  (x1) => Math.sin(x1),
  (_, x2) => Math.sin(x2),
];
