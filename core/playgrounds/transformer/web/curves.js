// Curves with lines to compare them with: what a model reaches that knows nothing, or only how often tokens occur.

/** @import { Json, Meta, Variant } from "../../../live/web/types.d.ts" */
import { css } from "../../../live/web/colour.js";
import { among } from "../../../live/web/panels/among.js";
import { offer } from "../../../live/web/widgets/controls.js";
import { ChoiceChart } from "../../../live/web/panels/choice.js";

export class Curves extends ChoiceChart {
  /** @type {Json[]} */ references = [];

  /**
   * Figures with the curves that this run has; those that have none are not offered.
   * @param {Json} describe
   * @returns {Variant | undefined}
   */
  pick({ metrics, scalars }) {
    /** @type {Variant[]} */ const every = this.spec.variants;
    const offered = every.map((one) => among(one, [...metrics, ...scalars])).filter((one) => one.bind.length);
    const titles = offered.map((one) => one.title ?? "");
    if (titles.join() !== [...this.choice.options].map((option) => option.value).join()) {
      offer(this.choice, titles.map((title) => [title, title]));
    }
    return offered[Math.max(0, this.choice.selectedIndex)];
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.references = meta.describe.references ?? [];
    super.describe(meta);
    this.eventRevision = -1; // the lines come with the stamps
  }

  stamps() {
    const { shapes, annotations } = super.stamps();
    if (!(/** @type {Json} */ (this.variant ?? {})).compare) return { shapes, annotations };
    const { colours } = this.view;
    /** @type {Json[]} */ const lines = [];
    /** @type {Json[]} */ const names = [];
    for (const { name, value } of this.references) {
      if (!(value > 0)) continue;
      const across = { xref: "paper", yref: "y" };
      lines.push({
        ...across,
        type: "line",
        x0: 0,
        x1: 1,
        y0: value,
        y1: value,
        line: { color: css(colours.muted), width: 1, dash: "dot" },
      });
      names.push({
        ...across,
        x: 1,
        y: this.isLog ? Math.log10(value) : value,
        xanchor: "right",
        yanchor: "bottom",
        showarrow: false,
        text: this.texts[`reference.${name}`],
        font: { size: 0.85 * colours.type, color: css(colours.muted) },
      });
    }
    return { shapes: [...shapes, ...lines], annotations: [...annotations, ...names] };
  }
}
