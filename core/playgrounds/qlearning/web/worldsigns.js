// What a cell of a world is, told by a sign and never by colour alone.

/** @import { Numbers, Rgb } from "../../../live/web/types.d.ts" */
import { Colours, css, mix } from "../../../live/web/colour.js";
import { minus } from "../../../live/web/format.js";
import { ENDS, KIND } from "./worldmap.js";

export const ROOM = 30; // px of a cell's side from which letters and rewards fit in
const LARGEST = 24; // px of any text

/**
 * What of a board its signs tell.
 * @typedef {object} Signs
 * @property {Numbers} kind of each cell
 * @property {Numbers} reward for entering it
 * @property {number} [usual] the reward that goes without saying
 * @property {Record<string, string>} marks
 * @property {Record<number, string>} letters of the landmarks
 */

/**
 * Where a board lies on its canvas, and the side of a cell, px.
 * @typedef {{ left: number, top: number, cell: number }} Lattice
 */

/**
 * A cell on a canvas: its upper left corner and its side, px.
 * @typedef {{ context: CanvasRenderingContext2D, x: number, y: number, cell: number, colours: Colours }} Spot
 */

/**
 * The sign of cell `index`; `fill` is the colour that it lies on.
 * @param {Spot} spot
 * @param {Signs} board
 * @param {number} index
 * @param {Rgb} fill
 */
export function drawSign(spot, board, index, fill, thin = false) {
  const { context, cell } = spot;
  const kind = board.kind[index];
  const ink = Colours.on(fill);
  context.save();
  context.strokeStyle = context.fillStyle = ink;
  context.lineJoin = "round";
  if (kind === KIND.wall) wall(spot);
  else if (kind === KIND.pit || kind === KIND.hole) hole(spot, kind === KIND.hole);
  else if (kind === KIND.cliff) cliff(spot);
  else if (kind === KIND.goal) goal(spot);
  else if (kind === KIND.ice && !thin) ice(spot);
  else if (kind === KIND.start) letter(spot, board.marks.start);
  else if (kind === KIND.landmark) letter(spot, board.letters[index] ?? "");
  const reward = board.reward[index];
  if (
    cell >= ROOM * spot.colours.scale && Number.isFinite(reward) && reward !== board.usual &&
    kind !== KIND.wall
  ) {
    tag(spot, signed(reward), ENDS.has(kind), ink);
  }
  context.restore();
}

/**
 * The size of a text in a cell, which grows with the cell within what can be read.
 * @param {number} wanted px
 * @param {Colours} colours
 */
export const sized = (wanted, { type, scale }) =>
  Math.round(Math.min(LARGEST * scale, Math.max(type, wanted)));

/**
 * A reward, always with its sign.
 * @param {number} value
 */
export const signed = (value) => `${value > 0 ? "+" : ""}${minus(String(Math.round(100 * value) / 100))}`;

/**
 * A filled outline.
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} corners
 */
export function polygon(context, ...corners) {
  context.beginPath();
  for (const [x, y] of corners) context.lineTo(x, y); // the first begins the outline
  context.closePath();
  context.fill();
}

/**
 * Below what is in the cell where it is an end; a floor's own reward in its upper right corner.
 * @param {Spot} spot
 * @param {string} text
 * @param {boolean} end
 * @param {string} ink
 */
function tag({ context, x, y, cell, colours }, text, end, ink) {
  const size = sized(0.2 * cell, colours);
  context.font = `600 ${size}px ${colours.font}`;
  context.textAlign = end ? "center" : "right";
  context.textBaseline = "alphabetic";
  const [left, base] = end ? [x + cell / 2, y + cell - 0.07 * cell] : [x + cell - 3, y + size];
  context.lineWidth = 3;
  context.strokeStyle = ink === "#111111" ? "rgba(255, 255, 255, 0.75)" : "rgba(0, 0, 0, 0.6)";
  context.strokeText(text, left, base);
  context.fillStyle = ink;
  context.fillText(text, left, base);
}

/**
 * Bricks.
 * @param {Spot} spot
 */
function wall({ context, x, y, cell, colours }) {
  context.fillStyle = css(mix(colours.background, colours.text, 0.58));
  context.fillRect(x, y, cell, cell);
  context.strokeStyle = css(mix(colours.background, colours.text, 0.4));
  context.lineWidth = Math.max(1, cell / 30);
  const course = cell / 4;
  context.beginPath();
  for (let row = 0; row < 4; row += 1) {
    const top = y + row * course;
    context.moveTo(x, top);
    context.lineTo(x + cell, top);
    for (const share of row % 2 ? [0.25, 0.75] : [0.5]) {
      context.moveTo(x + share * cell, top);
      context.lineTo(x + share * cell, top + course);
    }
  }
  context.stroke();
}

