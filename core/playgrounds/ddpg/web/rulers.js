// Axes with numbers for pictures drawn by hand: round steps, angles in parts of π.

import { css, mix } from "../../../live/web/colour.js";
import { weight } from "../../../live/web/format.js";

export const FONT = 14;
const PI_STEPS = [[-1, "−π"], [-0.5, "−π/2"], [0, "0"], [0.5, "π/2"], [1, "π"]];

/** A number as it stands at an axis: no zeros behind the point. */
export function tick(value) {
  const size = Math.abs(value);
  return size < 1e-12
    ? "0"
    : size >= 100 && size < 1e4
    ? String(Math.round(value)).replace("-", "−")
    : weight(value).replace(/(\.\d*[1-9])0+$|\.0+$/, "$1");
}

/** [[value, label], …] within [low, high]: about `count` of them. */
export function ticks({ low, high, unit }, count) {
  if (unit === "rad" && Math.abs(high - Math.PI) < 0.01 && Math.abs(low + Math.PI) < 0.01) {
    return PI_STEPS.filter((_, i) => count > 3 || i % 2 === 0).map((
      [times, label],
    ) => [times * Math.PI, label]);
  }
  const step = roundStep((high - low) / count);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + 1e-6 * step; i += 1) {
    found.push([i * step, stop(i * step, step)]);
  }
  return found;
}

/** A number among others that are `step` apart. */
function stop(value, step) {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return step > 1e-5 && Math.abs(value) < 1e5
    ? value.toFixed(decimals).replace("-", "−").replace(/^−(0\.?0*)$/, "$1")
    : tick(value);
}

/** The next of 1, 2, 5, 10 … at or above `least`. */
export function roundStep(least) {
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  const power = 10 ** Math.floor(Math.log10(least) + 1e-9);
  return [1, 2, 5, 10].find((step) => step * power >= least - 1e-9 * power) * power;
}

/** Bounds that follow what is to be shown: at once where it leaves them, and back once they are too wide. */
export class Range {
  constructor(least = 1e-6) {
    Object.assign(this, { least, low: 0, high: 0 });
  }

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

/** A frame with numbers along both sides; `x` and `y` are {low, high, unit, label}. */
export function drawAxes(context, { left, top, wide, tall }, x, y, colours, { grid = false, gap = 42 } = {}) {
  context.save();
  context.font = `${FONT}px ${colours.font}`;
  context.lineWidth = 1;
  const across = (value) => left + ((value - x.low) / (x.high - x.low)) * wide;
  const up = (value) => top + tall - ((value - y.low) / (y.high - y.low)) * tall;
  const xs = ticks(x, wide < 200 ? 3 : 5);
  const ys = ticks(y, tall < 150 ? 4 : 5);
  if (grid) {
    context.strokeStyle = css(mix(colours.background, colours.text, 0.13));
    context.beginPath();
    for (const [value] of ys) {
      context.moveTo(left, Math.round(up(value)) + 0.5);
      context.lineTo(left + wide, Math.round(up(value)) + 0.5);
    }
    context.stroke();
  }
  context.strokeStyle = css(colours.line);
  context.fillStyle = css(colours.muted);
  context.strokeRect(left - 0.5, top - 0.5, wide + 1, tall + 1);
  context.beginPath();
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const [value, label] of xs) {
    const half = context.measureText(label).width / 2;
    context.fillText(label, Math.min(across(value), left + wide + 8 - half), top + tall + 6);
    context.moveTo(across(value), top + tall + 1);
    context.lineTo(across(value), top + tall + 5);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [value, label] of ys) {
    context.fillText(label, left - 7, Math.max(top + 6, Math.min(top + tall - 6, up(value))));
    context.moveTo(left - 5, up(value));
    context.lineTo(left - 1, up(value));
  }
  context.stroke();
  context.fillStyle = css(colours.text);
  context.textAlign = "center";
  context.textBaseline = "bottom";
  if (x.label) context.fillText(x.label, left + wide / 2, top + tall + gap);
  if (y.label) {
    context.translate(left - 60, top + tall / 2);
    context.rotate(-Math.PI / 2);
    context.textBaseline = "top";
    context.fillText(y.label, 0, 0);
  }
  context.restore();
}
