// One board of a tabular world drawn on a canvas: its cells in the colours of their values, numbers where
// there is room, the greedy policy as arrows. Signs for what a cell is are in worldsigns.js.

/** @import { Numbers, Rgb, Square } from "../../../live/web/types.d.ts" */
import { Colours, css, mix } from "../../../live/web/colour.js";
import { short } from "../../../live/web/format.js";
import { drawSign, drawWalls, SMALLEST } from "./worldsigns.js";

export const NUMBER = 40; // px of a cell's side from which its value fits in
export const RAISED = 0.36; // how far down a cell arrows stand above a number
const QUARTERS = 92; // px from which four numbers do
// Where an action's triangle lies in a cell of side 1: its two outer corners, and where its number stands.
const TRIANGLES = {
  left: { corners: [[0, 0], [0, 1]], text: [0.24, 0.5] },
  down: { corners: [[0, 1], [1, 1]], text: [0.5, 0.84] },
  right: { corners: [[1, 0], [1, 1]], text: [0.76, 0.5] },
  up: { corners: [[0, 0], [1, 0]], text: [0.5, 0.16] },
};
const MIDDLE = { pickup: [0.5, 0.38], dropoff: [0.5, 0.62] }; // marks in the cell's middle
const ARROWS = { left: [-1, 0], down: [0, 1], right: [1, 0], up: [0, -1] };

/** `board`: {size, kind, reward, usual, east, actions, letters}; `frame`: {left, top, cell}, px. */
export class Board {
  /**
   * @param {CanvasRenderingContext2D} context
   * @param {unknown} board
   * @param {Square} frame
   * @param {Colours} colours
   */
  constructor(context, board, frame, colours) {
    this.context = context;
    this.board = board;
    this.frame = frame;
    this.colours = colours;
  }

  get size() {
    return this.board.size;
  }

  /** @param {number} index */
  corner(index) {
    const { left, top, cell } = this.frame;
    return [left + (index % this.size[1]) * cell, top + Math.floor(index / this.size[1]) * cell];
  }

  /**
   * `fills(index)` gives a cell's colour, or null; `numbers(index)` its text.
   * @param {unknown} fills
   */
  cells(fills, numbers = null) {
    const { context, frame, board, colours } = this;
    const text = frame.cell >= NUMBER ? numbers : null;
    for (let index = 0; index < board.kind.length; index += 1) {
      const [x, y] = this.corner(index);
      const fill = fills(index) ?? colours.neutral;
      context.fillStyle = css(fill);
      context.fillRect(x, y, frame.cell, frame.cell);
      drawSign(context, board, index, x, y, frame.cell, colours, fill);
      if (text && !board.solid(index)) {
        this.number(text(index), x + frame.cell / 2, y + 0.72 * frame.cell, fill, 0.27);
      }
    }
  }

