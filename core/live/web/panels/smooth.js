// What is done to a curve between the history and the screen: smoothing, leaving out points that would fall on
// the same pixel, and the range of what comes after the first steps. The history itself is never touched.

/** @import { History } from "../history.js" */
/** @import { Numbers, Variant } from "../types.d.ts" */

/**
 * The moving average over `window` points around each point; narrower at both ends, gaps stay gaps.
 * @param {Numbers} y
 * @param {number} length
 * @param {number} window
 */
export function smooth(y, length, window) {
  const half = Math.floor(window / 2);
  const sums = new Float64Array(length + 1);
  const counts = new Uint32Array(length + 1);
  for (let i = 0; i < length; i += 1) {
    const known = Number.isFinite(y[i]);
    sums[i + 1] = sums[i] + (known ? y[i] : 0);
    counts[i + 1] = counts[i] + (known ? 1 : 0);
  }
  return Float64Array.from({ length }, (_, i) => {
    const reach = Math.min(half, i, length - 1 - i); // symmetric, so that the curve is not dragged along
    const from = i - reach;
    const to = i + reach + 1;
    return (sums[to] - sums[from]) / (counts[to] - counts[from]);
  });
}

/**
 * Indices worth drawing: of every bucket of neighbours its lowest and its highest, in order.
 * @param {Numbers} y
 * @param {number} length
 * @param {number} most
 */
export function thin(y, length, most) {
  if (length <= most) return null;
  const size = Math.ceil((2 * length) / most);
  const kept = [0];
  for (let start = 0; start < length; start += size) {
    let low = start;
    let high = start;
    for (let i = start + 1; i < Math.min(length, start + size); i += 1) {
      if (y[i] < y[low]) low = i;
      if (y[i] > y[high]) high = i;
    }
    for (const i of low < high ? [low, high] : [high, low]) if (i > kept[kept.length - 1]) kept.push(i);
  }
  if (kept[kept.length - 1] < length - 1) kept.push(length - 1);
  return kept;
}

/** Which epoch a step lay in: anchors from the frames seen, straight lines between them. The batch size
 * may change during a run, and with it the slope. */
export class Epochs {
  constructor() {
    /** @type {number[][]} */ this.anchors = [[0, 0]]; // [step, epoch]
  }

  /**
   * @param {number} step
   * @param {number | null} epoch
   */
  note(step, epoch) {
    if (epoch === null || epoch === undefined) return;
    const { anchors } = this;
    while (anchors.length > 1 && anchors[anchors.length - 1][0] >= step) anchors.pop();
    if (step <= 0) return;
    const [s1, e1] = anchors[anchors.length - 1];
    const [s0, e0] = anchors.at(-2) ?? anchors[0];
    const straight = s1 > s0 &&
      Math.abs(e0 + ((e1 - e0) / (s1 - s0)) * (step - s0) - epoch) < 1e-6 * (1 + epoch);
    if (straight) anchors.pop();
    anchors.push([step, epoch]);
    if (anchors.length > 2000) {
      this.anchors = anchors.filter((_, i) => i % 2 === 0 || i === anchors.length - 1);
    }
  }

  /** @param {Numbers} steps */
  of(steps) {
    const { anchors } = this;
    let at = 0;
    return Array.from(steps, (step) => {
      while (at < anchors.length - 2 && anchors[at + 1][0] < step) at += 1;
      const [s0, e0] = anchors[at];
      const [s1, e1] = anchors[at + 1] ?? [s0 + 1, e0];
      return e0 + ((step - s0) / (s1 - s0)) * (e1 - e0);
    });
  }
}

const FIRST = 0.1; // of the steps: what a chart with `tail` lets fall out of the picture
const FEWEST = 6; // values from which a range of their own is worth having

/**
 * The data of a variant's traces: the raw curves, thin twins that are empty without smoothing, over them
 * the smoothed ones, each point with its epoch, and what is pale: the future of a moment in the past, other lines.
 * @param {Variant} variant
 * @param {{ history: History, epochs: Epochs }} from
 * @param {{ hidden: Set<string>, window: number, most: number }} how
 */
