// What the panels of a VAE agree on: which two directions of the latent space are shown, where the cursor
// stands, for which class is decoded, and which test images are chosen. Panels look; whoever changes
// something calls `set`, and the server hears of it. And the choices of directions and of how far one looks.

/** @import { Arrays, Json, Meta, Texts, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill } from "../../../live/web/dom.js";
import { offer, select } from "../../../live/web/widgets/controls.js";

/**
 * The name of a latent dimension, counted from 0: z₁, z₂ …
 * @param {number} index
 */
export const zName = (index) =>
  `z${[...String(index + 1)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("")}`;

export class Plane {
  /** @type {Meta | null} */ meta = null;
  /** @type {Arrays} */ statics = {};
  /** @type {number[] | null} */ axes = null;
  /** @type {number | null} */ label = null;
  /** @type {boolean} */ pinned = false;
  /** @type {HTMLSelectElement[]} */ selects = [];
  /** @type {Map<string, number>} */ sides = new Map();

  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.place = [1.2, 0.8];
    this.image = 0;
    this.follow = true;
    this.ends = [0, 1];
    this.spacing = "even";
    this.zoom = 1;
    this.revision = 0; // rises with every change
    this.pictures = 0; // rises with those that more than the cursor depends on
  }

  /**
   * The side of the squares, in px: that of the smallest, so that one can read across.
   * @param {string} name
   * @param {number | false} side
   */
  fit(name, side) {
    if (side) this.sides.set(name, side);
    else this.sides.delete(name);
    this.touch(false);
    this.view.wake();
  }

  get side() {
    return Math.min(...this.sides.values());
  }

  /**
   * A new description: what does not fit it any more goes back to where it began.
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    if (this.meta === meta) return;
    const rebuilt = this.meta?.build !== meta.build;
    this.meta = meta;
    this.statics = statics;
    const { latent_dim: d, label, choose = 1, classes = [] } = meta.describe;
    if (this.axes?.some((axis) => axis >= d)) this.axes = null;
    if (!label) this.label = null;
    else if (this.label === null || this.label >= classes.length) this.label = 0;
    const last = Math.max(0, choose - 1);
    this.image = Math.min(this.image, last);
    this.ends = this.fitting(this.ends, last, statics?.labels);
    if (rebuilt) this.touch(true);
    this.selects = this.selects.filter((node) => node.isConnected);
    for (const node of this.selects) this.fill(node);
  }

  /**
   * Two ends that are there; at first two images of different classes.
   * @param {number[]} given
   * @param {number} last
   * @param {Wire} labels
   */
  fitting([from, to], last, labels) {
    if (to <= last && to !== 1) return [Math.min(from, last), to];
    const other = labels ? labels.findIndex((label, i) => i <= last && label !== labels[0]) : 1;
    return [Math.min(from, last), Math.min(last, other > 0 ? other : 1)];
  }

  /** @param {Json} change */
  set(change) {
    Object.assign(this, change);
    this.touch(Object.keys(change).some((name) => name !== "place" && name !== "pinned"));
    if ("label" in change) { for (const node of this.selects) node.value = String(this.label ?? ""); }
    this.view.watch.changed();
    this.view.wake();
  }

  /** @param {boolean} pictures */
  touch(pictures) {
    this.revision += 1;
    if (pictures) this.pictures += 1;
  }

  /** What the server needs to know for pictures in this plane. */
  get options() {
    return { axes: this.axes, label: this.label };
  }

  get dim() {
    return this.meta?.describe.latent_dim ?? 2;
  }

  get box() {
    return this.zoom * (this.meta?.describe.box ?? 3.5);
  }

  /** What a grid over the plane needs beyond that. */
  get gridOptions() {
    return { ...this.options, spacing: this.spacing, zoom: this.zoom };
  }

  /**
   * What the two axes are called.
   * @param {Texts} texts
   * @param {(text: string, values: Json) => string} fill
   */
  names(texts, fill) {
    if (this.axes) return this.axes.map(zName);
    if (this.meta?.describe.projection !== "stable") return [0, 1].map(zName);
    return [1, 2].map((number) => fill(texts["axis.direction"], { number, of: this.dim }));
  }

  /**
   * A choice of class for conditional models; all of them show the same one.
   * @param {Texts} texts
   */
  classSelect(texts) {
    const label = texts["latent.class"];
    const node = select("latent-class", { label }, [], (value) => this.set({ label: Number(value) }));
    this.selects.push(node);
    this.fill(node);
    return node;
  }

  /** @param {HTMLSelectElement} node */
  fill(node) {
    /** @type {{ label?: boolean, classes?: string[] }} */
    const { label, classes = [] } = this.meta?.describe ?? {};
    node.hidden = !label;
    if (node.hidden) return;
    if (node.options.length !== classes.length) offer(node, classes.map((name, index) => [index, name]));
    node.value = String(this.label);
  }
}

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
