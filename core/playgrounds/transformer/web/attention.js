// Where each head of a layer looks: one small map per head, a row looks at a column.

/** @import { Arrays, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { el } from "../../../live/web/dom.js";

export class Attention extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.maps = el("div", { class: "ls-heads", role: "img", "aria-label": this.texts["attention.label"] });
    this.root.append(this.maps);
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const weights = arrays["attention.weights"], ids = arrays["attention.ids"];
    if (!weights || !ids) {
      this.maps.textContent = this.texts["attention.none"];
      return true;
    }
    const size = ids.length, heads = weights.length / (size * size);
    const canvases = Array.from({ length: heads }, () => document.createElement("canvas"));
    canvases.forEach((canvas, head) => {
      canvas.width = canvas.height = size;
      const context = canvas.getContext("2d");
      if (!context) return;
      const image = context.createImageData(size, size);
      for (let i = 0; i < size * size; i++) {
        image.data.set([32, 96, 200, Math.round(255 * weights[head * size * size + i])], 4 * i);
      }
      context.putImageData(image, 0, 0);
    });
    this.maps.replaceChildren(...canvases);
    return true;
  }
}
