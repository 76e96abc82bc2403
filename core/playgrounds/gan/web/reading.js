// What the main picture says of a place: a generated sample near it, or the discriminator's answer there.

/** @import { Arrays, Domain, Texts } from "../../../live/web/types.d.ts" */
import { fill } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";

/**
 * @param {number[]} at
 * @param {Partial<Arrays>} shown the layers that are on
 * @param {Domain} domain of both axes
 * @param {number} near how far a sample may be
 * @param {Texts} texts
 */
export function readingOf([x1, x2], shown, [low, high], near, texts) {
  const { fake, surface, "fake.score": score, "surface.range": range } = shown;
  for (let i = 0; fake && score && i < score.length; i += 1) {
    const [u, v] = fake.subarray(2 * i, 2 * i + 2);
    if (Math.hypot(u - x1, v - x2) > near) continue;
    return fill(texts["samples.read_fake"], { x1: weight(u), x2: weight(v), score: score[i].toFixed(2) });
  }
  const place = { x1: weight(x1), x2: weight(x2) };
  if (!surface) return fill(texts["samples.read"], place);
  const side = surface.shape[0];
  const cell = (/** @type {number} */ value) =>
    Math.min(side - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * side)));
  const [least, most] = range ?? [0, 1];
  const answer = least + ((most - least) * surface[(side - 1 - cell(x2)) * side + cell(x1)]) / 255;
  return fill(texts["samples.read_surface"], { ...place, score: answer.toFixed(2) });
}
