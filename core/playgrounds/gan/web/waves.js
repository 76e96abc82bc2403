// Signals: generated curves over real ones, one pair per lane. The lanes share one scale.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { Panel } from "../../../live/web/panel.js";
import { css, mix } from "../../../live/web/colour.js";
import { el, fill, markAveraged, setText, sizeCanvas } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";

const MARGIN = { left: 46, right: 12, top: 6, bottom: 38 };
const LANES = 6;

export class Waves extends Panel {
  /** @type {Arrays | null} */ arrays = null;
  /** @type {Arrays} */ statics = {};
  /** @type {Meta} */ meta;
  /** @type {CanvasRenderingContext2D} */ context;
  /** @type {number} */ width = 0;
  /** @type {number} */ height = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.width = this.height = 0;
    /** @type {Arrays} */ this.statics = {};
    const t = this.texts;
    this.canvas = el("canvas", { class: "ls-map-over", role: "img", "aria-label": t["waves.label"] });
    this.stage = el("div", { class: "ls-map-stage ls-waves-stage" }, this.canvas);
    this.readout = el("p", { class: "ls-map-read" });
    const key = (/** @type {string} */ which) =>
      el("span", { class: "ls-class" }, el("i", { class: `ls-mark ls-mark-${which}` }), t[`layer.${which}`]);
    this.root.append(
      el("div", { class: "ls-map-legend" }, key("real"), key("fake")),
      this.stage,
      this.readout,
    );
    this.stage.addEventListener("pointermove", (event) => this.read(event));
    this.stage.addEventListener("pointerleave", () => this.read(null));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.root.hidden = meta.describe.kind !== "signals";
    if (this.meta?.build !== meta.build) this.arrays = null;
    this.meta = meta;
    this.statics = statics;
    markAveraged(this.root, meta.describe.averaged, this.texts["picture.averaged"]);
    this.read(null);
    this.render();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (this.root.hidden || !arrays["waves.fake"]) return false;
    this.arrays = arrays;
    this.render();
    return true;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.context = sizeCanvas(this.canvas, width, height);
    this.render();
  }

  get plot() {
    const margin = this.view.colours.room(MARGIN);
    const { width, height } = this;
    return {
      x: margin.left,
      y: margin.top,
      w: width - margin.left - margin.right,
      h: height - margin.top - margin.bottom,
    };
  }

  render() {
    const { context, statics, view } = this;
    if (!context || this.root.hidden || !this.meta) return;
    const { colours } = view;
    context.clearRect(0, 0, this.width, this.height);
    for (let lane = 0; lane < LANES; lane += 1) {
      this.lane(lane, colours);
      this.curve(statics["waves.real"], lane, css(mix(colours.background, colours.negative, 0.75)), 1.6);
      if (this.arrays) this.curve(this.arrays["waves.fake"], lane, css(colours.positive), 2);
    }
    this.axis(colours);
  }

  /**
   * @param {number} lane
   * @param {Colours} colours
   */
  lane(lane, colours) {
    const { context, plot } = this;
    if (!context) return;
    const tall = plot.h / LANES;
    const y = Math.round(plot.y + tall * (lane + 0.5)) + 0.5;
    context.strokeStyle = css(colours.line);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(plot.x, y);
    context.lineTo(plot.x + plot.w, y);
    context.stroke();
  }

  /**
   * @param {Wire} array
   * @param {number} lane
   * @param {string} ink
   * @param {number} width
   */
  curve(array, lane, ink, width) {
    const { context, plot } = this;
    const [rows, length] = array.shape;
    if (lane >= rows) return;
    const [low, high] = this.meta.describe.range ?? [-1, 1];
    const tall = plot.h / LANES;
    context.strokeStyle = ink;
    context.lineWidth = width;
    context.beginPath();
    for (let i = 0; i < length; i += 1) {
      const share = (array[lane * length + i] - low) / (high - low);
      const y = plot.y + tall * (lane + 1) - tall * (0.06 + 0.88 * share);
      const x = plot.x + (i / (length - 1)) * plot.w;
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    context.stroke();
  }

  /** @param {Colours} colours */
  axis(colours) {
    const { context, plot, texts: t } = this;
    const [low, high] = this.meta.describe.range ?? [-1, 1];
    const length = this.statics["waves.real"].shape[1];
    const tall = plot.h / LANES;
    context.font = `${colours.type}px ${colours.font}`;
    context.fillStyle = css(colours.muted);
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(weight(high), plot.x - 6, plot.y + 0.06 * tall + 5);
    context.fillText(weight(low), plot.x - 6, plot.y + 0.94 * tall - 3);
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      context.fillText(
        String(Math.round(share * (length - 1))),
        plot.x + share * plot.w,
        plot.y + plot.h + 3,
      );
    }
    context.fillStyle = css(colours.text);
    context.fillText(t["axis.time"], plot.x + plot.w / 2, plot.y + plot.h + 20);
  }

  /** @param {PointerEvent | null} event */
  read(event) {
    const t = this.texts;
    if (!event || !this.statics || !this.arrays) return setText(this.readout, t["waves.hint"]);
    const box = this.stage.getBoundingClientRect();
    const { plot } = this;
    const real = this.statics["waves.real"];
    const length = real.shape[1];
    const at = Math.round(((event.clientX - box.left - plot.x) / plot.w) * (length - 1));
    const lane = Math.floor(((event.clientY - box.top - plot.y) / plot.h) * LANES);
    if (at < 0 || at >= length || lane < 0 || lane >= LANES) return setText(this.readout, t["waves.hint"]);
    /** @param {Wire} array */
    const value = (array) => weight(array[lane * length + at]);
    return setText(
      this.readout,
      fill(t["waves.read"], { at, real: value(real), fake: value(this.arrays["waves.fake"]) }),
    );
  }

  paint() {
    this.render();
  }

  close() {
    this.observer.disconnect();
  }
}
