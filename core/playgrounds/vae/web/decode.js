// What the decoder makes of every place in the plane that the scatter shows: an even grid of places, or one
// whose cells hold equal shares of the prior. Both axes are the scatter's, so that one can read across.

/** @import { Arrays, Meta, Spec, Square } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Plane } from "./plane.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { select } from "../../../live/web/widgets/controls.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { Cursor } from "./cursor.js";
import { drawAxes, MARGIN, wholeTicks } from "./latentdraw.js";
import { zName } from "./plane.js";

const REACH = 0.0005; // quantiles nearer to 0 and 1 than this lie outside the picture

export class Decode extends Panel {
  /** @type {Meta} */ meta;
  /** @type {Square & { tall: number }} */ frame;
  /** @type {CanvasRenderingContext2D} */ context;
  /** @type {boolean} */ flat = false;
  /** @type {number} */ side = 0;
  /** @type {number} */ width = 0;
  /** @type {number} */ height = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.seen = -1;
    const t = this.texts;
    /** @type {Plane} */ this.plane = view.shared.plane;
    const spacings = ["even", "quantile"].map((
      value,
    ) => /** @type {[string, string]} */ ([value, t[`spacing.${value}`]]));
    this.spacing = select(
      "spacing",
      { label: t["decode.spacing"], tip: t["tip.spacing"] },
      spacings,
      () => this.space(),
    );
    this.tools.append(this.plane.classSelect(t), this.spacing);
    this.base = el("canvas", { class: "ls-map-base ls-pixelated" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.stage = el("div", { class: "ls-latent-stage" }, this.base, this.over);
    this.cursor = new Cursor(this.stage, this.plane, {
      label: t["decode.label"],
      toPlane: (at) => at.map((share, i) => (this.flat && i ? 0 : this.value(share))),
      toShare: (place) => place.map((value, i) => (this.flat && i ? 0.5 : this.share(value))),
    });
    this.readout = el("p", { class: "ls-map-read" });
    this.root.append(this.stage, el("div", { class: "ls-latent-foot" }, this.readout));
    this.shape = 1; // of the grid: its height over its width
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  get quantiles() {
    return this.plane.spacing === "quantile";
  }

  /**
   * From a latent coordinate to its share of the axis, and back.
   * @param {number} value
   */
  share(value) {
    return this.quantiles ? normal(value) : (value / this.plane.box + 1) / 2;
  }

  /** @param {number} share */
  value(share) {
    return this.quantiles
      ? quantile(Math.min(1 - REACH, Math.max(REACH, share)))
      : (2 * share - 1) * this.plane.box;
  }

  space() {
    this.plane.set({ spacing: this.spacing.value });
    this.paint();
  }

  options() {
    return this.plane.gridOptions;
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.plane.describe(meta, statics);
    this.meta = meta;
    this.flat = this.plane.dim === 1;
    this.paint();
  }

  /** @param {Arrays} arrays */
  draw({ decode }) {
    if (!decode) return false;
    mosaic(this.base, decode);
    setAttribute(this.base, "data-drawn", true);
    const shape = decode.shape[0] / decode.shape[1];
    if (shape !== this.shape) {
      this.shape = shape;
      this.side = 0;
      this.resize();
    }
    return true;
  }

  resize() {
    const margin = this.view.colours.room(MARGIN);
    const { clientWidth: width, clientHeight: height } = this.stage;
    const most = Math.floor(
      Math.min(width - margin.left - margin.right, (height - margin.top - margin.bottom) / this.shape),
    );
    this.plane.fit("decode", most >= 40 && most);
    if (most >= 40) this.arrange(width, height);
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  arrange(width, height) {
    const margin = this.view.colours.room(MARGIN);
    const { side } = this.plane;
    if (side === this.side && width === this.width && height === this.height) return;
    this.side = side;
    this.width = width;
    this.height = height;
    const left = margin.left + Math.max(0, Math.floor((width - margin.left - margin.right - side) / 2));
    const tall = Math.round(side * this.shape);
    this.frame = { left, top: height - margin.bottom - tall, side, tall };
    Object.assign(this.base.style, {
      left: `${left}px`,
      top: `${this.frame.top}px`,
      width: `${side}px`,
      height: `${tall}px`,
    });
    this.context = sizeCanvas(this.over, width, height);
    this.cursor.put(this.frame);
    this.paint();
  }

  paint() {
    const { context, frame, plane: p, texts: t } = this;
    if (!context || !this.meta) return;
    this.spacing.value = p.spacing;
    context.clearRect(0, 0, this.width, this.height);
    const ticks = this.quantiles ? [-2, -1, 0, 1, 2] : wholeTicks(p.box);
    const names = this.flat ? [zName(0), ""] : p.names(t, fill);
    drawAxes(context, frame, {
      ticks,
      share: (value) => this.share(value),
      names,
      colours: this.view.colours,
      lanes: this.flat ? [] : null,
    });
    this.lines();
    this.cursor.show();
    setText(this.readout, t[this.quantiles ? "decode.quantile" : "decode.even"]);
  }

  /** Thin lines between the images, so that each is seen as one. */
  lines() {
    const { context, frame, meta } = this;
    const { left, top, side, tall } = frame;
    const count = meta.describe.grid ?? 1;
    const step = side / count;
    context.fillStyle = css(this.view.colours.background);
    for (let i = 1; i < count; i += 1) {
      context.fillRect(Math.round(left + i * step) - 1, top, 1.5, tall);
      if (i * step < tall - 1) context.fillRect(left, Math.round(top + i * step) - 1, side, 1.5);
    }
  }

  tick() {
    if (!this.onScreen || this.seen === this.plane.revision) return false;
    this.seen = this.plane.revision;
    if (this.width) this.arrange(this.width, this.height);
    this.paint();
    return false;
  }

  close() {
    this.observer.disconnect();
  }
}

/**
 * Φ(x), within 1.5e-7 (Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.26).
 * @param {number} x
 */
export function normal(x) {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const series = t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp(-z * z)) / 2;
  return x < 0 ? tail : 1 - tail;
}

/**
 * The x with Φ(x) = share, for 0 < share < 1.
 * @param {number} share
 */
export function quantile(share) {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (normal(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** @param {number} x */
export const density = (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
