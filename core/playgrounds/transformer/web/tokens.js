// Tokens as a person reads them, and what a viewer types as tokens. Pure, no drawing.

/** @import { Numbers } from "../../../live/web/types.d.ts" */

/** @type {Record<string, string>} */
const SEEN = { " ": "␣", "\n": "↵", "\t": "⇥" };

/**
 * A token as a label: white space has a sign.
 * @param {string} symbol
 */
export const label = (symbol) => SEEN[symbol] ?? symbol;

/**
 * The characters of a text that no token of the vocabulary stands for, each once, as labels; or its words.
 * @param {string} text
 * @param {string[]} symbols
 * @param {boolean} [words] whether tokens are words
 */
export function unknown(text, symbols, words = false) {
  if (words) return [...new Set(wordsIn(text))].filter((one) => !symbols.includes(one));
  const known = new Set(symbols.flatMap((symbol) => [...symbol]));
  if (symbols.some((symbol) => [...symbol].length > 1)) known.add(" "); // it stands between them
  return [...new Set([...text].filter((one) => !known.has(one)))].map(label);
}

/**
 * The words of a text, and its signs, as core/data/sequences/translation.py reads them.
 * @param {string} text
 */
export const wordsIn = (text) => text.toLowerCase().replace(/[=.]/g, " $& ").split(/\s+/).filter(Boolean);

/**
 * Whether the last word of a text is only begun: some token goes on from it.
 * @param {string} text
 * @param {string[]} symbols
 */
export function begun(text, symbols) {
  const last = /\s$/.test(text) ? "" : wordsIn(text).pop() ?? "";
  return last !== "" && !symbols.includes(last) && symbols.some((one) => one.startsWith(last));
}

/**
 * The most probable tokens, the likeliest first.
 * @param {Numbers} p
 * @param {number} count
 */
export function likeliest(p, count) {
  const every = Array.from({ length: p.length }, (_, k) => k);
  return every.sort((a, b) => p[b] - p[a] || a - b).slice(0, count);
}

/**
 * How strongly a token is coloured: 0 where it was certain, 1 where the model gave it a chance of 1 in 1,000 or less.
 * @param {number} p
 */
export const surprise = (p) => p > 0 ? Math.min(1, -Math.log10(p) / 3) : 1;

/**
 * A probability as per cent: tenths where they say something.
 * @param {number} p
 */
export const percent = (p) => (100 * p).toFixed(p > 0 && p < 0.0995 ? 1 : 0);
