// What is drawn in the latent plane: axes, the prior's circles, the posteriors' ellipses, the ways between images.

/** @import { Numbers, Rgb, Square, Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";

/**
 * Where on the canvas a place of the plane lies; on a line, image number i has a lane of its own.
 * @typedef {(x: number, y: number, i: number) => [number, number]} Spot
 */

const NAMED = 20; // px of a class's name in the middle of its images

export const MARGIN = { left: 40, right: 8, top: 6, bottom: 42 };

/**
 * Axes around the square: both run from −box to box, evenly or as `share` bends them.
 * @param {CanvasRenderingContext2D} context
 * @param {Square & { tall?: number }} frame
 * @param {{ ticks: number[], share: (value: number) => number, names: string[], colours: Colours, lanes?: string[] | null }} how
 */
export function drawAxes(context, frame, { ticks, share, names, colours, lanes = null }) {
  const { left, top, side, tall = side } = frame;
  context.font = `${colours.type}px ${colours.font}`;
  context.strokeStyle = css(colours.line);
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, side + 1, tall + 1);
  context.fillStyle = css(colours.muted);
  context.beginPath();
  for (const value of ticks) {
    const along = share(value) * side;
    const label = String(value).replace("-", "−");
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText(label, left + along, top + tall + 6);
    context.moveTo(left + along, top + tall + 1);
    context.lineTo(left + along, top + tall + 5);
    if (lanes) continue;
    const up = top + tall - share(value) * tall;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(label, left - 7, up);
    context.moveTo(left - 5, up);
    context.lineTo(left - 1, up);
  }
  context.stroke();
  lanes?.forEach((name, index) => {
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(name, left - 7, top + tall - ((index + 0.5) / lanes.length) * tall);
  });
  context.fillStyle = css(colours.text);
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.fillText(names[0], left + side / 2, top + tall + MARGIN.bottom * colours.scale);
  if (lanes || !names[1]) return;
  context.save();
  context.translate(left - 25 * colours.scale, top + tall / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(names[1], 0, 0);
  context.restore();
}

/**
 * Whole numbers from −box to box, few enough to be read.
 * @param {number} box
 */
export function wholeTicks(box) {
  const step = [1, 2, 5, 10, 20, 50, 100].find((one) => (2 * box) / one <= 8) ?? Math.ceil(box / 3);
  const most = Math.floor(box / step + 1e-9);
  return Array.from({ length: 2 * most + 1 }, (_, i) => (i - most) * step);
}

/**
 * One and two standard deviations of the prior. On a line they are upright.
 * @param {CanvasRenderingContext2D} context
 * @param {{ left: number, top: number, side: number, tall?: number }} given
 * @param {number} box
 * @param {Colours} colours
 * @param {boolean} flat
 */
export function drawPrior(context, { left, top, side, tall = side }, box, colours, flat) {
  context.save();
  context.strokeStyle = css(mix(colours.background, colours.text, 0.5));
  context.setLineDash([5, 4]);
  context.lineWidth = 1.2;
  context.font = `${colours.type}px ${colours.font}`;
  context.fillStyle = css(colours.muted);
  context.textAlign = "center";
  context.textBaseline = "bottom";
  const [x, y] = [left + side / 2, top + tall / 2];
  for (const sigmas of [1, 2]) {
    const r = (sigmas / (2 * box)) * side;
    context.beginPath();
    if (flat) {
      for (const at of [x - r, x + r]) {
        context.moveTo(at, top);
        context.lineTo(at, top + tall);
      }
    } else context.arc(x, y, r, 0, 2 * Math.PI);
    context.stroke();
    context.fillText(`${sigmas}σ`, flat ? x + r : x, flat ? top + 18 * colours.scale : y - r - 1);
  }
  context.restore();
}

/**
 * Ellipses [M, 5]: x, y, both half axes and the angle, where one standard deviation of q(z|x) reaches.
 * @param {CanvasRenderingContext2D} context
 * @param {Spot} place
 * @param {number} scale
 * @param {Wire} ellipses
 * @param {(i: number) => string} colourOf
 */
export function drawEllipses(context, place, scale, ellipses, colourOf) {
  context.save();
  context.lineWidth = 1.2;
  for (let i = 0; i < ellipses.length / 5; i += 1) {
    const [x, y, a, b, angle] = ellipses.subarray(5 * i, 5 * i + 5);
    const [px, py] = place(x, y, i);
    context.beginPath();
    context.ellipse(px, py, Math.max(0.5, a * scale), Math.max(0.5, b * scale), -angle, 0, 2 * Math.PI);
    const colour = colourOf(i);
    context.globalAlpha = 0.1;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 0.6;
    context.strokeStyle = colour;
    context.stroke();
  }
  context.restore();
}

/**
 * The two images between which one goes; a straight way is drawn, too.
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number][]} ends
 * @param {boolean} straight
 * @param {string[]} badges
 * @param {Colours} colours
 */
export function drawPath(context, ends, straight, badges, colours) {
  context.save();
  context.strokeStyle = css(colours.text);
  context.lineWidth = 2.5;
  if (straight) {
    context.beginPath();
    context.moveTo(...ends[0]);
    context.lineTo(...ends[1]);
    context.stroke();
  }
  context.font = `700 ${colours.type}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  ends.forEach(([x, y], i) => {
    context.beginPath();
    context.arc(x, y, 11 * colours.scale, 0, 2 * Math.PI);
    context.fillStyle = css(colours.background);
    context.fill();
    context.stroke();
    context.fillStyle = css(colours.text);
    context.fillText(badges[i], x, y + 1);
  });
  context.restore();
}

/**
 * Each class's name where most of its images are: at the median of both coordinates.
 * @param {CanvasRenderingContext2D} context
 * @param {Spot} place
 * @param {Numbers} points
 * @param {Wire} labels
 * @param {string[]} names
 * @param {Colours} colours
 */
export function drawNames(context, place, points, labels, names, colours) {
  context.save();
  context.font = `700 ${NAMED * colours.scale}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 5;
  context.lineJoin = "round";
  context.strokeStyle = css(colours.background);
  names.forEach((name, index) => {
    /** @type {number[]} */ const own = [];
    for (let i = 0; i < labels.length; i += 1) if (labels[i] === index) own.push(i);
    if (own.length < 2) return;
    /** @param {number} offset */
    const middle = (/** @type {number} */ offset) =>
      own.map((i) => points[2 * i + offset]).sort((a, b) => a - b)[own.length >> 1];
    const [x, y] = place(middle(0), middle(1), 0);
    context.fillStyle = css(classColour(colours, index, names.length));
    context.strokeText(name, x, y);
    context.fillText(name, x, y);
  });
  context.restore();
}

/**
 * A class's colour, lifted off a dark page and pressed into a light one where it would be too near.
 * @param {Colours} colours
 * @param {number} index
 * @param {number} count
 */
export function classColour(colours, index, count) {
  const colour = colours.classColour(index, Math.max(3, count));
  return colours.dark ? mix(colour, [255, 255, 255], 0.18) : colour;
}
