// Model, gradients, update and closed form, set as formulas, with the numbers of this moment.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { Formula } from "../../../live/web/widgets/formula.js";

const EVERY = 100; // ms between two changes of the numbers

export class Formulas extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Formula[]} */ this.formulas = [];
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Meta | null} */ this.meta = null;
    this.written = 0;
    this.shown = "";
    this.list = el("div", {
      class: "ls-regression-formulas",
      tabindex: "0",
      role: "group",
      "aria-label": spec.title,
    });
    this.root.append(this.list);
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.meta = meta;
    const { degree, losses } = meta.describe;
    const shown = degree > 1 ? "polynomial" : losses[0];
    if (shown === this.shown) return;
    this.shown = shown;
    /** @type {string[]} */ const texts = this.spec.formulas[shown];
    this.formulas = texts.map((text) => new Formula(text));
    this.list.replaceChildren(...this.formulas.map(({ root }) => root));
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    this.arrays = arrays;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.arrays || !this.meta) return false;
    if (now - this.written < EVERY) return true;
    this.written = now;
    const numbers = worded(this.arrays, this.view.meta?.config.lr ?? this.meta.config.lr);
    for (const formula of this.formulas) {
      const named = [...formula.places.keys()].map((name) => [name, numbers[name]]);
      formula.write(Object.fromEntries(named));
    }
    this.arrays = null;
    return false;
  }
}

/**
 * The numbers of the formulas as texts; of several fits those of the first.
 * @param {Arrays} arrays
 * @param {number} lr
 * @returns {Record<string, string>}
 */
export function worded({ beta, gradient, closed, bound }, lr) {
  const signed = (/** @type {number} */ value) => value < 0 ? `(${weight(value)})` : weight(value);
  const size = closed.length;
  const length = (/** @type {(i: number) => number} */ of) =>
    Math.hypot(...Array.from({ length: size }, (_, i) => of(i)));
  return {
    b0: weight(beta[0]),
    b1: signed(beta[1]),
    g0: signed(gradient[0]),
    g1: signed(gradient[1]),
    lr: String(Number(lr.toPrecision(3))),
    n0: weight(beta[0] - lr * gradient[0]),
    n1: weight(beta[1] - lr * gradient[1]),
    s0: weight(closed[0]),
    s1: weight(closed[1]),
    bound: weight(bound[0]),
    norm: weight(length((i) => gradient[i])),
    gap: weight(length((i) => beta[i] - closed[i])),
  };
}
