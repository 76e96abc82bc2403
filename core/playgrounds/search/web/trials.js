// What every trial is called, how it stands, and where its network is opened in full.

/** @import { Arrays, Axis, Json, Meta, Numbers, Rgb, Spec, Texts } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { fill } from "../../../live/web/dom.js";
import { fixed, loss } from "../../../live/web/format.js";

export const [RUNNING, DONE, PRUNED, DIVERGED, BEFORE] = [0, 1, 2, 3, 4];
const STATUSES = /** @type {const} */ (["running", "done", "pruned", "diverged"]);

/** @typedef {{ name: string, low: number, high: number, log: boolean, whole: boolean, options: string[] }} Dimension */

/** The trials of one build: their searches, what was drawn for them, and how they are told. */
export class Trials {
  /**
   * @param {Meta} meta
   * @param {Spec} spec
   * @param {Texts} texts
   */
  constructor({ describe }, spec, texts) {
    this.texts = texts;
    this.spec = spec;
    this.describe = describe;
    /** @type {Dimension[]} */ this.dimensions = describe.dimensions;
    /** @type {string[]} */ this.searches = describe.searches;
    /** @type {number} */ this.each = describe.trials; // of a search
    /** @type {number} */ this.repeats = describe.repeats;
    /** @type {number} */ this.epochs = describe.epochs;
    /** @type {number[]} */ this.marks = describe.marks;
    /** @type {boolean} */ this.isLoss = describe.objective === "loss";
    this.count = this.searches.length * this.repeats * this.each;
  }

  /** @param {number} i */
  number(i) {
    return i % this.each;
  }

  /**
   * Which kind of search a trial is of, 0 or 1.
   * @param {number} i
   */
  kind(i) {
    return Math.floor(i / this.each / this.repeats);
  }

  /** @param {number} i */
  name(i) {
    const text = this.texts[this.repeats > 1 ? "search.repeat" : "search.trial"];
    return fill(text, {
      number: this.number(i) + 1,
      search: this.spec.samplers[this.searches[this.kind(i)]],
      repeat: Math.floor(i / this.each) % this.repeats + 1,
    });
  }

  /**
   * @param {Arrays} arrays
   * @param {number} i
   */
  status({ "trials.status": status, "trials.epochs": epochs }, i) {
    const name = STATUSES[status[i]];
    return name ? fill(this.texts[`stands.${name}`], { epochs: epochs[i], all: this.epochs }) : "";
  }

  /**
   * A trial in a sentence.
   * @param {Arrays} arrays
   * @param {number} i
   */
  said(arrays, i) {
    return fill(this.texts["trial.said"], {
      trial: this.name(i),
      status: this.status(arrays, i),
      objective: this.objective,
      value: this.say(arrays["trials.objective"][i]),
    });
  }

  get objective() {
    return this.texts[this.isLoss ? "search.loss" : "search.error"];
  }

  /** @param {number} value of the objective */
  say(value) {
    if (!Number.isFinite(value)) return "–";
    return this.isLoss ? loss(value) : percent(value);
  }

  /**
   * What was drawn for a trial, dimension by dimension: label and value.
   * @param {Arrays} arrays
   * @param {number} i
   * @returns {[label: string, value: string][]}
   */
  values({ "trials.values": values }, i) {
    return this.dimensions.map((dimension, d) => {
      const value = values[i * this.dimensions.length + d];
      const option = dimension.options[value];
      return [this.spec.named[dimension.name], option ? this.spec.options[option] : written(value)];
    });
  }

  /**
   * The address of /mlp with a trial's setting, training at once, beside this page's own.
   * @param {string} here this page's address
   * @param {Arrays} arrays
   * @param {number} i
   */
  address(here, { "trials.values": values, "trials.epochs": epochs }, i) {
    /** @type {Record<string, string>} */
    const told = { ...this.describe.told };
    this.dimensions.forEach(({ name, options }, d) => {
      const value = values[i * this.dimensions.length + d];
      told[name] = options[value] ?? String(value);
    });
    const { width, depth, ...rest } = told;
    const hidden = Array.from({ length: Number(depth) }, () => width).join(",");
    const all = { ...rest, hidden, ...(epochs[i] ? { stop_epochs: String(epochs[i]) } : {}) };
    const query = Object.entries(all).map(([name, value]) => `mlp.${name}=${value}`).join("&");
    return new URL(`mlp?${query}&play=true`, here.split(/[?#]/)[0]).href;
  }

  /**
   * The axis of the objective: of losses in powers of ten.
   * @param {Numbers} values
   * @returns {Axis & { log: boolean }}
   */
  axis(values) {
    return { ...reach(values, this.isLoss), log: this.isLoss, label: this.objective };
  }

  /**
   * Where a value lies on that axis, 0…1 from the bottom.
   * @param {{ low: number, high: number }} axis
   * @param {number} value
   */
  height({ low, high }, value) {
    const at = this.isLoss ? Math.log10(Math.max(value, 1e-30)) : value;
    return Math.min(1, Math.max(0, (at - low) / (high - low)));
  }
}

/**
 * A value as short as it can be.
 * @param {number} value
 */
export const written = (value) => value && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);

/** @param {number} share */
export const percent = (share) => `${fixed(100 * share, share < 0.1 ? 1 : 0)} %`;

/**
 * The one with the lowest objective of those that are done, −1 where there is none.
 * @param {Arrays} arrays
 */
export function bestOf({ "trials.status": status, "trials.objective": objective }) {
  let best = -1;
  for (let i = 0; i < status.length; i += 1) {
    if (status[i] !== DONE) continue;
    if (
      best < 0 || objective[i] < objective[best] ||
      (objective[i] === objective[i] && Number.isNaN(objective[best]))
    ) {
      best = i;
    }
  }
  return best;
}

/**
 * From where to where an axis reaches around what is to be shown; what is far above all others may lie outside.
 * @param {Numbers} values
 * @param {boolean} log in powers of ten
 */
export function reach(values, log) {
  const known = Array.from(values).filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  if (!known.length) return log ? { low: -1, high: 0 } : { low: 0, high: 0.5 };
  const [least, most] = [known[0], known[Math.floor(0.97 * (known.length - 1))]];
  if (!log) return { low: 0, high: Math.min(1, Math.max(0.1, Math.ceil(most * 10) / 10)) };
  const low = Math.max(-4, Math.floor(4 * Math.log10(Math.max(least, 1e-4))) / 4);
  return { low, high: Math.max(low + 0.5, Math.ceil(4 * Math.log10(Math.max(most, 1e-4))) / 4) };
}

/**
 * Where the value of a dimension lies, 0…1.
 * @param {Dimension} dimension
 * @param {number} value
 */
export function across({ low, high, log, options }, value) {
  if (options.length) return (value + 0.5) / options.length;
  const [from, to, at] = log ? [low, high, value].map(Math.log10) : [low, high, value];
  return (at - from) / (to - from);
}

/**
 * The colour of a search: orange for the first, blue for the one beside it.
 * @param {Colours} colours
 * @param {number} kind
 * @returns {Rgb}
 */
export const colourOf = (colours, kind) => kind ? colours.negative : colours.positive;
