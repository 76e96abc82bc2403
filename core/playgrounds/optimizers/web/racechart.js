// Curves of those who take part: the chart without the traces of all others. Where gradients cost differently,
// the curves can be drawn over what has been spent instead of over steps.

/** @import { Json, Numbers, Spec, Variant } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { setAttribute } from "../../../live/web/dom.js";
import { among } from "../../../live/web/panels/among.js";
import { Chart } from "../../../live/web/panels/chart.js";
import { tracesOf } from "../../../live/web/panels/smooth.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";

const SPENT = "evaluations"; // the metric of what has been spent

export class RaceChart extends Chart {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.spent = toggle("spent", wordsOf(this.texts, "spent"), false, () => {
      this.relayout();
      this.refreshSoon();
    });
    this.tools.prepend(this.spent);
    /** @type {typeof tracesOf} */ this.traces = (...asked) => this.over(...asked);
  }

  /**
   * @param {Json} describe
   * @returns {Variant | undefined}
   */
  pick({ metrics }) {
    this.spent.hidden = !metrics.some((/** @type {string} */ name) => name.startsWith(`${SPENT}.`));
    if (this.spent.hidden) setAttribute(this.spent, "aria-pressed", false);
    const found = among(/** @type {any} */ (this.spec), metrics);
    return found.bind.length ? found : undefined;
  }

  layout() {
    /** @type {Json} */ const made = super.layout();
    const title = this.spec.axes[this.spent.hidden ? 0 : isOn(this.spent) ? 2 : 1];
    made.xaxis = { ...made.xaxis, title: { ...made.xaxis.title, text: title } };
    return /** @type {ReturnType<Chart["layout"]>} */ (made);
  }

  /** @type {typeof tracesOf} */
  over(variant, from, how) {
    const data = tracesOf(variant, from, how);
    if (!isOn(this.spent)) return data;
    const x = data.x.map((steps, i) => {
      const [, member] = variant.bind[i % variant.bind.length].curve.split(".");
      const curve = from.history.curves.get(`${SPENT}.${member}`);
      return curve ? spentAt(steps, curve.x, curve.y, curve.length) : steps;
    });
    return { ...data, x };
  }
}

/**
 * What had been spent at each of `steps`: a curve's value there, straight between its points.
 * @param {Numbers} steps in rising order, line by line
 * @param {Numbers} x
 * @param {Numbers} y
 * @param {number} length of the curve
 * @returns {number[]}
 */
export function spentAt(steps, x, y, length) {
  let k = 0;
  return Array.from(steps, (step) => {
    if (step < x[k]) k = 0; // another line of the run
    while (k < length - 1 && x[k + 1] <= step) k += 1;
    const next = Math.min(k + 1, length - 1);
    const share = x[next] > x[k] ? (step - x[k]) / (x[next] - x[k]) : 0;
    return step <= x[0] ? y[0] * (x[0] ? step / x[0] : 1) : y[k] + share * (y[next] - y[k]);
  });
}
