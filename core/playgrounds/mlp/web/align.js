// The planes in which the layers' points are shown, and the straight boundary on the last one. Pure, no drawing.

/** @import { Arrays, Numbers } from "../../../live/web/types.d.ts" */
import { Plane, shares } from "../../../live/web/widgets/steady.js";

/** What is shown of every layer, in shares of its window: the points, the grid's crossings, the boundary. */
export class Layers {
  /** @param {number[]} sizes of the inputs and the hidden layers */
  constructor(sizes) {
    this.sizes = sizes;
    this.planes = sizes.map(() => new Plane());
    /** @type {Float32Array[]} */ this.places = [];
    /** @type {Float32Array[]} */ this.grids = [];
    /** @type {number[][][]} */ this.windows = [];
    /** @type {number[][]} */ this.lines = [];
  }

  /**
   * @param {Arrays} arrays of the view `space`
   * @param {boolean} components whether principal components are shown where there is a choice
   * @returns {boolean} whether they are of this network
   */
  take(arrays, components) {
    const { "space.points": points, "space.basis": basis, "space.grid": grid } = arrays;
    if (points?.shape[0] !== this.planes.length) return false;
    // A table has other inputs than the drawing knows of: what the hidden layers leave over is layer 0's.
    this.sizes[0] = basis.shape[0] - this.sizes.slice(1).reduce((sum, size) => sum + size, 0);
    const [m, crossings] = [points, grid].map((one) => (one?.length ?? 0) / this.planes.length);
    let first = 0;
    this.planes.forEach((plane, layer) => {
      const size = this.sizes[layer];
      plane.follow(basis.subarray(2 * first, 2 * (first + size)), components && size > 2);
      first += size;
      const seen = plane.see(points.subarray(layer * m, (layer + 1) * m));
      const window = this.windows[layer] = plane.window(seen);
      this.places[layer] = shares(seen, window);
      if (grid) {
        this.grids[layer] = shares(
          plane.see(grid.subarray(layer * crossings, (layer + 1) * crossings)),
          window,
        );
      }
    });
    if (!grid) this.grids = [];
    const { "space.boundary": boundary } = arrays;
    const { turn: [a, b, c, d] } = this.planes[this.planes.length - 1];
    const turned = Float64Array.from(boundary);
    for (let k = 0; k < turned.length; k += 3) {
      [turned[k], turned[k + 1]] = [turned[k] * a + turned[k + 1] * c, turned[k] * b + turned[k + 1] * d];
    }
    this.lines = boundaries(turned, this.windows[this.windows.length - 1]);
    return true;
  }
}

/**
 * Between two layers: `share` of the way from one's places to the next one's.
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} share
 */
export const between = (from, to, share) => from.map((value, i) => value + (to[i] - value) * share);

/**
 * The pieces of the straight lines on which two outputs are equal and none is greater; of a single output the
 * line on which it is 0. In shares of the window.
 * @param {Numbers} boundary [K, 3]: z = first · x + second · y + third
 * @param {number[][]} window
 * @returns {number[][]} [x, y, x, y] each
 */
export function boundaries(boundary, window) {
  const rows = Array.from({ length: boundary.length / 3 }, (_, k) => {
    const [[lowX, highX], [lowY, highY]] = window;
    const [a, b, c] = [boundary[3 * k], boundary[3 * k + 1], boundary[3 * k + 2]];
    return [a * (highX - lowX), b * (highY - lowY), a * lowX + b * lowY + c];
  });
  if (rows.length === 1) return within(rows[0], []);
  /** @type {number[][]} */ const found = [];
  rows.forEach((one, i) => {
    for (const other of rows.slice(i + 1)) {
      const rest = rows.filter((row) => row !== one && row !== other).map((row) => less(one, row));
      found.push(...within(less(one, other), rest));
    }
  });
  return found;
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
const less = (one, other) => one.map((value, i) => value - other[i]);

/**
 * The line a · x + b · y + c = 0 inside the unit square, and where all `rest` are at least 0.
 * @param {number[]} line
 * @param {number[][]} rest
 * @returns {number[][]}
 */
function within([a, b, c], rest) {
  const size = a * a + b * b;
  if (!(size > 1e-18) || !Number.isFinite(size + c)) return [];
  const start = [-a * c / size, -b * c / size]; // of the line, nearest to the corner
  const along = [-b / Math.sqrt(size), a / Math.sqrt(size)];
  let [low, high] = [-Infinity, Infinity];
  /**
   * Keeps of the line where u · x + v · y + w ≥ 0.
   * @param {number[]} half
   */
  const cut = ([u, v, w]) => {
    const [slope, at] = [u * along[0] + v * along[1], u * start[0] + v * start[1] + w];
    if (slope > 0) low = Math.max(low, -at / slope);
    else if (slope < 0) high = Math.min(high, -at / slope);
    else if (at < 0) high = -Infinity;
  };
  [[1, 0, 0], [-1, 0, 1], [0, 1, 0], [0, -1, 1], ...rest].forEach(cut);
  if (!(low < high)) return [];
  return [[low, high].flatMap((t) => [start[0] + t * along[0], start[1] + t * along[1]])];
}
