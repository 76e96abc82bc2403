// The aggregate posterior, dimension by dimension: where the codes of all test images together lie, against
// the prior from which new images are drawn. Where the two differ, the decoder is asked for what it never saw.

/** @import { Typed, Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { Panel } from "../../../live/web/panel.js";
import { css, mix } from "../../../live/web/colour.js";
import { el, fill, setAttribute, sizeCanvas } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { zName } from "./plane.js";

const WIDE = 104; // px of one dimension's picture at least
const TALL = 84;
const FOOT = 18; // px of its name

export class Aggregate extends Panel {
  /** @type {Arrays | null} */ arrays = null;
  /** @type {Meta} */ meta;
  /** @type {CanvasRenderingContext2D} */ context;
  /** @type {string} */ size = "";

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /**
     * @param {string} name
     * @param {string} className
     */
    const key = (name, className) =>
      el("span", { class: "ls-class" }, el("i", { class: `ls-mark ${className}` }), t[name]);
    this.canvas = el("canvas", { class: "ls-aggregate", role: "img", "aria-label": spec.title });
    this.scroll = el(
      "div",
      { class: "ls-scroll", tabindex: "0", role: "group", "aria-label": spec.title },
      this.canvas,
    );
    const legend = el(
      "div",
      { class: "ls-map-legend", "data-tip": t["aggregate.axis"], tabindex: "0" },
      key("aggregate.codes", "ls-mark-real"),
      key("aggregate.prior", "ls-mark-line"),
    );
    this.tools.append(legend);
    this.root.append(this.scroll);
    this.observer = new ResizeObserver(() => this.render());
    this.observer.observe(this.scroll);
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (this.meta?.build !== meta.build) this.arrays = null;
    this.meta = meta;
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays.aggregate) return false;
    this.arrays = arrays;
    this.render();
    return true;
  }

  render() {
    const { arrays, view } = this;
    const width = this.scroll.clientWidth;
    if (!arrays || width < 60) return;
    const { aggregate, "aggregate.x": x, "aggregate.prior": prior } = arrays;
    const [dims, bins] = aggregate.shape;
    const { colours } = view;
    const columns = Math.max(1, Math.min(dims, Math.floor(width / WIDE)));
    const rows = Math.ceil(dims / columns);
    const tall = Math.max(TALL, Math.min(220, Math.floor(this.scroll.clientHeight / rows)));
    const size = `${width} ${tall * rows} ${colours.dark}`;
    if (size !== this.size) {
      this.size = size;
      this.context = sizeCanvas(this.canvas, width, tall * rows);
    }
    const { context } = this;
    context.clearRect(0, 0, width, tall * rows);
    context.font = `${colours.type}px ${colours.font}`;
    const most = 1.6 * prior.reduce((top, value) => Math.max(top, value), 0); // collapsed onto a point, a bar is cut
    for (let dim = 0; dim < dims; dim += 1) {
      const wide = width / columns;
      const box = {
        left: (dim % columns) * wide + 4,
        top: Math.floor(dim / columns) * tall + 4,
        w: wide - 8,
        h: tall - 8 - FOOT * colours.scale,
      };
      this.one(box, aggregate.subarray(dim * bins, (dim + 1) * bins), prior, most, colours);
      context.fillStyle = css(colours.text);
      context.textAlign = "center";
      context.textBaseline = "top";
      context.fillText(zName(dim), box.left + box.w / 2, box.top + box.h + 4);
    }
    setAttribute(
      this.canvas,
      "aria-label",
      fill(this.texts["aggregate.label"], { from: fixed(x[0], 1), to: fixed(x[bins - 1], 1), dims }),
    );
  }

  /**
   * @param {{ left: number, top: number, w: number, h: number }} given
   * @param {Typed} shares
   * @param {Wire} prior
   * @param {number} most
   * @param {Colours} colours
   */
  one({ left, top, w, h }, shares, prior, most, colours) {
    const { context } = this;
    const bar = w / shares.length;
    /** @param {number} value */
    const height = (/** @type {number} */ value) => Math.min(1, value / most) * h;
    context.fillStyle = css(mix(colours.background, colours.negative, 0.75));
    shares.forEach((value, i) =>
      context.fillRect(left + i * bar, top + h - height(value), Math.max(1, bar - 0.5), height(value))
    );
    context.beginPath();
    prior.forEach((value, i) => {
      const [x, y] = [left + (i + 0.5) * bar, top + h - height(value)];
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.strokeStyle = css(colours.text);
    context.lineWidth = 1.8;
    context.stroke();
    context.strokeStyle = css(colours.line);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(left, top + h + 0.5);
    context.lineTo(left + w, top + h + 0.5);
    context.stroke();
  }

  paint() {
    this.size = "";
    this.render();
  }

  close() {
    this.observer.disconnect();
  }
}
