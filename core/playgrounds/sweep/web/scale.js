// How good a number is, as a colour: the ramp from dark blue to yellow, yellow for the best. Its ends are round
// numbers, so that they rest while networks learn.

/** @import { Numbers } from "../../../live/web/types.d.ts" */

/** @typedef {{ low: number, high: number, log: boolean, lower: boolean }} Scale `lower`: lower is better */

const STEPS = [1, 2, 5, 10];
const LEAST = 1e-4; // a loss below it is as good as none

/**
 * The nearest 1, 2 or 5 × 10ⁿ that is not above `value`.
 * @param {number} value
 */
export function below(value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const step = STEPS.findLast((one) => one * power <= value * 1.0001) ?? 1;
  return step * power;
}

/**
 * The nearest 1, 2 or 5 × 10ⁿ that is not below `value`.
 * @param {number} value
 */
export function above(value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const step = STEPS.find((one) => one * power >= value * 0.9999) ?? 10;
  return step * power;
}

/**
 * The scale for the numbers of all networks: losses by powers of ten, shares on a straight scale up to 1.
 * @param {Numbers} values those that are not finite do not count
 * @param {boolean} loss
 * @returns {Scale}
 */
export function scaleOf(values, loss) {
  const known = Array.from(values).filter(Number.isFinite);
  if (!loss) {
    const least = known.length ? Math.min(...known) : 0;
    return { low: Math.max(0, Math.floor(least * 10 + 1e-9) / 10), high: 1, log: false, lower: false };
  }
  if (!known.length) return { low: 0.1, high: 1, log: true, lower: true };
  const low = below(Math.max(LEAST, Math.min(...known)));
  const high = above(Math.max(low, ...known));
  return { low, high: high > low ? high : 2 * low, log: true, lower: true };
}

/**
 * How good a value is, 0 the worst end of the scale and 1 the best.
 * @param {Scale} scale
 * @param {number} value
 */
export function goodness({ low, high, log, lower }, value) {
  const of = log ? (/** @type {number} */ v) => Math.log(Math.max(v, 1e-30)) : (/** @type {number} */ v) => v;
  const span = of(high) - of(low);
  const share = span > 0 ? Math.min(1, Math.max(0, (of(value) - of(low)) / span)) : 0.5;
  return lower ? 1 - share : share;
}

/**
 * Who is best and who is worst of those that are there; −1: nobody.
 * @param {Numbers} values
 * @param {boolean} lower whether lower is better
 */
export function extremes(values, lower) {
  let best = -1, worst = -1;
  const sign = lower ? 1 : -1;
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) continue;
    if (best < 0 || sign * values[i] < sign * values[best]) best = i;
    if (worst < 0 || sign * values[i] > sign * values[worst]) worst = i;
  }
  return { best, worst };
}

/**
 * How many columns a row of networks is broken into, so that they are as large as the place allows.
 * @param {number} count
 * @param {number} wide px
 * @param {number} tall px
 * @param {number} caption px below each
 */
export function columnsFor(count, wide, tall, caption) {
  let found = { columns: count, side: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const side = Math.floor(Math.min(wide / columns, tall / rows - caption));
    if (side > found.side) found = { columns, side };
  }
  return found;
}

/**
 * Where an arrow key leads from a place; null where there is nothing, or it is another key.
 * @param {string} key
 * @param {number} at
 * @param {number} columns
 * @param {number} count
 */
export function led(key, at, columns, count) {
  const column = at % columns;
  const ways = {
    ArrowLeft: column > 0 ? at - 1 : null,
    ArrowRight: column < columns - 1 && at + 1 < count ? at + 1 : null,
    ArrowUp: at >= columns ? at - columns : null,
    ArrowDown: at + columns < count ? at + columns : null,
    Home: 0,
    End: count - 1,
  };
  return ways[/** @type {keyof typeof ways} */ (key)] ?? null;
}
