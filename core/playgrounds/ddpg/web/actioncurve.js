// What the critic says of every action in the present state: Q(s, a) along one action, the actor's choice on
// it, and the action that was really taken, with its noise. Twin critics are drawn both.

/** @import { Box, Meta, Place, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { select } from "../../../live/web/widgets/controls.js";
import { CurveStage } from "./curves.js";
import { drawAxes, Range } from "../../../live/web/widgets/axes.js";
import { clipped } from "../../../live/web/widgets/scatter.js";

export class ActionCurve extends CurveStage {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    const t = view.texts;
    const label = t["qcurve.which"];
    const which = select("action-index", { label }, [], () => this.choose());
    super(spec, view, { array: "action.q", least: 1e-3, tools: [which] });
    this.which = which;
    const key = (/** @type {string} */ name) => {
      const mark = el("i", { class: `ls-mark ls-mark-${name}` });
      return el("span", { class: "ls-class", "data-key": name }, mark, t[`qcurve.${name}`]);
    };
    this.twin = key("q2");
    this.legend.append(key("q"), this.twin, key("chosen"), key("taken"));
  }

  get index() {
    return Number(this.which.value || 0);
  }

  options() {
    return { action: this.index };
  }

  choose() {
    this.range = new Range(this.least);
    this.view.watch.changed();
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.twin.hidden = !meta.describe.twin;
    const { names } = this;
    if (names.join() !== [...this.which.options].map((option) => option.text).join()) {
      this.which.replaceChildren(...names.map((text, value) => el("option", { value, text })));
    }
    this.which.hidden = names.length < 2;
    this.render();
  }

  render() {
    const { context, arrays, meta, view, width, height, texts: t } = this;
    if (!context || !meta) return;
    const { colours } = view;
    context.clearRect(0, 0, width, height);
    if (!arrays) return;
    const { "action.x": xs, "action.q": q, "action.q2": q2, "action.chosen": chosen, "action.taken": taken } =
      arrays;
    const all = [...q, ...(q2 ?? []), chosen[1]];
    this.range.follow(Math.min(...all), Math.max(...all));
    const { frame } = this;
    const x = { low: xs[0], high: xs[xs.length - 1], label: this.names[this.index] };
    const y = { low: this.range.low, high: this.range.high };
    drawAxes(context, frame, x, y, colours, { grid: true });
    /** @type {Place} */
    const place = (a, value) => [
      frame.left + ((a - x.low) / (x.high - x.low)) * frame.wide,
      frame.top + frame.tall - ((value - y.low) / (y.high - y.low)) * frame.tall,
    ];
    const side = Math.max(frame.wide, frame.tall) + 16;
    clipped(context, { left: frame.left - 8, top: frame.top - 8, side }, () => {
      if (taken) this.drawTaken(place(taken[0], y.low)[0], frame, colours);
      if (q2) this.drawCurve(xs, q2, place, colours.ink(colours.classes[2]), [7, 4]);
      this.drawCurve(xs, q, place, colours.ink(colours.negative), []);
      this.drawChosen(...place(chosen[0], chosen[1]), colours);
    });
    setAttribute(this.canvas, "data-chosen", Array.from(chosen, (value) => value.toFixed(4)).join());
    const said = { chosen: weight(chosen[0]), q: weight(chosen[1]), taken: taken ? weight(taken[0]) : "–" };
    setText(this.readout, fill(t["qcurve.read"], said));
    setAttribute(this.canvas, "aria-label", fill(t["qcurve.label"], { ...said, name: x.label }));
  }

  /**
   * @param {Wire} xs
   * @param {Wire} values
   * @param {Place} place
   * @param {string} ink
   * @param {number[]} dash
   */
  drawCurve(xs, values, place, ink, dash) {
    const { context } = this;
    context.beginPath();
    xs.forEach((a, i) => context.lineTo(...place(a, values[i]))); // the first begins the path
    context.strokeStyle = ink;
    context.lineWidth = 2.6;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * With noise: a line, since its value of Q is the curve's.
   * @param {number} x
   * @param {Box} box
   * @param {Colours} colours
   */
  drawTaken(x, { top, tall }, colours) {
    const { context } = this;
    context.strokeStyle = css(colours.muted);
    context.lineWidth = 2;
    context.setLineDash([3, 4]);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + tall);
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {Colours} colours
   */
  drawChosen(x, y, colours) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.fillStyle = css(colours.positive);
    context.fill();
    context.strokeStyle = css(colours.background);
    context.lineWidth = 2;
    context.stroke();
  }
}
