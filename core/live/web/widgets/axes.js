// Axes with numbers for pictures drawn by hand: round steps, angles in parts of π, powers of ten.

/** @import { Axis, Box, Domain, Square, Texts } from "../types.d.ts" */
/** @import { Colours } from "../colour.js" */
import { css, mix } from "../colour.js";
import { fixed, weight } from "../format.js";

/** @type {[times: number, label: string][]} */
const PI_STEPS = [[-1, "−π"], [-0.5, "−π/2"], [0, "0"], [0.5, "π/2"], [1, "π"]];

/**
 * A number as it stands at an axis: no zeros behind the point.
 * @param {number} value
 */
export function tick(value) {
  const size = Math.abs(value);
  if (size < 1e-12) return "0";
  if (size >= 100 && size < 1e4) return String(Math.round(value)).replace("-", "−");
  return weight(value).replace(/(\.\d*[1-9])0+$|\.0+$/, "$1");
}

/**
 * [[value, label], …] within [low, high]: about `count` of them.
 * @param {Axis} axis
 * @param {number} count
 * @returns {[value: number, label: string][]}
 */
export function ticks({ low, high, unit, log, names }, count) {
  if (names) return names.map((name, place) => [place, name]); // kinds, which count from 0
  if (log) return decades(low, high, count);
  if (unit === "rad" && Math.abs(high - Math.PI) < 0.01 && Math.abs(low + Math.PI) < 0.01) {
    const kept = PI_STEPS.filter((_, i) => count > 3 || i % 2 === 0);
    return kept.map(([times, label]) => [times * Math.PI, label]);
  }
  const step = roundStep((high - low) / count);
  /** @type {[number, string][]} */ const found = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + 1e-6 * step; i += 1) {
    found.push([i * step, stop(i * step, step)]);
  }
  // A single number says nothing of the scale.
  return found.length < 2 && count < 6 ? ticks({ low, high }, count + 1) : found;
}

/**
 * Powers of ten within 10^low…10^high, or 1, 2 and 5 times them where there are few.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {[value: number, label: string][]}
 */
function decades(low, high, count) {
  const times = high - low < (count > 2 ? 2.5 : 0.9) ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil((high - low) / (count + 1)));
  /** @type {[number, string][]} */ const found = [];
  for (let power = Math.floor(low); power <= high; power += 1) {
    if (power % every) continue;
    for (const one of times) {
      const at = power + Math.log10(one);
      if (at >= low - 1e-9 && at <= high + 1e-9) found.push([at, tick(one * 10 ** power)]);
    }
  }
  return found;
}

/**
 * A number among others that are `step` apart.
 * @param {number} value
 * @param {number} step
 */
function stop(value, step) {
  if (step <= 1e-5 || Math.abs(value) >= 1e5) return tick(value);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return fixed(value, decimals);
}

/**
 * The next of 1, 2, 5, 10 … at or above `least`.
 * @param {number} least
 * @param {number[]} steps
 */
export function roundStep(least, steps = [1, 2, 5, 10]) {
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  const power = 10 ** Math.floor(Math.log10(least) + 1e-9);
  return (steps.find((step) => step * power >= least - 1e-9 * power) ?? 10) * power;
}

