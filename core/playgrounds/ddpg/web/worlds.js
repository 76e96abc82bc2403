// The worlds that are drawn from their numbers: a pendulum and a car in a valley. Each gets a box of the
// canvas, the body's numbers, where it has been lately, and who moves it.

/** @import { Box } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";
import { arrow, disc, head, line, TAU, trace } from "./strokes.js";

/**
 * The numbers of a body, those of `world.body`.
 * @typedef {ArrayLike<number> & Iterable<number>} Pose
 */
/**
 * A body and its way, oldest first; `reach` is the largest force.
 * @typedef {{ body: Pose, trail: Pose[], reach: number }} Moving
 */
/**
 * @typedef {(context: CanvasRenderingContext2D, box: Box, moving: Moving, ink: string, colours: Colours) => void} Paint
 */

/** @type {Record<string, Paint>} */
export const WORLDS = { pendulum: drawPendulum, "mountain-car": drawCar };

// ---- the pendulum: angle (0 is upright, counter-clockwise is positive), angular velocity, torque ----------
/**
 * Where the pivot is and how long the rod, in px.
 * @param {Box} box
 */
export function pivot({ left, top, wide, tall }) {
  const reach = Math.min(wide, tall) / 2 - 16;
  return { x: left + wide / 2, y: top + tall / 2, reach };
}

/**
 * @param {Box} box
 * @param {number} angle
 * @returns {[x: number, y: number]}
 */
export function tip(box, angle) {
  const { x, y, reach } = pivot(box);
  return [x - reach * Math.sin(angle), y - reach * Math.cos(angle)];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Moving} moving
 * @param {string} ink
 * @param {Colours} colours
 */
function drawPendulum(context, box, { body, trail, reach: most }, ink, colours) {
  const { x, y, reach } = pivot(box);
  const [angle, , torque] = body;
  context.lineCap = "round";
  goal(context, x, y, reach, colours);
  trace(context, trail.map(([at]) => tip(box, at)), ink);
  const [tx, ty] = tip(box, angle);
  context.strokeStyle = css(mix(colours.background, colours.text, 0.62));
  context.lineWidth = Math.max(6, reach / 16);
  line(context, x, y, tx, ty);
  disc(context, tx, ty, Math.max(9, reach / 8), ink, colours);
  disc(context, x, y, Math.max(4, reach / 26), css(colours.text), colours);
  turn(context, x, y, reach * 0.36, torque / most, colours);
}

/**
 * Upright is where it should stand.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @param {Colours} colours
 */
function goal(context, x, y, reach, colours) {
  context.save();
  context.strokeStyle = css(colours.line);
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, reach, 0, TAU);
  context.stroke();
  context.setLineDash([5, 5]);
  context.strokeStyle = css(colours.muted);
  line(context, x, y, x, y - reach);
  context.restore();
}

/**
 * A torque as an arc with a head: its length is the torque's size, its side the direction.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {number} share
 * @param {Colours} colours
 */
function turn(context, x, y, radius, share, colours) {
  const sweep = Math.max(-1, Math.min(1, share)) * 0.8 * Math.PI;
  if (Math.abs(sweep) < 0.03) return;
  const begin = -Math.PI / 2;
  const end = begin - sweep; // canvas angles run clockwise, the world's the other way
  context.strokeStyle = context.fillStyle = css(share < 0 ? colours.negative : colours.positive);
  context.lineWidth = Math.max(4, radius / 9);
  context.lineCap = "butt";
  context.beginPath();
  context.arc(x, y, radius, begin, end, sweep > 0);
  context.stroke();
  head(
    context,
    x + radius * Math.cos(end),
    y + radius * Math.sin(end),
    end + (sweep > 0 ? -1 : 1) * (Math.PI / 2),
    Math.min(Math.max(9, radius / 4), 4 + Math.abs(sweep) * radius * 0.5),
  );
}

// ---- the car: position, velocity, force --------------------------------------------------------------------
const SPAN = [-1.2, 0.6];
const FLAG = 0.45; // the position that ends the episode
/** @typedef {(position: number) => [x: number, y: number]} Road */
/** @param {number} position */
const height = (position) => Math.sin(3 * position) * 0.45 + 0.55;
/** @param {number} position */
const slope = (position) => 1.35 * Math.cos(3 * position);

/**
 * Where a position of the car lies on the canvas, and how many px its unit is long.
 * @param {Box} box
 */
export function valley({ left, top, wide, tall }) {
  const scale = Math.min((wide - 12) / (SPAN[1] - SPAN[0]), (tall - 6) / 1.2);
  const x0 = left + (wide - scale * (SPAN[1] - SPAN[0])) / 2;
  const y0 = top + tall / 2 + scale * 0.63; // from the valley's floor to the flag's top
  /** @type {Road} */
  const place = (position) => [x0 + (position - SPAN[0]) * scale, y0 - height(position) * scale];
  return { scale, place };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Moving} moving
 * @param {string} ink
 * @param {Colours} colours
 */
function drawCar(context, box, { body, trail, reach: most }, ink, colours) {
  const { scale, place } = valley(box);
  const [position, , force] = body;
  ground(context, box, place, colours);
  flag(context, place, scale * 0.2, colours);
  const size = scale * 0.075;
  /** @param {number} at */
  const above = (at) => {
    const [x, y] = place(at);
    const angle = -Math.atan(slope(at));
    return [x + size * Math.sin(angle) * 0.9, y - size * Math.cos(angle) * 0.9, angle];
  };
  trace(context, trail.map(([at]) => above(at)), ink);
  const [x, y, angle] = above(position);
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.fillStyle = ink;
  context.beginPath();
  context.roundRect(-size * 1.5, -size * 0.75, size * 3, size * 0.95, size * 0.3);
  context.roundRect(-size * 0.8, -size * 1.35, size * 1.5, size * 0.8, size * 0.3);
  context.fill();
  for (const side of [-1, 1]) {
    disc(
      context,
      side * size * 0.85,
      size * 0.45,
      size * 0.42,
      css(mix(colours.background, colours.text, 0.75)),
      colours,
    );
  }
  const share = Math.max(-1, Math.min(1, force / most));
  if (Math.abs(share) > 0.02) {
    arrow(
      context,
      0,
      -size * 2,
      share * size * 6,
      -size * 2,
      css(share < 0 ? colours.negative : colours.positive),
      Math.max(4, size / 3),
    );
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Road} place
 * @param {Colours} colours
 */
function ground(context, { top, tall }, place, colours) {
  const points = Array.from({ length: 61 }, (_, i) => place(SPAN[0] + (i / 60) * (SPAN[1] - SPAN[0])));
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.strokeStyle = css(mix(colours.background, colours.text, 0.55));
  context.lineWidth = 3;
  context.stroke();
  context.lineTo(points[points.length - 1][0], top + tall);
  context.lineTo(points[0][0], top + tall);
  context.closePath();
  context.fillStyle = css(mix(colours.background, colours.text, 0.07));
  context.fill();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Road} place
 * @param {number} tall
 * @param {Colours} colours
 */
function flag(context, place, tall, colours) {
  const [x, y] = place(FLAG);
  context.strokeStyle = css(colours.muted);
  context.lineWidth = Math.max(2, tall / 14);
  line(context, x, y, x, y - tall);
  context.fillStyle = css(colours.classes[2]);
  context.beginPath();
  context.moveTo(x, y - tall);
  context.lineTo(x + tall * 0.55, y - tall * 0.8);
  context.lineTo(x, y - tall * 0.6);
  context.fill();
}
