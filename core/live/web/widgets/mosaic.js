// Grey pictures, pixel by pixel; the style sheet enlarges them.

/** @import { Wire } from "../types.d.ts" */
import { contextOf } from "../dom.js";

/**
 * Paints grey values [h, w] of 0…255.
 * @param {HTMLCanvasElement} canvas
 * @param {Wire} array
 */
export function mosaic(canvas, array) {
  const [height, width] = array.shape;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < array.length; i += 1) {
    pixels[i] = 0xff000000 | (array[i] << 16) | (array[i] << 8) | array[i];
  }
  contextOf(canvas).putImageData(image, 0, 0);
}
