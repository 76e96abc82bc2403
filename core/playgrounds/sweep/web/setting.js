// What every network is called, what it measures, and what all panels of the page do with it.

/** @import { Frame, Json, Meta, Numbers, Texts } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { Scale } from "./scale.js" */
import { fill } from "../../../live/web/dom.js";
import { fixed, inWords, short } from "../../../live/web/format.js";
import { scaleOf } from "./scale.js";

/** @typedef {{ name: string, label: string, unit: string, values: string[] }} SweptAxis */

const LOSSES = ["test_loss", "train_loss"];
export const MEASURES = /** @type {const} */ (["test_loss", "train_loss", "test_accuracy"]);

/** The networks of one build: how they lie, what differs, and how they are told. */
export class Setting {
  /**
   * @param {Meta} meta
   * @param {Json} swept the labels of everything that can be swept
   * @param {Texts} texts
   */
  constructor(meta, swept, texts) {
    const { columns, rows, members, axes, repeats, open } = meta.describe;
    this.meta = meta;
    this.texts = texts;
    /** @type {string[]} */ this.members = members;
    /** @type {number} */ this.count = members.length;
    /** @type {number} */ this.columns = columns;
    /** @type {number} */ this.rows = rows;
    /** @type {boolean} */ this.repeats = repeats;
    /** @type {string[]} */ this.open = open;
    /** @type {SweptAxis[]} */
    this.axes = axes.map((/** @type {Json} */ axis) => ({ ...axis, ...swept[axis.name] }));
    this.across = columns > 1 || rows === 1 ? this.axes[0] ?? null : null;
    this.down = rows > 1 ? this.axes[this.axes.length - 1] ?? null : null;
    this.both = rows > 1 && columns > 1;
  }

  /**
   * A value of an axis, as it stands at it.
   * @param {SweptAxis} axis
   * @param {number} i
   */
  tick({ unit, values }, i) {
    return unit ? `${values[i]} ${unit}` : values[i];
  }

  /**
   * The values of one network, short: what stands below its map.
   * @param {number} cell
   */
  short(cell) {
    const at = this.places(cell);
    return at.map(({ axis, i }) => this.tick(axis, i)).join(" · ") || this.members[cell];
  }

  /**
   * What one network is called.
   * @param {number} cell
   */
  label(cell) {
    const told = this.places(cell).map(({ axis, i }) =>
      fill(this.texts[axis.unit ? "sweep.percent" : "sweep.value"], {
        axis: axis.label,
        value: axis.values[i],
      })
    );
    return told.join(", ") || fill(this.texts["sweep.number"], { number: this.members[cell] });
  }

  /**
   * Where on its axes a network lies.
   * @param {number} cell
   */
  places(cell) {
    const [column, row] = [cell % this.columns, Math.floor(cell / this.columns)];
    const found = [];
    if (this.across) found.push({ axis: this.across, i: column });
    if (this.down) found.push({ axis: this.down, i: row });
    return found;
  }

  /**
   * The number of every network, not-a-number where it has none or has left.
   * @param {Frame["metrics"]} metrics
   * @param {string} measure
   * @param {Numbers | null} gone the steps at which they left, 0 for those who are there
   */
  values(metrics, measure, gone) {
    return Float64Array.from(
      this.members,
      (name, i) => gone?.[i] ? NaN : metrics[`${measure}.${name}`] ?? NaN,
    );
  }

  /**
   * A value of that number in words.
   * @param {string} measure
   * @param {number} value
   */
  say(measure, value) {
    const metric = this.meta.metrics[`${measure}.1`];
    return Number.isFinite(value) ? inWords(metric, value, { texts: this.texts, beside: () => null }) : "–";
  }

  /** @param {string} measure */
  named(measure) {
    return this.meta.metrics[`${measure}.1`].label;
  }
}

/** @param {string} measure */
export const isLoss = (measure) => LOSSES.includes(measure);

/**
 * @param {Numbers} values
 * @param {string} measure
 * @returns {Scale}
 */
export const scaleFor = (values, measure) => scaleOf(values, isLoss(measure));

/**
 * The network in the middle, which is shown until another one is chosen, stays chosen through builds that have it.
 * @param {Shared<number>} cell
 * @param {Setting} setting
 */
export function keep(cell, { count, columns, rows }) {
  if (cell.value >= 0 && cell.value < count) return;
  cell.set(Math.floor(rows / 2) * columns + Math.floor(columns / 2));
}

/**
 * A loss in at most five signs.
 * @param {number} value
 */
export function small(value) {
  if (value >= 0.0995 || value <= 0) return short(value);
  return value >= 0.00095 ? fixed(value, 3) : fixed(value, 4);
}
