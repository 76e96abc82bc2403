// Curves of those who take part: the chart without the traces of all others.

/** @import { Json, Variant } from "../../../live/web/types.d.ts" */
import { Chart } from "../../../live/web/panels/chart.js";

export class RaceChart extends Chart {
  /** @type {Map<string, Variant>} */ made = new Map(); // one object per field of runners

  /**
   * @param {Json} describe
   * @returns {Variant}
   */
  pick({ metrics }) {
    const key = metrics.join();
    const found = this.made.get(key) ?? among(/** @type {any} */ (this.spec), metrics);
    this.made.set(key, found);
    return found;
  }
}

/**
 * The figure with the curves named in `metrics` alone.
 * @param {Variant} whole
 * @param {string[]} metrics
 * @returns {Variant}
 */
export function among(whole, metrics) {
  const kept = whole.bind.filter(({ curve }) => metrics.includes(curve));
  const data = kept.map(({ trace }) => whole.figure.data[trace]);
  const bind = kept.map((one, trace) => ({ ...one, trace }));
  return { ...whole, figure: { ...whole.figure, data }, bind };
}
