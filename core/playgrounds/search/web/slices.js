// Every trial's objective over the value that it had, a small picture for each hyperparameter.

/** @import { Arrays, Axis, Box, Room, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Dimension, Trials } from "./trials.js" */
import { setAttribute } from "../../../live/web/dom.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { Drawn } from "./drawn.js";
import { across, BEFORE, written } from "./trials.js";

/** @type {Room} */
const MARGIN = { left: 20, right: 14, top: 6, bottom: 40 };
const NUMBERS = 32; // px on the left of the first picture of a row, which has the numbers for all of them
const LEAST = 92; // px of a picture's width

export class Slices extends Drawn {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {[number, number, number][]} */ this.at = [];
    setAttribute(this.canvas, "aria-label", this.texts["slices.label"]);
  }

  places() {
    return this.at;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Trials} trials
   * @param {Arrays} arrays
   */
  render(context, trials, arrays) {
    const { dimensions } = trials;
    const columns = columnsOf(dimensions.length, this.wide, this.tall, LEAST * this.view.colours.scale);
    const rows = Math.ceil(dimensions.length / columns);
    const numbers = NUMBERS * this.view.colours.scale;
    const [wide, tall] = [(this.wide - numbers) / columns, this.tall / rows];
    const { left, right, top, bottom } = this.view.colours.room(MARGIN);
    const y = trials.axis(arrays["trials.objective"]);
    this.at = [];
    dimensions.forEach((dimension, d) => {
      const [x0, y0] = [numbers + (d % columns) * wide, Math.floor(d / columns) * tall];
      const box = { left: x0 + left, top: y0 + top, wide: wide - left - right, tall: tall - top - bottom };
      if (box.wide < 20 || box.tall < 10) return;
      this.slice(context, trials, arrays, dimension, d, box, d % columns ? { ...y, names: [] } : y);
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Trials} trials
   * @param {Arrays} arrays
   * @param {Dimension} dimension
   * @param {number} d
   * @param {Box} box
   * @param {Axis} y
   */
  slice(context, trials, arrays, dimension, d, box, y) {
    const { "trials.values": values, "trials.objective": objective, "trials.status": status } = arrays;
    const { colours } = this.view;
    context.font = `${colours.type}px ${colours.font}`;
    const widths = (/** @type {string[]} */ words) =>
      words.map((word) => context.measureText(`${word} `).width);
    const every = (/** @type {string[]} */ words) => everyThat(widths(words), box.wide);
    const x = axisOf(dimension, this.spec.named[dimension.name], this.spec.options, every);
    drawAxes(context, box, x, { ...y, label: "" }, colours, { gap: 38 });
    const places = [];
    for (let i = 0; i < status.length; i += 1) {
      if (status[i] === BEFORE || !Number.isFinite(objective[i])) continue;
      const spread = dimension.options.length ? ((trials.number(i) * 0.618) % 1 - 0.5) * 0.6 : 0;
      const share = across(dimension, values[i * trials.dimensions.length + d] + spread);
      places.push(
        /** @type {[number, number, number]} */ ([
          i,
          box.left + share * box.wide,
          box.top + (1 - trials.height(y, objective[i])) * box.tall,
        ]),
      );
    }
    for (const [i, px, py] of places) this.mark(context, i, px, py, 2.6 * colours.scale);
    this.at.push(...places);
  }
}

/**
 * The axis of a dimension: options by their names as far as there is room, of numbers both ends.
 * @param {Dimension} dimension
 * @param {string} label
 * @param {Record<string, string>} named
 * @param {(words: string[]) => number} every which of them have room beside each other: every second, say
 * @returns {Axis}
 */
function axisOf({ low, high, options }, label, named, every) {
  if (!options.length) return { low: 0, high: 1, label, names: [written(low), written(high)] };
  const names = options.map((option) => named[option]);
  const step = every(names);
  return {
    low: -0.5,
    high: options.length - 0.5,
    label,
    names: names.map((name, i) => i % step ? "" : name),
  };
}

/**
 * The least step at which words spread evenly over a width do not touch: each stands in the middle of its part.
 * @param {number[]} widths px, of each word
 * @param {number} wide px, of all parts
 */
export function everyThat(widths, wide) {
  const part = wide / widths.length;
  const fits = (/** @type {number} */ step) =>
    widths.every((one, i) => i % step || !((one + widths[i + step]) / 2 > step * part));
  let step = 1;
  while (!fits(step)) step += 1;
  return step;
}

/**
 * How many pictures stand in a row, so that none is narrower than it must be and all are as large as they can be.
 * @param {number} count
 * @param {number} wide px
 * @param {number} tall px
 * @param {number} least px
 */
export function columnsOf(count, wide, tall, least) {
  let [found, largest] = [1, 0];
  for (let columns = 1; columns <= count; columns += 1) {
    const [side, height] = [wide / columns, tall / Math.ceil(count / columns)];
    const size = Math.min(side, 1.5 * height);
    if (size > largest && (side >= least || columns === 1)) [found, largest] = [columns, size];
  }
  return found;
}
