// Who is in a world, where the agent has been, and what blows.

/** @import { Numbers } from "../../../live/web/types.d.ts" */
/** @import { Lattice } from "./worldsigns.js" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css } from "../../../live/web/colour.js";
import { goal, polygon, ROOM } from "./worldsigns.js";

/**
 * The agent's last steps, the older the paler: `path` [n, 2] rows and columns; `lift` is how far down a cell it runs.
 * @param {CanvasRenderingContext2D} context
 * @param {Numbers} path
 * @param {Lattice} frame
 * @param {Colours} colours
 * @param {number} lift
 */
export function drawPath(context, path, { left, top, cell }, colours, lift) {
  const count = path.length / 2;
  /**
   * @param {number} i
   * @returns {[number, number]}
   */
  const place = (i) => [left + (path[2 * i + 1] + 0.5) * cell, top + (path[2 * i] + lift) * cell];
  context.lineCap = "round";
  context.lineWidth = Math.max(2, 0.055 * cell);
  context.strokeStyle = css(colours.text);
  for (let i = 1; i < count; i += 1) {
    context.globalAlpha = 0.08 + 0.47 * (i / count) ** 1.5;
    context.beginPath();
    context.moveTo(...place(i - 1));
    context.lineTo(...place(i));
    context.stroke();
  }
  context.globalAlpha = 1;
  context.lineCap = "butt";
}

/**
 * The agent: a disc with a ring; only its outline where it is in another layer.
 * @param {CanvasRenderingContext2D} context
 * @param {number} row
 * @param {number} column
 * @param {Lattice} frame
 * @param {Colours} colours
 * @param {{ here: boolean, lift: number }} how
 */
export function drawAgent(context, row, column, { left, top, cell }, colours, { here, lift }) {
  const [x, y] = [left + (column + 0.5) * cell, top + (row + lift) * cell];
  const radius = Math.min(15, Math.max(4, 0.21 * cell));
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = Math.max(2, 0.05 * cell);
  if (here) {
    context.fillStyle = css(colours.text);
    context.fill();
    context.strokeStyle = css(colours.background);
    context.stroke();
    context.beginPath();
    context.arc(x, y, 0.42 * radius, 0, 2 * Math.PI);
    context.fillStyle = css(colours.background);
    context.fill();
  } else {
    context.setLineDash([3, 3]);
    context.strokeStyle = css(colours.text);
    context.stroke();
    context.setLineDash([]);
  }
}

/**
 * The viewer's own marker: a diamond.
 * @param {CanvasRenderingContext2D} context
 * @param {number} row
 * @param {number} column
 * @param {Lattice} frame
 * @param {Colours} colours
 * @param {number} lift
 */
export function drawPlayer(context, row, column, { left, top, cell }, colours, lift) {
  const [x, y] = [left + (column + 0.5) * cell, top + (row + lift) * cell];
  const reach = Math.max(6, 0.29 * cell);
  context.fillStyle = css(colours.classes[5]);
  polygon(context, [x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]);
  context.lineWidth = Math.max(2.5, 0.06 * cell);
  context.strokeStyle = "#111111";
  context.stroke();
}

/**
 * A waiting passenger: head and shoulders, at the lower left of the cell; or `riding`, so far down it.
 * @param {CanvasRenderingContext2D} context
 * @param {number} row
 * @param {number} column
 * @param {Lattice} frame
 * @param {Colours} colours
 */
export function drawPassenger(context, row, column, { left, top, cell }, colours, riding = 0) {
  const [x, y] = [left + (column + (riding ? 0.5 : 0.2)) * cell, top + (row + (riding || 0.7)) * cell];
  const size = (riding ? 0.085 : 0.1) * cell;
  context.fillStyle = css(colours.classes[5]);
  context.strokeStyle = "#111111";
  context.lineWidth = Math.max(1.5, 0.02 * cell);
  context.beginPath();
  context.arc(x, y - size, size, 0, 2 * Math.PI);
  context.moveTo(x - 1.5 * size, y + 2 * size);
  context.arc(x, y + 2 * size, 1.5 * size, Math.PI, 2 * Math.PI);
  context.closePath();
  context.fill();
  context.stroke();
}

/**
 * Where the passenger wants to go: a small flag at the lower right.
 * @param {CanvasRenderingContext2D} context
 * @param {number} row
 * @param {number} column
 * @param {Lattice} frame
 * @param {Colours} colours
 */
export function drawDestination(context, row, column, { left, top, cell }, colours) {
  context.save();
  const [x, y] = [left + (column + 0.56) * cell, top + (row + 0.52) * cell];
  goal({ context, x, y, cell: 0.5 * cell, colours });
  context.restore();
}

/**
 * How many rows the wind lifts in each column, above the board.
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} wind
 * @param {Lattice} frame
 * @param {Colours} colours
 */
export function drawWind(context, wind, { left, top, cell }, colours) {
  context.font = `${colours.type}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  context.fillStyle = css(colours.muted);
  wind.forEach((strength, column) => {
    if (strength > 0) {
      context.fillText(
        cell >= ROOM * colours.scale ? `↑${strength}` : "↑",
        left + (column + 0.5) * cell,
        top - 5,
      );
    }
  });
}
