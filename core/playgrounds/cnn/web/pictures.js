// Panels of small pictures: kernels of the first layer, the surest mistakes, one image augmented.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { fixed, weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { Pixels } from "./pixels.js";

class Pictures extends Panel {
  /** @type {Meta} */ meta;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.pixels = new Pixels();
    /** @type {Arrays | null} */ this.arrays = null;
    this.words = el("p", { class: "ls-map-read" });
    this.list = el("div", { class: "ls-cnn-list" });
    this.root.append(this.words, this.list);
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) this.list.replaceChildren();
    this.meta = meta;
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    this.arrays = arrays;
    return this.picture(arrays);
  }

  paint() {
    if (this.arrays) this.picture(this.arrays);
  }

  /**
   * @param {Arrays} _arrays
   * @returns {boolean}
   */
  picture(_arrays) {
    return false;
  }

  /**
   * So many places for pictures.
   * @param {number} count
   * @param {() => HTMLElement} make
   */
  places(count, make) {
    while (this.list.children.length > count) this.list.lastElementChild?.remove();
    while (this.list.children.length < count) this.list.append(make());
    return [...this.list.children];
  }
}

/** @param {Element} node */
const canvasOf = (node) => /** @type {HTMLCanvasElement} */ (node.querySelector("canvas"));
const plain = () =>
  el("figure", { class: "ls-cnn-figure" }, el("canvas", { class: "ls-pixelated ls-cnn-thumb" }));

export class Filters extends Pictures {
  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.root.hidden = !meta.describe.filters;
  }

  /** @param {Arrays} arrays */
  picture({ filters, "filters.scale": scale }) {
    if (!filters) return false;
    const [count, channels, h, w] = filters.shape;
    this.places(count, plain).forEach((node, i) => {
      const at = i * channels * h * w;
      const made = channels === 3
        ? this.pixels.photo(filters, at, [3, h, w])
        : this.pixels.map(filters, at, [h, w], this.view.colours.lut);
      made.onto(canvasOf(node));
    });
    setText(this.words, fill(this.texts["filters.words"], { count, scale: weight(scale[0]) }));
    return true;
  }
}

export class Errors extends Pictures {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Subject} */ this.subject = view.shared.subject;
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const images = arrays["errors.images"];
    if (!images) return false;
    const [count, ...shape] = images.shape;
    const size = shape[0] * shape[1] * shape[2];
    /** @type {string[]} */ const names = this.meta.describe.classes;
    const t = this.texts;
    const make = () =>
      el(
        "button",
        { type: "button", class: "ls-cnn-error", on: { click: (event) => this.choose(event.currentTarget) } },
        el("canvas", { class: "ls-pixelated ls-cnn-thumb", "aria-hidden": "true" }),
        el("span", {}),
      );
    this.places(count, make).forEach((node, i) => {
      this.pixels.photo(images, i * size, shape).onto(canvasOf(node));
      const said = {
        said: names[arrays["errors.said"][i]],
        actual: names[arrays["errors.true"][i]],
        share: fixed(100 * arrays["errors.confidence"][i], 0),
      };
      setText(/** @type {HTMLElement} */ (node.lastElementChild), fill(t["errors.one"], said));
      node.setAttribute("data-row", String(arrays["errors.rows"][i]));
    });
    const [measured] = arrays["errors.measured"];
    setText(this.words, fill(t[count ? "errors.words" : "errors.none"], { count: measured }));
    return true;
  }

  /** @param {HTMLElement} node */
  choose(node) {
    this.subject.set({ drawn: "", image: Number(node.dataset.row) });
  }
}

export class Augmented extends Pictures {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Subject} */ this.subject = view.shared.subject;
  }

  options() {
    return { image: this.subject.now.image };
  }

  /** @param {Arrays} arrays */
  picture({ augmented, "augmented.original": original }) {
    if (!augmented) return false;
    const [count, ...shape] = augmented.shape;
    const size = shape[0] * shape[1] * shape[2];
    this.places(count + 1, plain).forEach((node, i) => {
      const made = i
        ? this.pixels.photo(augmented, (i - 1) * size, shape)
        : this.pixels.photo(original, 0, shape);
      made.onto(canvasOf(node));
      node.classList.toggle("ls-cnn-original", !i);
    });
    setText(this.words, this.texts["augmented.words"]);
    return true;
  }
}
