// Lines and marks on a canvas: what the worlds are made of, and what lies on the critic's surface.

/** @import { Colours } from "../../../live/web/colour.js" */
import { css } from "../../../live/web/colour.js";

export const TAU = 2 * Math.PI;
const INK = "#ffffff";
const EDGE = "#10151c"; // the marks lie on any colour: white with a dark edge is seen on all of them

// ---- the worlds --------------------------------------------------------------------------------------------
/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
export function line(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/**
 * Where the body has been, fading.
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} points oldest first
 * @param {string} ink
 */
export function trace(context, points, ink) {
  context.save();
  context.strokeStyle = ink;
  context.lineWidth = 4;
  context.lineCap = "butt";
  for (let i = 1; i < points.length; i += 1) {
    const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
    context.globalAlpha = 0.45 * (i / points.length) ** 2;
    line(context, x0, y0, x1, y1);
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} fill
 * @param {Colours} colours
 */
export function disc(context, x, y, radius, fill, colours) {
  context.beginPath();
  context.arc(x, y, radius, 0, TAU);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = css(colours.background);
  context.lineWidth = 2;
  context.stroke();
}

/**
 * A triangle that points along `angle`.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} angle
 * @param {number} size
 */
export function head(context, x, y, angle, size) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(size, 0);
  context.lineTo(-size * 0.35, -size * 0.7);
  context.lineTo(-size * 0.35, size * 0.7);
  context.fill();
  context.restore();
}

/**
 * A straight arrow: a force, or a push by hand.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @param {string} ink
 */
export function arrow(context, x0, y0, x1, y1, ink, width = 5) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 3) return;
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const size = Math.min(3 * width, length);
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = width;
  context.lineCap = "butt";
  line(context, x0, y0, x1 - size * 0.8 * Math.cos(angle), y1 - size * 0.8 * Math.sin(angle));
  head(context, x1 - size * Math.cos(angle), y1 - size * Math.sin(angle), angle, size);
}

// ---- the critic's surface ----------------------------------------------------------------------------------
/**
 * Strokes the path with its edge.
 * @param {CanvasRenderingContext2D} context
 * @param {number} edge its width, in px
 * @param {number} width
 * @param {string} ink
 */
function edged(context, edge, width, ink = INK) {
  context.strokeStyle = EDGE;
  context.lineWidth = edge;
  context.stroke();
  context.strokeStyle = ink;
  context.lineWidth = width;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 */
export function cross(context, x, y) {
  context.beginPath();
  context.moveTo(x - 9, y);
  context.lineTo(x + 9, y);
  context.moveTo(x, y - 9);
  context.lineTo(x, y + 9);
  edged(context, 6, 3);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {string} ink
 */
export function ring(context, x, y, ink) {
  context.beginPath();
  context.arc(x, y, 8, 0, TAU);
  edged(context, 6, 3, ink);
}

/**
 * A way from point to point. An angle leaves on one side and comes back on the other: no line across the picture.
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} points
 * @param {number} far a step as long as this, in px, leaves the picture
 */
export function way(context, points, far) {
  context.beginPath();
  points.forEach(([x, y], i) => {
    const [x0, y0] = points[Math.max(0, i - 1)];
    if (!i || Math.abs(x - x0) > far || Math.abs(y - y0) > far) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.globalAlpha = 0.75;
  edged(context, 4, 1.8);
  context.globalAlpha = 1;
}
