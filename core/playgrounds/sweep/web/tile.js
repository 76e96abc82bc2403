// One network's map in its frame, with what it is called below where it does not stand at an axis.

import { contextOf, el, setAttribute } from "../../../live/web/dom.js";

export class Tile {
  /**
   * @param {number} number
   * @param {() => void} choose
   */
  constructor(number, choose) {
    this.canvas = el("canvas", { class: "ls-sweep-map" });
    this.caption = el("span", { class: "ls-sweep-caption" });
    /** @type {ImageData | null} */ this.image = null;
    this.button = el("button", {
      type: "button",
      class: "ls-sweep-tile",
      "data-cell": String(number),
      tabindex: "-1",
      on: { click: choose },
    }, this.canvas);
    this.root = el("span", { class: "ls-sweep-cell", role: "gridcell" }, this.button, this.caption);
  }

  /** @param {boolean} chosen */
  choose(chosen) {
    setAttribute(this.button, "aria-pressed", chosen);
    setAttribute(this.button, "tabindex", chosen ? 0 : -1);
  }

  /**
   * @param {ArrayLike<number>} codes
   * @param {number} side
   * @param {Uint32Array} lut
   */
  draw(codes, side, lut) {
    const context = contextOf(this.canvas);
    if (this.canvas.width !== side || !this.image) {
      this.canvas.width = this.canvas.height = side;
      this.image = context.createImageData(side, side);
    }
    const pixels = new Uint32Array(this.image.data.buffer);
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = lut[codes[i]];
    context.putImageData(this.image, 0, 0);
  }

  /**
   * @param {string} label
   * @param {string} colour "": it has no number
   * @param {boolean} gone
   */
  write(label, colour, gone) {
    setAttribute(this.button, "aria-label", label);
    setAttribute(this.button, "title", label);
    setAttribute(this.button, "data-left", gone);
    if (this.button.style.borderColor !== colour) this.button.style.borderColor = colour;
  }
}
