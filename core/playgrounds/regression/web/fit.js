// The points with the fits and the squares of the residuals; points are dragged, added and removed here.

/** @import { Arrays, Frame, Meta, Numbers, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { CanvasPanel, lineOf, scales } from "./canvas.js";
import { Hand } from "./hand.js";

const RADIUS = 6; // px of a point

export class Fit extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.squares = toggle("squares", wordsOf(t, "squares"), true, () => this.renew());
    this.resampled = toggle("resampled", wordsOf(t, "resampled"), false, () => view.watch.changed());
    this.remove = tool(t, "remove-point", () => this.hand.remove());
    this.undo = tool(t, "undo-points", () => this.hand.undo());
    this.tools.append(this.squares, this.resampled, this.remove, this.undo);
    this.said = el("p", { class: "ls-quiet ls-fit-said", role: "status", text: t["fit.hint"] });
    this.legend = el("p", { class: "ls-quiet ls-fit-legend" });
    this.note = el("p", { class: "ls-fit-note", hidden: "" });
    this.root.append(this.note, el("div", { class: "ls-fit-foot" }, this.legend, this.said));
    this.hand = new Hand(this);
  }

  options() {
    return { resampled: isOn(this.resampled) };
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    const keys = meta.describe.losses.map((/** @type {string} */ loss, /** @type {number} */ i) => {
      const mark = el("i", { class: "ls-line" });
      mark.style.borderTopColor = lineOf(i);
      return el("span", { class: "ls-fit-key" }, mark, this.texts[`fit.${loss}`]);
    });
    const mark = el("i", { class: "ls-line ls-dashed" });
    this.legend.replaceChildren(...keys, el("span", { class: "ls-fit-key" }, mark, this.texts["fit.best"]));
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    if (!arrays.points) return false;
    this.note.hidden = !frame.notes?.length;
    setText(this.note, (frame.notes ?? []).join(" "));
    this.hand.heard(arrays.points);
    setAttribute(this.undo, "aria-disabled", !arrays.undoable[0]);
    setAttribute(this.remove, "aria-disabled", this.hand.chosen === null);
    return super.draw(arrays, frame);
  }

  /** @param {string} text */
  say(text) {
    setText(this.said, text);
  }

  get axis() {
    const limit = this.meta?.describe.limit ?? 5;
    return { low: -limit, high: limit, label: "" };
  }

  /** Between the picture and the plane of x and y. */
  get place() {
    return scales(this.box, this.axis, this.axis);
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture(arrays, meta) {
    const { context, axis, view: { colours } } = this;
    drawAxes(context, this.box, { ...axis, label: "x" }, { ...axis, label: "y" }, colours, {
      grid: true,
      gap: 40,
    });
    this.clip();
    const grid = arrays.best.length;
    if (arrays.resampled) {
      context.globalAlpha = 0.22;
      for (let i = 0; i < arrays.resampled.shape[0]; i += 1) {
        this.line(arrays.resampled.subarray(i * grid, (i + 1) * grid), css(colours.muted), 1);
      }
      context.globalAlpha = 1;
    }
    if (isOn(this.squares)) this.drawSquares(arrays.fit);
    context.setLineDash([7, 5]);
    this.line(arrays.best, css(colours.muted), 2);
    context.setLineDash([]);
    meta.describe.losses.forEach((/** @type {string} */ _loss, /** @type {number} */ i) => {
      this.line(arrays.fit.subarray(i * grid, (i + 1) * grid), lineOf(i), 3);
    });
    this.drawPoints();
    context.restore();
  }

  /**
   * @param {Numbers} values along the whole width
   * @param {string} colour
   * @param {number} width
   */
  line(values, colour, width) {
    const { context, place, box: { left, wide } } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (let i = 0; i < values.length; i += 1) {
      const down = Math.max(-1e4, Math.min(1e4, place.down(values[i])));
      context.lineTo(left + (i / (values.length - 1)) * wide, down);
    }
    context.stroke();
  }

  /**
   * The square of every residual of the first fit, beside its point.
   * @param {Numbers} fit [M, G]
   */
  drawSquares(fit) {
    const { context, place, hand: { points }, arrays, axis } = this;
    const last = (arrays?.best.length ?? 1) - 1;
    context.fillStyle = "rgba(213, 94, 0, 0.13)";
    context.strokeStyle = "rgba(213, 94, 0, 0.75)";
    context.lineWidth = 1;
    for (const [x, y] of points) {
      const at = Math.min(last, Math.max(0, ((x - axis.low) / (axis.high - axis.low)) * last));
      const cell = Math.min(last - 1, Math.floor(at));
      const said = fit[cell] + (at - cell) * (fit[cell + 1] - fit[cell]);
      const from = place.down(y);
      const side = Math.min(2000, Math.abs(place.down(said) - from));
      const top = said > y ? from - side : from;
      const left = said > y ? place.across(x) - side : place.across(x);
      context.fillRect(left, top, side, side);
      context.strokeRect(left, top, side, side);
    }
  }

  drawPoints() {
    const { context, place, hand: { points, chosen }, view: { colours } } = this;
    points.forEach(([x, y], i) => {
      context.beginPath();
      context.arc(place.across(x), place.down(y), RADIUS * (i === chosen ? 1.4 : 1), 0, 2 * Math.PI);
      context.fillStyle = css(mix(colours.background, colours.text, 0.85));
      context.fill();
      context.lineWidth = i === chosen ? 3 : 1.5;
      context.strokeStyle = i === chosen ? css(colours.primary) : css(colours.background);
      context.stroke();
    });
  }

  close() {
    this.hand.close();
    super.close();
  }
}
