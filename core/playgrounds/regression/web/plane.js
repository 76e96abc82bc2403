// The plane that points lie in, without a canvas: what its axes stand for, where maps stand side by side, and
// where the answer of a fit of classes changes.

/** @import { Axis, Box, Numbers } from "../../../live/web/types.d.ts" */
import { fixed } from "../../../live/web/format.js";

/**
 * A column of a file, as `describe` has it: its value is shift + factor · place.
 * @typedef {{ name: string, shift: number, factor: number }} Scale
 */

/**
 * What a place along an axis stands for.
 * @param {Scale} scale
 * @param {number} place
 */
export const worth = ({ shift, factor }, place) => shift + factor * place;

/**
 * The same in words, with two decimals where the plane has them.
 * @param {Scale} scale
 * @param {number} place
 */
export function written(scale, place) {
  const decimals = Math.ceil(2 - Math.log10(Math.abs(scale.factor)) - 1e-9);
  return fixed(worth(scale, place), Math.max(0, Math.min(8, decimals)));
}

/**
 * The axis as it is labelled: with the file's numbers and name, where there is one.
 * @param {Scale} scale
 * @param {number} limit half the side of the plane
 * @param {string} label
 * @returns {Axis}
 */
export const labelled = (scale, limit, label) => ({
  low: worth(scale, -limit),
  high: worth(scale, limit),
  label: scale.name || label,
});

/**
 * `count` squares as large as they fit into a box, side by side or one below the other.
 * @param {Box} box
 * @param {number} count
 * @param {Box} room around each, the box's sizes being left, top, right and bottom: { left, top, wide, tall }
 * @returns {Box[]}
 */
export function squares({ left, top, wide, tall }, count, room) {
  const fits = (/** @type {number} */ columns) =>
    Math.min(
      wide / columns - room.left - room.wide,
      tall / Math.ceil(count / columns) - room.top - room.tall,
    );
  const columns = fits(count) >= fits(1) ? count : 1;
  const side = Math.max(1, fits(columns));
  const [across, down] = [wide / columns, tall / Math.ceil(count / columns)];
  return Array.from({ length: count }, (_, i) => ({
    left: left + (i % columns) * across + room.left + (across - room.left - room.wide - side) / 2,
    top: top + Math.floor(i / columns) * down + room.top,
    wide: side,
    tall: side,
  }));
}

/**
 * The part of the line b + u x + v y = 0 on which every constraint [c, p, q] has c + p x + q y ≥ 0.
 * @param {number[]} line [b, u, v]
 * @param {number[][]} constraints
 * @returns {number[][] | null} both ends
 */
export function segment([b, u, v], constraints) {
  const length = Math.hypot(u, v);
  if (!(length > 1e-12)) return null;
  const [x, y] = [-b * u / length ** 2, -b * v / length ** 2];
  const [dx, dy] = [-v / length, u / length];
  let [low, high] = [-Infinity, Infinity];
  for (const [c, p, q] of constraints) {
    const at = c + p * x + q * y;
    const rate = p * dx + q * dy;
    if (Math.abs(rate) < 1e-12) {
      if (at < 0) return null;
    } else if (rate > 0) low = Math.max(low, -at / rate);
    else high = Math.min(high, -at / rate);
  }
  return low < high ? [[x + low * dx, y + low * dy], [x + high * dx, y + high * dy]] : null;
}

/**
 * Where the most probable class changes, as segments within the plane.
 * @param {Numbers} weights [3, columns] of one fit; one column for two classes
 * @param {number} columns
 * @param {number} limit
 */
export function boundaries(weights, columns, limit) {
  const plane = [[limit, 1, 0], [limit, -1, 0], [limit, 0, 1], [limit, 0, -1]];
  const scores = Array.from(
    { length: columns },
    (_, k) => [weights[k], weights[columns + k], weights[2 * columns + k]],
  );
  if (columns === 1) scores.push([0, 0, 0]);
  /** @type {number[][][]} */ const found = [];
  const less = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.map((value, i) => value - b[i]);
  for (let a = 0; a < scores.length; a += 1) {
    for (let b = a + 1; b < scores.length; b += 1) {
      const above = scores.filter((_, c) => c !== a && c !== b).map((other) => less(scores[a], other));
      const ends = segment(less(scores[a], scores[b]), [...plane, ...above]);
      if (ends) found.push(ends);
    }
  }
  return found;
}
