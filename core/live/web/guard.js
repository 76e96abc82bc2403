// Names that nobody declared are mistakes in the code: reading one raises, instead of showing nothing.

/** @import { Arrays, Frame, Meta, Texts } from "./types.d.ts" */
/** @import { Panel } from "./panel.js" */

/**
 * A copy of `record` in which reading a name that is neither there nor `declared` raises. What is there is
 * read at full speed: only a miss reaches the guard, which stands in for the prototype. `in` asks without
 * raising.
 * @template {object} T
 * @param {T} record
 * @param {string} what "text", "array", …: for the message
 * @param {(name: string) => boolean} [declared] names that may be missing
 * @returns {T}
 */
export function guarded(record, what, declared = () => false) {
  const guard = new Proxy(Object.prototype, {
    get(prototype, name, receiver) {
      if (typeof name === "symbol" || name in prototype) return Reflect.get(prototype, name, receiver);
      if (name === "toJSON" || declared(name)) return undefined;
      throw new Error(`There is no ${what} called ${name}.`);
    },
  });
  return Object.assign(Object.create(guard), record);
}

/**
 * The first of several texts that there is: one for the case at hand, say, before the general one.
 * @param {Texts} texts
 * @param {...string} keys
 */
export const firstOf = (texts, ...keys) => texts[keys.find((key) => key in texts) ?? keys[0]];

const CURVES = "curves"; // watched by whoever wants the history alone: it is no view

/** The names that one run's declarations know: of its metrics, views and arrays. */
export class Names {
  /** @param {Meta} meta */
  constructor(meta) {
    /** @type {Meta} */
    this.meta = { ...meta, metrics: guarded(meta.metrics, "metric") };
    this.drawn = new Set(Object.values(meta.views).flat());
    /** @type {Record<string, string[]>} */
    this.views = guarded({ ...meta.views, [CURVES]: [] }, "view");
  }

  /** @param {Arrays} arrays of meta */
  statics(arrays) {
    return guarded(arrays, "static array", (name) => this.meta.statics.includes(name));
  }

  /** @param {Arrays} arrays of a frame */
  arrays(arrays) {
    return guarded(arrays, "array", (name) => this.drawn.has(name));
  }

  /** @param {Frame} frame */
  frame(frame) {
    return { ...frame, metrics: guarded(frame.metrics, "metric", (name) => name in this.meta.metrics) };
  }

  /**
   * Raises where a panel wants a view that there is not.
   * @param {Panel} panel
   */
  check(panel) {
    for (const name of [panel.watched ?? CURVES, ...Object.keys(panel.also())]) this.views[name];
  }
}
