// Curves with lines to compare them with: what a model reaches that knows nothing, or only how often tokens occur.

/** @import { Arrays, Frame, Json, Meta, Spec, Variant, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { loss } from "../../../live/web/format.js";
import { among } from "../../../live/web/panels/among.js";
import { tracesOf } from "../../../live/web/panels/smooth.js";
import { isOn, offer, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { ChoiceChart } from "../../../live/web/panels/choice.js";
import { costs } from "./costs.js";
import { Equal } from "./equal.js";
import { perNat, unit } from "./unit.js";

export class Curves extends ChoiceChart {
  /** @type {Json[]} */ references = [];
  /** @type {string[]} */ members = []; // of a contest
  /** @type {Wire | null} */ pace = null; // seconds of an update, each member's mean

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.seconds = toggle("by-seconds", wordsOf(this.texts, "by-seconds"), false, () => {
      this.view.watch.changed();
      this.relayout();
      this.refreshSoon();
    });
    this.seconds.hidden = true;
    this.step = 0; // of the last frame with times
    this.bits = toggle("bits", wordsOf(this.texts, "bits"), unit.value === "bits", (on) => {
      unit.set(on ? "bits" : "nats");
      this.eventRevision = -1; // the lines to compare with move too
      this.relayout({ uirevision: `${unit.value} ${this.isLog}` });
      this.refreshSoon();
    });
    this.tools.append(this.bits, this.seconds);
    this.equal = new Equal(view);
    /** @type {typeof tracesOf} */ this.traces = (...asked) => this.over(...asked);
  }

  /** Whether curves are drawn over the processor time that each model has had. */
  get bySeconds() {
    return isOn(this.seconds) && this.pace !== null && this.members.length > 0;
  }

  /** @returns {Record<string, Json>} */
  also() {
    return this.members.length ? { pace: {} } : {};
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, { step }) {
    if (arrays["pace.seconds"]) {
      const first = !this.pace;
      this.pace = arrays["pace.seconds"];
      this.step = step;
      this.tell();
      if (first) this.relayout(); // the axis has another name
    }
    return false;
  }

  /** What everybody in a contest costs, beside their names. */
  tell() {
    if (this.members.length) costs(this.keys, this.known?.describe.models, this, this.texts);
  }

  /** What the chosen figure's numbers are multiplied with: losses can be told in bits. */
  get times() {
    return /** @type {Json} */ (this.variant ?? {}).nats ? perNat() : 1;
  }

  layout() {
    /** @type {Json} */ const made = super.layout();
    if (/** @type {Json} */ (this.variant ?? {}).nats && made.yaxis.title.text) {
      made.yaxis = { ...made.yaxis, title: { ...made.yaxis.title, text: this.texts[`unit.${unit.value}`] } };
    }
    if (this.bySeconds) {
      made.xaxis = { ...made.xaxis, title: { ...made.xaxis.title, text: this.texts["curves.seconds"] } };
    }
    return /** @type {ReturnType<ChoiceChart["layout"]>} */ (made);
  }

  /** @type {typeof tracesOf} */
  over(variant, from, how) {
    const data = tracesOf(variant, from, how);
    const { pace, times } = this;
    if (times !== 1) data.y = data.y.map((values) => Array.from(values, (value) => value * times));
    if (!this.bySeconds || !pace) return data;
    const x = data.x.map((steps, i) => {
      const [, member] = variant.bind[i % variant.bind.length].curve.split(".");
      const each = pace[this.members.indexOf(member)] ?? NaN;
      return Array.from(steps, (step) => step * each);
    });
    return { ...data, x };
  }

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
    this.members = meta.describe.members;
    this.pace = null;
    this.seconds.hidden = !this.members.length;
    super.describe(meta);
    this.bits.hidden = !(/** @type {Json} */ (this.variant ?? {}).nats);
    this.equal.describe(meta);
    this.keys.append(this.equal.root);
    this.tell();
    this.eventRevision = -1; // the lines come with the stamps
  }

  /** @param {Variant} variant */
  latest(variant) {
    const { times, view: { history } } = this;
    return this.named(variant).map(({ trace, curve }) => {
      const last = history.last(curve);
      return `${variant.figure.data[trace].name} ${loss(last === null ? null : last * times)}`;
    });
  }

  stamps() {
    const { shapes, annotations } = super.stamps();
    if (!(/** @type {Json} */ (this.variant ?? {})).compare) return { shapes, annotations };
    const { colours } = this.view;
    /** @type {Json[]} */ const lines = [];
    /** @type {Json[]} */ const names = [];
    for (const { name, value: nats } of this.references) {
      if (!(nats > 0)) continue;
      const value = nats * this.times;
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
