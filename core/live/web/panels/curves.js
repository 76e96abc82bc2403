// From the history to what Plotly is given: thinned, smoothed, and the range of what comes after the first steps.

/** @import { Numbers, Variant } from "../types.d.ts" */
/** @import { History } from "../history.js" */
/** @import { Epochs } from "./smooth.js" */
import { smooth, thin } from "./smooth.js";

const FIRST = 0.1; // of the steps: what a chart with `tail` lets fall out of the picture
const FEWEST = 6; // values from which a range of their own is worth having

/**
 * The data of a variant's traces: the raw curves, thin twins that are empty without smoothing, and over them
 * the smoothed ones, each point with its epoch.
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
    const length = curve?.length ?? 0;
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
  return { x, y, customdata };
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
