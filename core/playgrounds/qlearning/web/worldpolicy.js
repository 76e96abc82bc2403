// The greedy policy on a board: an arrow for each action of a cell that is as good as any.

/** @import { Numbers } from "../../../live/web/types.d.ts" */
/** @import { Board, Fills, Shown } from "./worldboard.js" */
/** @import { Spot } from "./worldsigns.js" */
import { Colours, css } from "../../../live/web/colour.js";
import { DISC, MIDDLE, NUMBER, QUARTERS, RAISED } from "./worldboard.js";
import { polygon } from "./worldsigns.js";

/** @type {Record<string, number[]>} */
const ARROWS = { left: [-1, 0], down: [0, 1], right: [1, 0], up: [0, -1] };

/**
 * The greedy actions of each cell (bits), all of them where several are as good. `raised`: above a number;
 * `small`: between the numbers of four triangles.
 * @param {Board} on
 * @param {Numbers} greedy
 * @param {Fills} fills
 * @param {{ raised?: boolean, small?: boolean, shown: Shown }} how
 */
export function drawPolicy(on, greedy, fills, { raised = false, small = false, shown }) {
  const { context, frame: { cell }, board, colours } = on;
  if (cell < 13) return;
  const all = (1 << board.actions.length) - 1;
  const crowded = small && cell >= NUMBER && board.actions.some(({ id }) => MIDDLE[id]); // the middle is taken
  const lift = raised && cell >= NUMBER ? RAISED : 0.5;
  const length = (small && cell >= QUARTERS ? 0.12 : lift < 0.5 ? 0.22 : cell < 26 ? 0.34 : 0.26) * cell;
  for (let index = 0; index < board.kind.length; index += 1) {
    if (!shown(index) || !greedy[index]) continue;
    const spot = on.spot(index);
    const [cx, cy] = [spot.x + cell / 2, spot.y + lift * cell];
    const undecided = greedy[index] === all;
    context.strokeStyle = context.fillStyle = Colours.on(fills(index) ?? colours.neutral);
    context.globalAlpha = undecided ? 0.35 : 0.9;
    board.actions.forEach(({ id }, action) => {
      if (!(greedy[index] & (1 << action))) return;
      if (crowded) {
        if (!undecided) atEdge(spot, id);
      } else if (ARROWS[id]) arrow(spot, [cx, cy], ARROWS[id], undecided ? 0.7 * length : length);
      else if (!undecided) ring(on, id, cx, cy);
    });
    context.globalAlpha = 1;
  }
}

/**
 * A greedy action where arrows have no room: a head at the cell's edge, or a ring around its mark.
 * @param {Spot} spot
 * @param {string} id
 */
function atEdge({ context, x, y, cell }, id) {
  if (ARROWS[id]) {
    const [dx, dy] = ARROWS[id];
    head(context, [x + (0.5 + 0.48 * dx) * cell, y + (0.5 + 0.48 * dy) * cell], ARROWS[id], 7, 8);
    return;
  }
  const [u, v] = MIDDLE[id];
  context.lineWidth = Math.max(2, 0.03 * cell);
  context.beginPath();
  context.arc(x + u * cell, y + v * cell, DISC * cell, 0, 2 * Math.PI);
  context.stroke();
}

/**
 * A greedy pick-up or drop-off: its letter in a ring.
 * @param {Board} on
 * @param {string} id
 * @param {number} cx
 * @param {number} cy
 */
function ring(on, id, cx, cy) {
  const { context, frame: { cell }, colours } = on;
  context.beginPath();
  context.arc(cx, cy, 0.17 * cell, 0, 2 * Math.PI);
  context.fillStyle = css(colours.background);
  context.fill();
  context.lineWidth = Math.max(2, 0.035 * cell);
  context.stroke();
  if (cell >= 34) on.number(on.board.marks[id], cx, cy + 1, colours.background, 0.2);
}

/**
 * @param {Spot} spot
 * @param {number[]} from
 * @param {number[]} way
 * @param {number} length
 */
function arrow({ context, cell }, [x, y], [dx, dy], length) {
  const size = Math.min(9, Math.max(3, 0.11 * cell));
  const [tipX, tipY] = [x + dx * length, y + dy * length];
  context.lineWidth = Math.min(3.5, Math.max(1.5, 0.045 * cell));
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(tipX - dx * size * 0.6, tipY - dy * size * 0.6);
  context.stroke();
  head(context, [tipX, tipY], [dx, dy], size, size * 0.62);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} tip
 * @param {number[]} way
 * @param {number} long
 * @param {number} half of its width
 */
function head(context, [x, y], [dx, dy], long, half) {
  const [left, top] = [x - dx * long, y - dy * long];
  polygon(context, [x, y], [left - dy * half, top - dx * half], [left + dy * half, top + dx * half]);
}
