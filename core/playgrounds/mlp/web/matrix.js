// The confusion matrix of the test set: a real table, its cells shaded by their share of the row.

import { el, fill, panelFrame, setText } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";

export class Matrix {
  constructor(spec, view) {
    Object.assign(this, { spec, view, texts: view.texts, cells: [], names: "" });
    const { root } = panelFrame(spec.name, spec.title);
    this.root = root;
    this.body = el("div", { class: "ls-matrix" });
    root.append(this.body);
  }

  describe(meta) {
    const classes = meta.describe?.classes ?? [];
    const names = classes.join("\0");
    if (names === this.names && this.cells.length) return;
    this.names = names;
    this.cells = [];
    if (!classes.length) {
      this.body.replaceChildren(el("p", { class: "ls-quiet", text: this.texts["matrix.none"] }));
      return;
    }
    const t = this.texts;
    const head = el(
      "tr",
      {},
      el("td", { class: "ls-corner" }),
      ...classes.map((name) => el("th", { scope: "col", text: name })),
    );
    const rows = classes.map((name) => {
      const cells = classes.map(() => el("td", { text: "–" }));
      this.cells.push(cells);
      return el("tr", {}, el("th", { scope: "row", text: name }), ...cells);
    });
    this.body.replaceChildren(
      el("span", { class: "ls-matrix-x", text: t["matrix.predicted"], "aria-hidden": "true" }),
      el("span", { class: "ls-matrix-y", text: t["matrix.true"], "aria-hidden": "true" }),
      el(
        "table",
        { class: classes.length > 3 ? "ls-dense" : null, "aria-label": t["matrix.label"] },
        el("tbody", {}, head, ...rows),
      ),
    );
  }

  draw({ confusion }) {
    if (!confusion || confusion.shape[0] !== this.cells.length) return false;
    const size = this.cells.length;
    this.cells.forEach((row, i) => {
      let total = 0;
      for (let j = 0; j < size; j += 1) total += confusion[i * size + j];
      row.forEach((cell, j) => {
        const count = confusion[i * size + j];
        const text = whole(count);
        if (cell.textContent === text && cell.dataset.of === String(total)) return;
        setText(cell, text);
        cell.classList.toggle("ls-zero", count === 0);
        cell.dataset.of = total;
        cell.dataset.tip = fill(this.texts["matrix.cell"], {
          count: text,
          total: whole(total),
          actual: this.names.split("\0")[i],
          predicted: this.names.split("\0")[j],
        });
        cell.style.setProperty("--ls-share", `${Math.round((total ? count / total : 0) * 38)}%`);
      });
    });
    return true;
  }

  paint() {}
}
