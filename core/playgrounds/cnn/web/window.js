// A convolution's arithmetic: how many places a window has, which cells it reads at each of them, and where input,
// kernel and output are drawn. Pure, no drawing.

/** @import { Square } from "../../../live/web/types.d.ts" */

/**
 * Side of the input n, of the kernel k, stride s, padding p and dilation d, in cells.
 * @typedef {{ n: number, k: number, s: number, p: number, d: number }} Setting
 * @typedef {{ y: number, x: number, row: number, column: number, inside: boolean }} Tap a cell of the kernel and the
 *   cell of the input, counted from its own corner, that lies below it
 * @typedef {{ cell: number, height: number, input: Square, kernel: Square, output: Square }} Plan
 */

const [LARGEST, GAP] = [30, 1.6]; // px of a cell, and cells between two squares
export const READABLE = 18; // px of a cell that has room for its number

/** @type {Record<keyof Setting, [low: number, high: number]>} */
export const BOUNDS = { n: [1, 12], k: [1, 5], s: [1, 4], p: [0, 3], d: [1, 3] };

/**
 * How many cells the kernel spans: between two of its weights lie d − 1 that it does not read.
 * @param {Setting} setting
 */
export const span = ({ k, d }) => d * (k - 1) + 1;

/**
 * Side of the output, 0 where the kernel fits nowhere: ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1, Dumoulin & Visin 2016
 * (arXiv:1603.07285), relationship 15.
 * @param {Setting} setting
 */
export function outputSide({ n, k, s, p, d }) {
  return Math.max(0, Math.floor((n + 2 * p - d * (k - 1) - 1) / s) + 1);
}

/**
 * Rows, and as many columns, at the end of the padded input that no window reaches.
 * @param {Setting} setting
 */
export function unread(setting) {
  const out = outputSide(setting);
  return out ? setting.n + 2 * setting.p - span(setting) - (out - 1) * setting.s : 0;
}

/**
 * What the number at row y and column x of the output is made of.
 * @param {Setting} setting
 * @param {number} y
 * @param {number} x
 * @returns {Tap[]}
 */
export function taps({ n, k, s, p, d }, y, x) {
  return Array.from({ length: k * k }, (_, i) => {
    const [row, column] = [Math.floor(i / k), i % k];
    const [down, across] = [y * s - p + row * d, x * s - p + column * d];
    const inside = down >= 0 && across >= 0 && down < n && across < n;
    return { y: down, x: across, row, column, inside };
  });
}

/**
 * An input to look at: a disc of ones among zeros.
 * @param {number} n
 * @param {number} y
 * @param {number} x
 */
export function pixel(n, y, x) {
  const middle = (n - 1) / 2;
  return Math.hypot(y - middle, x - middle) <= 0.36 * n ? 1 : 0;
}

/**
 * A kernel that answers at vertical edges: −1 left of the middle and +1 right of it; alone it is 1.
 * @param {number} k
 * @param {number} column
 */
export const weightAt = (k, column) => k === 1 ? 1 : Math.sign(2 * column - (k - 1));

/**
 * @param {Setting} setting
 * @param {number} y
 * @param {number} x
 */
export function valueAt(setting, y, x) {
  return taps(setting, y, x).reduce(
    (sum, tap) => sum + (tap.inside ? pixel(setting.n, tap.y, tap.x) * weightAt(setting.k, tap.column) : 0),
    0,
  );
}

/**
 * Input with its padding, kernel and output side by side; where there is little room the output lies below.
 * @param {Setting} setting
 * @param {number} width px
 * @param {number} title px above each of them
 * @returns {Plan}
 */
export function plan(setting, width, title) {
  const [whole, { k }, out] = [setting.n + 2 * setting.p, setting, outputSide(setting)];
  const beside = Math.floor((width - 2) / (whole + k + out + 2 * GAP));
  const below = Math.floor((width - 2) / Math.max(whole + k + GAP, out));
  const stacked = beside < READABLE && below > beside;
  const cell = Math.max(1, Math.min(LARGEST, stacked ? below : beside));
  const input = { left: 1, top: title, side: whole * cell };
  const kernel = { left: Math.round(1 + (whole + GAP) * cell), top: title, side: k * cell };
  const first = title + Math.max(whole, k) * cell;
  const output = stacked
    ? { left: 1, top: first + title + 4, side: out * cell }
    : { left: Math.round(1 + (whole + k + 2 * GAP) * cell), top: title, side: out * cell };
  const height = Math.max(first, output.top + output.side) + 2;
  return { cell, height, input, kernel, output };
}

/**
 * The place of the output that a point of the drawing means: a cell of the output, or the window whose middle lies
 * nearest to a cell of the input.
 * @param {Setting} setting
 * @param {Plan} plan
 * @param {number} x px
 * @param {number} y px
 * @returns {[y: number, x: number] | null}
 */
export function placeOf(setting, { cell, input, output }, x, y) {
  const out = outputSide(setting);
  const within = (/** @type {Square} */ { left, top, side }) =>
    x >= left && y >= top && x < left + side && y < top + side;
  const bounded = (/** @type {number} */ at) => Math.min(out - 1, Math.max(0, at));
  if (!out) return null;
  if (within(output)) {
    return [
      bounded(Math.floor((y - output.top) / cell)),
      bounded(Math.floor((x - output.left) / cell)),
    ];
  }
  if (!within(input)) return null;
  const place = (/** @type {number} */ px) =>
    bounded(Math.round((px / cell - span(setting) / 2) / setting.s));
  return [place(y - input.top), place(x - input.left)];
}
