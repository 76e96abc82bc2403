// What the layer space draws: the plane's grid as the layers have bent it, the points, the straight boundary.

/** @import { Place, Rgb, Square } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";

/**
 * Lines of x₁ and of x₂, each through every crossing; those in the middle, the plane's axes, stand out.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Float32Array} grid [side, side, 2]
 * @param {number} side
 * @param {Colours} colours
 */
export function drawGrid(context, place, grid, side, colours) {
  const middle = (side - 1) / 2;
  const [plain, axes] = [new Path2D(), new Path2D()];
  for (const step of [1, side]) {
    for (let line = 0; line < side; line += 1) {
      const path = line === middle ? axes : plain;
      for (let i = 0; i < side; i += 1) {
        const at = 2 * (line * (step === 1 ? side : 1) + i * step);
        const [x, y] = place(grid[at], grid[at + 1]);
        if (i) path.lineTo(x, y);
        else path.moveTo(x, y);
      }
    }
  }
  context.lineWidth = 1;
  context.strokeStyle = css(mix(colours.background, colours.text, 0.24));
  context.stroke(plain);
  context.lineWidth = 1.8;
  context.strokeStyle = css(mix(colours.background, colours.text, 0.55));
  context.stroke(axes);
}

/**
 * Points of one colour together; those that are only tested on are diamonds, as on the map.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Float32Array} points [m, 2]
 * @param {ArrayLike<number>} test [m]
 * @param {Rgb[]} fills a colour for each point
 * @param {Colours} colours
 */
export function drawPoints(context, place, points, test, fills, colours) {
  /** @type {Map<string, Path2D>} */ const paths = new Map();
  const r = 2.8 * colours.scale;
  fills.forEach((fill, i) => {
    const colour = css(fill);
    let path = paths.get(colour);
    if (!path) paths.set(colour, path = new Path2D());
    const [x, y] = place(points[2 * i], points[2 * i + 1]);
    if (test[i]) {
      path.moveTo(x, y - 1.3 * r);
      for (const [dx, dy] of [[1.3, 0], [0, 1.3], [-1.3, 0]]) path.lineTo(x + dx * r, y + dy * r);
      path.closePath();
    } else {
      path.moveTo(x + r, y);
      path.arc(x, y, r, 0, 2 * Math.PI);
    }
  });
  context.strokeStyle = css(colours.background);
  context.lineWidth = 1.4;
  for (const path of paths.values()) context.stroke(path);
  for (const [colour, path] of paths) {
    context.fillStyle = colour;
    context.fill(path);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {number[][]} lines [x, y, x, y] each, in shares of the window
 * @param {Colours} colours
 */
export function drawBoundary(context, place, lines, colours) {
  context.beginPath();
  for (const [x0, y0, x1, y1] of lines) {
    context.moveTo(...place(x0, y0));
    context.lineTo(...place(x1, y1));
  }
  context.setLineDash([]);
  context.lineWidth = 6;
  context.strokeStyle = css(colours.background);
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = css(colours.text);
  context.stroke();
}

/**
 * Shares of the window to pixels of a square.
 * @param {Square} frame
 * @returns {Place}
 */
export const inSquare = ({ left, top, side }) => (x, y) => [left + x * side, top + (1 - y) * side];
