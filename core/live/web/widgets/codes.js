// A square of codes, such as a network's answer at every point, as a picture in the palette's colours.

import { contextOf } from "../dom.js";

export class Coded {
  /** @param {HTMLCanvasElement} canvas gets as many pixels as there are codes */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {ImageData | null} */ this.image = null;
  }

  /**
   * @param {ArrayLike<number>} codes [side · side], row by row
   * @param {number} side
   * @param {Uint32Array} lut a pixel for each code
   */
  draw(codes, side, lut) {
    const context = contextOf(this.canvas);
    if (this.canvas.width !== side || !this.image) {
      this.canvas.width = this.canvas.height = side;
      this.image = context.createImageData(side, side);
    }
    const pixels = new Uint32Array(this.image.data.buffer);
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = lut[codes[i]];
    context.putImageData(this.image, 0, 0);
  }
}
