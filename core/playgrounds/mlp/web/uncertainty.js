// Where nobody knows: an ensemble's disagreement, and that of one network which drops its neurons, side by side.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { SmallMap } from "./smallmap.js";

export class Uncertainty extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    const parts = ["ensemble", "dropout"].map((name) => {
      const map = new SmallMap(t[`uncertainty.${name}`]);
      const hint = el("p", { class: "ls-quiet", text: t[`uncertainty.no_${name}`] });
      const title = el("p", { class: "ls-uncertain-title", text: t[`uncertainty.${name}`] });
      return { name, map, hint, root: el("div", { class: "ls-uncertain" }, title, map.canvas, hint) };
    });
    this.parts = parts;
    const scale = el("span", { class: "ls-sequence", "aria-hidden": "true" });
    const legend = el("p", { class: "ls-quiet" }, t["uncertainty.low"], scale, t["uncertainty.high"]);
    this.root.append(el("div", { class: "ls-uncertainty" }, ...parts.map((part) => part.root)), legend);
    this.root.append(el("p", { class: "ls-quiet", text: t["uncertainty.legend"] }));
    /** @type {Arrays} */ this.arrays = {};
    this.scale = scale;
    this.paint();
  }

  /** @param {Meta} _meta */
  describe(_meta) {
    this.draw({});
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    this.arrays = arrays;
    for (const { name, map, hint } of this.parts) {
      /** @type {Wire | undefined} */ const codes = arrays[`${name}.map`];
      map.canvas.hidden = !codes;
      hint.hidden = Boolean(codes);
      const { sequence } = this.view.colours;
      if (codes) map.paint(codes, (i) => sequence[codes[i]]);
    }
    return true;
  }

  /** The theme has changed. */
  paint() {
    const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => {
      const [r, g, b] = this.view.colours.sequential(share);
      return `rgb(${r} ${g} ${b})`;
    });
    this.scale.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    this.draw(this.arrays);
  }
}
