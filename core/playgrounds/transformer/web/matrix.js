// One head's weights as a matrix of labelled rows and columns, or as arcs over the tokens.

/** @import { Box, Numbers } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Window } from "./parts.js" */
import { css, mix } from "../../../live/web/colour.js";

const SMALLEST = 8; // px of a label
const LEAST = 0.04; // the weight below which an arc is not drawn
const WIDEST = 46; // px of a token in the line
const WORD = 2.4; // lines of type: a label that is wider is a word

/** @typedef {{ left: number, top: number, side: number, turned: boolean } & Window} Grid `turned`: upright labels */
/** @typedef {{ left: number, each: number, base: number, count: number, turned: boolean }} Line */
/** @typedef {{ at: (row: number, column: number) => number, labels: string[], rows: string[], row: number,
 *   column: number, colours: Colours }} What `rows`: what rows are called */

/**
 * The width in px of the widest label.
 * @param {CanvasRenderingContext2D} context
 * @param {string[]} labels
 * @param {Colours} colours
 */
export function widestOf(context, labels, colours) {
  context.font = `${colours.type}px ${colours.font}`;
  return Math.max(...labels.map((one) => context.measureText(one).width));
}

/**
 * Where the cells of a matrix lie. Labels that are words stand upright over their columns.
 * @param {Box} box
 * @param {Window} window
 * @param {number} type px of a line of type
 * @param {number} widest px of the widest label
 * @returns {Grid}
 */
export function gridOf({ left, top, wide, tall }, window, type, widest) {
  const { rows, columns } = window;
  const turned = widest > WORD * type;
  const room = Math.min(widest + 8, 0.25 * wide);
  const head = turned ? Math.min(widest + 8, 0.35 * tall) : Math.round(1.5 * type);
  const side = Math.max(2, Math.min((wide - room) / columns, (tall - head) / rows, 3.4 * type));
  const free = Math.max(0, (wide - room - side * columns) / 2);
  return { ...window, left: left + room + free, top: top + head, side, turned };
}

/**
 * The cell at a place, or null.
 * @param {Grid} grid
 * @param {number} x
 * @param {number} y
 */
export function cellAt({ left, top, side, row, rows, column, columns }, x, y) {
  const down = Math.floor((y - top) / side);
  const across = Math.floor((x - left) / side);
  if (down < 0 || across < 0 || down >= rows || across >= columns) return null;
  return { row: row + down, column: column + across };
}

/**
 * Where the tokens of the line of arcs lie.
 * @param {Box} box
 * @param {number} count
 * @param {number} type
 * @param {number} [widest] px of the widest label
 * @returns {Line}
 */
export function lineOf({ left, top, wide, tall }, count, type, widest = 0) {
  const each = Math.min(WIDEST, wide / count);
  const turned = widest > WORD * type;
  const foot = turned ? Math.min(widest + 10, 0.4 * tall) : 1.9 * type;
  return { left: left + (wide - each * count) / 2, each, base: top + tall - foot, count, turned };
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
 * The weights as one small picture that is drawn large: thousands of rectangles would take longer than all
 * arithmetic of the token that is pointed at.
 * @param {CanvasRenderingContext2D} context
 * @param {Grid} grid
 * @param {(row: number, column: number) => number} at
 * @param {Colours} colours
 */
function drawCells(context, { left, top, side, row, rows, column, columns }, at, colours) {
  if (rows < 1 || columns < 1) return;
  const ground = mix(colours.background, colours.text, 0.05);
  const lut = Uint32Array.from({ length: 256 }, (_, code) => {
    const [r, g, b] = mix(ground, colours.positive, Math.sqrt(code / 255)).map(Math.round);
    return (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
  });
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let y = 0, k = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1, k += 1) {
      pixels[k] = lut[Math.min(255, Math.round(255 * at(row + y, column + x)))];
    }
  }
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d")?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, left, top, columns * side, rows * side);
  if (side <= 6) return;
  for (let x = 1; x <= columns; x += 1) context.clearRect(left + x * side - 1, top, 1, rows * side);
  for (let y = 1; y <= rows; y += 1) context.clearRect(left, top + y * side - 1, columns * side, 1);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Grid} grid
 * @param {What} what
 */
export function drawMatrix(context, grid, { at, labels, rows, row, column, colours }) {
  const { left, top, side, turned } = grid;
  drawCells(context, grid, at, colours);
  const size = Math.min(colours.type, Math.max(SMALLEST, side));
  const every = Math.ceil(0.8 * size / side);
  context.textBaseline = "middle";
  const type = (/** @type {boolean} */ bold) => {
    context.font = `${bold ? 700 : 400} ${size}px ${colours.font}`;
    context.fillStyle = css(bold ? colours.text : colours.muted);
  };
  rows.slice(grid.row, grid.row + grid.rows).forEach((name, i) => {
    if (i % every && grid.row + i !== row) return;
    type(grid.row + i === row || rows === labels && grid.row + i === column);
    context.textAlign = "right";
    context.fillText(name, left - 5, top + (i + 0.5) * side, Math.max(10, left - 6));
  });
  labels.slice(grid.column, grid.column + grid.columns).forEach((name, i) => {
    if (i % every && grid.column + i !== column) return;
    type(grid.column + i === column || rows === labels && grid.column + i === row);
    const x = left + (i + 0.5) * side;
    if (turned) upright(context, name, x, top - 5, "left", top - 6);
    else {
      context.textAlign = "center";
      context.fillText(name, x, top - 0.6 * size, Math.max(side * every, size));
    }
  });
  outline(context, grid, row - grid.row, column - grid.column, colours);
}

/**
 * The row and the cell that are meant, counted in the picture.
 * @param {CanvasRenderingContext2D} context
 * @param {Grid} grid
 * @param {number} row
 * @param {number} column
 * @param {Colours} colours
 */
function outline(context, { left, top, side, columns }, row, column, colours) {
  context.strokeStyle = css(colours.text);
  context.lineWidth = 1.5;
  if (row >= 0) context.strokeRect(left - 1, top + row * side - 1, side * columns + 1, side + 1);
  if (row >= 0 && column >= 0 && column < columns) {
    context.lineWidth = 2.5;
    context.strokeRect(left + column * side - 1, top + row * side - 1, side + 1, side + 1);
  }
}

/**
 * A label that reads from below, from a place on.
 * @param {CanvasRenderingContext2D} context
 * @param {string} name
 * @param {number} x
 * @param {number} y
 * @param {"left" | "right"} align whether it begins or ends there
 * @param {number} most px
 */
function upright(context, name, x, y, align, most) {
  context.save();
  context.translate(x, y);
  context.rotate(-Math.PI / 2);
  context.textAlign = align;
  context.textBaseline = "middle";
  context.fillText(name, 0, 0, Math.max(10, most));
  context.restore();
}

/**
 * Arcs from each token to those that it looks at; those of the chosen one stand out.
 * @param {CanvasRenderingContext2D} context
 * @param {Line} line
 * @param {number} top
 * @param {What} what
 */
export function drawArcs(context, line, top, { at, labels, row, column, colours }) {
  const { left, each, base, count, turned } = line;
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
    if (turned) upright(context, name, x(i), base + 6, "right", 200);
    else context.fillText(name, x(i), base + 4, Math.max(each, size));
  });
}