export function tracesOf({ bind }, { history, epochs }, { hidden, window, most }) {
  /** @type {Numbers[]} */ const x = [];
  /** @type {Numbers[]} */ const y = [];
  /** @type {Numbers[]} */ const customdata = [];
  bind.forEach(({ curve: name }, i) => {
    const curve = hidden.has(name) ? undefined : history.curves.get(name);
    const length = curve ? history.until(curve) : 0;
    const pale = 2 * bind.length + i;
    [x[pale], y[pale], customdata[pale]] = [
      ...hidden.has(name) ? [[], []] : paleOf(history, name, length, most),
      [],
    ];
    if (!curve || !length) {
      for (const at of [i, bind.length + i]) x[at] = y[at] = customdata[at] = [];
      return;
    }
    const chosen = thin(curve.y, length, most);
    /** @param {Float32Array | Float64Array} array */
    const pick = (array) => chosen ? chosen.map((k) => array[k]) : array.slice(0, length);
    const at = pick(curve.x);
    [x[i], y[i], customdata[i]] = window ? [at, pick(curve.y), []] : [[], [], []];
    x[bind.length + i] = at;
    y[bind.length + i] = pick(window ? smooth(curve.y, length, window) : curve.y);
    customdata[bind.length + i] = epochs.of(at);
  });
  const mode = x.map(({ length }) => length === 1 ? "markers" : "lines"); // a line needs two points
  return { x, y, customdata, mode };
}

/**
 * A curve after its first `from` points, and those of other lines, with gaps between them.
 * @param {History} history
 * @param {string} name
 * @param {number} from
 * @param {number} most points of it
 * @returns {[Numbers, Numbers]}
 */
function paleOf(history, name, from, most) {
  const curve = history.curves.get(name);
  /** @type {number[]} */ const x = [];
  /** @type {number[]} */ const y = [];
  if (curve && from < curve.length) {
    const begin = Math.max(0, from - 1);
    const later = curve.y.subarray(begin, curve.length);
    for (const k of thin(later, later.length, most) ?? later.keys()) {
      x.push(curve.x[begin + k]);
      y.push(later[k]);
    }
  }
  for (const other of history.others.get(name) ?? []) {
    if (x.length) {
      x.push(NaN);
      y.push(NaN);
    }
    for (let k = 0; k < other.x.length; k += 1) {
      x.push(other.x[k]);
      y.push(other.y[k]);
    }
  }
  return [x, y];
}

/**
 * A y axis for what comes after the first steps: beside their fall all later changes would look flat. Null
 * where there is too little of it.
 * @param {Variant} variant
 * @param {History} history
 * @param {Set<string>} hidden
 * @returns {[number, number] | null}
 */
export function tailOf({ bind }, history, hidden) {
  let [low, high, count] = [Infinity, -Infinity, 0];
  for (const { curve: name } of bind) {
    const curve = hidden.has(name) ? undefined : history.curves.get(name);
    if (!curve?.length) continue;
    const begin = FIRST * curve.x[curve.length - 1];
    for (let i = 0; i < curve.length; i += 1) {
      if (curve.x[i] < begin || !Number.isFinite(curve.y[i])) continue;
      low = Math.min(low, curve.y[i]);
      high = Math.max(high, curve.y[i]);
      count += 1;
    }
  }
  if (count < FEWEST) return null;
  const room = 0.06 * (high - low || 1);
  return [low - room, high + room];
}

/**
 * The value furthest beyond a y axis, on which side, and the step at which the last curve comes in from there.
 * @typedef {{ x: number, value: number, below: boolean }} Beyond
 */

/**
 * @param {Variant} variant
 * @param {History} history
 * @param {Set<string>} hidden
 * @param {[number, number]} range
 * @returns {Beyond | null}
 */
export function beyondOf({ bind }, history, hidden, [low, high]) {
  const below = { x: -Infinity, value: low, below: true };
  const above = { x: -Infinity, value: high, below: false };
  for (const { curve: name } of bind) {
    const curve = hidden.has(name) ? undefined : history.curves.get(name);
    for (let i = 0; curve && i < curve.length; i += 1) {
      const value = curve.y[i];
      if (!(value < low || value > high)) continue;
      const [side, edge] = value < low ? [below, low] : [above, high];
      const next = Math.min(i + 1, curve.length - 1);
      const share = (edge - value) / (curve.y[next] - value); // of the way to the next point
      const enters = curve.x[i] + (share > 0 && share <= 1 ? share : 0) * (curve.x[next] - curve.x[i]);
      side.x = Math.max(side.x, enters);
      side.value = side === below ? Math.min(side.value, value) : Math.max(side.value, value);
    }
  }
  const far = low - below.value > above.value - high ? below : above;
  return far.x > -Infinity ? far : null;
}
