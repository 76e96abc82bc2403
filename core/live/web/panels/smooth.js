// What is done to a curve between the history and the screen: smoothing, and leaving out points that
// would fall on the same pixel. Both keep what matters to see; the history itself is never touched.

/** @import { Numbers } from "../types.d.ts" */

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
