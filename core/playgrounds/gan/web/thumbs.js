// The small pictures in the data flow: points, images, signals, and histograms of D's answers.

/** @import { Domain, Json, Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";
import { contextOf, pixels } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { drawDots, placing } from "../../../live/web/widgets/scatter.js";

const SIDE = 52; // px
const LOW = 30; // px: the histograms of D's answers

/**
 * Paints what `name` has on `canvas`; the array's shape and the kind of data say how.
 * @param {HTMLCanvasElement} canvas
 * @param {string} name
 * @param {Wire | undefined} array
 * @param {Json} describe
 * @param {Colours} colours
 */
export function thumb(canvas, name, array, describe, colours) {
  if (!array) return;
  const ink = css(name === "real" || name === "d_real" ? colours.negative : colours.positive);
  if (name.startsWith("d_")) {
    return histogram(canvas, array, css(name === "d_real" ? colours.negative : colours.positive), colours);
  }
  if (name === "noise") {
    const reach = describe.noise?.kind === "gaussian" ? 2.6 : 1.1;
    return dots(canvas, array, [-reach, reach], css(colours.muted));
  }
  if (describe.kind === "points") return dots(canvas, array, describe.box, ink);
  if (describe.kind === "images") return mosaic(canvas, array);
  return curves(canvas, array, describe.range, ink);
}

/**
 * A context in the style sheet's pixels, resized only when it must: that clears the canvas and costs a layout.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
function sized(canvas, width, height) {
  const { ratio } = pixels;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Wire} points
 * @param {Domain} domain
 * @param {string} fill
 */
function dots(canvas, points, domain, fill) {
  const context = sized(canvas, SIDE, SIDE);
  drawDots(context, placing({ left: 0, top: 0, side: SIDE }, domain), points, { fill, radius: 1.4 });
}

/**
 * Curves [n, T], one below the other.
 * @param {HTMLCanvasElement} canvas
 * @param {Wire} array
 * @param {Domain} range
 * @param {string} ink
 */
function curves(canvas, array, [low, high], ink) {
  const context = sized(canvas, SIDE, SIDE);
  const [rows, length] = array.shape;
  const tall = SIDE / rows;
  context.strokeStyle = ink;
  for (let row = 0; row < rows; row += 1) {
    context.beginPath();
    for (let t = 0; t < length; t += 1) {
      const y = tall * (row + 1) - 2 - ((array[row * length + t] - low) / (high - low)) * (tall - 4);
      if (t) context.lineTo((t / (length - 1)) * SIDE, y);
      else context.moveTo(0, y);
    }
    context.stroke();
  }
}

/**
 * Counts as bars over their range, the left end being D's lowest answer.
 * @param {HTMLCanvasElement} canvas
 * @param {Wire} counts
 * @param {string} ink
 * @param {Colours} colours
 */
function histogram(canvas, counts, ink, colours) {
  const tall = LOW;
  const context = sized(canvas, SIDE, tall);
  let most = 1;
  for (const count of counts) most = Math.max(most, count);
  const wide = SIDE / counts.length;
  context.fillStyle = css(mix(colours.background, colours.text, 0.08));
  context.fillRect(0, 0, SIDE, tall);
  context.fillStyle = ink;
  counts.forEach((count, i) => {
    const height = (count / most) * (tall - 2);
    context.fillRect(i * wide + 0.5, tall - height, wide - 1, height);
  });
}
