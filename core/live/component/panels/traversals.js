// One dimension at a time is moved while the others rest: a row for each, those that carry most first. Where
// the true factors of the images are known, each row says which one it has caught.

import { el, fill, panelFrame, setAttribute, setText } from "../dom.js";
import { mosaic } from "./flowthumbs.js";
import { plane, zName } from "./plane.js";

export class Traversals {
  constructor(spec, view) {
    Object.assign(this, { spec, view, texts: view.texts, around: false, key: "" });
    const t = this.texts;
    this.plane = plane(view);
    const options = ["prior", "image"].map((value) => el("option", { value, text: t[`traversals.${value}`] }));
    const change = () => {
      this.around = this.from.value === "image";
      view.watch.changed();
    };
    this.from = el("select", { class: "ls-select ls-small", "data-action": "traverse-from", "aria-label": t["traversals.from"], "data-tip": t["tip.traversals.from"], on: { change } }, ...options);
    this.root = panelFrame(spec.name, spec.title, [this.plane.classSelect(t), this.from]).root;
    this.heads = el("div", { class: "ls-grid-heads" });
    this.canvas = el("canvas", { class: "ls-mosaic", role: "img", "aria-label": t["traversals.label"] });
    this.names = el("div", { class: "ls-traversal-names" });
    this.said = el("p", { class: "ls-quiet" });
    this.root.append(el("div", { class: "ls-traversals" }, el("span"), this.heads, this.names, this.canvas), this.said);
  }

  describe(meta, statics) {
    this.plane.describe(meta, statics);
    this.meta = meta;
    this.key = "";
    setText(this.said, this.texts[meta.describe.factors ? "traversals.hint_factors" : "traversals.hint"]);
  }

  options() {
    return { image: this.around ? this.plane.image : null, label: this.plane.label };
  }

  draw(arrays) {
    const { traversal, "traversal.dims": dims, "traversal.kl": kl, "traversal.x": values } = arrays;
    if (!traversal) return false;
    mosaic(this.canvas, traversal);
    this.canvas.style.aspectRatio = `${traversal.shape[1]} / ${traversal.shape[0]}`;
    this.root.style.setProperty("--ls-shape", traversal.shape[1] / traversal.shape[0]);
    const { "traversal.factor": factor, "traversal.score": score } = arrays;
    const factors = this.meta.describe.factors ?? [];
    const rows = Array.from(dims, (dim, i) => {
      const name = factors[factor?.[i]]?.name;
      return [zName(dim), fill(this.texts["value.nats"], { value: kl[i].toFixed(2) }), name ? fill(this.texts["traversals.factor"], { name, score: score[i].toFixed(2) }) : ""];
    });
    this.write(rows, Array.from(values, (value, i) => (i % 2 ? "" : value.toFixed(1).replace("-", "−"))));
    return true;
  }

  write(rows, heads) {
    const key = JSON.stringify([rows, heads]);
    if (key === this.key) return;
    this.key = key;
    this.heads.replaceChildren(...heads.map((text) => el("span", { text })));
    this.names.replaceChildren(
      ...rows.map(([name, nats, factor]) => el("div", {}, el("b", { text: name }), el("span", { text: nats }), factor ? el("span", { class: "ls-factor", text: factor }) : null)),
    );
    setAttribute(this.canvas, "aria-label", `${this.texts["traversals.label"]} ${rows.map((row) => row.filter(Boolean).join(" ")).join("; ")}`);
  }

  paint() {}
}
