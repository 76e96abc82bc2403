// The test images that can be chosen, as one contact sheet: each is a button, and the arrow keys go from one
// to the next. Badges say which are chosen for what.

/** @import { Arrays, Meta, Texts, Wire } from "../../../live/web/types.d.ts" */
import { el, fill, setAttribute } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";

export class Gallery {
  /** @type {{ node: HTMLElement, badge: HTMLElement }[]} */ images = [];
  /** @type {Wire | null} */ drawn = null;
  /** @type {number} */ rows = 0;
  /** @type {number} */ columns = 0;

  /**
   * `choose(index)` hears of a click; `badges()` gives {index: text} of those chosen.
   * @param {Texts} texts
   * @param {string} label
   * @param {{ choose: (index: number) => void, badges: () => Record<number, string> }} given
   */
  constructor(texts, label, { choose, badges }) {
    this.texts = texts;
    this.choose = choose;
    this.badges = badges;
    this.images = [];
    this.focused = 0;
    this.canvas = el("canvas", { class: "ls-mosaic", "aria-hidden": "true" });
    this.sheet = el("div", { class: "ls-gallery-sheet ls-cells" }, this.canvas);
    this.root = el("div", {
      class: "ls-gallery",
      role: "group",
      "aria-label": label,
      "data-ls-keys": "arrows",
    }, this.sheet);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focusin", (event) => {
      this.focused = Number(/** @type {HTMLElement} */ (event.target).dataset.image ?? this.focused);
      this.refresh();
    });
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe({ describe }, statics) {
    const sheet = statics.gallery;
    if (!sheet || sheet === this.drawn) return;
    this.drawn = sheet;
    const [rows, columns] = statics["gallery.shape"];
    this.rows = rows;
    this.columns = columns;
    mosaic(this.canvas, sheet);
    this.canvas.style.aspectRatio = `${sheet.shape[1]} / ${sheet.shape[0]}`;
    this.sheet.style.setProperty("--ls-columns", String(columns));
    this.sheet.style.setProperty("--ls-rows", String(rows));
    const names = describe.classes ?? [];
    const count = Math.min(describe.choose, rows * columns);
    /** @param {number} index */
    const say = (index) => {
      const name = names[statics.labels?.[index]];
      const key = name === undefined ? "gallery.image" : "gallery.image_of";
      return fill(this.texts[key], { number: index + 1, name });
    };
    for (const { node } of this.images) node.remove();
    this.images = Array.from({ length: count }, (_, index) => {
      const badge = el("b");
      const node = el(
        "button",
        {
          type: "button",
          class: "ls-gallery-image",
          "data-image": index,
          "aria-label": say(index),
          on: { click: () => this.choose(index) },
        },
        badge,
      );
      Object.assign(node.style, {
        left: `${(100 * (index % columns)) / columns}%`,
        top: `${(100 * Math.floor(index / columns)) / rows}%`,
        width: `${100 / columns}%`,
        height: `${100 / rows}%`,
      });
      this.sheet.append(node);
      return { node, badge };
    });
    this.focused = Math.min(this.focused, count - 1);
    this.refresh();
  }

  refresh() {
    const badges = this.badges();
    this.images.forEach(({ node, badge }, index) => {
      const text = badges[index] ?? null;
      setAttribute(node, "aria-pressed", text !== null);
      if (badge.textContent !== (text ?? "")) badge.textContent = text ?? "";
      setAttribute(node, "tabindex", index === this.focused ? 0 : -1);
    });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns }[event.key];
    if (!by || !this.images.length) return;
    event.preventDefault();
    event.stopPropagation();
    const to = this.focused + by;
    if (to < 0 || to >= this.images.length) return;
    this.images[to].node.focus();
  }
}
