// How much each hyperparameter decided who is among the best: bars, the longest first, and how far to trust them.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { percent, Trials } from "./trials.js";

export class Importance extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Trials | null} */ this.trials = null;
    this.list = el("ul", { class: "ls-search-bars" });
    this.words = el("p", { class: "ls-quiet ls-search-read" });
    this.root.append(el("div", { class: "ls-search-importance" }, this.list, this.words));
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.trials = new Trials(meta, this.spec, this.texts);
    this.list.replaceChildren();
    setText(this.words, fill(this.texts["importance.few"], { least: meta.describe.least }));
  }

  /** @param {Arrays} arrays */
  draw({ importance, "importance.count": count }) {
    const { trials, texts } = this;
    if (!importance || importance.length !== trials?.dimensions.length) return false;
    if (!importance.some((share) => share > 0)) return true;
    const order = Array.from(importance.keys()).sort((a, b) => importance[b] - importance[a]);
    const bars = order.map((d) => this.bar(trials.dimensions[d].name, importance[d]));
    this.list.replaceChildren(...bars);
    const control = trials.dimensions.some(({ name }) => name === "seed");
    setText(this.words, fill(texts[control ? "importance.control" : "importance.read"], { count: count[0] }));
    return true;
  }

  /**
   * @param {string} name
   * @param {number} share
   */
  bar(name, share) {
    const label = this.spec.named[name];
    const bar = el("i", { class: "ls-search-bar" });
    bar.style.width = `${100 * share}%`;
    return el(
      "li",
      { "data-importance": name, "data-value": share },
      el("span", { class: "ls-search-bar-name", text: label }),
      el("span", { class: "ls-search-bar-room" }, bar),
      el("span", { class: "ls-search-bar-share", text: percent(share) }),
    );
  }
}
