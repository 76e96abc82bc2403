// One slider for each latent dimension, and the image that the decoder makes of all of them together.

/** @import { Arrays, Meta, Numbers, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Plane } from "./plane.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { Gallery } from "./gallery.js";
import { zName } from "./plane.js";
import { Decoder } from "./cursor.js";

const REACH = 4; // standard deviations of the prior
const EVERY = 120; // ms between two looks while training runs

export class Sliders extends Panel {
  /** @type {number[]} */ z = [];
  /** @type {{ root: HTMLElement, input: HTMLInputElement, value: HTMLElement }[]} */ rows = [];

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.z = [];
    this.seen = -1;
    const t = this.texts;
    /** @type {Plane} */ this.plane = view.shared.plane;
    const tools = [
      this.plane.classSelect(t),
      tool(t, "sliders-random", () => this.set(this.z.map(gaussian))),
      tool(t, "sliders-reset", () => this.set(this.z.map(() => 0))),
    ];
    this.tools.append(...tools);
    this.image = el("canvas", {
      class: "ls-mosaic ls-slider-image",
      role: "img",
      "aria-label": t["sliders.image"],
    });
    this.list = el("div", { class: "ls-slider-list ls-scroll", role: "group", "aria-label": spec.title });
    this.gallery = new Gallery(t, t["sliders.from"], {
      choose: (index) => this.take(index),
      badges: () => ({}),
    });
    this.root.append(
      el("div", { class: "ls-sliders" }, this.image, this.list),
      el("p", { class: "ls-quiet", text: t["sliders.from"] }),
      el("div", { class: "ls-scroll ls-from" }, this.gallery.root),
    );
    this.decoder = new Decoder(view, ({ z }, _, { image }) => {
      if (!image) return;
      mosaic(this.image, image);
      setAttribute(this.image, "data-z", z.join(","));
    });
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.plane.describe(meta, statics);
    this.gallery.describe(meta, statics);
    const [h, w] = meta.describe.image;
    this.image.style.aspectRatio = `${w} / ${h}`;
    if (this.z.length === this.plane.dim) return this.ask();
    this.z = Array.from({ length: this.plane.dim }, () => 0);
    this.rows = this.z.map((_, index) => this.row(index));
    this.list.replaceChildren(...this.rows.map(({ root }) => root));
    return this.set(this.z);
  }

  /** @param {number} index */
  row(index) {
    /** @type {HTMLInputElement} */ const input = el("input", {
      type: "range",
      min: -REACH,
      max: REACH,
      step: 0.05,
      class: "ls-range",
      "data-dim": index,
      "aria-label": fill(this.texts["sliders.dim"], { name: zName(index) }),
      on: { input: () => this.move(index, Number(input.value)) },
    });
    const value = el("span", { class: "ls-range-value" });
    return {
      root: el("label", { class: "ls-range-row" }, el("span", { text: zName(index) }), input, value),
      input,
      value,
    };
  }

  /**
   * @param {number} index
   * @param {number} value
   */
  move(index, value) {
    this.z = this.z.map((old, i) => (i === index ? value : old));
    this.write();
    this.ask();
  }

  /** @param {Numbers} z */
  set(z) {
    this.z = Array.from(z, (value) => Math.round(100 * value) / 100);
    this.write();
    this.ask();
  }

  write() {
    this.rows.forEach(({ input, value }, i) => {
      if (Number(input.value) !== this.z[i]) input.value = String(this.z[i]);
      setText(value, weight(this.z[i]));
    });
  }

  /**
   * z becomes the place where the encoder sees a test image.
   * @param {number} image
   */
  take(image) {
    this.view.ask("probe", "encode", { image }, (header) => {
      if (header?.ok) this.set(header.value.mu);
      else if (header) this.view.transport.notice(header.text);
    });
  }

  ask() {
    if (!this.shown || !this.view.meta) return;
    const { label } = this.plane;
    this.decoder.want({ z: this.z, ...(label === null ? {} : { label }) });
  }

  get shown() {
    return this.onScreen === true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.shown || !this.rows) return false;
    if (this.seen !== this.plane.pictures || !this.decoder.last) {
      this.seen = this.plane.pictures;
      this.ask();
    } else this.decoder.refresh(now, EVERY);
    return false;
  }
}

/** A random number of the prior (Box & Muller 1958); for the eye only, so that any seed will do. */
const gaussian = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
