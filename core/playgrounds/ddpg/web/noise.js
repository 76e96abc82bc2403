// The exploration noise of the last steps: independent from step to step where it is Gaussian, wandering where
// it is an Ornstein–Uhlenbeck process.

/** @import { Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { CurveStage } from "./curvestage.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";

export class Noise extends CurveStage {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view, { array: "noise", least: 1e-2 });
    setText(this.readout, this.texts["noise.none"]);
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.paint();
  }

  /** @param {number} index */
  ink(index) {
    const { colours } = this.view;
    return colours.ink(
      this.names.length > 1 ? colours.classes[index % colours.classes.length] : colours.negative,
    );
  }

  render() {
    const { context, arrays, meta, width, height, texts: t } = this;
    if (!context || !meta) return;
    const { colours } = this.view;
    context.clearRect(0, 0, width, height);
    const noise = arrays?.noise ?? new Float32Array(0);
    const m = this.names.length;
    const count = noise.length / m;
    const largest = noise.reduce((most, value) => Math.max(most, Math.abs(value)), 0.01);
    this.range.follow(-largest, largest);
    const { frame } = this;
    const y = { low: this.range.low, high: this.range.high };
    drawAxes(context, frame, { low: -200, high: 0, label: t["noise.steps"] }, y, colours, { grid: true });
    for (let k = 0; k < m; k += 1) {
      context.beginPath();
      for (let i = 0; i < count; i += 1) {
        const x = frame.left + ((200 - count + i + 1) / 200) * frame.wide;
        const up = frame.top + frame.tall * (1 - (noise[i * m + k] - y.low) / (y.high - y.low));
        if (i) context.lineTo(x, up);
        else context.moveTo(x, up);
      }
      context.strokeStyle = this.ink(k);
      context.lineWidth = 1.8;
      context.stroke();
    }
    this.say(noise, m, count);
  }

  /**
   * How large the noise is, and how much of it stays from one step to the next.
   * @param {Wire} noise
   * @param {number} m
   * @param {number} count
   */
  say(noise, m, count) {
    const t = this.texts;
    let [square, product] = [0, 0];
    for (let i = 0; i < noise.length; i += 1) square += noise[i] ** 2;
    for (let i = m; i < noise.length; i += 1) product += noise[i] * noise[i - m];
    const kept = square ? (product / square) * (count / Math.max(1, count - 1)) : 0;
    const text = count > 1
      ? fill(t["noise.read"], {
        size: weight(Math.sqrt(square / noise.length)),
        kept: kept.toFixed(2).replace("-", "−"),
      })
      : t["noise.none"];
    setText(this.readout, text);
    setAttribute(this.canvas, "data-kept", kept.toFixed(3));
    setAttribute(this.canvas, "aria-label", `${this.spec.title}. ${text}`);
  }

  paint() {
    if (!this.meta) return;
    const many = this.names.length > 1;
    this.legend.hidden = !many;
    this.legend.replaceChildren(
      ...(many ? this.names : []).map((name, k) => {
        const mark = el("i", { class: "ls-mark ls-mark-line" });
        mark.style.borderTopColor = this.ink(k);
        return el("span", { class: "ls-class" }, mark, name);
      }),
    );
    this.render();
  }
}
