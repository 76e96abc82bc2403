// The layers of the main picture, each switched by itself.

/** @import { Texts } from "../../../live/web/types.d.ts" */
import { el, setAttribute } from "../../../live/web/dom.js";

const LAYERS = { real: true, fake: true, surface: true, manifold: true, arrows: false }; // name → on at first

export class Layers {
  /**
   * @param {Texts} texts
   * @param {() => void} changed
   */
  constructor(texts, changed) {
    this.changed = changed;
    /** @type {Set<string>} */ this.on = new Set();
    const toggles = Object.entries(LAYERS).map(([name, on]) => {
      if (on) this.on.add(name);
      return this.toggle(name, texts);
    });
    const label = texts["samples.layers"];
    this.root = el("div", { class: "ls-layers", role: "group", "aria-label": label }, ...toggles);
  }

  /**
   * @param {string} name
   * @param {Texts} texts
   */
  toggle(name, texts) {
    const node = el(
      "button",
      {
        type: "button",
        class: "ls-button ls-small ls-layer",
        "data-layer-toggle": name,
        "aria-pressed": this.on.has(name),
        "data-tip": texts[`tip.layer.${name}`],
      },
      el("i", { class: `ls-mark ls-mark-${name}` }),
      texts[`layer.${name}`],
    );
    node.addEventListener("click", () => {
      if (!this.on.delete(name)) this.on.add(name);
      setAttribute(node, "aria-pressed", this.on.has(name));
      this.changed();
    });
    return node;
  }

  /** @param {string} name */
  has(name) {
    return this.on.has(name);
  }

  /** What the server is asked for: real samples are here already. */
  get asked() {
    return [...this.on].filter((name) => name !== "real");
  }
}