/**
 * A hole that one falls into: a pit in the ground, or water where ice has broken.
 * @param {Spot} spot
 * @param {boolean} water
 */
function hole({ context, x, y, cell, colours }, water) {
  context.fillStyle = css(mix(colours.background, colours.text, 0.12));
  context.fillRect(x, y, cell, cell);
  context.beginPath();
  context.ellipse(x + cell / 2, y + 0.44 * cell, 0.36 * cell, 0.27 * cell, 0, 0, 2 * Math.PI);
  context.fillStyle = colours.dark ? "#05070a" : "#272d36";
  context.fill();
  context.lineWidth = Math.max(1.5, 0.04 * cell);
  context.strokeStyle = css(water ? colours.negative : mix(colours.background, colours.text, 0.55));
  context.stroke();
  if (!water) return;
  context.strokeStyle = "#7cc6f2";
  context.beginPath();
  for (const [v, half] of [[0.38, 0.16], [0.5, 0.2]]) {
    context.moveTo(x + (0.5 - half) * cell, y + v * cell);
    context.quadraticCurveTo(
      x + (0.5 - half / 2) * cell,
      y + (v - 0.06) * cell,
      x + 0.5 * cell,
      y + v * cell,
    );
    context.quadraticCurveTo(
      x + (0.5 + half / 2) * cell,
      y + (v + 0.06) * cell,
      x + (0.5 + half) * cell,
      y + v * cell,
    );
  }
  context.stroke();
}

/**
 * Teeth of rock along the upper edge, and hatching below.
 * @param {Spot} spot
 */
function cliff({ context, x, y, cell, colours }) {
  context.fillStyle = css(mix(colours.background, colours.text, 0.16));
  context.fillRect(x, y, cell, cell);
  context.beginPath();
  context.rect(x, y, cell, cell);
  context.clip();
  context.strokeStyle = css(mix(colours.background, colours.text, 0.5));
  context.lineWidth = Math.max(1, cell / 28);
  context.beginPath();
  for (let at = -1; at < 1; at += 0.25) {
    context.moveTo(x + at * cell, y + cell);
    context.lineTo(x + (at + 1) * cell, y);
  }
  context.stroke();
  context.beginPath();
  context.moveTo(x, y);
  for (let tooth = 0; tooth < 3; tooth += 1) {
    context.lineTo(x + ((tooth + 0.5) / 3) * cell, y + 0.26 * cell);
    context.lineTo(x + ((tooth + 1) / 3) * cell, y);
  }
  context.closePath();
  context.fillStyle = css(mix(colours.background, colours.text, 0.7));
  context.fill();
}

/**
 * A flag.
 * @param {Spot} spot
 */
export function goal({ context, x, y, cell, colours }) {
  const [foot, top] = [y + 0.7 * cell, y + 0.14 * cell];
  context.strokeStyle = css(colours.text);
  context.lineWidth = Math.max(2, 0.055 * cell);
  context.beginPath();
  context.moveTo(x + 0.36 * cell, foot);
  context.lineTo(x + 0.36 * cell, top);
  context.stroke();
  context.fillStyle = css(colours.classes[2]);
  const [pole, tip] = [x + 0.36 * cell, x + 0.76 * cell];
  polygon(context, [pole, top], [tip, top + 0.15 * cell], [pole, top + 0.31 * cell]);
  context.lineWidth = Math.max(1, 0.025 * cell);
  context.stroke();
}

/** @param {Spot} spot */
function ice({ context, x, y, cell }) {
  context.globalAlpha = 0.28;
  context.lineWidth = Math.max(1, cell / 36);
  context.beginPath();
  for (const [u, v, length] of [[0.08, 0.2, 0.14], [0.08, 0.34, 0.26], [0.72, 0.94, 0.22]]) {
    context.moveTo(x + u * cell, y + v * cell);
    context.lineTo(x + (u + length) * cell, y + (v - length) * cell);
  }
  context.stroke();
}

/**
 * A letter in the upper left corner, on a plate that sets it off from any colour.
 * @param {Spot} spot
 * @param {string} text
 */
function letter({ context, x, y, cell, colours }, text) {
  if (cell < ROOM * colours.scale || !text) return;
  const size = sized(0.22 * cell, colours);
  const side = 1.25 * size;
  context.fillStyle = css(colours.background);
  context.fillRect(x + 2, y + 2, side, side);
  context.strokeStyle = css(colours.text);
  context.lineWidth = 1;
  context.strokeRect(x + 2.5, y + 2.5, side - 1, side - 1);
  context.font = `700 ${size}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = css(colours.text);
  context.fillText(text, x + 2 + side / 2, y + 3 + side / 2);
}
