// The gradient of each layer as bars, and how far confidence can be believed.

/** @import { Arrays, Json, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el, fill, setText } from "../../../live/web/dom.js";
import { fixed, weight } from "../../../live/web/format.js";
import { CanvasPanel, scales } from "../../../live/web/panels/canvas.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";

class Measured extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.words = el("p", { class: "ls-map-read" });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", spec.title);
    this.stage.classList.add("ls-cnn-plot");
    this.root.append(this.words);
  }
}

const LOWEST = 1e-8; // of a gradient's length on the drawing

export class Gradients extends Measured {
  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture({ gradients, "gradients.weights": weights }, meta) {
    const { context, box, view: { colours }, texts: t } = this;
    /** @type {Json[]} */ const layers = meta.describe.layers.filter((/** @type {Json} */ one) => one.learns);
    if (gradients.length !== layers.length) return;
    const sizes = Array.from(gradients, (one) => Math.log10(Math.max(LOWEST, one)));
    const high = Math.max(...sizes, -1) + 0.3;
    const low = Math.min(...sizes.filter((one) => one > Math.log10(LOWEST)), high - 2) - 0.3;
    const x = { low: -0.5, high: layers.length - 0.5, names: layers.map(() => "") };
    const y = { low, high, log: true, label: t["gradients.y"] };
    drawAxes(context, box, x, y, colours);
    const at = scales(box, x, y);
    const wide = box.wide / layers.length;
    context.font = `${colours.type}px ${colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "top";
    sizes.forEach((size, i) => {
      const top = Math.min(at.down(size), box.top + box.tall);
      context.fillStyle = css(mix(colours.background, colours.negative, 0.85));
      context.fillRect(at.across(i) - 0.35 * wide, top, 0.7 * wide, box.top + box.tall - top);
      context.fillStyle = css(colours.text);
      context.fillText(
        layers[i].name,
        at.across(i),
        box.top + box.tall + 6 + (i % 2 && wide < 70 ? 14 : 0),
        2 * wide,
      );
    });
    const ratios = Array.from(gradients, (one, i) => one / Math.max(weights[i], 1e-12));
    const least = ratios.indexOf(Math.min(...ratios));
    setText(
      this.words,
      fill(t["gradients.words"], { layer: layers[least].name, ratio: weight(ratios[least]) }),
    );
  }
}

export class Calibration extends Measured {
  /**
   * @param {Arrays} arrays
   * @param {Meta} _meta
   */
  picture(arrays, _meta) {
    const { context, box, view: { colours }, texts: t } = this;
    const counts = arrays["calibration.count"];
    const total = counts.reduce((sum, one) => sum + one, 0) || 1;
    const x = { low: 0, high: 1, label: t["calibration.x"] };
    const y = { low: 0, high: 1, label: t["calibration.y"] };
    drawAxes(context, box, x, y, colours);
    const at = scales(box, x, y);
    counts.forEach((count, bin) => {
      if (!count) return;
      const right = arrays["calibration.accuracy"][bin];
      const left = at.across(bin / 10) + 1;
      const wide = box.wide / 10 - 2;
      const strong = 0.35 + 0.6 * Math.sqrt(count / total);
      context.fillStyle = css(mix(colours.background, colours.negative, strong));
      context.fillRect(left, at.down(right), wide, box.top + box.tall - at.down(right));
      context.strokeStyle = css(colours.positive);
      context.lineWidth = 2.5;
      const sure = at.down(arrays["calibration.confidence"][bin]);
      context.beginPath();
      context.moveTo(left, sure);
      context.lineTo(left + wide, sure);
      context.stroke();
    });
    context.setLineDash([4, 4]);
    context.strokeStyle = css(colours.muted);
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(at.across(0), at.down(0));
    context.lineTo(at.across(1), at.down(1));
    context.stroke();
    context.setLineDash([]);
    const ece = fixed(100 * arrays["calibration.ece"][0], 1);
    setText(this.words, fill(t["calibration.words"], { ece, count: total }));
  }
}
