// Pictures in colour as the wire has them, three bytes a pixel, row by row.

/** @import { Numbers } from "../../../live/web/types.d.ts" */
import { contextOf } from "../../../live/web/dom.js";

export const GAIN = 4; // times the error, where that is shown

/**
 * From bytes [pixels, 3] to pixels of the screen.
 * @param {Numbers} bytes
 * @param {Uint32Array} into
 * @param {number} from the pixel to begin with
 */
export function opaque(bytes, into, from = 0) {
  const count = bytes.length / 3;
  for (let i = 0, at = 0; i < count; i += 1, at += 3) {
    into[from + i] = 0xff000000 | (bytes[at + 2] << 16) | (bytes[at + 1] << 8) | bytes[at];
  }
}

/**
 * How far a picture is from the original in every colour, times GAIN, cut off at 255.
 * @param {Numbers} picture
 * @param {Numbers} original
 */
export function errorOf(picture, original) {
  const found = new Uint8ClampedArray(picture.length); // which cuts off by itself
  for (let i = 0; i < found.length; i += 1) found[i] = GAIN * Math.abs(picture[i] - original[i]);
  return found;
}

/**
 * The pixel at a place of the picture, given in shares of its side, or null beside it.
 * @param {number} u to the right
 * @param {number} v downwards
 * @param {number} side
 * @returns {[column: number, row: number] | null}
 */
export function pixelAt(u, v, side) {
  const [column, row] = [Math.floor(u * side), Math.floor(v * side)];
  const inside = column >= 0 && row >= 0 && column < side && row < side;
  return inside ? [column, row] : null;
}

/**
 * Red, green and blue of a pixel.
 * @param {Numbers} bytes
 * @param {[column: number, row: number]} at
 * @param {number} side
 */
export function colourAt(bytes, [column, row], side) {
  const from = 3 * (row * side + column);
  return [bytes[from], bytes[from + 1], bytes[from + 2]];
}

/**
 * The side of `count` squares in one row, or in rows of `columns`, that leave room for their captions.
 * @param {number} width
 * @param {number} height of all of them, Infinity where the page is as long as it likes
 * @param {{ count: number, columns: number, gap: number, caption: number }} room
 */
export function sideOf(width, height, { count, columns, gap, caption }) {
  const rows = Math.ceil(count / columns);
  const wide = (width - (columns - 1) * gap) / columns;
  const tall = (height - (rows - 1) * gap) / rows - caption;
  return Math.max(0, Math.floor(Math.min(wide, tall)));
}

/** A picture of pixels on a canvas, which keeps what it has until another comes. */
export class Pixels {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.side = 0;
    /** @type {ImageData | null} */ this.image = null;
    this.words = new Uint32Array(0);
  }

  /** @param {number} side */
  resize(side) {
    if (this.image && side === this.side) return false;
    this.side = this.canvas.width = this.canvas.height = side;
    this.image = contextOf(this.canvas).createImageData(side, side);
    this.words = new Uint32Array(this.image.data.buffer);
    return true;
  }

  /**
   * The whole picture, or whole rows of it.
   * @param {Numbers} bytes
   * @param {number} side
   * @param {number} row
   */
  put(bytes, side, row = 0) {
    this.resize(side);
    opaque(bytes, this.words, row * side);
    const tall = bytes.length / (3 * side);
    if (this.image) contextOf(this.canvas).putImageData(this.image, 0, 0, 0, row, side, tall);
  }

  /**
   * Begins a finer picture with pixels as large as they were.
   * @param {Numbers} bytes of `side` pixels a side
   * @param {number} side
   * @param {number} factor
   */
  enlarge(bytes, side, factor) {
    const fine = side * factor;
    this.resize(fine);
    const coarse = new Uint32Array(side * side);
    opaque(bytes, coarse);
    for (let i = 0; i < this.words.length; i += 1) {
      const row = Math.floor(Math.floor(i / fine) / factor);
      this.words[i] = coarse[row * side + Math.floor((i % fine) / factor)];
    }
    if (this.image) contextOf(this.canvas).putImageData(this.image, 0, 0);
  }
}
