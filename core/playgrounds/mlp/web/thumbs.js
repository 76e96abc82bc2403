// The small pictures that neurons wear: 25 × 25 codes through the palette's table of 256 colours.

/** @import { Numbers } from "../../../live/web/types.d.ts" */
import { contextOf } from "../../../live/web/dom.js";
import { INPUTS } from "./shape.js";

export const SIDE = 25;

/** Paints codes (Uint8, −scale…scale) on a canvas of SIDE × SIDE. */
export class Painter {
  constructor() {
    this.image = new ImageData(SIDE, SIDE);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Numbers} codes
   * @param {number} offset
   * @param {Uint32Array} lut
   */
  paint(canvas, codes, offset, lut) {
    const { pixels } = this;
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = lut[codes[offset + i]];
    contextOf(canvas).putImageData(this.image, 0, 0);
  }
}

/**
 * The codes of input number `index` over the domain: the same picture whether it is on or off.
 * @param {number} index
 * @param {number[]} domain
 */
export function inputCodes(index, [low, high]) {
  const at = (/** @type {number} */ i) => low + ((i + 0.5) / SIDE) * (high - low);
  const values = Float32Array.from(
    { length: SIDE * SIDE },
    (_, i) => INPUTS[index](at(i % SIDE), at(SIDE - 1 - Math.floor(i / SIDE))),
  );
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  return Uint8Array.from(values, (value) => Math.round(127.5 * (1 + value / largest)));
}
