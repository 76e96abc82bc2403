// Bias and variance: the errors of the closed forms of every degree, on the points and on held-out ones.

/** @import { Arrays, Frame, Meta, Numbers, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { el } from "../../../live/web/dom.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { CanvasPanel, lineOf, scales } from "../../../live/web/panels/canvas.js";

const ABOVE = 3; // times the error of a line: what is above lies outside
const ROOM = 1.08; // above the largest error inside

/**
 * The upper end of the errors' axis.
 * @param {Numbers} train
 * @param {Numbers} test
 */
export function top(train, test) {
  const most = ABOVE * Math.max(train[0], test[0]);
  const inside = [...Array.from(train), ...Array.from(test)].filter((value) => value <= most);
  return Math.max(1e-6, ROOM * Math.max(...inside));
}

export class Degrees extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const key = (/** @type {number} */ index, /** @type {string} */ text) => {
      const mark = el("i", { class: "ls-line" });
      mark.style.borderTopColor = lineOf(index);
      return el("span", { class: "ls-fit-key" }, mark, this.texts[text]);
    };
    this.root.append(
      el("p", { class: "ls-quiet ls-fit-legend" }, key(0, "degrees.train"), key(1, "degrees.test")),
      el("p", { class: "ls-quiet", text: this.texts["degrees.hint"] }),
    );
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.root.hidden = meta.describe.family !== "polynomial";
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    return Boolean(arrays["degree.train"]) && super.draw(arrays, frame);
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture({ "degree.train": train, "degree.test": test }, meta) {
    const { context, box, view: { colours } } = this;
    const x = { low: 0.5, high: train.length + 0.5, label: this.texts["degrees.x"] };
    const y = { low: 0, high: top(train, test), label: this.texts["degrees.y"] };
    drawAxes(context, box, x, y, colours, { grid: true, gap: 40 });
    this.clip();
    const at = scales(box, x, y);
    context.lineWidth = 2.5;
    [train, test].forEach((values, index) => this.curve(values, index, at));
    context.strokeStyle = css(colours.muted);
    context.setLineDash([4, 4]);
    context.beginPath();
    context.moveTo(at.across(meta.describe.degree), box.top);
    context.lineTo(at.across(meta.describe.degree), box.top + box.tall);
    context.stroke();
    context.setLineDash([]);
    context.restore();
  }

  /**
   * @param {Numbers} values
   * @param {number} index
   * @param {ReturnType<typeof scales>} at
   */
  curve(values, index, at) {
    const { context } = this;
    context.strokeStyle = context.fillStyle = lineOf(index);
    context.beginPath();
    for (let i = 0; i < values.length; i += 1) {
      context.lineTo(at.across(i + 1), Math.max(-1e4, at.down(values[i])));
    }
    context.stroke();
    for (let i = 0; i < values.length; i += 1) {
      context.beginPath();
      context.arc(at.across(i + 1), Math.max(-1e4, at.down(values[i])), 3.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
