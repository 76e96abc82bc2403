// What a recurrent network remembers while it reads: one column per token, one row per unit, layer above layer.

/** @import { Box, Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { contextOf, el } from "../../../live/web/dom.js";
import { css } from "../../../live/web/colour.js";

const scratch = el("canvas", {});

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Wire} states u1 [L, T, W], 0 = −1 … 255 = +1
 * @param {string[]} labels
 * @param {number} column
 * @param {Colours} colours
 */
export function drawStates(context, { left, top, wide, tall }, states, labels, column, colours) {
  const [layers, tokens, width] = states.shape;
  Object.assign(scratch, { width: tokens, height: layers * width });
  const image = new ImageData(tokens, layers * width);
  const pixels = new Uint32Array(image.data.buffer);
  for (let l = 0; l < layers; l += 1) {
    for (let t = 0; t < tokens; t += 1) {
      for (let u = 0; u < width; u += 1) {
        pixels[(l * width + u) * tokens + t] = colours.lut[states[(l * tokens + t) * width + u]];
      }
    }
  }
  contextOf(scratch).putImageData(image, 0, 0);
  const head = 1.5 * colours.type;
  const high = (tall - head) / layers;
  const each = wide / tokens;
  context.imageSmoothingEnabled = false;
  for (let l = 0; l < layers; l += 1) {
    context.drawImage(scratch, 0, l * width, tokens, width, left, top + head + l * high, wide, high - 4);
  }
  context.textAlign = "center";
  context.textBaseline = "middle";
  const size = Math.min(colours.type, Math.max(8, 1.2 * each));
  labels.forEach((name, i) => {
    context.font = `${i === column ? 700 : 400} ${size}px ${colours.font}`;
    context.fillStyle = css(i === column ? colours.text : colours.muted);
    context.fillText(name, left + (i + 0.5) * each, top + head / 2, Math.max(each, size));
  });
  context.strokeStyle = css(colours.text);
  context.lineWidth = 2;
  if (column >= 0) context.strokeRect(left + column * each, top + head - 1, each, tall - head - 2);
}
