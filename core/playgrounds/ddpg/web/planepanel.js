// What panels over two variables of the state share: a square picture with axes, and a place that the
// pointer or the keyboard reads.

/** @import { Meta, Rgb, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { Panel } from "../../../live/web/panel.js";
import { lights } from "./story.js";
import { el, setText, sizeCanvas } from "../../../live/web/dom.js";
import { Crosshair } from "../../../live/web/widgets/crosshair.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";

const MARGIN = { left: 62, right: 10, top: 8, bottom: 44 };
const CELLS = 41; // values per side of a surface
const READ_EVERY = 100; // ms

export class PlanePanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   * @param {{ label: string, tools?: unknown }} given
   */
  constructor(spec, view, { label, tools = [] }) {
    super(spec, view);
    lights(this);
    this.arrays = null;
    this.meta = null;
    this.seen = -1;
    this.plane = view.shared.plane;
    this.tools.append(...tools);
    this.choice = el("div", { class: "ls-plane-axes" }, ...this.plane.pair());
    this.base = el("canvas", { class: "ls-map-base", width: 1, height: 1, hidden: "" });
    this.ground = el("canvas", { class: "ls-map-over" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.stage = el("div", { class: "ls-plane-stage" }, this.base, this.ground, this.over);
    this.crosshair = new Crosshair(this.stage, label, () => this.moved());
    this.legend = el("div", { class: "ls-map-legend", role: "img" });
    this.readout = el("p", { class: "ls-map-read ls-plane-read" });
    this.root.append(this.stage, this.legend, this.readout);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.plane.describe(meta);
    if (this.meta?.build !== meta.build) this.arrays = null;
    this.meta = meta;
    this.paint();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    const side = Math.floor(
      Math.min(width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom),
    );
    if (side < 60 || (side === this.side && width === this.width)) return;
    this.side = side;
    this.width = width;
    this.height = MARGIN.top + side + MARGIN.bottom;
    const left = MARGIN.left + Math.max(0, Math.floor((width - MARGIN.left - MARGIN.right - side) / 2));
    this.frame = { left, top: MARGIN.top, side, wide: side, tall: side };
    // The outermost values stand on the frame itself, so half a cell on each side is cut off (style sheet).
    const half = side / (2 * (CELLS - 1));
    Object.assign(this.base.style, {
      left: `${left - half}px`,
      top: `${MARGIN.top - half}px`,
      width: `${side + 2 * half}px`,
      height: `${side + 2 * half}px`,
    });
    this.under = sizeCanvas(this.ground, width, this.height);
    this.context = sizeCanvas(this.over, width, this.height);
    this.crosshair.place(this.frame);
    this.paint();
  }

  /** What changes rarely: the colour scales and the axes. */
  paint() {
    const { colours } = this.view;
    /** @param {Rgb} colour */
    const stops = (colour) =>
      `linear-gradient(to right, ${Array.from({ length: 11 }, (_, i) => css(colour(i / 10))).join(", ")})`;
    this.root.style.setProperty("--ls-scale", stops((share) => colours.diverging(2 * share - 1)));
    this.root.style.setProperty("--ls-ramp", stops((share) => colours.sequential(share)));
    this.legendKey = "";
    const { under, frame, plane, view } = this;
    if (!under || !this.meta) return;
    under.clearRect(0, 0, this.width, this.height);
    const [x, y] = [0, 1].map((which) => ({ ...plane.axis(which), label: plane.label(plane.axis(which)) }));
    drawAxes(under, frame, x, y, view.colours);
    this.render();
    this.moved();
  }

  /**
   * From the two variables' values to px.
   * @param {number} x
   * @param {number} y
   */
  place(x, y) {
    const { left, top, side } = this.frame;
    const [across, up] = [this.plane.axis(0), this.plane.axis(1)];
    return [
      left + ((x - across.low) / (across.high - across.low)) * side,
      top + side - ((y - up.low) / (up.high - up.low)) * side,
    ];
  }

  /** Shares of the side that are looked at, from the left and from above, or null. */
  get looked() {
    return this.crosshair.cross ?? this.crosshair.pointer;
  }

  /**
   * Shares of the side → the two variables' values.
   * @param {number[]} given
   */
  values([u, v]) {
    const [across, up] = [this.plane.axis(0), this.plane.axis(1)];
    return [across.low + u * (across.high - across.low), up.high - v * (up.high - up.low)];
  }

  moved() {
    this.stale = true;
    this.read = 0;
    this.view.wake();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.onScreen || !this.meta) return false;
    if (this.seen !== this.plane.revision) {
      this.seen = this.plane.revision;
      this.paint();
    }
    if (!this.stale) return false;
    if (now - (this.read ?? 0) < READ_EVERY) return true;
    this.read = now;
    this.stale = false;
    setText(this.readout, this.say());
    return false;
  }

  close() {
    this.observer.disconnect();
  }
}
