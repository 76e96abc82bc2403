// The points with the fits and the squares of the residuals, or with what every neuron adds to a curve.

/** @import { Arrays, Frame, Meta, Numbers, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css, mix } from "../../../live/web/colour.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { lineOf } from "../../../live/web/panels/canvas.js";
import { Editor, key } from "./editor.js";
import { labelled } from "./plane.js";

const RADIUS = 6; // px of a point

export class Fit extends Editor {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.squares = toggle("squares", wordsOf(t, "squares"), true, () => this.renew());
    this.resampled = toggle("resampled", wordsOf(t, "resampled"), false, () => view.watch.changed());
    this.parts = toggle("parts", wordsOf(t, "parts"), true, () => this.renew());
    this.tools.prepend(this.squares, this.parts, this.resampled);
    view.shared.neuron.watch(() => this.renew());
  }

  options() {
    return { resampled: isOn(this.resampled) };
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    const { family } = meta.describe;
    this.root.hidden = family === "classes";
    this.resampled.hidden = family !== "polynomial";
    this.parts.hidden = family !== "network";
    const more = family === "network"
      ? key(this.texts["fit.parts"], "", "ls-pale")
      : key(this.texts["fit.best"], "", "ls-dashed");
    this.legend.replaceChildren(...this.keys(meta), more);
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    if (!arrays.points) return false;
    return this.take(arrays.points, arrays.undoable, arrays, frame);
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture(arrays, { describe: { axes, limit, losses } }) {
    const { context, view: { colours } } = this;
    const [x, y] = [labelled(axes[0], limit, "x"), labelled(axes[1], limit, "y")];
    const { name } = axes[1];
    drawAxes(context, this.box, x, name ? { ...y, label: "" } : y, colours, { grid: true, gap: 40 });
    if (name) this.name(name);
    this.clip();
    const grid = arrays.fit.shape[1];
    if (arrays.resampled) {
      context.globalAlpha = 0.22;
      for (let i = 0; i < arrays.resampled.shape[0]; i += 1) {
        this.line(arrays.resampled.subarray(i * grid, (i + 1) * grid), css(colours.muted), 1);
      }
      context.globalAlpha = 1;
    }
    if (isOn(this.squares)) this.drawSquares(arrays.fit.subarray(0, grid));
    if (arrays.parts && isOn(this.parts)) this.drawParts(arrays.parts, grid);
    if (arrays.best) {
      context.setLineDash([7, 5]);
      this.line(arrays.best, css(colours.muted), 2);
      context.setLineDash([]);
    }
    losses.forEach((/** @type {string} */ _loss, /** @type {number} */ i) => {
      this.line(arrays.fit.subarray(i * grid, (i + 1) * grid), lineOf(i), arrays.parts ? 4.5 : 3);
    });
    this.drawPoints();
    context.restore();
  }

  /**
   * A column's name where it does not meet the numbers of its axis.
   * @param {string} name
   */
  name(name) {
    const { context, box: { left, top }, view: { colours } } = this;
    context.fillStyle = css(colours.text);
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillText(name, left + 8, top + 6);
  }

  /**
   * What every neuron adds, the chosen one strong.
   * @param {Wire} parts [H, G]
   * @param {number} grid
   */
  drawParts(parts, grid) {
    const { context, view: { colours, shared } } = this;
    for (let i = 0; i < parts.shape[0]; i += 1) {
      const chosen = i === shared.neuron.value;
      context.globalAlpha = chosen ? 1 : 0.5;
      const colour = css(mix(colours.classColour(i % 10, 10), colours.text, chosen ? 0.15 : 0));
      this.line(parts.subarray(i * grid, (i + 1) * grid), colour, chosen ? 2.5 : 1.3);
    }
    context.globalAlpha = 1;
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
   * @param {Numbers} fit [G]
   */
  drawSquares(fit) {
    const { context, place, hand: { points }, axis } = this;
    const last = fit.length - 1;
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
}
