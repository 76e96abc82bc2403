// The test images in the latent plane: their marks, their posteriors, the one that is chosen, the way between two.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Latent } from "./latent.js" */
/** @import { Spot } from "./latentdraw.js" */
import { css } from "../../../live/web/colour.js";
import { drawEllipses, drawNames, drawPath } from "./latentdraw.js";
import { classColour, letters } from "./marks.js";

/**
 * The test images where the encoder puts them; returns how many lie outside.
 * @param {Latent} panel
 * @param {CanvasRenderingContext2D} context
 * @param {Arrays} arrays
 * @param {Colours} colours
 */
export function drawImages(panel, context, arrays, colours) {
  const { "latent.mean": means, "latent.ellipses": ellipses, "story.mu": mu } = arrays;
  const { frame, plane: p, statics, classes, marks, flat } = panel;
  const labels = statics?.labels;
  const scale = frame.side / (2 * p.box);
  const middle = [frame.left + frame.side / 2, frame.top + frame.side / 2];
  /** @param {number} i */
  const lane = (/** @type {number} */ i) =>
    classes.length ? ((labels[i] + 0.5) / classes.length - 0.5) * 2 * p.box : ((i * 0.618) % 1 - 0.5) * p.box;
  /** @type {Spot} */
  const place = (x, y, i) => [middle[0] + x * scale, middle[1] - (flat ? lane(i) : y) * scale];
  /** @param {number} i */
  const colourOf = (/** @type {number} */ i) => css(classColour(colours, labels?.[i] ?? 0, classes.length));
  if (ellipses && panel.on.ellipses && panel.probabilistic) {
    drawEllipses(context, place, scale, ellipses, colourOf);
  }
  let outside = 0;
  for (let i = 0; i < means.length / 2; i += 1) {
    const [x, y] = place(means[2 * i], means[2 * i + 1], i);
    if (Math.abs(means[2 * i]) > p.box || Math.abs(means[2 * i + 1]) > p.box) outside += 1;
    else marks?.draw(context, labels?.[i] ?? 0, x, y);
  }
  if (labels && classes.length && !flat) {
    drawNames(context, place, means, labels, letters(classes), colours);
  }
  if (mu) drawChosen(panel, context, place, arrays, colours);
  const { way } = panel.view.shared;
  if (way.shown) {
    drawPath(
      context,
      p.ends.map((end) => place(means[2 * end], means[2 * end + 1], end)),
      way.straight,
      way.badges,
      colours,
    );
  }
  return outside;
}

/**
 * The image whose story is told stands out, and so does its sample z.
 * @param {Latent} panel
 * @param {CanvasRenderingContext2D} context
 * @param {Spot} place
 * @param {Arrays} arrays
 * @param {Colours} colours
 */
function drawChosen({ plane: p, flat }, context, place, arrays, colours) {
  const { "latent.mean": means, "latent.plane": rows, "story.z": z } = arrays;
  const [x, y] = place(means[2 * p.image], means[2 * p.image + 1], p.image);
  context.strokeStyle = css(colours.text);
  context.lineWidth = 2.5;
  context.beginPath();
  context.arc(x, y, 11, 0, 2 * Math.PI);
  context.stroke();
  if (!rows || !z) return;
  /** @param {number} row */
  const along = (/** @type {number} */ row) =>
    z.reduce((sum, value, j) => sum + value * (rows[row * z.length + j] ?? 0), 0);
  const [zx, zy] = place(along(0), flat ? 0 : along(1), p.image);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(zx, zy);
  context.moveTo(zx - 6, zy - 6);
  context.lineTo(zx + 6, zy + 6);
  context.moveTo(zx - 6, zy + 6);
  context.lineTo(zx + 6, zy - 6);
  context.stroke();
}
