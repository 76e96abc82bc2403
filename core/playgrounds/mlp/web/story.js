// Slow motion of an MLP: one minibatch, forwards, loss, backwards, update, with the numbers that occurred. One of its
// points is followed, and in every layer one neuron.

/** @import { Arrays, Numbers, Wire } from "../../../live/web/types.d.ts" */
/** @import { Told } from "./told.js" */
import { fixed, loss, weight } from "../../../live/web/format.js";
import { between } from "./insidelayers.js";
import { moved, norm, Story } from "../../../live/web/panels/story.js";

const MOST = 6; // inputs that are written out, and terms of a sum

/**
 * A weight before and after a step, with as many decimals as it takes to see the change: 4 to 7.
 * @param {number} old
 * @param {number} now
 */
export function change(old, now) {
  const moves = Math.abs(now - old);
  const decimals = moves > 0 ? Math.min(7, Math.max(4, Math.ceil(0.5 - Math.log10(moves)))) : 4;
  return [old, now].map((value) => Math.abs(value) < 100 ? fixed(value, decimals) : weight(value));
}

export class MlpStory extends Story {
  /** @param {Told} told */
  constructor(told) {
    super(told);
    this.told = told;
    this.row = 0; // of the minibatch: the point that is followed
    /** @type {number[]} */ this.followed = []; // in each layer the neuron
  }

  /** The layer of the stage being told, 1…L + 1; 0 for the minibatch. */
  get layer() {
    const stage = this.stages?.[this.at];
    return stage?.layer ?? (stage?.name === "update" ? this.chosen : this.told.shape.last);
  }

  /** For the update: the layer whose followed neuron's weights moved most, or the one that was clicked. */
  get chosen() {
    const norms = this.told.layers.map((layer) => norm(this.of("backward", layer)?.gradient) ?? 0);
    return this.picked ?? 1 + norms.indexOf(Math.max(...norms));
  }

  /** @type {number | null} */ picked = null;

  /**
   * The arrays of a stage.
   * @param {string} name
   * @param {number} [layer]
   * @returns {Arrays | undefined}
   */
  of(name, layer) {
    return this.stages?.find((stage) => stage.name === name && (layer === undefined || stage.layer === layer))
      ?.arrays;
  }

  /** A step has been taken: whom to follow in it. */
  opened() {
    this.row = this.worst();
    this.picked = null;
    this.followed = [0, ...this.told.layers.map((layer) => this.strongest(layer))];
  }

  /** The point whose mistake is the largest: what is written of it says most. */
  worst() {
    const delta = this.of("loss")?.delta;
    if (!delta) return 0;
    const [batch, outputs] = delta.shape;
    const sizes = Array.from(
      { length: batch },
      (_, i) => norm(delta.subarray(i * outputs, (i + 1) * outputs)) ?? 0,
    );
    return sizes.indexOf(Math.max(...sizes));
  }

