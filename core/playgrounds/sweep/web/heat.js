// The chosen number of every network, as a table in its colours: what lies along the axes stands at its sides.

/** @import { Arrays, Frame, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Colours, css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { brief, fixed } from "../../../live/web/format.js";
import { Numbers } from "./numbers.js";
import { extremes, goodness } from "./scale.js";
import { isLoss, keep, scaleFor, Setting, small } from "./setting.js";

const ROW = 8; // networks in a row where there is one axis

export class Heat extends Numbers {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {HTMLTableCellElement[]} */ this.fields = [];
    this.table = el("table", { class: "ls-heat-table" });
    this.root.append(el("div", { class: "ls-heat" }, this.table));
  }

  /** @param {Meta} meta */
  describe(meta) {
    const setting = this.setting = new Setting(meta, this.spec.swept, this.texts);
    keep(this.cell, setting);
    this.gone = null;
    this.fields = setting.members.map((_, i) =>
      el("td", { "data-heat": i, title: setting.label(i), on: { click: () => this.cell.set(i) } })
    );
    const rows = setting.both ? this.matrix(setting) : this.list(setting);
    this.table.replaceChildren(el("tbody", {}, ...rows));
    this.choose();
  }

  /** @param {Setting} setting */
  matrix(setting) {
    const { across, down, columns } = setting;
    if (!across || !down) return [];
    const rows = down.values.map((_, row) =>
      el(
        "tr",
        {},
        el("th", { scope: "row", text: setting.tick(down, row) }),
        ...this.fields.slice(row * columns, (row + 1) * columns),
      )
    );
    const heads = across.values.map((_, i) => el("th", { scope: "col", text: setting.tick(across, i) }));
    return [...rows, el("tr", {}, el("td", { class: "ls-heat-corner" }), ...heads)];
  }

  /** @param {Setting} setting */
  list(setting) {
    const rows = [];
    for (let from = 0; from < setting.count; from += ROW) {
      const fields = this.fields.slice(from, from + ROW);
      const heads = fields.map((_, i) => el("th", { scope: "col", text: setting.short(from + i) }));
      rows.push(el("tr", {}, ...heads), el("tr", {}, ...fields));
    }
    return rows;
  }

  choose() {
    this.fields.forEach((field, i) => setAttribute(field, "data-chosen", i === this.cell.value));
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw({ "left.step": gone }, frame) {
    if (!gone || gone.shape[0] !== this.fields.length) return false;
    this.gone = gone;
    this.frame = frame;
    this.stale = true;
    return true;
  }

  paint() {
    this.renew();
  }

  /**
   * @param {Setting} setting
   * @param {Frame} frame
   */
  write(setting, { metrics }) {
    const { texts, view: { colours } } = this;
    const measure = this.measure.value;
    const values = setting.values(metrics, measure, this.gone);
    const scale = scaleFor(values, measure);
    const { best, worst } = extremes(values, isLoss(measure));
    this.fields.forEach((field, i) => {
      const step = this.gone?.[i] ?? 0;
      const known = Number.isFinite(values[i]);
      const number = isLoss(measure) ? small(values[i]) : fixed(100 * values[i], 0);
      setText(field, step ? fill(texts["heat.gone"], { step: brief(step) }) : known ? number : "–");
      const colour = colours.sequential(known ? goodness(scale, values[i]) : 0);
      field.style.background = known ? css(colour) : "";
      field.style.color = known ? Colours.on(colour) : "";
      setAttribute(
        field,
        "data-rank",
        !known || best === worst ? "" : i === best ? "best" : i === worst ? "worst" : "",
      );
    });
    setAttribute(this.table, "aria-label", fill(texts["heat.label"], { metric: setting.named(measure) }));
    this.entitle(`${this.spec.title}: ${setting.named(measure)}`);
  }
}
