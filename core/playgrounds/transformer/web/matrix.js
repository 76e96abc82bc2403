// One head's weights as a matrix of labelled rows and columns, or as arcs over the tokens.

/** @import { Box, Numbers } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";

const SMALLEST = 8; // px of a label
const LEAST = 0.04; // the weight below which an arc is not drawn
const WIDEST = 46; // px of a token in the line

/** @typedef {{ left: number, top: number, side: number, count: number }} Grid */
/** @typedef {{ left: number, each: number, base: number, count: number }} Line */
/** @typedef {{ at: (row: number, column: number) => number, labels: string[], row: number, column: number, colours: Colours }} What */

/**
 * Where the cells of a matrix of `count` tokens lie.
 * @param {Box} box
 * @param {number} count
 * @param {number} type px of a line of type
 * @param {number} widest px of the widest label
 * @returns {Grid}
 */
export function gridOf({ left, top, wide, tall }, count, type, widest) {
  const room = Math.min(widest + 8, 0.25 * wide);
  const head = Math.round(1.5 * type);
  const side = Math.max(2, Math.min((wide - room) / count, (tall - head) / count, 3.4 * type));
  return { left: left + room + Math.max(0, (wide - room - side * count) / 2), top: top + head, side, count };
}

/**
 * The cell at a place, or null.
 * @param {Grid} grid
 * @param {number} x
 * @param {number} y
 */
export function cellAt({ left, top, side, count }, x, y) {
  const row = Math.floor((y - top) / side);
  const column = Math.floor((x - left) / side);
  return row < 0 || column < 0 || row >= count || column >= count ? null : { row, column };
}

/**
 * Where the tokens of the line of arcs lie.
 * @param {Box} box
 * @param {number} count
 * @param {number} type
 * @returns {Line}
 */
export function lineOf({ left, top, wide, tall }, count, type) {
  const each = Math.min(WIDEST, wide / count);
  return { left: left + (wide - each * count) / 2, each, base: top + tall - 1.9 * type, count };
}

/**
 * How high an arc rises: the farther it reaches the higher, never out of the picture.
 * @param {Line} line
 * @param {number} distance in tokens
 * @param {number} top
 */
export const rise = ({ base, count }, distance, top) =>
  Math.max(10, (base - top - 6) * Math.sqrt(distance / Math.max(1, count - 1)));

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Grid} grid
 * @param {What} what
 */
export function drawMatrix(context, { left, top, side, count }, { at, labels, row, column, colours }) {
  const gap = side > 6 ? 1 : 0;
  const empty = mix(colours.background, colours.text, 0.05);
  for (let y = 0; y < count; y += 1) {
    for (let x = 0; x < count; x += 1) {
      context.fillStyle = css(mix(empty, colours.positive, Math.sqrt(at(y, x))));
      context.fillRect(left + x * side, top + y * side, side - gap, side - gap);
    }
  }
  const size = Math.min(colours.type, Math.max(SMALLEST, side));
  const every = Math.ceil(0.8 * size / side);
  context.textBaseline = "middle";
  labels.forEach((name, i) => {
    const bold = i === row || i === column;
    if (i % every && !bold) return;
    context.font = `${bold ? 700 : 400} ${size}px ${colours.font}`;
    context.fillStyle = css(bold ? colours.text : colours.muted);
    if (i % every === 0 || i === row) {
      context.textAlign = "right";
      context.fillText(name, left - 5, top + (i + 0.5) * side, Math.max(10, left - 6));
    }
    if (i % every === 0 || i === column) {
      context.textAlign = "center";
      context.fillText(name, left + (i + 0.5) * side, top - 0.6 * size, Math.max(side * every, size));
    }
  });
  context.strokeStyle = css(colours.text);
  context.lineWidth = 1.5;
  if (row >= 0) context.strokeRect(left - 1, top + row * side - 1, side * count + 1, side + 1);
  if (row >= 0 && column >= 0) {
    context.lineWidth = 2.5;
    context.strokeRect(left + column * side - 1, top + row * side - 1, side + 1, side + 1);
  }
}

/**
 * Arcs from each token to those that it looks at; those of the chosen one stand out.
 * @param {CanvasRenderingContext2D} context
 * @param {Line} line
 * @param {number} top
 * @param {What} what
 */
export function drawArcs(context, line, top, { at, labels, row, column, colours }) {
  const { left, each, base, count } = line;
  const x = (/** @type {number} */ i) => left + (i + 0.5) * each;
  const draw = (/** @type {number} */ y, /** @type {boolean} */ meant) => {
    for (let k = 0; k < count; k += 1) {
      const share = at(y, k);
      if (share < LEAST) continue;
      context.globalAlpha = meant ? 0.35 + 0.65 * share : 0.5 * share;
      context.strokeStyle = css(meant ? colours.positive : colours.negative);
      context.lineWidth = (meant ? 1.5 : 1) + 4 * share;
      context.beginPath();
      if (k === y) context.arc(x(y), base - 9, 7, 0, 2 * Math.PI);
      else {
        const high = base - 2 * rise(line, Math.abs(y - k), top);
        context.moveTo(x(y), base - 2);
        context.quadraticCurveTo((x(y) + x(k)) / 2, high, x(k), base - 2);
      }
      context.stroke();
    }
  };
  for (let y = 0; y < count; y += 1) if (y !== row) draw(y, false);
  if (row >= 0) draw(row, true);
  context.globalAlpha = 1;
  const size = Math.min(colours.type, Math.max(SMALLEST, 1.25 * each));
  context.textAlign = "center";
  context.textBaseline = "top";
  labels.forEach((name, i) => {
    const bold = i === row || i === column;
    context.font = `${bold ? 700 : 400} ${size}px ${colours.font}`;
    context.fillStyle = i === row ? colours.ink(colours.positive) : css(bold ? colours.text : colours.muted);
    context.fillText(name, x(i), base + 4, Math.max(each, size));
  });
}
