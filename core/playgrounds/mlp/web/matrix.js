// The confusion matrix of the test set: a real table, its cells shaded by their share of the row.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";

export class Matrix extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {string[]} */ this.classes = [];
    /** @type {HTMLElement[][]} */ this.cells = []; // row = true class, column = predicted
    this.body = el("div", { class: "ls-matrix" });
    this.root.append(this.body);
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    /** @type {string[]} */ const classes = describe.classes;
    if (classes.join("\0") === this.classes.join("\0") && this.cells.length) return;
    this.classes = classes;
    this.cells = [];
    if (classes.length) this.build();
    else this.body.replaceChildren(el("p", { class: "ls-quiet", text: this.texts["matrix.none"] }));
  }

  build() {
    const { classes, texts: t } = this;
    const heads = classes.map((name) => el("th", { scope: "col", text: name }));
    const rows = classes.map((name) => {
      const cells = classes.map(() => el("td", { text: "–" }));
      this.cells.push(cells);
      return el("tr", {}, el("th", { scope: "row", text: name }), ...cells);
    });
    const head = el("tr", {}, el("td", { class: "ls-corner" }), ...heads);
    const dense = classes.length > 3 ? "ls-dense" : null;
    this.body.replaceChildren(
      el("span", { class: "ls-matrix-x", text: t["matrix.predicted"], "aria-hidden": "true" }),
      el("span", { class: "ls-matrix-y", text: t["matrix.true"], "aria-hidden": "true" }),
      el("table", { class: dense, "aria-label": t["matrix.label"] }, el("tbody", {}, head, ...rows)),
    );
  }

  /** @param {Arrays} arrays */
  draw({ confusion }) {
    const size = this.cells.length;
    if (!confusion || confusion.shape[0] !== size) return false;
    this.cells.forEach((row, i) => {
      const counts = confusion.subarray(i * size, (i + 1) * size);
      let total = 0;
      for (const count of counts) total += count;
      row.forEach((cell, j) => this.write(cell, counts[j], total, [this.classes[i], this.classes[j]]));
    });
    return true;
  }

  /**
   * @param {HTMLElement} cell
   * @param {number} count
   * @param {number} total of the row
   * @param {[actual: string, predicted: string]} names
   */
  write(cell, count, total, [actual, predicted]) {
    const text = whole(count);
    if (cell.textContent === text && cell.dataset.of === String(total)) return;
    setText(cell, text);
    cell.classList.toggle("ls-zero", count === 0);
    cell.dataset.of = String(total);
    const said = { count: text, total: whole(total), actual, predicted };
    cell.dataset.tip = fill(this.texts["matrix.cell"], said);
    cell.style.setProperty("--ls-share", `${Math.round((total ? count / total : 0) * 30)}%`);
  }
}
