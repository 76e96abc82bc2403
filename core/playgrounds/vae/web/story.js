// Slow motion of a VAE: one minibatch told stage by stage. Sentences speak of the batch, the table beside
// them shows its first image.

import { loss, weight, whole } from "../../../live/web/format.js";
import { Story } from "../../../live/web/panels/story.js";

const ROWS = 4; // numbers that are written out

/** Which parts of the drawing a stage is about. */
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
  /** The arrays of the stages so far, called as those of the panel: the batch's first image. */
  get told() {
    if (!this.stages) return null;
    const told = {};
    for (const { arrays } of this.stages.slice(0, this.at + 1)) {
      for (const name of PLAIN) if (arrays[name]) told[`story.${name}`] = first(arrays[name]);
      for (const name of ["x", "out"]) {
        if (arrays[name]?.shape.length > 2) told[`story.${name}`] = picture(arrays[name]);
      }
    }
    const { "story.mu": mu, "story.sigma": sigma } = told;
    if (mu && sigma) {
      told["story.kl"] = mu.map((value, i) => (value ** 2 + sigma[i] ** 2 - 1) / 2 - Math.log(sigma[i]));
    }
    return told;
  }

  /** Of a large network the weights themselves are not sent. */
  sentence(name, arrays) {
    return name === "update" && !arrays.after ? "story.update.large" : super.sentence(name);
  }

  facts(name, arrays) {
    const { encoder, decoder } = this.flow.meta.describe;
    if (arrays.batch) [this.batch] = arrays.batch; // images travel as the first few of them
    const moved = arrays.before && arrays.after
      ? Math.hypot(...arrays.after.map((value, i) => value - arrays.before[i]))
      : undefined;
    const numbers = {
      loss: arrays.loss?.[0],
      reconstruction: mean(arrays.reconstruction),
      kl: mean(arrays.kl),
      norm: arrays.norm?.[0],
      moved,
    };
    const found = { batch: this.batch ?? "–", params: whole(encoder.params + decoder.params) };
    for (const [key, value] of Object.entries(numbers)) found[key] = loss(value);
    return found;
  }

  samples(name, arrays) {
    const t = this.flow.texts;
    const lines = [];
    for (const key of [...PLAIN, "gradient", "before", "after"]) {
      if (!arrays[key]) continue;
      const numbers = first(arrays[key]);
      const some = Array.from(numbers.subarray(0, ROWS), weight).join(", ");
      lines.push([t[`story.array.${key}`], numbers.length > ROWS ? `${some} …` : some]);
    }
    const formula = this.flow.meta.describe.objective?.formula;
    if (name === "loss" && formula) lines.push([t["story.formula"], formula]);
    return lines;
  }
}

/** The numbers of the batch's first image: [B, d] → [d]; what has no batch stays. */
const first = (array) => (array.shape.length > 1 ? array.subarray(0, array.length / array.shape[0]) : array);

/** The first of pictures [n, h, w] in 0…1, as bytes. */
function picture(array) {
  const [, h, w] = array.shape;
  const bytes = Uint8Array.from(
    array.subarray(0, h * w),
    (value) => Math.round(255 * Math.min(1, Math.max(0, value))),
  );
  bytes.shape = [h, w];
  return bytes;
}

const mean = (
  array,
) => (array?.length ? array.reduce((sum, value) => sum + value, 0) / array.length : undefined);
