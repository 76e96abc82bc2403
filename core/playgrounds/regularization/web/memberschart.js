// Curves of those who take part: the chart without all others' traces; the chosen one's stand before the rest, and
// a line marks where early stopping stopped.

/** @import { Json, Spec, Variant } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { among } from "../../../live/web/panels/among.js";
import { Chart } from "../../../live/web/panels/chart.js";
import { memberOf } from "./members.js";

const STOPPED = "stopped_at.early_stopping";
const TWIN = /** @type {const} */ (["test_loss", "train_loss"]); // what one entry of the legend stands for

export class MembersChart extends Chart {
  stopped = NaN; // the step that is marked

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<string>} */ this.member = view.shared.member;
    this.member.watch(() => this.emphasise());
  }

  /**
   * @param {Json} describe
   * @returns {Variant | undefined}
   */
  pick({ metrics }) {
    /** @type {Variant[]} */ const all = this.spec.variants ?? [this.spec];
    const whole = all.find(({ bind }) => bind.some(({ curve }) => metrics.includes(curve)));
    return whole && among(whole, metrics);
  }

  /**
   * @param {string} curve
   * @param {boolean} shown
   */
  showCurve(curve, shown) {
    super.showCurve(curve, shown);
    if (curve.startsWith(TWIN[0])) super.showCurve(curve.replace(...TWIN), shown);
  }

  create() {
    super.create();
    this.emphasise();
  }

  emphasise() {
    if (!this.plot || !this.variant) return;
    const { bind } = this.variant;
    const chosen = this.member.value;
    const others = bind.some(({ curve }) => memberOf(curve) === chosen) ? 0.14 : 1;
    const opacity = bind.map(({ curve }) => memberOf(curve) === chosen ? 1 : others);
    const both = [...opacity.map((one) => 0.4 * one), ...opacity];
    this.plotly.restyle(this.plot, { opacity: both }, both.map((_, i) => i));
  }

  /** @param {Variant} variant */
  refresh(variant) {
    const at = this.view.frame?.metrics[STOPPED] ?? NaN;
    if (!Object.is(at, this.stopped)) this.eventRevision = -1; // what is marked is marked anew
    this.stopped = at;
    super.refresh(variant);
  }

  stamps() {
    const { shapes, annotations } = super.stamps();
    const there = this.variant?.bind.some(({ curve }) => memberOf(curve) === "early_stopping");
    if (!there || !Number.isFinite(this.stopped)) return { shapes, annotations };
    const colour = css(this.view.colours.text);
    const { colours } = this.view;
    shapes.push({
      type: "line",
      xref: "x",
      yref: "paper",
      x0: this.stopped,
      x1: this.stopped,
      y0: 0,
      y1: 1,
      line: { color: colour, width: 1.5, dash: "dash" },
    });
    annotations.push({
      x: this.stopped,
      y: 1,
      xref: "x",
      yref: "paper",
      xanchor: "left",
      yanchor: "top",
      xshift: 3,
      showarrow: false,
      text: this.texts["stopped.mark"],
      font: { size: colours.type, color: colour },
    });
    return { shapes, annotations };
  }
}
