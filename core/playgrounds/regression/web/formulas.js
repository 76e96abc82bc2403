// Model, gradients, update and closed form, set as formulas, with the numbers of this moment.

/** @import { Arrays, Meta, Options, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { Formula } from "../../../live/web/widgets/formula.js";
import { NAMES } from "./classes.js";
import { ofClasses, ofFits, ofNeuron } from "./worded.js";

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
    this.fresh = false;
    this.written = 0;
    this.shown = "";
    this.list = el("div", {
      class: "ls-regression-formulas",
      tabindex: "0",
      role: "group",
      "aria-label": spec.title,
    });
    this.root.append(this.list);
    for (const chosen of [view.shared.neuron, view.shared.point]) {
      chosen.watch(() => {
        this.fresh = true;
        view.wake();
      });
    }
  }

  /** @returns {Record<string, Options>} */
  also() {
    return this.meta?.describe.family === "classes" ? { classes: {} } : {};
  }

  /** Which formulas a model has. @param {Meta} meta */
  named({ describe: { family, degree, losses, classes } }) {
    if (family === "network") return family;
    if (family === "polynomial") return degree > 1 ? "polynomial" : losses[0];
    return `${classes > 2 ? "softmax" : "logistic"}.${losses.length > 1 ? "both" : losses[0]}`;
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.meta = meta;
    const shown = this.named(meta);
    if (shown === this.shown) return;
    this.shown = shown;
    this.arrays = null;
    const groups = this.spec.formulas[shown].map((/** @type {string[]} */ texts) =>
      texts.map((text) => new Formula(text))
    );
    this.formulas = groups.flat();
    this.list.replaceChildren(
      ...groups.map((/** @type {Formula[]} */ group) =>
        el("div", { class: "ls-formula-group" }, ...group.map(({ root }) => root))
      ),
    );
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const wanted = { polynomial: "closed", network: "neuron", classes: "probability" };
    if (!arrays[wanted[/** @type {keyof typeof wanted} */ (this.meta?.describe.family)]]) return false;
    this.arrays = arrays;
    this.fresh = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.fresh || !this.arrays || !this.meta) return false;
    if (now - this.written < EVERY) return true;
    this.written = now;
    this.fresh = false;
    const numbers = this.numbers(this.arrays, this.meta);
    for (const formula of this.formulas) {
      const named = [...formula.places.keys()].map((name) => [name, numbers[name]]);
      formula.write(Object.fromEntries(named));
    }
    return false;
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  numbers(arrays, { config, describe }) {
    const lr = this.view.meta?.config.lr ?? config.lr;
    const { neuron, point } = this.view.shared;
    if (describe.family === "network") return ofNeuron(arrays, neuron.value, lr);
    if (describe.family === "polynomial") return ofFits(arrays, lr);
    return ofClasses(arrays, describe.losses, point.value, lr, NAMES);
  }
}
