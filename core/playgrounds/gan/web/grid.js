// Images from fixed noise, in a grid: the same place is always the same noise, so one watches each image
// come about. Pointing at one says where it stands.

import { el, fill, markAveraged, panelFrame, setAttribute, setText } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";

export class Grid {
  constructor(spec, view) {
    Object.assign(this, { spec, view, texts: view.texts, meta: null });
    this.root = panelFrame(spec.name, spec.title).root;
    this.heads = el("div", { class: "ls-grid-heads", "aria-hidden": "true" });
    this.canvas = el("canvas", { class: "ls-mosaic", role: "img", "aria-label": this.texts["grid.label"] });
    this.readout = el("p", { class: "ls-map-read" });
    this.stage = el("div", { class: "ls-mosaic-stage" }, this.heads, this.canvas);
    this.root.append(this.stage, this.readout);
    this.canvas.addEventListener("pointermove", (event) => this.read(event));
    this.canvas.addEventListener("pointerleave", () => this.read(null));
  }

  describe(meta) {
    const { describe } = meta;
    this.meta = meta;
    this.root.hidden = describe.kind !== "images";
    if (this.root.hidden) return;
    markAveraged(this.root, meta.describe.averaged, this.texts["picture.averaged"]);
    const [rows, columns] = describe.grid ?? [8, 8];
    Object.assign(this, { rows, columns });
    this.canvas.style.aspectRatio = `${columns * describe.size[1]} / ${rows * describe.size[0]}`;
    this.stage.style.setProperty("--ls-shape", (columns * describe.size[1]) / (rows * describe.size[0]));
    const names = describe.classes
      ? describe.class_names ?? Array.from({ length: columns }, (_, k) => k)
      : [];
    this.heads.hidden = !names.length;
    this.heads.replaceChildren(...names.slice(0, columns).map((name) => el("span", { text: name })));
    this.read(null);
  }

  draw({ grid }) {
    if (this.root.hidden || !grid) return false;
    mosaic(this.canvas, grid);
    setAttribute(this.canvas, "data-drawn", "true");
    return true;
  }

  read(event) {
    const t = this.texts;
    const key = this.meta?.describe.classes ? "grid.hint_classes" : "grid.hint";
    if (!event) return setText(this.readout, t[key]);
    const box = this.canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * this.rows) + 1;
    const column = Math.floor(((event.clientX - box.left) / box.width) * this.columns) + 1;
    return setText(this.readout, fill(t["grid.read"], { row, column }));
  }

  paint() {}
}
