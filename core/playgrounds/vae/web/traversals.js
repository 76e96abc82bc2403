// Dimensions and factors. One dimension at a time is moved while the others rest: a row for each, those that carry
// most first. And which dimension knows which true factor: their mutual information, as a share of what there is to
// know; one dark cell per row and column is disentangled.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Plane } from "./plane.js" */
import { cells, el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { select } from "../../../live/web/widgets/controls.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { zName } from "./plane.js";

export class Traversals extends Panel {
  /** @type {Meta} */ meta;
  /** @type {{ name: HTMLElement, canvas: HTMLCanvasElement }[]} */ rows = [];

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.around = false;
    this.key = "";
    const t = this.texts;
    /** @type {Plane} */ this.plane = view.shared.plane;
    const froms = ["prior", "image"].map((
      value,
    ) => /** @type {[string, string]} */ ([value, t[`traversals.${value}`]]));
    const says = { label: t["traversals.from"], tip: t["tip.traversals.from"] };
    this.from = select("traverse-from", says, froms, (value) => {
      this.around = value === "image";
      view.watch.changed();
    });
    this.tools.append(this.plane.classSelect(t), this.from);
    this.heads = el("div", { class: "ls-grid-heads" });
    this.said = el("p", { class: "ls-quiet" });
    this.grid = el(
      "div",
      { class: "ls-traversals ls-scroll", role: "group", "aria-label": t["traversals.label"] },
      el("span"),
      this.heads,
    );
    this.root.append(this.grid, this.said);
    this.rows = [];
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.plane.describe(meta, statics);
    this.meta = meta;
    this.key = "";
    setText(this.said, this.texts[meta.describe.factors ? "traversals.hint_factors" : "traversals.hint"]);
  }

  options() {
    return { image: this.around ? this.plane.image : null, label: this.plane.label };
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const { traversal, "traversal.dims": dims, "traversal.kl": kl, "traversal.x": values } = arrays;
    if (!traversal) return false;
    this.arrange(dims.length);
    const [tall, wide] = [traversal.shape[0] / dims.length, traversal.shape[1]];
    this.rows.forEach(({ canvas }, i) => {
      const row = traversal.subarray(i * tall * wide, (i + 1) * tall * wide);
      mosaic(canvas, Object.assign(row, { shape: [tall, wide] }));
    });
    const { "traversal.factor": factor, "traversal.score": score } = arrays;
    const factors = this.meta.describe.factors ?? [];
    const rows = Array.from(dims, (dim, i) => {
      const name = factors[factor?.[i]]?.name;
      return [
        zName(dim),
        fill(this.texts["value.nats"], { value: fixed(kl[i], 2) }),
        name ? fill(this.texts["traversals.factor"], { name, score: Math.round(100 * score[i]) }) : "",
      ];
    });
    this.write(rows, Array.from(values, (value, i) => (i % 2 ? "" : fixed(value, 1))));
    return true;
  }

  /**
   * One line per dimension: its names, and its images on a canvas of their own.
   * @param {number} count
   */
  arrange(count) {
    if (this.rows.length === count) return;
    for (const { name, canvas } of this.rows) for (const node of [name, canvas.parentElement]) node?.remove();
    this.rows = Array.from({ length: count }, () => ({
      name: el("div", { class: "ls-traversal-name" }),
      canvas: el("canvas", { class: "ls-mosaic", role: "img", "aria-label": this.spec.title }),
    }));
    this.grid.append(...this.rows.flatMap(({ name, canvas }) => [name, cells(canvas, 9)]));
    this.key = "";
  }

  /**
   * @param {string[][]} rows
   * @param {string[]} heads
   */
  write(rows, heads) {
    const key = JSON.stringify([rows, heads]);
    if (key === this.key) return;
    this.key = key;
    this.heads.replaceChildren(...heads.map((text) => el("span", { text })));
    rows.forEach(([dim, nats, factor], i) => {
      const { name, canvas } = this.rows[i];
      const caught = factor ? el("span", { class: "ls-factor", text: factor }) : null;
      name.replaceChildren(el("b", { text: dim }), " ", el("span", { text: nats }), caught ?? "");
      setAttribute(canvas, "aria-label", fill(this.texts["traversals.row"], { dim, nats, factor }));
    });
  }
}

const EVERY = 250; // ms between two rewrites of the numbers

export class Disentanglement extends Panel {
  /** @type {HTMLElement[]} */ cells = [];
  /** @type {Wire | null} */ matrix = null;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.key = "";
    this.drawn = 0;
    this.score = el("span", { class: "ls-mig" });
    this.tools.append(this.score);
    this.table = el("table", { class: "ls-mig-table" });
    this.root.append(
      el(
        "div",
        { class: "ls-matrix ls-scroll", tabindex: "0", role: "group", "aria-label": spec.title },
        this.table,
      ),
      el("p", { class: "ls-quiet", text: this.texts["mig.words"] }),
    );
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    this.root.hidden = !describe.factors;
    if (this.root.hidden) return;
    const key = JSON.stringify([describe.factors, describe.latent_dim]);
    if (key === this.key) return;
    this.key = key;
    const dims = Array.from(
      { length: describe.latent_dim },
      (_, index) => el("th", { scope: "col", text: zName(index) }),
    );
    this.cells = [];
    const rows = describe.factors.map((/** @type {{ name: string }} */ { name }) => {
      const cells = dims.map(() => el("td"));
      this.cells.push(...cells);
      return el("tr", {}, el("th", { scope: "row", text: name }), ...cells);
    });
    const caption = el("caption", { class: "ls-hidden-title", text: this.texts["mig.label"] });
    this.table.replaceChildren(caption, el("tr", {}, el("td", { class: "ls-corner" }), ...dims), ...rows);
    this.table.classList.toggle("ls-dense", dims.length > 6);
    this.table.style.minWidth = `${6.2 + 1.8 * dims.length}em`;
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (this.root.hidden || !arrays["mig.matrix"]) return false;
    this.matrix = arrays["mig.matrix"];
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.matrix || !this.onScreen || !this.cells) return false;
    if (now - this.drawn < EVERY) return true;
    this.drawn = now;
    this.matrix.forEach((value, i) => {
      const node = this.cells[i];
      if (!node) return;
      const text = String(Math.round(100 * value));
      if (node.textContent === text) return;
      setText(node, text);
      node.style.setProperty("--ls-share", `${Math.round(55 * Math.min(1, value))}%`);
    });
    const { mig } = this.view.frame?.metrics ?? {};
    setText(
      this.score,
      fill(this.texts["mig.score"], { value: mig === null || mig === undefined ? "–" : fixed(mig, 3) }),
    );
    this.matrix = null;
    return false;
  }
}
