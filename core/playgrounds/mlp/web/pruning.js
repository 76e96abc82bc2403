// What breaks without the smallest weights: the loss over the share that is taken away, and the map that is left.

/** @import { Arrays, Frame, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setText } from "../../../live/web/dom.js";
import { loss } from "../../../live/web/format.js";
import { CanvasPanel, lineOf, scales } from "../../../live/web/panels/canvas.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { SmallMap } from "./smallmap.js";

const ROOM = 1.08; // above the largest loss
const SOON = 60; // ms between two shares that are asked for while the slider moves

export class Pruning extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.asking = 0;
    this.words = el("p", { class: "ls-quiet", role: "status" });
    /** @type {HTMLInputElement} */
    this.slider = el("input", {
      type: "range",
      min: "0",
      max: "100",
      step: "1",
      value: "50",
      class: "ls-wide-slider",
      "data-action": "prune",
      "aria-label": t["pruning.share"],
      on: { input: () => this.moved() },
    });
    this.map = new SmallMap(t["pruning.map"]);
    this.stage.classList.add("ls-pruning-plot");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", spec.title);
    const key = (/** @type {number} */ index, /** @type {string} */ text) => {
      const mark = el("i", { class: "ls-line" });
      mark.style.borderTopColor = lineOf(index);
      return el("span", { class: "ls-key" }, mark, t[text]);
    };
    this.root.append(
      el("label", { class: "ls-pruning-share ls-quiet" }, t["pruning.share"], this.slider),
      el("div", { class: "ls-pruning" }, this.map.canvas, this.stage),
      el("p", { class: "ls-quiet" }, key(0, "pruning.train"), key(1, "pruning.test")),
      this.words,
    );
  }

  options() {
    return { share: Number(this.slider.value) };
  }

  moved() {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.view.watch?.changed(), SOON);
    this.renew();
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    if (!arrays["pruned.loss"]) return false;
    this.left(arrays);
    return super.draw(arrays, frame);
  }

  /** @param {Arrays} arrays */
  left({ "pruned.map": map, "pruned.sure": sure }) {
    const { colours } = this.view;
    const luts = sure ? colours.classLuts(this.meta?.describe.classes.length ?? 0, false) : [];
    this.map.paint(map, (i) => sure ? luts[map[i]]?.[sure[i]] ?? 0 : colours.lut[map[i]]);
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} _meta
   */
  picture({ "pruned.loss": losses, "pruned.left": [left, whole] }, _meta) {
    const { context, box, view: { colours }, texts: t } = this;
    const [, count] = losses.shape;
    let most = 0;
    for (const value of losses) if (Number.isFinite(value)) most = Math.max(most, value);
    const x = { low: 0, high: 100, label: t["pruning.x"] };
    const y = { low: 0, high: ROOM * most || 1, label: t["pruning.y"] };
    drawAxes(context, box, x, y, colours);
    const at = scales(box, x, y);
    this.clip();
    for (const row of [0, 1]) {
      context.beginPath();
      for (let k = 0; k < count; k += 1) {
        context.lineTo(at.across(100 * k / (count - 1)), at.down(losses[row * count + k]));
      }
      context.lineWidth = 2.5;
      context.strokeStyle = lineOf(row);
      context.stroke();
    }
    const share = at.across(Number(this.slider.value));
    context.beginPath();
    context.moveTo(share, box.top);
    context.lineTo(share, box.top + box.tall);
    context.lineWidth = 1.5;
    context.setLineDash([5, 4]);
    context.strokeStyle = css(colours.text);
    context.stroke();
    context.setLineDash([]);
    context.restore();
    const near = count + Math.round(Number(this.slider.value) / 100 * (count - 1));
    const said = { left, whole, before: loss(losses[count]), after: loss(losses[near]) };
    setText(this.words, fill(t["pruning.said"], said));
  }
}
