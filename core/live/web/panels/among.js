// A chart of those who take part alone, where its figure has everybody's curves.

/** @import { Variant } from "../types.d.ts" */

/** @type {WeakMap<Variant, Map<string, Variant>>} */ const made = new WeakMap(); // one object per field of members

/**
 * The figure with the curves named in `metrics` alone: the same object when it is asked for again.
 * @param {Variant} whole
 * @param {string[]} metrics
 * @returns {Variant}
 */
export function among(whole, metrics) {
  const fields = made.get(whole) ?? new Map();
  made.set(whole, fields);
  const key = metrics.join();
  if (!fields.has(key)) {
    const kept = whole.bind.filter(({ curve }) => metrics.includes(curve));
    const data = kept.map(({ trace }) => whole.figure.data[trace]);
    const bind = kept.map((one, trace) => ({ ...one, trace }));
    fields.set(key, { ...whole, figure: { ...whole.figure, data }, bind });
  }
  return fields.get(key);
}
