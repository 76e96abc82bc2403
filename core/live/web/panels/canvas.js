// A panel that is one drawing with axes: its canvas follows its place, and is drawn anew when something changes.

/** @import { Arrays, Axis, Box, Frame, Meta, Room, Spec } from "../types.d.ts" */
/** @import { Colours } from "../colour.js" */
/** @import { View } from "../view.js" */
import { css } from "../colour.js";
import { contextOf, el, sizeCanvas } from "../dom.js";
import { Panel } from "../panel.js";

/** @type {Room} */
const MARGIN = { left: 64, right: 12, top: 8, bottom: 44 };

export class CanvasPanel extends Panel {
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
    this.canvas = el("canvas", {});
    this.context = contextOf(this.canvas);
    this.stage = el("div", { class: "ls-plot" }, this.canvas);
    this.root.append(this.stage);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) this.arrays = null; // of another model
    this.meta = meta;
    this.renew();
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} _frame
   */
  draw(arrays, _frame) {
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  tick() {
    if (this.stale) this.render();
    return false;
  }

  renew() {
    this.stale = true;
    this.view.wake();
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
    this.render();
  }

  render() {
    this.stale = false;
    if (!this.arrays || !this.meta || this.box.wide < 20 || this.box.tall < 20) return;
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.picture(this.arrays, this.meta);
  }

  /**
   * @param {Arrays} _arrays
   * @param {Meta} _meta
   */
  picture(_arrays, _meta) {}

  /** What follows stays inside the frame, until `restore`. */
  clip() {
    const { left, top, wide, tall } = this.box;
    this.context.save();
    this.context.beginPath();
    this.context.rect(left, top, wide, tall);
    this.context.clip();
  }

  close() {
    this.observer.disconnect();
  }
}

/**
 * From values to pixels of the frame.
 * @param {Box} box
 * @param {Axis} x
 * @param {Axis} y
 */
export function scales({ left, top, wide, tall }, x, y) {
  return {
    across: (/** @type {number} */ value) => left + ((value - x.low) / (x.high - x.low)) * wide,
    down: (/** @type {number} */ value) => top + ((y.high - value) / (y.high - y.low)) * tall,
    x: (/** @type {number} */ px) => x.low + ((px - left) / wide) * (x.high - x.low),
    y: (/** @type {number} */ px) => y.high - ((px - top) / tall) * (y.high - y.low),
  };
}

/**
 * The colours of the fits: blue, orange, green, as in the charts.
 * @param {number} index
 */
export const lineOf = (index) => ["#0072b2", "#d55e00", "#12a866"][index % 3];

/**
 * The name of one picture of several, above it, and that of the axis that goes up.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {string} text
 * @param {string} up
 * @param {Colours} colours
 */
export function heading(context, { left, top, wide }, text, up, colours) {
  context.save();
  context.fillStyle = css(colours.text);
  context.font = `600 ${colours.type}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.fillText(text, left + wide / 2, top - 5);
  const before = left + wide / 2 - context.measureText(text).width / 2;
  context.font = `${colours.type}px ${colours.font}`;
  context.textAlign = "right";
  context.fillText(up, Math.min(left - 2, before - 8), top - 5);
  context.restore();
}
