// A plane of points, held steady: from frame to frame it turns as little as it can, so that principal components
// neither flip their signs nor change places. Pure, no drawing.

/** @import { Numbers } from "../types.d.ts" */
import { Range } from "./axes.js";

/** @typedef {[number, number, number, number]} Turn a 2 × 2 matrix, row by row */

const LEAST = 1e-3; // the least that is seen: less is rounding, or a layer that tells nothing
/** @type {Turn} */
export const STILL = [1, 0, 0, 1];

/**
 * The turn Q (it may mirror) for which the directions B · Q, B [n, 2], come nearest to those of before: the orthogonal
 * Procrustes problem (Schönemann 1966), whose answer for two columns is an angle.
 * @param {Numbers} basis B, row by row
 * @param {Numbers} before [n, 2]
 * @returns {Turn}
 */
export function nearest(basis, before) {
  const m = [0, 0, 0, 0]; // Bᵀ · before
  for (let i = 0; i < basis.length; i += 2) {
    for (let k = 0; k < 4; k += 1) m[k] += basis[i + (k >> 1)] * before[i + (k & 1)];
  }
  const mirrors = m[0] * m[3] - m[1] * m[2] < 0;
  const angle = mirrors ? Math.atan2(m[1] + m[2], m[0] - m[3]) : Math.atan2(m[2] - m[1], m[0] + m[3]);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return mirrors ? [c, s, s, -c] : [c, -s, s, c];
}

/**
 * B · Q.
 * @param {Numbers} basis [n, 2]
 * @param {Turn} turn
 */
export function turned(basis, [a, b, c, d]) {
  const found = new Float32Array(basis.length);
  for (let i = 0; i < basis.length; i += 2) {
    found[i] = basis[i] * a + basis[i + 1] * c;
    found[i + 1] = basis[i] * b + basis[i + 1] * d;
  }
  return found;
}

/** One layer's plane: how it is turned, and which part of it is seen. */
export class Plane {
  constructor() {
    /** @type {Float32Array | null} */ this.basis = null; // the directions as they are shown
    /** @type {Turn} */ this.turn = STILL;
    this.ranges = [new Range(LEAST), new Range(LEAST)];
  }

  /**
   * @param {Numbers} basis of this layer, [n, 2]
   * @param {boolean} turns whether these are principal components: chosen neurons stay where they are
   */
  follow(basis, turns) {
    const known = turns && this.basis?.length === basis.length;
    this.turn = known && this.basis ? nearest(basis, this.basis) : STILL;
    this.basis = turns ? turned(basis, this.turn) : null;
  }

  /**
   * Coordinates in the directions that are shown: they turn as a basis' rows do, for c = a · B.
   * @param {Numbers} coordinates [m, 2]
   */
  see(coordinates) {
    return turned(coordinates, this.turn);
  }

  /**
   * A square window around what is to be seen, which rests while that moves a little.
   * @param {Float32Array} points [m, 2], as they are shown
   * @returns {number[][]} [[low, high], [low, high]]
   */
  window(points) {
    const bounds = this.ranges.map((range, axis) => {
      let [low, high] = [Infinity, -Infinity];
      for (let i = axis; i < points.length; i += 2) {
        low = Math.min(low, points[i]);
        high = Math.max(high, points[i]);
      }
      range.follow(low, high);
      return [range.low, range.high];
    });
    const half = Math.max(...bounds.map(([low, high]) => high - low), LEAST) / 2;
    return bounds.map(([low, high]) => [(low + high) / 2 - half, (low + high) / 2 + half]);
  }
}

/**
 * Coordinates as shares of a window, 0…1 each way.
 * @param {Numbers} points [m, 2]
 * @param {number[][]} window
 */
export function shares(points, window) {
  const found = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 1) {
    const [low, high] = window[i & 1];
    found[i] = (points[i] - low) / (high - low);
  }
  return found;
}
