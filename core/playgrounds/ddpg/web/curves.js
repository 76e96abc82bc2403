// What panels with a curve drawn by hand have in common: a canvas that fills its stage, a legend in the head, a
// line of words below, axes whose range follows the values, and pictures no faster than one can read. And the
// plainest of them, the exploration noise.

/** @import { Arrays, Box, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Action } from "./steering.js" */
import { Panel } from "../../../live/web/panel.js";
import { lights } from "./story.js";
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { fixed, weight } from "../../../live/web/format.js";
import { drawAxes, Range } from "../../../live/web/widgets/axes.js";

const MARGIN = { left: 56, right: 12, top: 8, bottom: 44 };
const EVERY = 90; // ms between two pictures: a curve that trembles faster is not read

/** A panel derives from it with `render()`; `array` names the array without which there is nothing to draw. */
export class CurveStage extends Panel {
  /** @type {Arrays | null} */ arrays = null;
  /** @type {Meta | null} */ meta = null;
  /** @type {CanvasRenderingContext2D} */ context;
  /** @type {string[]} */ names = []; // of the actions
  stale = false;
  drawn = 0;
  width = 0;
  height = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   * @param {{ array: string, least: number, tools?: HTMLElement[] }} given `least`: of the values' range
   */
  constructor(spec, view, { array, least, tools = [] }) {
    super(spec, view);
    lights(this);
    this.array = array;
    this.least = least;
    this.range = new Range(least);
    this.canvas = el("canvas", { class: "ls-map-over", role: "img", "aria-label": spec.title });
    this.stage = el("div", { class: "ls-curve-stage" }, this.canvas);
    this.legend = el("div", { class: "ls-map-legend" });
    this.readout = el("p", { class: "ls-map-read" });
    this.tools.append(...tools);
    this.head.prepend(this.legend);
    this.root.append(this.stage, this.readout);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  /**
   * Takes over a description; what an earlier build has sent is forgotten.
   * @param {Meta} meta
   */
  describe(meta) {
    if (this.meta?.build !== meta.build) {
      this.arrays = null;
      this.range = new Range(this.least);
    }
    this.meta = meta;
    this.names = meta.describe.action.map((/** @type {Action} */ one) => this.view.shared.plane.name(one));
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays[this.array]) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale || !this.onScreen) return false;
    if (now - this.drawn < EVERY) return true;
    this.drawn = now;
    this.stale = false;
    this.render();
    return false;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 100 || height < 80 || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.context = sizeCanvas(this.canvas, width, height);
    this.render();
  }

  render() {}

  /**
   * Where the curve lies on the canvas, in px.
   * @returns {Box}
   */
  get frame() {
    const margin = this.view.colours.room(MARGIN);
    const { width, height } = this;
    return {
      left: margin.left,
      top: margin.top,
      wide: width - margin.left - margin.right,
      tall: height - margin.top - margin.bottom,
    };
  }

  paint() {
    this.render();
  }

  close() {
    this.observer.disconnect();
  }
}

/**
 * The noise of the last steps: independent from step to step where it is Gaussian, wandering where it is an
 * Ornstein–Uhlenbeck process.
 */
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
    const noise = Array.from(arrays?.noise ?? []);
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
   * @param {number[]} noise
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
        kept: fixed(kept, 2),
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
