// A formula set by the browser (MathML, made in core/figures/formulas.py), with live numbers in its places.

import { el, setText } from "../dom.js";

export class Formula {
  /**
   * @param {string} mathml of the page's own making, never a viewer's
   * @param {string} [className]
   */
  constructor(mathml, className = "") {
    this.root = el("span", { class: `ls-formula ${className}`.trim() });
    this.root.innerHTML = mathml;
    /** @type {Map<string, Element[]>} */ this.places = new Map();
    for (const place of this.root.querySelectorAll("[data-n]")) {
      const name = /** @type {HTMLElement} */ (place).dataset.n ?? "";
      this.places.set(name, [...(this.places.get(name) ?? []), place]);
    }
  }

  /**
   * The numbers of this moment, as texts; negative ones in brackets are the caller's affair. A name without a
   * place is a mistake.
   * @param {Record<string, string>} numbers
   */
  write(numbers) {
    for (const [name, text] of Object.entries(numbers)) {
      const places = this.places.get(name);
      if (!places) throw new Error(`the formula has no place ${name}`);
      for (const place of places) setText(place, text);
    }
  }
}
