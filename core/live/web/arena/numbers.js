// What several runs have to do with each other, in numbers: settings that differ, mean and spread of a curve.

/** @import { Json, Numbers } from "../types.d.ts" */

const POINTS = 240; // of a mean

/**
 * The settings that are not the same in all runs, in the order in which they are declared.
 * @param {Json[]} configs
 * @param {string[]} names
 */
export function differing(configs, names) {
  return names.filter((name) => new Set(configs.map((config) => JSON.stringify(config[name]))).size > 1);
}

/**
 * A setting as it is read.
 * @param {Json} param as Streamlit declares it (core/ui/comparison.py)
 * @param {unknown} value
 */
export function worded(param, value) {
  const one = (/** @type {unknown} */ part) => param.options[String(part)] ?? String(part);
  if (Array.isArray(value)) return value.length ? value.map(one).join(", ") : "–";
  return typeof value === "number" ? String(value) : one(value);
}

/**
 * As it is typed.
 * @param {unknown} value
 */
export const typed = (value) => Array.isArray(value) ? value.join(",") : String(value ?? "");

/** @typedef {{ x: Numbers, y: Numbers, length: number }} Line */

/**
 * The value of a line at `x`, between its points by a straight line; `from` is where to look first.
 * @param {Line} line
 * @param {number} x
 * @param {number} from
 * @returns {[number, number]} the value and where it was found
 */
function at({ x: xs, y: ys, length }, x, from) {
  let i = from;
  while (i < length - 2 && xs[i + 1] < x) i += 1;
  if (length === 1 || xs[i + 1] === xs[i]) return [ys[i], i];
  const share = Math.min(1, Math.max(0, (x - xs[i]) / (xs[i + 1] - xs[i])));
  return [ys[i] + share * (ys[i + 1] - ys[i]), i];
}

/**
 * Mean and one standard deviation to both sides (of the sample: n − 1), as far as all lines go.
 * @param {Line[]} lines
 * @returns {{ x: number[], mean: number[], low: number[], high: number[] }}
 */
export function band(lines) {
  /** @type {{ x: number[], mean: number[], low: number[], high: number[] }} */
  const found = { x: [], mean: [], low: [], high: [] };
  if (lines.length < 2 || lines.some((line) => line.length < 1)) return found;
  const first = Math.max(...lines.map(({ x }) => x[0]));
  const last = Math.min(...lines.map(({ x, length }) => x[length - 1]));
  const places = lines.map(() => 0);
  const count = last > first ? POINTS : 1;
  for (let k = 0; k < count && last >= first; k += 1) {
    const x = first + (count > 1 ? k / (count - 1) : 0) * (last - first);
    const values = lines.map((line, i) => {
      const [value, place] = at(line, x, places[i]);
      places[i] = place;
      return value;
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const spread = Math.sqrt(squares / (values.length - 1));
    found.x.push(x);
    found.mean.push(mean);
    found.low.push(mean - spread);
    found.high.push(mean + spread);
  }
  return found;
}
