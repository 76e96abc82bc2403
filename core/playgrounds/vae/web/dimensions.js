// How much each latent dimension is used: the mean KL of its posterior to the prior, in nats. A bar is full
// where the dimension carries something of the image, hollow where it is noise.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { Panel } from "../../../live/web/panel.js";
import { css, mix } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { loss, weight } from "../../../live/web/format.js";
import { zName } from "./plane.js";

const MARGIN = { left: 44, right: 6, top: 8, bottom: 24 };
const LEAST = 0.1; // nats: the axis never grows finer than this
const ROOMY = 26; // px per bar from which each has its name

export class Dimensions extends Panel {
  /** @type {Arrays | null} */ arrays = null;
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
    this.top = LEAST;
    this.count = el("span", { class: "ls-quiet", "data-active": "" });
    this.tools.append(this.count);
    this.canvas = el("canvas", { class: "ls-map-over", role: "img", "aria-label": spec.title });
    this.stage = el("div", { class: "ls-bars-stage" }, this.canvas);
    this.root.append(this.stage);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.root.hidden = meta.describe.model === "autoencoder";
    if (this.meta?.build !== meta.build) {
      this.arrays = null;
      this.top = LEAST;
    }
    this.meta = meta;
    setAttribute(
      this.count,
      "data-tip",
      fill(this.texts["tip.dims.active"], { threshold: meta.describe.active_threshold ?? 0.01 }),
    );
    this.count.tabIndex = 0;
    this.render();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays["dims.kl"]) return false;
    this.arrays = arrays;
    this.render();
    return true;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 60 || height < 40 || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.context = sizeCanvas(this.canvas, width, height);
    this.render();
  }

  /**
   * The top of the axis: a round number that grows at once, and shrinks once the next has room to spare.
   * @param {number} most
   */
  follow(most) {
    if (!Number.isFinite(most)) return;
    const least = Math.max(LEAST, most > this.top ? most : most / 0.9);
    const power = 10 ** Math.floor(Math.log10(least) + 1e-9);
    const top = ([1, 2, 5, 10].find((step) => step * power >= least - 1e-9) ?? 10) * power;
    if (most > this.top || top < this.top) this.top = top;
  }

  render() {
    const margin = this.view.colours.room(MARGIN);
    const { context, arrays, width, height, view } = this;
    if (!context || !arrays) return;
    const { "dims.kl": kl, "dims.active": active } = arrays;
    const { colours } = view;
    this.follow(kl.reduce((most, value) => Math.max(most, value), 0));
    const [w, h] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
    context.clearRect(0, 0, width, height);
    this.axis(w, h, colours);
    const pitch = w / kl.length;
    const roomy = ROOMY * colours.scale;
    const bar = Math.min(44, Math.max(3, pitch * 0.72));
    const every = pitch >= roomy ? 1 : pitch >= roomy / 2 ? 2 : 5;
    context.textAlign = "center";
    context.textBaseline = "top";
    kl.forEach((value, i) => {
      const x = margin.left + (i + 0.5) * pitch;
      const tall = Math.max(1, Math.min(1, Math.max(0, value) / this.top) * h);
      const y = margin.top + h - tall;
      if (active[i]) {
        context.fillStyle = css(colours.negative);
        context.fillRect(x - bar / 2, y, bar, tall);
      }
      context.strokeStyle = css(active[i] ? colours.negative : colours.muted);
      context.lineWidth = 1.2;
      context.strokeRect(x - bar / 2, y, bar, tall);
      if (i % every) return;
      context.fillStyle = css(active[i] ? colours.text : colours.muted);
      context.fillText(zName(i), x, margin.top + h + 5);
    });
    const count = active.reduce((sum, one) => sum + (one ? 1 : 0), 0);
    setText(this.count, fill(this.texts["dims.active"], { count, of: kl.length }));
    const values = Array.from(kl, (value, i) => `${zName(i)} ${loss(value)}`).join(", ");
    setAttribute(this.canvas, "aria-label", fill(this.texts["dims.label"], { count, of: kl.length, values }));
  }

  /**
   * @param {number} w
   * @param {number} h
   * @param {Colours} colours
   */
  axis(w, h, colours) {
    const margin = this.view.colours.room(MARGIN);
    const { context, top } = this;
    context.font = `${colours.type}px ${colours.font}`;
    context.strokeStyle = css(mix(colours.background, colours.text, 0.13));
    context.lineWidth = 1;
    context.fillStyle = css(colours.muted);
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const share of [0, 0.5, 1]) {
      const y = Math.round(margin.top + h * (1 - share)) + 0.5;
      context.beginPath();
      context.moveTo(margin.left, y);
      context.lineTo(margin.left + w, y);
      context.stroke();
      context.fillText(weight(share * top).replace(/\.?0+$/, "") || "0", margin.left - 6, y);
    }
  }

  paint() {
    this.render();
  }

  close() {
    this.observer.disconnect();
  }
}
