// What the panels of /backprop share: the numbers of the step to come, the stage that is told, and the row and
// the weight that are chosen. Walking past the last stage takes the step; before the first one goes back.

/** @import { Arrays, Json, Meta } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { fill } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { stagesOf } from "./stages.js";

/** @typedef {{ layer: number, source: number, target: number }} Place layer from 1; source −1 is the bias */

const TOLD = { crawl: 1000, slow: 100 }; // ms per step of the gears in which stages are told one by one

export class Lesson {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Json | null} */ this.about = null; // the description of the build
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {number[]} */ this.sizes = [];
    this.stages = stagesOf(1);
    this.at =
      this.row =
      this.seen =
      this.since =
        0;
    this.running = false;
    this.version = 0; // grows with everything that changes what is written
    /** @type {Place} */ this.chosen = { layer: 1, source: 0, target: 0 };
    /** @type {number[]} */ this.bases = [];
    /** @type {number[]} */ this.firsts = [];
  }

  /** The stage that shows most: the backward pass is through. */
  get resting() {
    return this.stages.length - 2;
  }

  get layers() {
    return this.sizes.length - 1;
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { sizes } = meta.describe;
    if (this.about === meta.describe) return;
    if (String(sizes) !== String(this.sizes)) {
      this.sizes = sizes;
      this.chosen = { layer: 1, source: 0, target: 0 };
      this.bases = [0, 0];
      this.firsts = [0, 0];
      for (let layer = 1; layer < sizes.length; layer += 1) {
        this.bases[layer + 1] = this.bases[layer] + (sizes[layer - 1] + 1) * sizes[layer];
        this.firsts[layer + 1] = this.firsts[layer] + sizes[layer];
      }
      this.stages = stagesOf(this.layers);
      this.at = this.resting;
    }
    this.about = meta.describe;
    this.arrays = null;
    this.row = 0;
    this.version += 1;
  }

  /**
   * @param {Arrays} arrays
   * @returns {boolean} whether they are of this network, and all there
   */
  take(arrays) {
    const { numbers, about } = { numbers: arrays.z, about: this.about };
    if (!numbers || !arrays.weights || !arrays.x || !about) return false;
    if (arrays.weights.length !== this.bases.at(-1)) return false;
    if (this.arrays === arrays) return true;
    if (this.arrays?.at[0] !== arrays.at[0]) this.since = performance.now();
    this.arrays = arrays;
    this.row = Math.min(this.row, arrays.rows.length - 1);
    this.version += 1;
    return true;
  }

  /** In the slow gears the stages of a step are told one after the other while it is on the screen. */
  tick() {
    const frame = this.view.frame;
    const running = frame?.status === "running";
    if (running !== this.running) {
      this.running = running;
      this.version += 1;
    }
    if (!running || !frame) return false;
    const period = frame.gear in TOLD ? TOLD[/** @type {"crawl" | "slow"} */ (frame.gear)] : 0;
    const last = this.stages.length - 1;
    const share = period ? (performance.now() - this.since) / (0.9 * period) : 1;
    this.show(period ? Math.min(last, Math.floor(share * (last + 1))) : this.resting);
    return Boolean(period) && this.at < last;
  }

  /** @param {number} at */
  show(at) {
    if (at === this.at) return;
    this.at = at;
    this.version += 1;
    this.view.wake();
  }

  /** @param {number} by 1: the next stage; −1: the one before */
  go(by) {
    const { view } = this;
    const to = this.at + by;
    if (view.frame?.status === "running") view.transport.run("pause");
    if (to >= this.stages.length) {
      view.transport.run("step");
      this.show(0);
    } else if (to < 0) this.back();
    else this.show(to);
  }

  /** The state before: after a step its last stage, after a change by hand where one is. */
  back() {
    this.view.ask("act", "back", {}, (answer) => {
      if (answer && !answer.ok) this.view.transport.notice(answer.text);
      else if (answer?.value.undone === "step") this.show(this.stages.length - 1);
    });
  }

  /** @param {Place} place */
  choose(place) {
    const { layer, source, target } = this.chosen;
    if (layer === place.layer && source === place.source && target === place.target) return;
    this.chosen = place;
    this.version += 1;
    this.view.wake();
  }

  /** @param {number} row of the minibatch */
  look(row) {
    this.row = row;
    this.version += 1;
    this.view.wake();
  }

  /**
   * Where a weight stands among all.
   * @param {Place} place
   */
  index({ layer, source, target }) {
    const row = source < 0 ? this.sizes[layer - 1] : source;
    return this.bases[layer] + row * this.sizes[layer] + target;
  }

  /**
   * A number of a neuron: z, a, slope or delta.
   * @param {string} name
   * @param {number} layer from 0, the features
   * @param {number} neuron
   */
  of(name, layer, neuron, row = this.row) {
    if (!this.arrays) return NaN;
    if (layer === 0) return this.arrays.features[row * this.sizes[0] + neuron];
    const width = this.arrays.z.shape[1];
    return this.arrays[name][row * width + this.firsts[layer] + neuron];
  }

  /**
   * A neuron's or feature's symbol.
   * @param {number} layer
   * @param {number} neuron
   */
  symbol(layer, neuron) {
    if (layer === 0) return this.about?.inputs[neuron] ?? "";
    const letter = layer === this.layers ? "o" : "h";
    return `${letter}${below(layer < this.layers && this.layers > 2 ? layer : null)}${below(neuron + 1)}`;
  }

  /**
   * A weight's name for tips and assistive technology.
   * @param {Place} place
   */
  title({ layer, source, target }) {
    const t = this.view.texts;
    const to = this.symbol(layer, target);
    return source < 0
      ? fill(t["weight.title_bias"], { to })
      : fill(t["weight.title"], { from: this.symbol(layer - 1, source), to });
  }

  /** The words for where the lesson is. */
  words() {
    const t = this.view.texts;
    const { name, layer } = this.stages[this.at];
    const told = fill(t[`stage.${name}`], { layer });
    const step = (this.arrays?.at[0] ?? 0) + 1;
    return fill(t["stage.at"], { step, stage: this.at + 1, count: this.stages.length, name: told });
  }
}

/** @param {number | null} number */
export const below = (number) =>
  number === null ? "" : [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

/**
 * A number on the drawing: three digits that say something.
 * @param {number} value
 */
export const short = (value) => Math.abs(value) < 0.0995 ? small(value) : weight(value);

/** @param {number} value */
function small(value) {
  const size = Math.abs(value);
  if (size === 0 || size >= 0.001) return value.toFixed(3).replace("-", "−");
  return weight(value);
}
