// What text looks like at a loss, and what a task's answers look like: which sentence holds. Where the borders lie was
// measured (texts_looks.py says how).

/** @import { Json } from "../../../live/web/types.d.ts" */

/** @typedef {{ name: string, value: number }} Reference a loss to compare with, in nats */
/**
 * What is known of the model: `loss`, `train` and `blind` (without looking ahead) in nats; `symbols`, `exact` and
 * `learned` as shares of right ones (of validation, of whole answers of it, of the minibatch); `mistakes`: sums tried,
 * wrong ones, wrong by carries alone.
 * @typedef {{ loss: number, train: number, blind: number, symbols: number, exact: number, learned: number,
 *   mistakes: ArrayLike<number> | null }} Known
 */

// Borders of the loss, as shares of the loss of whoever knows what usually follows the token before.
const SYLLABLES = 0.95, NAMES = 0.84, WORDS = 0.75;
const OVERFIT = 0.6; // of the loss on other text: what is left of it on the text learned from
const BY_HEART = 0.1; // of the loss of pairs: from there on a third and more of what is written is copied

/**
 * The sentence for a text.
 * @param {Known} known
 * @param {Reference[]} references
 */
export function ofText({ loss, train }, references) {
  const [uniform, single, pairs] = ["uniform", "unigram", "bigram"].map((name) =>
    references.find((one) => one.name === name)?.value ?? NaN
  );
  if (train < OVERFIT * loss) return train < BY_HEART * pairs ? "heart" : "overfit";
  if (loss > (uniform + single) / 2) return "random";
  if (loss > (single + pairs) / 2) return "letters";
  if (loss > SYLLABLES * pairs) return "pairs";
  if (loss > NAMES * pairs) return "syllables";
  return loss > WORDS * pairs ? "words" : "lines";
}

const ALL = 0.99, MOST_ALONE = 0.6, FEW = 4; // wrong sums from which something is said of them
const BY_CHANCE = 0.65; // of bits

/**
 * The sentence for a task whose answers are right or wrong.
 * @param {Known} known
 * @param {Json} config
 */
export function ofTask({ symbols, exact, learned, mistakes }, { dataset, answer }) {
  if (exact >= ALL) return "solved";
  if (dataset === "addition" && mistakes) {
    const [, wrong, carries] = Array.from(mistakes);
    if (wrong >= FEW && carries >= MOST_ALONE * wrong) return "carries";
  }
  if (dataset === "modular" && learned >= ALL && exact < 0.5) return "known_pairs";
  if (dataset === "parity" && answer === "final" && symbols < BY_CHANCE) return "coin";
  if (symbols >= 0.5 && exact < symbols - 0.1) return "parts";
  return "shares";
}

const ALIKE = ["random", "overfit", "heart"]; // said of every text in the same words

/**
 * The key of the sentence, "" where nothing is said. A model without a mask reads the answer.
 * @param {Known} known
 * @param {{ describe: Json, config: Json }} meta
 */
export function sentenceOf(known, { describe, config }) {
  if (!Number.isFinite(known.loss)) return "";
  if (Number.isFinite(known.blind)) return known.loss < known.blind / 2 ? "blind" : "open";
  if (describe.answers) return ofTask(known, config);
  const found = ofText(known, describe.references);
  return describe.dataset === "shakespeare" || ALIKE.includes(found) ? found : `${found}_own`;
}
