// The heights of the surface as the pictures need them: on a logarithmic scale from 0 (lowest) to 1, so that
// the flat floor of a valley can be seen beside its walls; in bands, and between the places that were sent.

/** @import { Arrays, Numbers, Rgb } from "../types.d.ts" */
/** @import { Colours } from "../colour.js" */
import { mix } from "../colour.js";

export const BANDS = 15;
const FLOOR = 3000; // the largest height over the least that is told from the lowest

/** The picture's plane and the heights over it, as far as they have come: shared by map and relief. */
export class Ground {
  key = -1; // of the plane whose heights these are
  domain = [-1, 1];
  side = 0; // heights on a side
  heights = new Float32Array();
  shares = new Float32Array();

  /** A new run: nothing is known. */
  forget() {
    Object.assign(this, new Ground());
  }

  /**
   * Takes heights over where they have come along.
   * @param {Arrays} arrays of the view `race`
   * @returns {boolean} whether the heights known are those of the plane that the paths are seen on
   */
  take({ plane, heights }) {
    if (heights) {
      this.key = plane[0];
      this.domain = [plane[1], plane[2]];
      this.side = heights.shape[0];
      this.heights = Float32Array.from(heights);
      this.shares = shares(this.heights);
    }
    return this.key === plane[0];
  }

  /** @param {number[]} place [x₁, x₂] @returns {number} the loss there */
  at([x1, x2]) {
    const [low, high] = this.domain;
    const cell = (/** @type {number} */ value) =>
      Math.min(this.side - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * this.side)));
    return this.heights[(this.side - 1 - cell(x2)) * this.side + cell(x1)];
  }
}

/**
 * Shares of 0…1 for heights of whatever size.
 * @param {Numbers} heights
 */
export function shares(heights) {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < heights.length; i += 1) {
    low = Math.min(low, heights[i]);
    high = Math.max(high, heights[i]);
  }
  const least = (high - low) / FLOOR || 1;
  const all = Math.log1p((high - low) / least) || 1;
  return Float32Array.from(heights, (height) => Math.log1p((height - low) / least) / all);
}

/**
 * The share at column u and row v, in cells from the top left corner: bilinear, and the edge's beyond it.
 * @param {Float32Array} values
 * @param {number} side
 * @param {number} u
 * @param {number} v
 */
export function between(values, side, u, v) {
  const x = Math.min(side - 1, Math.max(0, u - 0.5));
  const y = Math.min(side - 1, Math.max(0, v - 0.5));
  const i = Math.min(side - 2, Math.floor(x));
  const j = Math.min(side - 2, Math.floor(y));
  const at = j * side + i;
  const top = values[at] + (x - i) * (values[at + 1] - values[at]);
  const bottom = values[at + side] + (x - i) * (values[at + side + 1] - values[at + side]);
  return top + (y - j) * (bottom - top);
}

/** @param {number} share */
export const bandOf = (share) => Math.min(BANDS - 1, Math.floor(share * BANDS));

/**
 * The colour of a band: the lower, the bluer.
 * @param {Colours} colours
 * @param {number} band
 */
export function bandColour(colours, band) {
  /** @type {Rgb} */ const deep = colours.dark ? [70, 130, 190] : [88, 140, 190];
  return mix(colours.background, deep, 0.06 + 0.6 * (1 - band / (BANDS - 1)) ** 1.3);
}

/**
 * The surface from above into the pixels of an image: bands, with lines between them.
 * @param {ImageData} image
 * @param {Float32Array} values
 * @param {number} side
 * @param {Colours} colours
 */
export function paintGround(image, values, side, colours) {
  const { width, height, data } = image;
  const fills = Array.from({ length: BANDS }, (_, band) => bandColour(colours, band));
  const lines = fills.map((fill) => mix(fill, colours.text, 0.3));
  const cell = (/** @type {number} */ at, /** @type {number} */ all) => ((at + 0.5) / all) * side;
  const bands = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      bands[at] = bandOf(between(values, side, cell(x, width), cell(y, height)));
    }
  }
  for (let at = 0; at < bands.length; at += 1) {
    const right = (at + 1) % width ? bands[at + 1] : bands[at];
    const below = at + width < bands.length ? bands[at + width] : bands[at];
    const colour = right !== bands[at] || below !== bands[at] ? lines[bands[at]] : fills[bands[at]];
    data.set([colour[0], colour[1], colour[2], 255], 4 * at);
  }
}
