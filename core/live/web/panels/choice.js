// A chart with a choice of what it shows: several figures share one place, and only those are offered
// whose numbers this run has; a figure that requires none is always there.

/** @import { Json, Meta, Spec, Variant } from "../types.d.ts" */
/** @import { View } from "../view.js" */
import { offer, select } from "../widgets/controls.js";
import { Chart } from "./chart.js";

export class ChoiceChart extends Chart {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const label = view.texts["choice.label"];
    /** @type {Meta | null} */ this.known = null;
    this.choice = select("choose-chart", { label }, [], () => this.known && this.describe(this.known));
    this.tools.prepend(this.choice);
    this.heading.classList.add("ls-hidden-title");
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.known = meta;
    super.describe(meta);
  }

  /**
   * @param {Json} describe
   * @returns {Variant | undefined}
   */
  pick({ kind, metrics = [], scalars = [] }) {
    if (this.spec.only && this.spec.only !== kind) return undefined;
    /** @type {Variant[]} */
    const offered = this.spec.variants.filter((/** @type {Variant} */ one) =>
      !one.requires || metrics.includes(one.requires) || scalars.includes(one.requires)
    );
    const titles = offered.map((one) => one.title ?? "");
    if (titles.join() !== [...this.choice.options].map((option) => option.value).join()) {
      offer(this.choice, titles.map((title) => [title, title]));
    }
    return offered[Math.max(0, this.choice.selectedIndex)];
  }
}
