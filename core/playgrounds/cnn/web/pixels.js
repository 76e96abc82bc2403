// Pictures of bytes: grey or coloured images, and maps through a table of 256 colours.

/** @import { Box, Numbers } from "../../../live/web/types.d.ts" */
import { contextOf } from "../../../live/web/dom.js";

/** A canvas off the page that pictures are put together on. */
export class Pixels {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.context = contextOf(this.canvas);
    this.image = new ImageData(1, 1);
    this.words = new Uint32Array(this.image.data.buffer);
  }

  /**
   * @param {number} height
   * @param {number} width
   */
  size(height, width) {
    if (this.image.width === width && this.image.height === height) return;
    Object.assign(this.canvas, { width, height });
    this.image = new ImageData(width, height);
    this.words = new Uint32Array(this.image.data.buffer);
  }

  /**
   * A map of height × width codes from `offset` on.
   * @param {Numbers} codes
   * @param {number} offset
   * @param {[height: number, width: number]} size
   * @param {Uint32Array} lut
   */
  map(codes, offset, [height, width], lut) {
    this.size(height, width);
    for (let i = 0; i < this.words.length; i += 1) this.words[i] = lut[codes[offset + i]];
    this.context.putImageData(this.image, 0, 0);
    return this;
  }

  /**
   * An image of one or three channels, [C, h, w], from `offset` on.
   * @param {Numbers} bytes
   * @param {number} offset
   * @param {number[]} shape
   */
  photo(bytes, offset, [channels, height, width]) {
    this.size(height, width);
    const area = height * width;
    const [green, blue] = channels === 3 ? [area, 2 * area] : [0, 0];
    for (let i = 0; i < area; i += 1) {
      const at = offset + i;
      this.words[i] = 0xff000000 | (bytes[at + blue] << 16) | (bytes[at + green] << 8) | bytes[at];
    }
    this.context.putImageData(this.image, 0, 0);
    return this;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Box} box
   */
  into(context, { left, top, wide, tall }) {
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, Math.round(left), Math.round(top), Math.round(wide), Math.round(tall));
  }

  /**
   * Onto a canvas of its own, pixel by pixel; the style sheet enlarges it.
   * @param {HTMLCanvasElement} canvas
   */
  onto(canvas) {
    const { width, height } = this.canvas;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    contextOf(canvas).putImageData(this.image, 0, 0);
  }
}