  /**
   * The neuron of a layer whose weights have the largest gradient.
   * @param {number} layer
   */
  strongest(layer) {
    const { gradient } = this.of("backward", layer) ?? {};
    if (!gradient) return 0;
    const [rows, columns] = gradient.shape;
    const sizes = Array.from({ length: columns }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < rows; i += 1) sum += gradient[i * columns + j] ** 2;
      return sum;
    });
    return sizes.indexOf(Math.max(...sizes));
  }

  /**
   * The numbers of the followed point in a layer: what it is fed (layer 0), a, z or delta.
   * @param {"z" | "a" | "delta"} what
   * @param {number} layer
   * @returns {Numbers | undefined}
   */
  rowOf(what, layer) {
    const array = layer === 0
      ? this.of("minibatch")?.x
      : this.of(what === "delta" ? "backward" : "forward", layer)?.[what];
    return row(array, this.row);
  }

  // ---- what is said -----------------------------------------------------------------------
  /**
   * @param {string} name
   * @param {Arrays} _arrays
   */
  sentence(name, _arrays) {
    const { shape: { last, normalised, skips } } = this.told;
    if (name !== "forward" && name !== "backward") return super.sentence(name, _arrays);
    if (this.layer === last) return `story.${name}.output`;
    if (normalised) return `story.${name}.normalised`;
    if (name === "backward" && skips[this.layer + 1]) return "story.backward.skip";
    return super.sentence(name, _arrays);
  }

  /**
   * @param {string} name
   * @param {Arrays} arrays
   */
  facts(name, arrays) {
    const { told, layer, row: at } = this;
    const { shape } = told;
    const neuron = this.followed[layer] ?? 0;
    const [z, a, delta] = /** @type {const} */ (["z", "a", "delta"]).map((what) =>
      this.rowOf(what, layer)?.[neuron]
    );
    const said = {
      batch: this.of("minibatch")?.x?.shape[0] ?? "–",
      point: at + 1,
      inputs: this.inputs(),
      layer,
      neuron: neuron + 1,
      name: shape.name(layer, neuron),
      formula: shape.formulas[layer] ?? "a",
      z: weight(z),
      y: weight(row(arrays.y, at)?.[neuron]),
      a: weight(a),
      delta: weight(delta),
      target: told.target(row(this.of("minibatch")?.t, at)),
      loss: loss(this.of("loss")?.loss?.[0]),
      norm: loss(norm(this.of("backward", layer)?.gradient)),
    };
    if (name !== "backward" && name !== "update") return said;
    const source = this.source(layer, neuron);
    const index = shape.index(layer, source, neuron);
    const g = this.of("backward", layer)?.gradient?.[index - shape.bases[layer]];
    const more = { gradient: weight(g), from: shape.symbol(layer - 1, source), moved: loss(moved(arrays)) };
    const { before, after } = arrays;
    if (!before || !after) return { ...said, ...more };
    const [old, now] = change(before[index], after[index]);
    return { ...said, ...more, old, new: now };
  }

  /** The features of the followed point, by name. */
  inputs() {
    const values = Array.from(this.rowOf("a", 0) ?? []);
    const { shape } = this.told;
    const some = values.slice(0, MOST).map((value, i) => `${shape.on[i]?.label ?? i + 1} = ${weight(value)}`);
    return some.join(", ") + (values.length > MOST ? " …" : "");
  }

  /**
   * The weight into a neuron that has the largest gradient.
   * @param {number} layer
   * @param {number} neuron
   */
  source(layer, neuron) {
    const { gradient } = this.of("backward", layer) ?? {};
    if (!gradient) return 0;
    const [rows, columns] = gradient.shape;
    const sizes = Array.from({ length: rows - 1 }, (_, i) => Math.abs(gradient[i * columns + neuron]));
    return Math.max(0, sizes.indexOf(Math.max(...sizes)));
  }

  /**
   * The sum behind the sentence.
   * @param {string} name
   * @param {Arrays} _arrays
   */
  samples(name, _arrays) {
    const { told, layer } = this;
    const { shape, texts: t } = told;
    const neuron = this.followed[layer] ?? 0;
    if (name === "forward") {
      const fed = this.rowOf("a", layer - 1);
      const weights = this.of("update")?.before;
      if (!fed || !weights) return [];
      const terms = Array.from(
        fed,
        (value, i) => `${factor(weights[shape.index(layer, i, neuron)])}·${factor(value)}`,
      );
      const bias = factor(weights[shape.index(layer, -1, neuron)]);
      const sum = terms.length > MOST ? `${terms.slice(0, MOST).join(" + ")} + …` : terms.join(" + ");
      const [z, a] = [this.rowOf("z", layer)?.[neuron], this.rowOf("a", layer)?.[neuron]];
      const beta = weights[shape.index(layer, -1, neuron)];
      const { y, more } = between(shape, _arrays, { row: this.row, layer, neuron, beta, fed });
      const whole = y.length ? sum : `${sum} + ${bias}`;
      return [["z", `${whole} = ${weight(z)}`], ...y, [
        "a",
        `${shape.formulas[layer]}${more} = ${weight(a)}`,
      ]];
    }
    const plain = !shape.normalised && !shape.skips[layer + 1]; // otherwise it is no single sum
    if (name === "backward" && layer < shape.last && plain) {
      const behind = this.rowOf("delta", layer + 1);
      const weights = this.of("update")?.before;
      if (!behind || !weights) return [];
      const terms = Array.from(
        behind,
        (value, j) => `${factor(weights[shape.index(layer + 1, neuron, j)])}·${factor(value)}`,
      );
      const some = terms.length > MOST ? `${terms.slice(0, MOST).join(" + ")} + …` : terms.join(" + ");
      return [[
        t["story.array.delta"],
        `(${some}) · f′(z) = ${weight(this.rowOf("delta", layer)?.[neuron])}`,
      ]];
    }
    return [];
  }

  stageTold() {
    this.told.show();
  }

  forget() {
    this.told.over();
  }
}

/**
 * @param {Wire | undefined} array [B, n]
 * @param {number} at
 * @returns {Numbers | undefined}
 */
function row(array, at) {
  if (!array || array.shape.length < 2) return undefined;
  const width = array.shape[1];
  return array.subarray(at * width, (at + 1) * width);
}

/** @param {number} value in a product, negative ones stand in brackets */
const factor = (value) => value < 0 ? `(${weight(value)})` : weight(value);
