// Double descent: training and test error over the number of neurons, on logarithmic axes, as they are now and
// where descent ends; a line marks as many parameters as points.

/** @import { Arrays, Axis, Box, Frame, Meta, Numbers, Room, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css, rgb } from "../../../live/web/colour.js";
import { contextOf, el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { short, whole } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";

/** @type {Room} */
const MARGIN = { left: 64, right: 12, top: 22, bottom: 44 };
const [LOW, HIGH] = [-3, 2]; // of the error, as powers of ten
const [TRAIN, TEST] = ["#0072b2", "#d55e00"]; // as in all charts
const WRITE_EVERY = 200; // ms

/**
 * What the curve of test errors says: the best on the left of the threshold, the peak, the widest.
 * @param {Numbers} widths
 * @param {Numbers} test
 * @param {number} threshold
 */
export function readDescent(widths, test, threshold) {
  let narrow = Infinity, peak = -Infinity, at = 0;
  for (let i = 0; i < widths.length; i += 1) {
    if (widths[i] <= threshold / 2) narrow = Math.min(narrow, test[i]);
    if (widths[i] > threshold / 2 && widths[i] <= 2 * threshold && test[i] > peak) {
      [peak, at] = [test[i], widths[i]];
    }
  }
  const last = widths.length - 1;
  return { narrow, peak, at, wide: test[last], most: widths[last] };
}

export class WidthsPanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Meta | null} */ this.meta = null;
    /** @type {Box} */ this.box = { left: 0, top: 0, wide: 0, tall: 0 };
    this.stale = false;
    this.written = 0;
    this.canvas = el("canvas", { role: "img", "aria-label": spec.title });
    this.context = contextOf(this.canvas);
    this.stage = el("div", { class: "ls-widths" }, this.canvas);
    this.readout = el("p", { class: "ls-quiet" });
    const t = this.texts;
    const keys = [
      key(TEST, "", t["widths.test"]),
      key(TRAIN, "", t["widths.train"]),
      key("currentColor", "dotted", t["widths.limit"]),
    ];
    this.root.append(el("p", { class: "ls-keys ls-quiet" }, ...keys), this.stage, this.readout);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.meta = meta;
    this.arrays = null;
    this.root.hidden = meta.describe.experiment !== "widths";
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} _frame
   */
  draw(arrays, _frame) {
    if (!arrays.width) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale || !this.arrays || !this.onScreen) return false;
    this.stale = false;
    this.render(this.arrays);
    if (now - this.written > WRITE_EVERY) {
      this.written = now;
      this.write(this.arrays);
    }
    return false;
  }

  /** @param {Arrays} arrays */
  write({ width, "width.errors": errors }) {
    const test = errors.subarray(width.length);
    const found = readDescent(width, test, this.meta?.describe.threshold);
    const said = {
      narrow: short(found.narrow),
      peak: short(found.peak),
      at: whole(found.at),
      wide: short(found.wide),
      most: whole(found.most),
    };
    const words = fill(this.texts["widths.read"], said);
    setText(this.readout, words);
    setAttribute(this.canvas, "aria-label", words);
  }

  paint() {
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 80 || height < 80) return;
    const { left, right, top, bottom } = this.view.colours.room(MARGIN);
    this.box = { left, top, wide: width - left - right, tall: height - top - bottom };
    this.context = sizeCanvas(this.canvas, width, height);
    if (this.arrays) this.render(this.arrays);
  }

  /** @param {Arrays} arrays */
  render({ width, "width.errors": errors, "width.limits": limits }) {
    const { context, box, texts, view: { colours } } = this;
    if (box.wide < 40 || box.tall < 20) return;
    const many = width.length;
    const x = {
      low: Math.log10(width[0]) - 0.05,
      high: Math.log10(width[many - 1]) + 0.05,
      log: true,
      label: texts["widths.x"],
    };
    const y = { low: LOW, high: HIGH, log: true, label: texts["widths.y"] };
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    drawAxes(context, box, x, y, colours, { grid: true });
    this.mark(x);
    const at = { x: scale(x, box.left, box.wide), y: (/** @type {number} */ error) => down(y, box, error) };
    [TRAIN, TEST].forEach((colour, i) => {
      const part = (/** @type {Numbers} */ all) =>
        Array.from(width, (w, j) => [at.x(w), at.y(all[i * many + j])]);
      context.strokeStyle = context.fillStyle = colours.ink(rgb(colour));
      context.lineWidth = 1.4;
      context.setLineDash([2, 4]);
      trail(context, part(limits));
      context.setLineDash([]);
      context.lineWidth = 2.4;
      const places = part(errors);
      trail(context, places);
      for (const [px, py] of places) {
        context.beginPath();
        context.arc(px, py, 3, 0, 2 * Math.PI);
        context.fill();
      }
    });
  }

  /** @param {Axis} x */
  mark(x) {
    const { context, box, view: { colours } } = this;
    const px = scale(x, box.left, box.wide)(this.meta?.describe.threshold);
    context.strokeStyle = css(colours.muted);
    context.lineWidth = 1.2;
    context.setLineDash([5, 4]);
    trail(context, [[px, box.top], [px, box.top + box.tall]]);
    context.setLineDash([]);
    context.fillStyle = css(colours.text);
    context.font = `${colours.type}px ${colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "bottom";
    context.fillText(this.texts["widths.threshold"], px, box.top - 4);
  }

  close() {
    this.observer.disconnect();
  }
}

/**
 * @param {Axis} axis in powers of ten
 * @param {number} start px
 * @param {number} long px
 */
const scale = ({ low, high }, start, long) => (/** @type {number} */ value) =>
  start + ((Math.log10(value) - low) / (high - low)) * long;

/**
 * How far down an error lies; at the edge where it lies beyond it.
 * @param {Axis} axis
 * @param {Box} box
 * @param {number} error
 */
function down({ low, high }, { top, tall }, error) {
  const power = Math.min(high, Math.max(low, Math.log10(Math.max(error, 1e-30))));
  return top + ((high - power) / (high - low)) * tall;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} places
 */
function trail(context, places) {
  context.beginPath();
  places.forEach(([px, py], i) => i ? context.lineTo(px, py) : context.moveTo(px, py));
  context.stroke();
}

/**
 * @param {string} colour
 * @param {string} style
 * @param {string} text
 */
function key(colour, style, text) {
  const line = el("i", { class: "ls-line" });
  line.style.borderTopColor = colour;
  line.style.borderTopStyle = style || "solid";
  return el("span", { class: "ls-class" }, line, text);
}
