// Curves of many networks on one axis: brought to the same places, and what lies between them.

/** @import { Numbers } from "../../../live/web/types.d.ts" */

/** @typedef {{ x: Numbers, y: Numbers, length: number }} Told */

/**
 * The values of a curve at the given places, on straight lines between its points; not-a-number before the first
 * and, for who left, behind the last.
 * @param {Told} curve
 * @param {Numbers} places ascending
 */
export function resampled({ x, y, length }, places) {
  const found = new Float64Array(places.length).fill(NaN);
  let at = -1;
  const ends = length ? x[length - 1] : -1;
  for (let i = 0; i < places.length; i += 1) {
    while (at + 1 < length && x[at + 1] <= places[i]) at += 1;
    if (at < 0 || places[i] > ends) continue;
    const share = at + 1 < length ? (places[i] - x[at]) / (x[at + 1] - x[at]) : 0;
    found[i] = share ? y[at] + share * (y[at + 1] - y[at]) : y[at];
  }
  return found;
}

/**
 * Evenly spread places from 0 to `last`.
 * @param {number} last
 * @param {number} count
 */
export const spread = (last, count) =>
  Float64Array.from({ length: count }, (_, i) => (i / (count - 1)) * last);

/**
 * Mean, standard deviation, lowest and highest of many curves at every place; only what is a number counts.
 * @param {Numbers[]} curves
 */
export function bandsOf(curves) {
  const places = curves[0]?.length ?? 0;
  const [mean, sd, low, high] = [0, 0, 0, 0].map(() => new Float64Array(places).fill(NaN));
  for (let i = 0; i < places; i += 1) {
    const known = curves.map((curve) => curve[i]).filter(Number.isFinite);
    if (!known.length) continue;
    mean[i] = known.reduce((sum, value) => sum + value, 0) / known.length;
    sd[i] = Math.sqrt(known.reduce((sum, value) => sum + (value - mean[i]) ** 2, 0) / known.length);
    low[i] = Math.min(...known);
    high[i] = Math.max(...known);
  }
  return { mean, sd, low, high };
}
