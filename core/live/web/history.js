// The curves and event stamps received so far. Frames carry a delta from a cursor, or everything after
// the server thinned its history; applying every frame in order loses nothing. What lies after the moment that is
// shown, and other lines of the run, are here too: charts draw them pale.

/** @import { Arrays, Frame, News, Numbers, Stamp } from "./types.d.ts" */

class Curve {
  constructor() {
    this.x = new Float64Array(256); // step
    this.y = new Float32Array(256); // value
    this.length = 0;
  }

  /**
   * @param {number} from
   * @param {Numbers} x
   * @param {Numbers} y
   */
  append(from, x, y) {
    const length = from + x.length;
    if (length > this.x.length) {
      const room = Math.max(length, 2 * this.x.length);
      this.x = grown(this.x, new Float64Array(room));
      this.y = grown(this.y, new Float32Array(room));
    }
    this.x.set(x, from);
    this.y.set(y, from);
    this.length = length;
  }
}

/**
 * @template {Float32Array | Float64Array} T
 * @param {T} array
 * @param {T} bigger
 */
function grown(array, bigger) {
  bigger.set(array);
  return bigger;
}

export class History {
  constructor() {
    /** @type {Map<string, Curve>} */ this.curves = new Map();
    /** @type {Stamp[]} */ this.events = [];
    /** @type {string | null} */ this.version = null; // with the build it belongs to: each begins at 0
    this.revision = 0; // rises with every change, so that a chart knows whether it is stale
    this.eventRevision = 0;
    this.at = Infinity; // the step that is shown, where it is one of the past
    /** @type {Map<string, { x: Numbers, y: Numbers }[]>} */ this.others = new Map(); // of other lines, by curve
  }

  /**
   * What a frame says of it; whether it is one of the present.
   * @param {Frame} frame
   * @param {Arrays} arrays
   */
  take({ build, step, status, history, timeline }, arrays) {
    this.apply(history, arrays, build);
    if (!timeline) return true;
    const at = step < timeline.last && status !== "diverged" ? step : Infinity; // what exploded is there to be seen
    if (at !== this.at || timeline.lines) this.revision += 1;
    this.at = at;
    if (timeline.lines) this.others = othersIn(arrays);
    return at === Infinity;
  }

  /**
   * @param {News | null} news
   * @param {Arrays} arrays
   * @param {number} build
   */
  apply(news, arrays, build = 0) {
    if (!news) return;
    const version = `${build} ${news.version}`;
    if (version !== this.version) {
      this.curves.clear();
      this.version = version;
      this.revision += 1;
    }
    for (const [name, { from }] of Object.entries(news.curves ?? {})) {
      const x = arrays[`curve.${name}.x`];
      const y = arrays[`curve.${name}.y`];
      if (!x || !y) continue;
      const curve = this.curves.get(name) ?? new Curve();
      this.curves.set(name, curve);
      if (x.length || curve.length !== from) this.revision += 1;
      curve.append(from, x, y);
    }
    if (news.events) this.stamp(news.events.from, news.events.items ?? []);
  }

  /**
   * @param {number} from
   * @param {Stamp[]} items
   */
  stamp(from, items) {
    if (!items.length && from === this.events.length) return;
    this.events.length = Math.min(from, this.events.length);
    this.events.push(...items);
    this.eventRevision += 1;
    this.revision += 1;
  }

  /**
   * The last value of a curve, or null.
   * @param {string} name
   */
  last(name) {
    const curve = this.curves.get(name);
    const length = curve ? this.until(curve) : 0;
    return curve && length ? curve.y[length - 1] : null;
  }

  /**
   * How many points of a curve are not of the future.
   * @param {Curve} curve
   */
  until({ x, length }) {
    if (this.at === Infinity) return length;
    const later = x.subarray(0, length).findIndex((step) => step > this.at);
    return later < 0 ? length : later;
  }
}

const LINE = /^line\.\d+\.(.+)\.x$/;

/**
 * The curves of other lines among received arrays.
 * @param {Arrays} arrays
 */
function othersIn(arrays) {
  /** @type {Map<string, { x: Numbers, y: Numbers }[]>} */ const found = new Map();
  for (const name of Object.keys(arrays)) {
    const curve = LINE.exec(name)?.[1];
    if (!curve) continue;
    const line = { x: arrays[name], y: arrays[name.replace(/x$/, "y")] };
    found.set(curve, [...found.get(curve) ?? [], line]);
  }
  return found;
}
