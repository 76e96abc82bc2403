// A number line: the points as marks, and w as a dot.

import { el, panelFrame } from "../../../live/web/dom.js";

class Line {
  constructor(spec) {
    this.spec = spec;
    this.canvas = el("canvas", { width: "600", height: "80" });
    this.root = panelFrame(spec.name, spec.title).root;
    this.root.append(this.canvas);
  }

  describe(_meta, statics) {
    this.marks = statics.x;
  }

  draw({ w }) {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, 600, 80);
    for (const x of this.marks) context.fillRect(300 + 80 * x, 30, 2, 20);
    context.fillRect(295 + 80 * w[0], 35, 10, 10);
    return true;
  }

  paint() {}
}

export const KINDS = { line: Line };
