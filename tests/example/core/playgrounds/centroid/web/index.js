// A number line: the points as marks, and w as a dot.
import { contextOf, el } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";

class Line extends Panel {
  canvas = el("canvas", { width: 600, height: 80 });

  describe(_meta, statics) {
    this.marks = statics.x;
    this.root.append(this.canvas);
  }

  draw({ w }) {
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, 600, 80);
    for (const x of this.marks) context.fillRect(300 + 80 * x, 30, 2, 20);
    context.fillRect(295 + 80 * w[0], 35, 10, 10);
    return true;
  }
}

export const KINDS = { line: Line };
