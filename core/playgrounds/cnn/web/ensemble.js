// How often each network of an ensemble is right, and how often all are together.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { CanvasPanel } from "../../../live/web/panels/canvas.js";
import { drawBars } from "./bars.js";

/** @param {number} share */
const percent = (share) => fixed(100 * share, 1);

export class Ensemble extends CanvasPanel {
  /**
   * @param {import("../../../live/web/types.d.ts").Spec} spec
   * @param {import("../../../live/web/view.js").View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.words = el("p", { class: "ls-map-read" });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", spec.title);
    this.stage.classList.add("ls-cnn-plot");
    this.root.append(this.words);
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const { context, box, view: { colours }, texts: t } = this;
    const each = Array.from(arrays["ensemble.each"]);
    const together = arrays["ensemble.together"][0];
    const names = each.map((_, k) => fill(t["ensemble.one"], { number: k + 1 }));
    const alone = each.length < 2;
    if (!alone) names.push(t["ensemble.together"]);
    const p = alone ? each : [...each, together];
    drawBars(context, box, { p, names, said: alone ? -1 : each.length, label: -1, colours });
    const mean = percent(each.reduce((sum, one) => sum + one, 0) / each.length);
    const values = { together: percent(together), mean, best: percent(Math.max(...each)) };
    setText(this.words, alone ? t["ensemble.none"] : fill(t["ensemble.words"], values));
  }
}
