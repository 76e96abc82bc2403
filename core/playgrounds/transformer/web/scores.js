// The three scores of one head over the updates: a small chart with a legend that gives the last values.

/** @import { Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";

const NAMES = ["before", "followed", "same"];
/** @type {number[][]} */
const DASHES = [[], [7, 3], [2, 3]]; // told apart without colours too

export class Scores {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.title = el("p", { class: "ls-seq-who" });
    this.canvas = el("canvas", { role: "img" });
    this.box = el("div", { class: "ls-seq-past" }, this.canvas);
    this.keys = el("p", { class: "ls-map-read ls-seq-past-keys" });
    this.root = el("div", { class: "ls-seq-over-time", "data-scores": "" }, this.title, this.box, this.keys);
  }

  /**
   * @param {Wire} when [E] updates
   * @param {Wire} past [E, 3]
   * @param {{ layer: number, head: number }} which
   */
  show(when, past, { layer, head }) {
    const t = this.view.texts;
    setText(this.title, fill(t["heads.past"], { layer: layer + 1, head: head + 1 }));
    const last = 3 * (when.length - 1);
    const told = NAMES.map((name, k) => [t[`heads.${name}`], when.length ? fixed(past[last + k], 2) : "–"]);
    setAttribute(this.canvas, "aria-label", told.map((one) => one.join(" ")).join(", "));
    this.keys.replaceChildren(...told.map(([name, value], k) => this.key(name, value, k)));
    this.draw(when, past);
  }

  /** @param {string} name @param {string} value @param {number} k */
  key(name, value, k) {
    const line = el("i", { class: "ls-line" });
    line.style.borderTopColor = css(this.view.colours.classes[k]);
    line.style.borderTopStyle = ["solid", "dashed", "dotted"][k];
    line.style.borderTopWidth = "3px";
    return el("span", { class: "ls-seq-past-key" }, line, ` ${name} ${value}`);
  }

  /** @param {Wire} when @param {Wire} past */
  draw(when, past) {
    const { colours, texts: t } = this.view;
    const { clientWidth: wide, clientHeight: tall } = this.box;
    if (!wide || !tall) return;
    const context = sizeCanvas(this.canvas, wide, tall);
    const { left, right, top, bottom } = colours.room({ left: 34, right: 14, top: 8, bottom: 44 });
    const box = { left, top, wide: wide - left - right, tall: tall - top - bottom };
    const end = Math.max(10, when.length ? when[when.length - 1] : 0);
    drawAxes(context, box, { low: 0, high: end, label: t["heads.updates"] }, { low: 0, high: 1 }, colours, {
      grid: true,
    });
    NAMES.forEach((_, k) => {
      context.strokeStyle = css(colours.classes[k]);
      context.setLineDash(DASHES[k]);
      context.lineWidth = 2;
      context.beginPath();
      when.forEach((update, i) => {
        const at = left + box.wide * update / end;
        const high = top + box.tall * (1 - Math.min(1, past[3 * i + k]));
        if (i) context.lineTo(at, high);
        else context.moveTo(at, high);
      });
      context.stroke();
    });
    context.setLineDash([]);
  }
}
