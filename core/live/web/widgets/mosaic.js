// The small pictures in the data flow: points, images, signals, and histograms of D's answers.

import { css, mix } from "../colour.js";
import { drawDots, placing } from "./scatter.js";

const SIDE = 52; // px
const LOW = 30; // px: the histograms of D's answers

/** Paints what `name` has on `canvas`; the array's shape and the kind of data say how. */
export function thumb(canvas, name, array, describe, colours) {
  if (!array) return;
  if (name.startsWith("d_")) {
    return histogram(canvas, array, css(name === "d_real" ? colours.negative : colours.positive), colours);
  }
  if (name === "noise") {
    const reach = describe.noise?.kind === "gaussian" ? 2.6 : 1.1;
    return dots(canvas, array, [-reach, reach], css(colours.muted));
  }
  const ink = css(name === "real" ? colours.negative : colours.positive);
  if (describe.kind === "points") return dots(canvas, array, describe.box ?? [-1, 1], ink);
  if (describe.kind === "images") return mosaic(canvas, array);
  return curves(canvas, array, describe.range ?? [-1, 1], ink, colours);
}

/** A context in the style sheet's pixels, resized only when it must: that clears the canvas and costs a layout. */
function sized(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

function dots(canvas, points, domain, fill) {
  const context = sized(canvas, SIDE, SIDE);
  drawDots(context, placing({ left: 0, top: 0, side: SIDE }, domain), points, { fill, radius: 1.4 });
}

/** Grey images [h, w] of 0…255, pixel by pixel; the style sheet enlarges them. */
export function mosaic(canvas, array) {
  const [height, width] = array.shape;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < array.length; i += 1) {
    pixels[i] = 0xff000000 | (array[i] << 16) | (array[i] << 8) | array[i];
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** Curves [n, T], one below the other. */
function curves(canvas, array, [low, high], ink, colours) {
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
  context.strokeStyle = css(colours.line);
}

/** Counts as bars over their range, the left end being D's lowest answer. */
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
