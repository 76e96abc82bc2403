// The test images in the latent plane: a mark for each, its class's letter in its class's colour, so that no class
// is known by colour alone; their posteriors, the one that is chosen, the way between two.

/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Arrays, Rgb } from "../../../live/web/types.d.ts" */
/** @import { Latent } from "./latent.js" */
/** @import { Spot } from "./latentdraw.js" */
import { css } from "../../../live/web/colour.js";
import { contextOf, pixels } from "../../../live/web/dom.js";
import { classColour, drawEllipses, drawNames, drawPath } from "./latentdraw.js";

const MARK = 12; // px of a mark's letter

/**
 * One letter per class: its name where that is one, else its initial, else its number.
 * @param {string[]} classes
 */
export function letters(classes) {
  if (classes.every((name) => [...name].length === 1)) return classes;
  const initials = classes.map((name) => [...name][0].toLocaleUpperCase());
  return new Set(initials).size === classes.length ? initials : classes.map((_, index) => String(index));
}

/** Small pictures of the marks, drawn once per theme: hundreds of letters a frame would cost too much. */
export class Marks {
  /**
   * @param {string[]} classes
   * @param {Colours} colours
   */
  constructor(classes, colours) {
    const { ratio } = pixels;
    const names = classes.length ? letters(classes) : ["●"];
    const letter = Math.round(MARK * colours.scale);
    this.size = letter + 4;
    this.sprites = names.map((name, index) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.ceil(this.size * ratio);
      const context = contextOf(canvas);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.font = `700 ${letter}px ${colours.font}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineWidth = 2;
      context.lineJoin = "round";
      context.strokeStyle = css(colours.background);
      context.strokeText(name, this.size / 2, this.size / 2 + 1);
      context.fillStyle = css(classColour(colours, index, names.length));
      context.fillText(name, this.size / 2, this.size / 2 + 1);
      return canvas;
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} label
   * @param {number} x
   * @param {number} y
   */
  draw(context, label, x, y) {
    const half = this.size / 2;
    context.drawImage(this.sprites[label] ?? this.sprites[0], x - half, y - half, this.size, this.size);
  }
}

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