/** Bounds that follow what is to be shown: at once where it leaves them, and back once they are too wide. */
export class Range {
  constructor(least = 1e-6) {
    this.least = least;
    this.low = 0;
    this.high = 0;
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  follow(low, high) {
    if (!Number.isFinite(low) || !Number.isFinite(high)) return this;
    const span = Math.max(high - low, this.least);
    const inside = low >= this.low && high <= this.high;
    if (inside && span > 0.55 * (this.high - this.low)) return this;
    const step = roundStep(span / 8);
    this.low = step * Math.floor((low - 0.02 * span) / step);
    this.high = step * Math.ceil((Math.max(high, low + this.least) + 0.02 * span) / step);
    return this;
  }
}

/**
 * A frame with numbers along both sides.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Axis} x
 * @param {Axis} y
 * @param {Colours} colours
 * @param {{ grid?: boolean, gap?: number }} how `gap`: from the frame down to the name of the x axis
 */
export function drawAxes(context, box, x, y, colours, { grid = false, gap = 42 } = {}) {
  const { left, top, wide, tall } = box;
  const { scale } = colours;
  context.save();
  const ys = ticks(y, tall < 60 * scale ? 2 : tall < 150 * scale ? 4 : 5);
  if (grid) drawGrid(context, box, y, ys.map(([value]) => value), colours);
  drawScales(context, box, x, y, [ticks(x, wide < 200 * scale ? 3 : 5), ys], colours, {
    gap: 6,
    inside: true,
  });
  context.textBaseline = "bottom";
  if (x.label) context.fillText(x.label, left + wide / 2, top + tall + gap * scale);
  if (y.label) {
    context.translate(left - 60 * scale, top + tall / 2);
    context.rotate(-Math.PI / 2);
    context.textBaseline = "top";
    context.fillText(y.label, 0, 0);
  }
  context.restore();
}

/**
 * The plane of x₁ and x₂: a square with one domain both ways.
 * @param {CanvasRenderingContext2D} context
 * @param {Square} frame
 * @param {Domain} domain
 * @param {Colours} colours
 * @param {Texts} texts
 */
export function drawPlane(context, { left, top, side }, [low, high], colours, texts) {
  const { scale } = colours;
  const step = roundStep((high - low) / (side < 220 * scale ? 4 : 6), [1, 2, 3, 5, 10]);
  /** @type {[number, string][]} */ const stops = [];
  for (let value = step * Math.ceil(low / step - 1e-9); value <= high + 1e-9; value += step) {
    stops.push([value, tick(Math.abs(value) < 1e-9 ? 0 : value)]);
  }
  context.save();
  const axis = { low, high };
  const box = { left, top, wide: side, tall: side };
  drawScales(context, box, axis, axis, [stops, stops], colours, { gap: 7, inside: false });
  context.textBaseline = "bottom";
  context.fillText(texts["axis.x1"], left + side / 2, top + side + 40 * scale);
  context.textBaseline = "middle";
  context.fillText(texts["axis.x2"], left - 37 * scale, top + side / 2);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Axis} y
 * @param {number[]} values
 * @param {Colours} colours
 */
function drawGrid(context, { left, top, wide, tall }, y, values, colours) {
  context.lineWidth = 1;
  context.strokeStyle = css(mix(colours.background, colours.text, 0.13));
  context.beginPath();
  for (const value of values) {
    const up = Math.round(top + tall - ((value - y.low) / (y.high - y.low)) * tall) + 0.5;
    context.moveTo(left, up);
    context.lineTo(left + wide, up);
  }
  context.stroke();
}

/**
 * Frame, marks and numbers; leaves the context ready for the names of the axes.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Axis} x
 * @param {Axis} y
 * @param {[value: number, label: string][][]} stops along x and along y
 * @param {Colours} colours
 * @param {{ gap: number, inside: boolean }} how `inside`: numbers at the ends do not reach over the frame's
 */
function drawScales(context, { left, top, wide, tall }, x, y, [xs, ys], colours, { gap, inside }) {
  context.font = `${colours.type}px ${colours.font}`;
  context.lineWidth = 1;
  context.strokeStyle = css(colours.line);
  context.fillStyle = css(colours.muted);
  context.strokeRect(left - 0.5, top - 0.5, wide + 1, tall + 1);
  context.beginPath();
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const [value, label] of xs) {
    const across = left + ((value - x.low) / (x.high - x.low)) * wide;
    const most = left + wide + 8 - context.measureText(label).width / 2;
    context.fillText(label, inside ? Math.min(across, most) : across, top + tall + gap);
    context.moveTo(across, top + tall + 1);
    context.lineTo(across, top + tall + 5);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [value, label] of ys) {
    const up = top + tall - ((value - y.low) / (y.high - y.low)) * tall;
    const within = Math.max(top + 6, Math.min(top + tall - 6, up));
    context.fillText(label, left - gap - 1, inside ? within : up);
    context.moveTo(left - 5, up);
    context.lineTo(left - 1, up);
  }
  context.stroke();
  context.fillStyle = css(colours.text);
  context.textAlign = "center";
}
