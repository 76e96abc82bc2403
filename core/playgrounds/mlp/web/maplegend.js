// What the map's colours mean: a scale with its numbers, or the classes by name. Rewritten only when it changes.

/** @import { View } from "../../../live/web/view.js" */
import { el, fill } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";

export class MapLegend {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.key = "";
    this.root = el("div", { class: "ls-map-legend", role: "img" });
  }

  /**
   * The theme has changed: `panel` gets the colours of the scale.
   * @param {HTMLElement} panel
   */
  paint(panel) {
    const { colours } = this.view;
    const stops = Array.from(
      { length: 11 },
      (_, i) => `rgb(${colours.diverging(i / 5 - 1).map(Math.round)})`,
    );
    panel.style.setProperty("--ls-scale", `linear-gradient(to right, ${stops.join(", ")})`);
    this.key = "";
  }

  /** @param {string[]} names */
  classes(names) {
    const key = names.join("\0");
    if (key === this.key) return;
    this.key = key;
    this.root.setAttribute("aria-label", this.view.texts["map.legend_classes"]);
    this.root.replaceChildren(...names.map((name, index) => {
      const swatch = el("i", { class: "ls-swatch" });
      swatch.style.background = `rgb(${this.view.colours.classColour(index, names.length)})`;
      return el("span", { class: "ls-class" }, swatch, name);
    }));
  }

  /**
   * @param {number} scale the value of the full colour
   * @param {boolean} flat whether there are but two colours
   * @param {(value: number) => string} told what is written of a value
   */
  scale(scale, flat, told = weight) {
    const ends = { low: told(-scale), high: told(scale) };
    const key = `${ends.low} ${ends.high} ${flat}`;
    if (key === this.key) return;
    this.key = key;
    this.root.setAttribute("aria-label", fill(this.view.texts["map.legend_scale"], ends));
    const bar = el("i", { class: `ls-bar${flat ? " ls-bar-flat" : ""}` });
    this.root.replaceChildren(el("span", { text: ends.low }), bar, el("span", { text: ends.high }));
  }
}
