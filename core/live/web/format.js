// Numbers as they stand on the page: a real minus sign, and never a digit more than is read.

/** @import { Format, Metric, Texts } from "./types.d.ts" */
import { fill } from "./dom.js";
import { guarded } from "./guard.js";

const MINUS = "−";
const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** @param {string} text what rounds to nothing has no sign */
export const minus = (text) => text.replace(/^-(?=0(\.0*)?$)/, "").replaceAll("-", MINUS);
/**
 * So many decimals, with a real minus sign.
 * @param {number} value
 * @param {number} decimals
 */
export const fixed = (value, decimals) => minus(value.toFixed(decimals));
/**
 * @param {number} value
 * @param {number} digits
 */
const scientific = (value, digits) => minus(value.toExponential(digits).replace("e+", "e"));

/**
 * A whole number that only grows.
 * @param {number} value
 */
export const counter = (value) => grouped.format(Math.max(0, Math.floor(value + 1e-9)));

/**
 * The room that a counter keeps, in digits, so that nothing moves as it grows: two groups of three at least, and
 * a whole group more when it needs one.
 * @param {string} counted
 */
export const roomFor = (counted) => Math.max(7, 4 * Math.ceil((counted.length + 1) / 4) - 1);

/** @param {number} value */
export const whole = (value) => minus(grouped.format(value));

/**
 * A loss or score: four decimals where they say something, powers of ten elsewhere.
 * @param {number | null | undefined} value
 */
export function loss(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-4)) return scientific(value, 2);
  return fixed(value, size < 10 ? 4 : size < 1000 ? 2 : 0);
}

/**
 * A weight, bias or function value: two decimals, three significant digits when small.
 * @param {number | null | undefined} value
 */
export function weight(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size >= 1e4 || (size > 0 && size < 1e-3)) return scientific(value, 1);
  return fixed(value, size < 0.1 && size > 0 ? 3 : size < 100 ? 2 : 0);
}

/**
 * Nats: two decimals.
 * @param {number} value
 */
export const nats = (
  value,
) => (Number.isFinite(value) ? fixed(value, Math.abs(value) < 1e4 ? 2 : 0) : loss(value));

/**
 * A speed: whole above ten, one decimal below.
 * @param {number | null | undefined} value
 */
export function rate(value) {
  if (value === null || value === undefined) return "–";
  return value >= 10 || value === 0 ? whole(Math.round(value)) : value.toFixed(1);
}

/**
 * A value in at most five signs, for a cell.
 * @param {number} value
 */
export function short(value) {
  if (!Number.isFinite(value)) return "";
  const size = Math.abs(value);
  if (size >= 99999.5) return scientific(value, 0);
  const digits = size < 0.995 ? 2 : size < 99.5 ? 1 : 0;
  const text = fixed(value, digits).replace(/\.0$/, "");
  return /^−?0(\.0+)?$/.test(text) ? "0" : text;
}

/**
 * A count in at most four signs.
 * @param {number} count
 */
export function brief(count) {
  if (count < 1000) return String(count);
  if (count < 1e6) return `${(count / 1000).toFixed(count < 9950 ? 1 : 0)}k`;
  return `${(count / 1e6).toFixed(count < 9.95e6 ? 1 : 0)}M`;
}

/**
 * The nearest 1, 2 or 5 × 10ⁿ that is not below `value`: a scale that rests while values move.
 * @param {number} value
 */
export function nice(value) {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value * 0.9999) ?? 10 * power;
}

/**
 * A value in the words that its metric asks for.
 * @param {Metric} metric
 * @param {number | null | undefined} value
 * @param {{ texts: Texts, beside: (name: string) => number | null | undefined }} from `beside` finds the second
 *   number, which some formats show with the first
 * @returns {string}
 */
export function inWords(metric, value, { texts, beside }) {
  if (value === null || value === undefined) return "–";
  return FORMATS[metric.format](value, texts, metric.beside ? beside(metric.beside) : null);
}

/** @type {Record<Format, (value: number, texts: Texts, beside: number | null | undefined) => string>} */
const FORMATS = guarded({
  loss,
  weight,
  nats,
  count: whole,
  percent: (value, texts) => fill(texts["value.percent"], { value: fixed(100 * value, 1) }),
  decibel: (value, texts) => fill(texts["value.decibel"], { value: fixed(value, 2) }),
  of: (value, texts, total) => fill(texts["value.of"], { value, total: total ?? "–" }),
  spread: (value, texts, spread) =>
    fill(texts["value.spread"], { value: weight(value), spread: weight(spread) }),
}, "format");
