// One board of a tabular world drawn on a canvas: its cells in the colours of their values, numbers where
// there is room. Signs for what a cell is are in worldsigns.js, the greedy policy's arrows in worldpolicy.js.

/** @import { Numbers, Rgb } from "../../../live/web/types.d.ts" */
/** @import { WorldModel } from "./worldmodel.js" */
/** @import { Lattice, Spot } from "./worldsigns.js" */
import { Colours, css, mix } from "../../../live/web/colour.js";
import { short } from "../../../live/web/format.js";
import { drawSign, polygon, sized } from "./worldsigns.js";

export const NUMBER = 40; // px of a cell's side from which its value fits in
export const RAISED = 0.36; // how far down a cell arrows stand above a number
export const QUARTERS = 92; // px from which four numbers do
export const DISC = 0.11; // radius of a mark in a cell of side 1
/**
 * Where an action's triangle lies in a cell of side 1: its two outer corners, and where its number stands.
 * @type {Record<string, { corners: number[][], text: number[] }>}
 */
const TRIANGLES = {
  left: { corners: [[0, 0], [0, 1]], text: [0.24, 0.5] },
  down: { corners: [[0, 1], [1, 1]], text: [0.5, 0.84] },
  right: { corners: [[1, 0], [1, 1]], text: [0.76, 0.5] },
  up: { corners: [[0, 0], [1, 0]], text: [0.5, 0.16] },
};
/**
 * Marks in the cell's middle, for what is no direction.
 * @type {Record<string, number[]>}
 */
export const MIDDLE = { pickup: [0.5, 0.38], dropoff: [0.5, 0.62] };

/**
 * @typedef {(index: number) => Rgb | null} Fills a cell's colour
 * @typedef {(index: number) => boolean} Shown whether there is anything to tell of a cell
 */

export class Board {
  /**
   * @param {CanvasRenderingContext2D} context
   * @param {WorldModel} board
   * @param {Lattice} frame
   * @param {Colours} colours
   */
  constructor(context, board, frame, colours) {
    this.context = context;
    this.board = board;
    this.frame = frame;
    this.colours = colours;
  }

  /**
   * @param {number} index
   * @returns {Spot}
   */
  spot(index) {
    const { context, colours, frame: { left, top, cell } } = this;
    const columns = this.board.size[1];
    const [x, y] = [left + (index % columns) * cell, top + Math.floor(index / columns) * cell];
    return { context, x, y, cell, colours };
  }

  /**
   * @param {Fills} fills
   * @param {(index: number) => string} text
   */
  cells(fills, text) {
    const { context, frame: { cell }, board, colours } = this;
    for (let index = 0; index < board.kind.length; index += 1) {
      const spot = this.spot(index);
      const fill = fills(index) ?? colours.neutral;
      context.fillStyle = css(fill);
      context.fillRect(spot.x, spot.y, cell, cell);
      drawSign(spot, board, index, fill);
      if (cell >= NUMBER && !board.solid(index)) {
        this.number(text(index), spot.x + cell / 2, spot.y + 0.72 * cell, fill, 0.27);
      }
    }
  }

  /**
   * Four triangles per cell, and marks in the middle for what is no direction.
   * @param {Numbers} q
   * @param {(value: number) => Rgb} colourOf
   * @param {Shown} shown
   */
  quarters(q, colourOf, shown) {
    const { board, frame: { cell } } = this;
    const count = board.actions.length;
    for (let index = 0; index < board.kind.length; index += 1) {
      const spot = this.spot(index);
      if (!shown(index)) {
        this.blank(spot, index);
        continue;
      }
      const { x, y } = spot;
      board.actions.forEach(({ id }, action) => {
        if (TRIANGLES[id]) this.triangle(spot, id, colourOf(q[index * count + action]));
      });
      drawSign(spot, board, index, colourOf(q[index * count]), true);
      this.cross(spot);
      board.actions.forEach(({ id }, action) => {
        const value = q[index * count + action];
        if (MIDDLE[id]) this.disc(spot, id, colourOf(value));
        else if (cell >= QUARTERS && TRIANGLES[id]) {
          const [u, v] = TRIANGLES[id].text;
          this.number(short(value), x + u * cell, y + v * cell, colourOf(value), 0.15);
        }
      });
    }
  }

  /**
   * A cell in which nobody acts.
   * @param {Spot} spot
   * @param {number} index
   */
  blank(spot, index) {
    const { context, board, colours: { neutral } } = this;
    context.fillStyle = css(neutral);
    context.fillRect(spot.x, spot.y, spot.cell, spot.cell);
    drawSign(spot, board, index, neutral);
  }

  /**
   * @param {Spot} spot
   * @param {string} id
   * @param {Rgb} colour
   */
  triangle({ context, x, y, cell }, id, colour) {
    const corners = [[0.5, 0.5], ...TRIANGLES[id].corners];
    context.fillStyle = css(colour);
    polygon(context, ...corners.map(([u, v]) => [x + u * cell, y + v * cell]));
  }

  /**
   * What keeps the triangles apart.
   * @param {Spot} spot
   */
  cross({ context, x, y, cell, colours }) {
    context.strokeStyle = css(mix(colours.neutral, colours.text, 0.28));
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + cell, y + cell);
    context.moveTo(x + cell, y);
    context.lineTo(x, y + cell);
    context.stroke();
  }

  /**
   * Pick-up and drop-off, one above the other.
   * @param {Spot} spot
   * @param {string} id
   * @param {Rgb} colour
   */
  disc({ context, x, y, cell, colours }, id, colour) {
    const [u, v] = MIDDLE[id];
    context.beginPath();
    context.arc(x + u * cell, y + v * cell, DISC * cell, 0, 2 * Math.PI);
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
   * @param {Rgb} on
   * @param {number} share of a cell's side
   */
  number(text, x, y, on, share) {
    if (!text) return;
    const { context, frame, colours } = this;
    context.font = `${sized(share * frame.cell, colours)}px ${colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = Colours.on(on);
    context.fillText(text, x, y);
  }

  /** Lines between cells, walls that are lines, and the frame. */
  lines() {
    const { context, frame: { left, top, cell }, colours, board: { size: [rows, columns] } } = this;
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
    context.strokeStyle = css(colours.text);
    this.walls();
    context.lineWidth = 2;
    context.strokeRect(left, top, columns * cell, rows * cell);
  }

  /** Taxi's: `east` has 1 where one stands on a cell's right side. */
  walls() {
    const { context, frame: { cell }, board: { east, size: [, columns] } } = this;
    if (!east) return;
    context.lineCap = "round";
    context.lineWidth = Math.max(3, 0.07 * cell);
    context.beginPath();
    for (let index = 0; index < east.length; index += 1) {
      if (!east[index] || index % columns === columns - 1) continue;
      const { x, y } = this.spot(index);
      context.moveTo(x + cell, y + 2);
      context.lineTo(x + cell, y + cell - 2);
    }
    context.stroke();
    context.lineCap = "butt";
  }
}
