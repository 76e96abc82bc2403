// What panels with a curve drawn by hand have in common: a canvas that fills its stage, a legend in the head, a
// line of words below, axes whose range follows the values, and pictures no faster than one can read.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { lights } from "./story.js";
import { el, sizeCanvas } from "../../../live/web/dom.js";
import { Range } from "../../../live/web/widgets/axes.js";

const MARGIN = { left: 56, right: 12, top: 8, bottom: 44 };
const EVERY = 90; // ms between two pictures: a curve that trembles faster is not read

/** A panel derives from it with `render()`; `array` names the array without which there is nothing to draw. */
export class CurveStage extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   * @param {{ array: Wire, least: number, tools?: unknown }} given
   */
  constructor(spec, view, { array, least, tools = [] }) {
    super(spec, view);
    lights(this);
    this.array = array;
    this.least = least;
    this.arrays = null;
    this.meta = null;
    this.drawn = 0;
    this.range = new Range(least);
    this.canvas = el("canvas", { class: "ls-map-over", role: "img" });
    this.stage = el("div", { class: "ls-curve-stage" }, this.canvas);
    this.legend = el("div", { class: "ls-map-legend" });
    this.readout = el("p", { class: "ls-map-read" });
    this.tools.append(...tools);
    this.head.prepend(this.legend);
    this.root.append(this.stage, this.readout);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  /**
   * Takes over a description; what an earlier build has sent is forgotten.
   * @param {Meta} meta
   */
  describe(meta) {
    if (this.meta?.build !== meta.build) Object.assign(this, { arrays: null, range: new Range(this.least) });
    this.meta = meta;
    this.names = meta.describe.action.map((one) => this.view.shared.plane.name(one));
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays[this.array]) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale || !this.onScreen) return false;
    if (now - this.drawn < EVERY) return true;
    this.drawn = now;
    this.stale = false;
    this.render();
    return false;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 100 || height < 80 || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.context = sizeCanvas(this.canvas, width, height);
    this.render();
  }

  /** Where the curve lies on the canvas, in px. */
  get frame() {
    const { width, height } = this;
    return {
      left: MARGIN.left,
      top: MARGIN.top,
      wide: width - MARGIN.left - MARGIN.right,
      tall: height - MARGIN.top - MARGIN.bottom,
    };
  }

  paint() {
    this.render();
  }

  close() {
    this.observer.disconnect();
  }
}
