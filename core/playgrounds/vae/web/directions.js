// Which two directions of the latent space are shown, and how far.

/** @import { Texts } from "../../../live/web/types.d.ts" */
/** @import { Plane } from "./plane.js" */
import { el, fill } from "../../../live/web/dom.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { zName } from "./plane.js";

const ZOOMS = [1, 2, 4, 8]; // times the map's size

export class Directions {
  /**
   * @param {Plane} plane
   * @param {Texts} texts
   * @param {() => void} changed
   */
  constructor(plane, texts, changed) {
    this.plane = plane;
    this.texts = texts;
    this.changed = changed;
    this.axes = [0, 1].map((which) => this.axisSelect(which));
    this.zoom = this.zoomSelect();
  }

  /** @param {number} which */
  axisSelect(which) {
    const label = this.texts[which ? "latent.axis_up" : "latent.axis_across"];
    return select(which ? "axis-up" : "axis-across", { label }, [], (value) => this.choose(which, value));
  }

  /** How far one looks: without a prior, codes may lie anywhere. */
  zoomSelect() {
    return select("zoom", { label: this.texts["latent.zoom"] }, [], (value) => {
      this.plane.set({ zoom: Number(value) });
      this.changed();
    });
  }

  /** @param {number} box */
  tellZoom(box) {
    const reach = (/** @type {number} */ times) => fill(this.texts["latent.reach"], { box: times * box });
    offer(this.zoom, ZOOMS.map((times) => [times, reach(times)]));
    this.zoom.value = String(this.plane.zoom);
  }

  /**
   * "" is the projection that the server chooses; it takes both axes.
   * @param {number} which
   * @param {string} value
   */
  choose(which, value) {
    const { plane: p } = this;
    if (value === "") p.set({ axes: null });
    else {
      const axes = p.axes ? [...p.axes] : [0, 1];
      axes[which] = Number(value);
      if (axes[0] === axes[1]) axes[1 - which] = axes[0] ? 0 : 1;
      p.set({ axes });
    }
    this.tellAxes();
    this.changed();
  }

  tellAxes() {
    const { plane: p, texts: t } = this;
    this.axes.forEach((select, which) => {
      select.hidden = p.dim < 3 || (which === 1 && !p.axes); // the automatic plane is chosen as a whole
      if (p.dim < 3) return;
      if (select.options.length !== p.dim + (which ? 0 : 1)) {
        const dims = Array.from(
          { length: p.dim },
          (_, index) => el("option", { value: index, text: zName(index) }),
        );
        if (which === 0) dims.unshift(el("option", { value: "", text: t["latent.projection"] }));
        select.replaceChildren(...dims);
      }
      select.value = p.axes ? String(p.axes[which]) : "";
    });
  }
}
