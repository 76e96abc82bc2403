// What panels over two variables of the state share: a square picture with axes, and a place that the
// pointer or the keyboard reads.

/** @import { Arrays, Box, Meta, Rgb, Spec, Square } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { StatePlane } from "./stateplane.js" */
import { css } from "../../../live/web/colour.js";
import { Panel } from "../../../live/web/panel.js";
import { lights } from "./story.js";
import { el, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { Crosshair } from "../../../live/web/widgets/crosshair.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";

const MARGIN = { left: 62, right: 10, top: 8, bottom: 44 };
const CELLS = 41; // values per side of a surface
const READ_EVERY = 100; // ms

/** A panel derives from it with `render()` and `say()`; `array` names the array without which nothing is drawn. */
export class PlanePanel extends Panel {
  /** @type {Arrays | null} */ arrays = null;
  /** @type {Meta | null} */ meta = null;
  /** @type {Square & Box} */ frame;
  /** @type {CanvasRenderingContext2D} */ under; // axes
  /** @type {CanvasRenderingContext2D} */ context; // what lies on the picture
  legendKey = "";
  stale = false;
  seen = -1;
  side = 0;
  width = 0;
  height = 0;
  read = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   * @param {{ array: string, label: string, tool: HTMLElement }} given `tool`: what is shown
   */
  constructor(spec, view, { array, label, tool }) {
    super(spec, view);
    lights(this);
    this.array = array;
    /** @type {StatePlane} */ this.plane = view.shared.plane;
    this.tools.append(tool, el("div", { class: "ls-plane-axes" }, ...this.plane.pair()));
    this.heading.classList.add("ls-hidden-title");
    this.base = el("canvas", { class: "ls-map-base", width: 1, height: 1, hidden: "" });
    this.ground = el("canvas", { class: "ls-map-over" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.stage = el("div", { class: "ls-plane-stage" }, this.base, this.ground, this.over);
    this.crosshair = new Crosshair(this.stage, label, () => this.moved());
    this.legend = el("div", { class: "ls-map-legend", role: "img", "aria-label": spec.title });
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

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays[this.array]) return false;
    this.arrays = arrays;
    this.render();
    this.stale = true;
    return true;
  }

  resize() {
    const margin = this.view.colours.room(MARGIN);
    const { clientWidth: width, clientHeight: height } = this.stage;
    const side = Math.floor(
      Math.min(width - margin.left - margin.right, height - margin.top - margin.bottom),
    );
    if (side < 60 || (side === this.side && width === this.width)) return;
    this.side = side;
    this.width = width;
    this.height = margin.top + side + margin.bottom;
    const left = margin.left + Math.max(0, Math.floor((width - margin.left - margin.right - side) / 2));
    this.frame = { left, top: margin.top, side, wide: side, tall: side };
    // The outermost values stand on the frame itself, so half a cell on each side is cut off (style sheet).
    const half = side / (2 * (CELLS - 1));
    Object.assign(this.base.style, {
      left: `${left - half}px`,
      top: `${margin.top - half}px`,
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
    /** @param {(share: number) => Rgb} colour */
    const stops = (colour) =>
      `linear-gradient(to right, ${Array.from({ length: 11 }, (_, i) => css(colour(i / 10))).join(", ")})`;
    this.root.style.setProperty("--ls-scale", stops((share) => colours.diverging(2 * share - 1)));
    this.root.style.setProperty("--ls-ramp", stops((share) => colours.sequential(share)));
    this.legendKey = "";
    const { under, frame, plane } = this;
    if (!under || !this.meta) return;
    under.clearRect(0, 0, this.width, this.height);
    const [x, y] = plane.labels.map((label, which) => ({ ...plane.axis(which), label }));
    drawAxes(under, frame, x, y, colours);
    this.render();
    this.moved();
  }

  /** The picture itself, and what lies on it. */
  render() {}

  /**
   * The scale of the colours, which is written anew only where it is another.
   * @param {string} label
   * @param {{ low: string, high: string }} ends
   * @param {string} name what the colours stand for
   * @param {string} bar class of the colours' own
   */
  scale(label, ends, name, bar = "ls-bar ls-bar-ramp") {
    const key = [label, ends.low, ends.high, name, bar].join();
    if (this.legendKey === key) return;
    this.legendKey = key;
    setAttribute(this.legend, "aria-label", label);
    this.legend.replaceChildren(
      el("span", { text: ends.low }),
      el("i", { class: bar }),
      el("span", { text: ends.high }),
      el("b", { text: name }),
    );
  }

  /**
   * From the two variables' values to px.
   * @param {number} x
   * @param {number} y
   * @returns {[x: number, y: number]}
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

  /** What stands below the picture: of the place that is looked at, or how to look at one. */
  say() {
    return "";
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
    if (now - this.read < READ_EVERY) return true;
    this.read = now;
    this.stale = false;
    setText(this.readout, this.say());
    return false;
  }

  close() {
    this.observer.disconnect();
  }
}
