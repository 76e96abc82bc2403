// One network's map in its frame, with what it is called below where it does not stand at an axis.

import { el, setAttribute } from "../../../live/web/dom.js";
import { Coded } from "../../../live/web/widgets/codes.js";

export class Tile {
  /**
   * @param {number} number
   * @param {() => void} choose
   */
  constructor(number, choose) {
    this.canvas = el("canvas", { class: "ls-sweep-map" });
    this.caption = el("span", { class: "ls-sweep-caption" });
    this.picture = new Coded(this.canvas);
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
    this.picture.draw(codes, side, lut);
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
