// Images from fixed noise, in a grid: the same place is always the same noise, so one watches each image
// come about. Pointing at one says where it stands.

/** @import { Arrays, Json, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, markAveraged, setAttribute, setText } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";

export class Grid extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Meta | null} */ this.meta = null;
    this.rows = this.columns = 1;
    this.heads = el("div", { class: "ls-grid-heads", "aria-hidden": "true" });
    this.canvas = el("canvas", { class: "ls-mosaic", role: "img", "aria-label": this.texts["grid.label"] });
    this.readout = el("p", { class: "ls-map-read" });
    this.stage = el("div", { class: "ls-mosaic-stage" }, this.heads, this.canvas);
    this.root.append(this.stage, this.readout);
    this.canvas.addEventListener("pointermove", (event) => this.read(event));
    this.canvas.addEventListener("pointerleave", () => this.read(null));
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { describe } = meta;
    this.meta = meta;
    this.root.hidden = describe.kind !== "images";
    if (this.root.hidden) return;
    markAveraged(this.root, meta.describe.averaged, this.texts["picture.averaged"]);
    const [rows, columns] = describe.grid ?? [8, 8];
    this.rows = rows;
    this.columns = columns;
    this.canvas.style.aspectRatio = `${columns * describe.size[1]} / ${rows * describe.size[0]}`;
    const shape = (columns * describe.size[1]) / (rows * describe.size[0]);
    this.stage.style.setProperty("--ls-shape", String(shape));
    const names = classNames(describe);
    this.heads.hidden = !names.length;
    this.heads.replaceChildren(...names.slice(0, columns).map((name) => el("span", { text: name })));
    this.read(null);
  }

  /** @param {Arrays} arrays */
  draw({ grid }) {
    if (this.root.hidden || !grid) return false;
    mosaic(this.canvas, grid);
    setAttribute(this.canvas, "data-drawn", "true");
    return true;
  }

  /** @param {PointerEvent | null} event */
  read(event) {
    const t = this.texts;
    const key = this.meta?.describe.classes ? "grid.hint_classes" : "grid.hint";
    if (!event) return setText(this.readout, t[key]);
    const box = this.canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * this.rows) + 1;
    const column = Math.floor(((event.clientX - box.left) / box.width) * this.columns) + 1;
    setText(this.readout, fill(t["grid.read"], { row, column }));
  }
}

/**
 * Names, or numbers where the data have no names; none where there are no classes.
 * @param {Json} describe
 * @returns {string[]}
 */
export const classNames = ({ classes, class_names: names }) =>
  classes ? names ?? Array.from({ length: classes }, (_, k) => String(k)) : [];
