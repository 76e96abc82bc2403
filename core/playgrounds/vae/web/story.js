// Slow motion of a VAE: one minibatch told stage by stage. Sentences speak of the batch, the table beside
// them shows its first image.

/** @import { Arrays, Json, Wire } from "../../../live/web/types.d.ts" */
import { loss, weight, whole } from "../../../live/web/format.js";
import { mean, moved, Story } from "../../../live/web/panels/story.js";

const ROWS = 4; // numbers that are written out

/**
 * Which parts of the drawing a stage is about.
 * @type {Record<string, string[]>}
 */
export const STAGES = {
  input: ["x"],
  encode: ["x", "mu", "sigma", "kl"],
  sample: ["mu", "sigma", "eps", "z"],
  decode: ["z", "out"],
  loss: ["out", "kl", "sum"],
  gradients: ["mu", "sigma", "z", "out", "sum"],
  update: [],
};
const PLAIN = ["mu", "sigma", "eps", "z"];

export class TrickStory extends Story {
  /** @type {number | string} */ batch = "–";

  /** @returns {Json} */
  get describe() {
    return this.flow.meta?.describe ?? {};
  }

  /** The arrays of the stages so far, called as those of the panel: the batch's first image. */
  get told() {
    if (!this.stages) return null;
    /** @type {Arrays} */ const told = {};
    for (const { arrays } of this.stages.slice(0, this.at + 1)) {
      for (const name of PLAIN) if (arrays[name]) told[`story.${name}`] = first(arrays[name]);
      for (const name of ["x", "out"]) {
        if (arrays[name]?.shape.length > 2) told[`story.${name}`] = picture(arrays[name]);
      }
    }
    const { "story.mu": mu, "story.sigma": sigma } = told;
    if (mu && sigma) {
      const kl = mu.map((value, i) => (value ** 2 + sigma[i] ** 2 - 1) / 2 - Math.log(sigma[i]));
      told["story.kl"] = Object.assign(kl, { shape: mu.shape });
    }
    return told;
  }

  /**
   * Of a large network the weights themselves are not sent.
   * @param {string} name
   * @param {Arrays} arrays
   */
  sentence(name, arrays) {
    return name === "update" && !arrays.after ? "story.update.large" : super.sentence(name, arrays);
  }

  /**
   * @param {string} _name
   * @param {Arrays} arrays
   */
  facts(_name, arrays) {
    const { encoder, decoder } = this.describe;
    if (arrays.batch) [this.batch] = arrays.batch; // images travel as the first few of them
    const numbers = {
      loss: arrays.loss?.[0],
      reconstruction: mean(arrays.reconstruction),
      kl: mean(arrays.kl),
      norm: arrays.norm?.[0],
      moved: moved(arrays),
    };
    const said = Object.entries(numbers).map(([key, value]) => [key, loss(value)]);
    const params = whole(encoder.params + decoder.params);
    return { batch: this.batch, params, ...Object.fromEntries(said) };
  }

  /**
   * @param {string} name
   * @param {Arrays} arrays
   */
  samples(name, arrays) {
    const t = this.flow.texts;
    const lines = [];
    for (const key of [...PLAIN, "gradient", "before", "after"]) {
      if (!arrays[key]) continue;
      const numbers = first(arrays[key]);
      const some = Array.from(numbers.subarray(0, ROWS), weight).join(", ");
      lines.push([t[`story.array.${key}`], numbers.length > ROWS ? `${some} …` : some]);
    }
    const formula = this.describe.objective?.formula;
    if (name === "loss" && formula) lines.push([t["story.formula"], formula]);
    return lines;
  }
}

/**
 * The numbers of the batch's first image: [B, d] → [d]; what has no batch stays.
 * @param {Wire} array
 * @returns {Wire}
 */
const first = (array) =>
  array.shape.length > 1
    ? Object.assign(array.subarray(0, array.length / array.shape[0]), { shape: array.shape.slice(1) })
    : array;

/**
 * The first of pictures [n, h, w] in 0…1, as bytes.
 * @param {Wire} array
 */
function picture(array) {
  const [, h, w] = array.shape;
  const bytes = Uint8Array.from(
    array.subarray(0, h * w),
    (value) => Math.round(255 * Math.min(1, Math.max(0, value))),
  );
  return Object.assign(bytes, { shape: [h, w] });
}

/** @param {Wire} array */
