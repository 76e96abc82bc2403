// The exploration noise of the last steps: independent from step to step where it is Gaussian, wandering where
// it is an Ornstein–Uhlenbeck process.

import { el, fill, panelFrame, setAttribute, setText, sizeCanvas } from "../dom.js";
import { weight } from "../format.js";
import { drawAxes, Range } from "./rulers.js";

const MARGIN = { left: 56, right: 12, top: 8, bottom: 44 };
const EVERY = 90; // ms

export class Noise {
  constructor(spec, view) {
    Object.assign(this, { spec, view, texts: view.texts, arrays: null, meta: null, drawn: 0, range: new Range(1e-2) });
    const t = this.texts;
    this.canvas = el("canvas", { class: "ls-map-over", role: "img" });
    this.stage = el("div", { class: "ls-curve-stage" }, this.canvas);
    this.legend = el("div", { class: "ls-map-legend" });
    this.readout = el("p", { class: "ls-map-read", text: t["noise.none"] });
    const { root, head } = panelFrame(spec.name, spec.title);
    this.root = root;
    head.prepend(this.legend);
    this.root.append(this.stage, this.readout);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  describe(meta) {
    if (this.meta?.build !== meta.build) Object.assign(this, { arrays: null, range: new Range(1e-2) });
    this.meta = meta;
    this.names = meta.describe.action.map((one) => this.view.statePlane?.name(one) ?? one.name);
    this.paint();
  }

  ink(index) {
    const { colours } = this.view;
    return colours.ink(this.names.length > 1 ? colours.classes[index % colours.classes.length] : colours.negative);
  }

  draw(arrays) {
    if (!arrays.noise) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  tick(now) {
    if (!this.stale || this.onScreen === false) return false;
    if (now - this.drawn < EVERY) return true;
    this.drawn = now;
    this.stale = false;
    this.render();
    return false;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 100 || height < 80 || (width === this.width && height === this.height)) return;
    Object.assign(this, { width, height });
    this.context = sizeCanvas(this.canvas, width, height);
    this.render();
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
    const frame = { left: MARGIN.left, top: MARGIN.top, wide: width - MARGIN.left - MARGIN.right, tall: height - MARGIN.top - MARGIN.bottom };
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

  /** How large the noise is, and how much of it stays from one step to the next. */
  say(noise, m, count) {
    const t = this.texts;
    let [square, product] = [0, 0];
    for (let i = 0; i < noise.length; i += 1) square += noise[i] ** 2;
    for (let i = m; i < noise.length; i += 1) product += noise[i] * noise[i - m];
    const kept = square ? (product / square) * (count / Math.max(1, count - 1)) : 0;
    const text = count > 1 ? fill(t["noise.read"], { size: weight(Math.sqrt(square / noise.length)), kept: kept.toFixed(2).replace("-", "−") }) : t["noise.none"];
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

  close() {
    this.observer.disconnect();
  }
}
