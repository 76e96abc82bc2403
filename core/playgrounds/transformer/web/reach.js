// How far back memory reaches: the gradient of the last token's loss, by distance, of every model.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { el, setText } from "../../../live/web/dom.js";
import { CanvasPanel, scales } from "../../../live/web/panels/canvas.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";

const LOWEST = -12; // powers of ten that are drawn, at most
const KINDS = ["transformer", "rnn", "gru", "lstm", "encdec"]; // each has the colour of its curves

/**
 * Bounds of the powers of ten of positive numbers.
 * @param {Iterable<number>} values
 */
export function powersOf(values) {
  const found = [...values].filter((one) => one > 0).map(Math.log10);
  const high = Math.ceil(Math.max(...found, -1));
  const low = Math.max(LOWEST, Math.floor(Math.min(...found, high - 1)));
  return { low: Math.min(low, high - 1), high };
}

export class Reach extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.stage.classList.add("ls-seq-plot");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", spec.title);
    this.legend = el("div", { class: "ls-map-legend" });
    this.root.append(this.legend, el("p", { class: "ls-map-read", text: this.texts["reach.words"] }));
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.dress();
  }

  /** @param {string} kind */
  colour(kind) {
    return this.view.colours.classColour(KINDS.indexOf(kind), KINDS.length);
  }

  dress() {
    /** @type {{ kind: string, label: string }[]} */ const models = this.meta?.describe.models ?? [];
    this.legend.replaceChildren(...models.map(({ kind, label }) => {
      const swatch = el("i", { class: "ls-swatch" });
      swatch.style.background = css(this.colour(kind));
      const name = el("span", {});
      setText(name, label);
      return el("span", { class: "ls-class" }, swatch, name);
    }));
  }

  paint() {
    this.dress();
    super.paint();
  }

  /** @param {Arrays} arrays @param {import("../../../live/web/types.d.ts").Frame} frame */
  draw(arrays, frame) {
    return arrays.reach ? super.draw(arrays, frame) : false;
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture({ reach }, meta) {
    const { context, box, view: { colours }, texts: t } = this;
    const [models, count] = reach.shape;
    const x = { low: 0, high: Math.max(1, count - 1), label: t["reach.x"] };
    const y = { ...powersOf(reach), log: true };
    drawAxes(context, box, x, y, colours, { grid: true });
    const at = scales(box, x, y);
    this.clip();
    for (let m = 0; m < models; m += 1) {
      context.strokeStyle = css(this.colour(meta.describe.models[m].kind));
      context.lineWidth = 2.5;
      context.beginPath();
      for (let i = 0; i < count; i += 1) {
        const value = Math.log10(Math.max(10 ** (LOWEST - 1), reach[m * count + i]));
        context.lineTo(at.across(i), at.down(value));
      }
      context.stroke();
    }
    context.restore();
  }
}