  /**
   * Four triangles per cell, and marks in the middle for what is no direction.
   * @param {Numbers} q
   * @param {unknown} colourOf
   * @param {boolean} shown
   */
  quarters(q, colourOf, shown) {
    const { context, frame, board, colours } = this;
    const { cell } = frame;
    const count = board.actions.length;
    for (let index = 0; index < board.kind.length; index += 1) {
      const [x, y] = this.corner(index);
      const there = shown(index);
      if (!there) {
        context.fillStyle = css(colours.neutral);
        context.fillRect(x, y, cell, cell);
        drawSign(context, board, index, x, y, cell, colours, colours.neutral);
        continue;
      }
      board.actions.forEach(({ id }, action) => {
        if (TRIANGLES[id]) this.triangle(id, x, y, colourOf(q[index * count + action]));
      });
      drawSign(context, board, index, x, y, cell, colours, colourOf(q[index * count]), true);
      context.strokeStyle = css(mix(colours.neutral, colours.text, 0.28));
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + cell, y + cell);
      context.moveTo(x + cell, y);
      context.lineTo(x, y + cell);
      context.stroke();
      board.actions.forEach(({ id }, action) => {
        const value = q[index * count + action];
        if (MIDDLE[id]) this.disc(id, x, y, colourOf(value));
        else if (cell >= QUARTERS && TRIANGLES[id]) {
          const [u, v] = TRIANGLES[id].text;
          this.number(short(value), x + u * cell, y + v * cell, colourOf(value), 0.15);
        }
      });
    }
  }

  /**
   * @param {string} id
   * @param {number} x
   * @param {number} y
   * @param {Rgb} colour
   */
  triangle(id, x, y, colour) {
    const { context, frame: { cell } } = this;
    context.fillStyle = css(colour);
    context.beginPath();
    context.moveTo(x + cell / 2, y + cell / 2);
    for (const [u, v] of TRIANGLES[id].corners) context.lineTo(x + u * cell, y + v * cell);
    context.closePath();
    context.fill();
  }

  /**
   * Pick-up and drop-off, one above the other.
   * @param {string} id
   * @param {number} x
   * @param {number} y
   * @param {Rgb} colour
   */
  disc(id, x, y, colour) {
    const { context, frame: { cell }, colours } = this;
    const [u, v] = MIDDLE[id];
    context.beginPath();
    context.arc(x + u * cell, y + v * cell, 0.11 * cell, 0, 2 * Math.PI);
    context.fillStyle = css(colour);
    context.fill();
    context.strokeStyle = css(mix(colours.neutral, colours.text, 0.5));
    context.lineWidth = 1;
    context.stroke();
    if (cell >= 64) this.number(this.board.marks[id], x + u * cell, y + v * cell, colour, 0.15);
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {boolean} on
   * @param {number} share
   */
  number(text, x, y, on, share) {
    if (!text) return;
    const { context, frame, colours } = this;
    context.font = `${Math.round(Math.min(24, Math.max(SMALLEST, share * frame.cell)))}px ${colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = Colours.on(on);
    context.fillText(text, x, y);
  }

  /**
   * The greedy actions of each cell (bits), all of them where several are as good. `raised`: above a number;
   *  `small`: between the numbers of four triangles.
   * @param {boolean} greedy
   * @param {unknown} fills
   * @param {{ raised?: unknown, small?: unknown, shown: boolean }} given
   */
  policy(greedy, fills, { raised = false, small = false, shown }) {
    const { context, frame: { cell }, board } = this;
    if (cell < 13) return;
    const all = (1 << board.actions.length) - 1;
    const crowded = small && cell >= NUMBER && board.actions.some(({ id }) => MIDDLE[id]); // the middle is taken
    const lift = raised && cell >= NUMBER ? RAISED : 0.5;
    const length = (small && cell >= QUARTERS ? 0.12 : lift < 0.5 ? 0.22 : cell < 26 ? 0.34 : 0.26) * cell;
    for (let index = 0; index < board.kind.length; index += 1) {
      if (!shown(index) || !greedy[index]) continue;
      const [x, y] = this.corner(index);
      const [cx, cy] = [x + cell / 2, y + lift * cell];
      const undecided = greedy[index] === all;
      context.strokeStyle = context.fillStyle = Colours.on(fills(index) ?? this.colours.neutral);
      context.globalAlpha = undecided ? 0.35 : 0.9;
      board.actions.forEach(({ id }, action) => {
        if (!(greedy[index] & (1 << action))) return;
        if (crowded) {
          if (!undecided) this.atEdge(id, x, y);
          return;
        }
        if (ARROWS[id]) arrow(context, cx, cy, ARROWS[id], undecided ? 0.7 * length : length, cell);
        else if (!undecided) this.ring(id, cx, cy);
      });
      context.globalAlpha = 1;
    }
  }

  /**
   * A greedy action where arrows have no room: a head at the cell's edge, or a ring around its mark.
   * @param {string} id
   * @param {number} x
   * @param {number} y
   */
  atEdge(id, x, y) {
    const { context, frame: { cell } } = this;
    if (ARROWS[id]) {
      const [dx, dy] = ARROWS[id];
      const [tipX, tipY] = [x + (0.5 + 0.48 * dx) * cell, y + (0.5 + 0.48 * dy) * cell];
      context.beginPath();
      context.moveTo(tipX, tipY);
      context.lineTo(tipX - 7 * dx - 8 * dy, tipY - 7 * dy - 8 * dx);
      context.lineTo(tipX - 7 * dx + 8 * dy, tipY - 7 * dy + 8 * dx);
      context.closePath();
      context.fill();
      return;
    }
    context.lineWidth = Math.max(2, 0.03 * cell);
    context.beginPath();
    context.arc(x + MIDDLE[id][0] * cell, y + MIDDLE[id][1] * cell, 0.11 * cell, 0, 2 * Math.PI);
    context.stroke();
  }

  /**
   * A greedy pick-up or drop-off: its letter in a ring.
   * @param {string} id
   * @param {number} cx
   * @param {number} cy
   */
  ring(id, cx, cy) {
    const { context, frame: { cell }, colours } = this;
    context.beginPath();
    context.arc(cx, cy, 0.17 * cell, 0, 2 * Math.PI);
    context.fillStyle = css(colours.background);
    context.fill();
    context.lineWidth = Math.max(2, 0.035 * cell);
    context.stroke();
    if (cell >= 34) this.number(this.board.marks[id], cx, cy + 1, colours.background, 0.2);
  }

  /** Lines between cells, walls that are lines, and the frame. */
  lines() {
    const { context, frame: { left, top, cell }, colours, board } = this;
    const [rows, columns] = this.size;
    context.strokeStyle = css(mix(colours.background, colours.text, 0.22));
    context.lineWidth = 1;
    context.beginPath();
    for (let column = 0; column <= columns; column += 1) {
      context.moveTo(left + column * cell, top);
      context.lineTo(left + column * cell, top + rows * cell);
    }
    for (let row = 0; row <= rows; row += 1) {
      context.moveTo(left, top + row * cell);
      context.lineTo(left + columns * cell, top + row * cell);
    }
    context.stroke();
    drawWalls(context, board, this.frame, colours);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number[]} given
 * @param {number} length
 * @param {number} cell
 */
function arrow(context, x, y, [dx, dy], length, cell) {
  const head = Math.min(9, Math.max(3, 0.11 * cell));
  const [tipX, tipY] = [x + dx * length, y + dy * length];
  context.lineWidth = Math.min(3.5, Math.max(1.5, 0.045 * cell));
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(tipX - dx * head * 0.6, tipY - dy * head * 0.6);
  context.stroke();
  context.beginPath();
  context.moveTo(tipX, tipY);
  context.lineTo(tipX - dx * head - dy * head * 0.62, tipY - dy * head - dx * head * 0.62);
  context.lineTo(tipX - dx * head + dy * head * 0.62, tipY - dy * head + dx * head * 0.62);
  context.closePath();
  context.fill();
}
