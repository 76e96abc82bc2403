// The prompt, and what the model goes on with.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, setText } from "../../../live/web/dom.js";

export class Sample extends Panel {
  /** @type {string[]} */ symbols = [];

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.prompt = el("b");
    this.written = el("span");
    this.root.append(
      el("p", { class: "ls-written", "aria-label": this.texts["sample.label"] }, this.prompt, this.written),
    );
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    this.symbols = describe.symbols;
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const ids = arrays["sample.ids"], prompt = arrays["sample.prompt"];
    if (!ids || !prompt) {
      setText(this.written, this.texts["sample.none"]);
      return false;
    }
    setText(this.prompt, Array.from(prompt, (id) => this.symbols[id]).join(""));
    setText(this.written, Array.from(ids, (id) => this.symbols[id]).join(""));
    return false;
  }
}
