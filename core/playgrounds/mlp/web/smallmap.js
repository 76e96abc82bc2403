// A map beside the large one: codes through a table of colours, in a frame with its domain.

/** @import { Wire } from "../../../live/web/types.d.ts" */
import { contextOf, el } from "../../../live/web/dom.js";

export class SmallMap {
  /** @param {string} label for whoever cannot see it */
  constructor(label) {
    this.canvas = el("canvas", { class: "ls-small-map", role: "img", "aria-label": label });
  }

  /**
   * @param {Wire} codes [side, side]
   * @param {(index: number) => number} pixel the colour of a cell, as ImageData keeps it
   */
  paint(codes, pixel) {
    const [side] = codes.shape;
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    const image = new ImageData(side, side);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = pixel(i);
    contextOf(this.canvas).putImageData(image, 0, 0);
  }
}
