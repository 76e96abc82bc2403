// The points as the server has them, and those just drawn that it has not shown yet.

/** @import { Arrays, Numbers } from "../../../live/web/types.d.ts" */

/**
 * Just drawn. `told`: the server has it; `here`: it is among the points that the server has sent.
 * @typedef {{ x1: number, x2: number, y: number, told: boolean, here: boolean }} Fresh
 */

const NOTHING = { "points.x": [], "points.y": [], "points.test": [] };

export class Held {
  constructor() {
    this.version = -1; // what the browser has: asked for is anything else
    /** @type {Record<string, Numbers>} */ this.points = NOTHING;
    /** @type {number[]} */ this.edits = [0, 0, 0, 0]; // to undo, to redo, drawn by hand, whether there are any
    /** @type {Fresh[]} */ this.fresh = [];
  }

  /** Of a new build nothing is known. */
  begin() {
    this.version = -1;
    this.fresh = [];
  }

  get count() {
    return this.points["points.y"].length + this.fresh.filter((one) => !one.here).length;
  }

  /**
   * Takes over what a frame has of them; true where they are others.
   * @param {Arrays} arrays
   */
  take(arrays) {
    if (!arrays["points.version"]) return false;
    this.edits = Array.from(arrays["points.edits"]);
    if (!arrays["points.x"]) return false;
    this.version = arrays["points.version"][0];
    this.points = arrays;
    for (const one of this.fresh) one.here = one.told;
    return true;
  }

  /** The points' picture shows all that has been sent. */
  settle() {
    this.fresh = this.fresh.filter((one) => !one.here);
  }

  /** Those not shown yet, as `drawPoints` takes them. */
  get shownSoon() {
    return {
      "points.x": this.fresh.flatMap(({ x1, x2 }) => [x1, x2]),
      "points.y": this.fresh.map(({ y }) => y),
      "points.test": this.fresh.map(() => 0),
    };
  }

  /**
   * The points at these indices, moved by so much.
   * @param {number[]} chosen
   * @param {number[]} by
   */
  moved(chosen, [dx, dy]) {
    const { "points.x": x, "points.y": y, "points.test": test } = this.points;
    return {
      "points.x": chosen.flatMap((i) => [x[2 * i] + dx, x[2 * i + 1] + dy]),
      "points.y": chosen.map((i) => y[i]),
      "points.test": chosen.map((i) => test[i]),
    };
  }

  /**
   * The indices of the points inside a polygon: a ray to the right crosses it an odd number of times.
   * @param {number[][]} polygon
   */
  enclosed(polygon) {
    const { "points.x": x, "points.y": y } = this.points;
    return Array.from({ length: y.length }, (_, i) => i)
      .filter((i) => inside([x[2 * i], x[2 * i + 1]], polygon));
  }

  /**
   * Whether a point lies this near.
   * @param {number[]} place
   * @param {number} radius
   */
  near([px, py], radius) {
    const { "points.x": x, "points.y": y } = this.points;
    for (let i = 0; i < y.length; i += 1) {
      if (Math.hypot(x[2 * i] - px, x[2 * i + 1] - py) <= radius) return true;
    }
    return false;
  }
}

/**
 * @param {number[]} place
 * @param {number[][]} polygon
 */
export function inside([px, py], polygon) {
  let found = false;
  polygon.forEach(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length];
    if ((ay > py) !== (by > py) && px < ax + ((py - ay) * (bx - ax)) / (by - ay)) found = !found;
  });
  return found;
}
