// Which dimension knows which factor: the mutual information between each latent dimension and each true
// factor, as a share of what there is to know. One dark cell per row and column is disentangled.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setText } from "../../../live/web/dom.js";
import { zName } from "./plane.js";

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
      fill(this.texts["mig.score"], { value: mig === null || mig === undefined ? "–" : mig.toFixed(3) }),
    );
    this.matrix = null;
    return false;
  }
}
