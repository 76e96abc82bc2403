// The points as the server has them, and those just drawn that it has not shown yet.

/** @import { Arrays, Numbers } from "../../../live/web/types.d.ts" */

/**
 * Just drawn. `told`: the newest frame when the server had it, Infinity until then: any later one knows of it.
 * `here`: the points that the server has sent do, so that it is among them, or gone again.
 * @typedef {{ x1: number, x2: number, y: number, told: number, here: boolean }} Fresh
 */

const NOTHING = { "points.x": [], "points.y": [], "points.test": [] };

export class Held {
  constructor() {
    this.version = -1; // what the browser has: asked for is anything else
    /** @type {Record<string, Numbers>} */ this.points = NOTHING;
    /** @type {number[]} */ this.edits = [0, 0, 0, 0]; // to undo, to redo, drawn by hand, whether there are any
    /** @type {Fresh[]} */ this.fresh = [];
    this.number = 0; // of the newest frame; a new connection counts anew
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
   * Takes over what a frame has of them; true where they are others, or know of more that was just drawn. What is
   * drawn and erased between two frames brings no other points.
   * @param {Arrays} arrays
   * @param {number} number of the frame
   */
  take(arrays, number) {
    if (!arrays["points.version"]) return false;
    this.edits = Array.from(arrays["points.edits"]);
    const others = Boolean(arrays["points.x"]);
    const [version] = arrays["points.version"];
    if (others) [this.version, this.points] = [version, arrays];
    const again = number < this.number;
    this.number = number;
    if (version !== this.version) return others;
    const known = this.fresh.filter((one) =>
      !one.here && (number > one.told || (again && one.told < Infinity))
    );
    for (const one of known) one.here = true;
    return others || known.length > 0;
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
