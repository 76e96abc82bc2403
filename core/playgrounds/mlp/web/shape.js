// The network's structure as the drawing needs it: which numbers of the flat weight array belong to
// which link, and what everything is called. Layer 0 is the inputs that are on, L + 1 the output.

import { fill } from "../../../live/web/dom.js";

export class Shape {
  constructor(describe, texts) {
    this.describe = describe;
    this.texts = texts;
    this.inputs = describe.inputs;
    this.on = describe.inputs.filter((input) => input.on);
    this.hidden = describe.layers.map((layer) => layer.size);
    this.sizes = [this.on.length, ...this.hidden, describe.output.size];
    this.last = this.sizes.length - 1;
    this.activations = [
      null,
      ...describe.layers.map((layer) => layer.activation),
      describe.output.activation,
    ];
    this.formulas = [null, ...describe.layers.map((layer) => layer.formula), describe.output.formula];
    this.bases = [0, 0]; // where the weights into layer l begin
    this.firsts = [0]; // index of each layer's first neuron among all thumbs
    for (let layer = 1; layer <= this.last; layer += 1) {
      this.bases[layer + 1] = this.bases[layer] + (this.sizes[layer - 1] + 1) * this.sizes[layer];
      this.firsts[layer] = this.firsts[layer - 1] + this.sizes[layer - 1];
    }
  }

  /** Index of the weight from neuron `source` (−1: the bias) of the layer before into `target` of `layer`. */
  index(layer, source, target) {
    const row = source < 0 ? this.sizes[layer - 1] : source;
    return this.bases[layer] + row * this.sizes[layer] + target;
  }

  /** The largest weight of any link, biases left out. */
  largest(weights) {
    let largest = 0;
    for (let layer = 1; layer <= this.last; layer += 1) {
      const end = this.bases[layer] + this.sizes[layer - 1] * this.sizes[layer];
      for (let i = this.bases[layer]; i < end; i += 1) largest = Math.max(largest, Math.abs(weights[i]));
    }
    return largest;
  }

  activationName(layer) {
    const id = this.activations[layer];
    return this.texts[`activation.${id}`] ?? id;
  }

  /** A neuron's full name, for titles and assistive technology. */
  name(layer, neuron) {
    const t = this.texts;
    if (layer === 0) return fill(t["name.input"], { name: this.on[neuron].label });
    if (layer < this.last) return fill(t["name.hidden"], { layer, neuron: neuron + 1 });
    const label = this.describe.output.labels?.[neuron];
    return this.sizes[layer] > 1
      ? fill(t["name.output_class"], { name: label ?? neuron + 1 })
      : t["name.output"];
  }

  /** A neuron's symbol in a formula: x₁, or a with layer and number below. */
  symbol(layer, neuron) {
    if (layer === 0) return this.on[neuron].label;
    return `a${below(layer)},${below(neuron + 1)}`;
  }

  /** Equal for two structures that look alike, so that a new seed keeps drawing and focus. */
  get key() {
    return JSON.stringify([this.inputs, this.describe.layers, this.describe.output, this.describe.limits]);
  }
}

const below = (number) => [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");

/** The functions that the seven inputs compute, in the protocol's order, for their pictures. */
export const INPUTS = [
  (x1) => x1,
  (_, x2) => x2,
  (x1) => x1 * x1,
  (_, x2) => x2 * x2,
  (x1, x2) => x1 * x2,
  (x1) => Math.sin(x1),
  (_, x2) => Math.sin(x2),
];
