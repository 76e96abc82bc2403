// Where the maps of each layer lie on the drawing: columns from left to right, one cell per map.

/** @import { Box, Json } from "../../../live/web/types.d.ts" */

const GAP = 4; // px between two maps
const BETWEEN = 14; // px between two columns, less where there are many
const ROW_WIDE = 16; // px of a row of numbers
const ROW_ROOM = 3.6; // lines of type that its name needs
const BARS = 132; // px of the probabilities
const NARROW = 96; // of them, where there is little room

/**
 * @typedef {{ layer: number, channel: number, box: Box, index: number }} Cell
 * @typedef {{ input: Box, cells: Cell[], heads: { x: number, wide: number }[], bars: Box, cell: number, head: number }} Plan
 */

/**
 * @param {Json[]} columns as `describe` has them
 * @param {number} width
 * @param {number} height
 * @param {number} line px of a line of type
 * @returns {Plan}
 */
export function planOf(columns, width, height, line) {
  const head = Math.round(2.4 * line);
  const bars = width < 480 ? NARROW : BARS * line / 14;
  const row = ["dense", "flatten"];
  const maps = columns.filter((one) => one.size[1] > 1 || !row.includes(one.kind) && one.numbers === one.of);
  const rows = columns.length - maps.length;
  const gaps = (columns.length + 1) * Math.max(4, Math.min(BETWEEN, width / 60));
  const room = width - bars - gaps - rows * Math.max(ROW_WIDE, ROW_ROOM * line);
  const most = Math.max(1, ...maps.map((one) => one.shown));
  const tall = height - head;
  const cell = Math.max(8, Math.floor(Math.min(room / (maps.length + 1), (tall - (most - 1) * GAP) / most)));
  const large = Math.floor(Math.min(1.6 * cell, tall, room - maps.length * cell));
  const between = gaps / (columns.length + 1);
  const input = { left: 0, top: head + (tall - large) / 2, wide: large, tall: large };
  let x = large + between;
  /** @type {Cell[]} */ const cells = [];
  /** @type {Plan["heads"]} */ const heads = [];
  columns.forEach((one, index) => {
    const isRow = !maps.includes(one);
    const wide = isRow ? ROW_WIDE : cell;
    const its = isRow ? Math.max(ROW_WIDE, ROW_ROOM * line) : cell;
    x += (its - wide) / 2;
    const each = isRow ? Math.min(tall, Math.max(60, one.size[0] * 6)) : cell;
    const whole = one.shown * each + (one.shown - 1) * GAP;
    for (let channel = 0; channel < one.shown; channel += 1) {
      const top = head + (tall - whole) / 2 + channel * (each + GAP);
      cells.push({ layer: one.layer, channel, index, box: { left: x, top, wide, tall: each } });
    }
    heads.push({ x: x + wide / 2, wide: its + between });
    x += (its + wide) / 2 + between;
  });
  return { input, cells, heads, bars: { left: x, top: head, wide: width - x, tall }, cell, head };
}

/**
 * The cell at a place, and the pixel of its map.
 * @param {Plan} plan
 * @param {Json[]} columns
 * @param {number} px
 * @param {number} py
 */
export function hitOf(plan, columns, px, py) {
  for (const one of plan.cells) {
    const { left, top, wide, tall } = one.box;
    if (px < left || px >= left + wide || py < top || py >= top + tall) continue;
    const [h, w] = columns[one.index].size;
    return { cell: one, y: Math.floor((py - top) / tall * h), x: Math.floor((px - left) / wide * w) };
  }
  return null;
}
