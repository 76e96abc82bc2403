// The main picture of a GAN on points: the discriminator's surface below, on it the generator's warped
// grid, the real and the generated samples and the arrows that push them. Each layer is switched by
// itself, and the server computes only those that are on.

/** @import { Arrays, Meta, Spec, Square, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Shared } from "../../../live/web/panel.js" */
import { Panel } from "../../../live/web/panel.js";
import { css } from "../../../live/web/colour.js";
import { contextOf, el, fill, markAveraged, setText, sizeCanvas, tool } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Crosshair } from "../../../live/web/widgets/crosshair.js";
import { Draw } from "./draw.js";
import { Layers, readingOf } from "./layers.js";
import { drawPlane } from "../../../live/web/widgets/axes.js";
import {
  ArrowScale,
  clipped,
  drawArrows,
  drawDots,
  drawManifold,
  drawModes,
  placing,
} from "../../../live/web/widgets/scatter.js";

const MARGIN = { left: 46, right: 10, top: 8, bottom: 40 };
const READ_EVERY = 100; // ms
const NEAR = 9; // px at which a generated sample is hit

export class Samples extends Panel {
  /** @type {Arrays | null} */ arrays = null;
  /** @type {Arrays} */ statics = {};
  /** @type {Meta} */ meta;
  /** @type {Arrays | null} */ told = null;
  /** @type {CanvasRenderingContext2D} */ context;
  /** @type {CanvasRenderingContext2D} */ under;
  /** @type {Square} */ frame;
  /** @type {ImageData} */ image;
  /** @type {Uint32Array} */ pixels;
  /** @type {number} */ side = 0;
  /** @type {number} */ width = 0;
  /** @type {number} */ read = 0;
  stale = false;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Shared<Arrays | null>} */ this.seen = view.shared.seen;
    view.shared.told.watch((/** @type {Arrays | null} */ told) => this.tell(told));
    this.on = new Layers(t, () => {
      this.paint();
      view.watch.changed();
    });
    this.drawing = new Draw(this);
    this.pen = tool(t, "draw", () => this.drawing.open());
    this.tools.append(this.pen);
    this.base = el("canvas", { class: "ls-map-base", width: 1, height: 1 });
    this.ground = el("canvas", { class: "ls-map-over" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.stage = el("div", { class: "ls-map-stage ls-samples-stage" }, this.base, this.ground, this.over);
    this.crosshair = new Crosshair(this.stage, t["samples.label"], () => this.moved());
    this.readout = el("p", { class: "ls-map-read" });
    this.root.append(this.on.root, this.stage, this.readout, this.drawing.root);
    this.scale = new ArrowScale();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  /** What the server is asked for: real samples are here already. */
  options() {
    return { layers: this.on.asked };
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    const { describe } = meta;
    this.root.hidden = describe.kind !== "points";
    if (this.meta?.build !== meta.build) {
      this.arrays = this.told = this.seen.value = null;
      this.scale = new ArrowScale();
      contextOf(this.over).clearRect(0, 0, this.over.width, this.over.height);
    }
    this.meta = meta;
    this.statics = statics;
    markAveraged(this.root, meta.describe.averaged, this.texts["picture.averaged"]);
    if (!this.root.hidden) this.paint();
  }

  get domain() {
    return this.meta?.describe?.box ?? [-1, 1];
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (this.root.hidden) return false;
    this.arrays = arrays;
    this.seen.set(arrays);
    if (arrays.arrows) this.scale.follow(arrays.arrows);
    this.render();
    this.stale = true;
    return true;
  }

  /**
   * Slow motion: what this stage shows in place of the newest frame; null goes back to frames.
   * @param {Arrays | null} told
   */
  tell(told) {
    this.told = told;
    if (told?.arrows) this.scale.follow(told.arrows);
    this.paint();
    this.view.wake();
  }

  get shown() {
    return { ...this.arrays, ...this.told };
  }

  render() {
    if (!this.context || !this.arrays) return;
    const { context, frame, on, shown, view } = this;
    const { colours } = view;
    this.renderSurface(on.has("surface") ? shown.surface : null);
    const place = placing(frame, this.domain);
    const ring = css(colours.background);
    context.clearRect(0, 0, this.over.width, this.over.height);
    clipped(context, frame, () => {
      const [low, high] = this.domain;
      if (on.has("manifold") && shown.manifold) {
        drawManifold(context, place, shown.manifold, high - low, colours);
      }
      if (shown.real) drawDots(context, place, shown.real, { fill: css(colours.negative), ring });
      if ((on.has("fake") || this.told) && shown.fake) {
        drawDots(context, place, shown.fake, { fill: css(colours.positive), ring });
      }
      if ((on.has("arrows") || this.told?.arrows) && shown.arrows && shown.fake) {
        drawArrows(context, place, shown.fake, shown.arrows, this.scale.value, frame.side, colours);
      }
    });
  }

  /**
   * The discriminator's answer at every point: blue is taken for real, orange for generated.
   * @param {Wire | null} surface
   */
  renderSurface(surface) {
    this.base.hidden = !surface;
    if (!surface) return;
    const side = surface.shape[0];
    if (this.base.width !== side || !this.image) {
      this.base.width = this.base.height = side;
      this.image = new ImageData(side, side);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const { lut } = this.view.colours;
    for (let i = 0; i < surface.length; i += 1) this.pixels[i] = lut[255 - surface[i]];
    contextOf(this.base).putImageData(this.image, 0, 0);
  }

  resize() {
    const margin = this.view.colours.room(MARGIN);
    const { clientWidth: width, clientHeight: height } = this.stage;
    const side = Math.floor(
      Math.min(width - margin.left - margin.right, height - margin.top - margin.bottom),
    );
    if (side < 40 || (side === this.side && width === this.width)) return;
    this.side = side;
    this.width = width;
    const left = margin.left + Math.max(0, Math.floor((width - margin.left - margin.right - side) / 2));
    this.frame = { left, top: margin.top, side };
    const place = { left: `${left}px`, top: `${margin.top}px`, width: `${side}px`, height: `${side}px` };
    Object.assign(this.base.style, place);
    const tall = margin.top + side + margin.bottom;
    this.under = sizeCanvas(this.ground, width, tall);
    this.context = sizeCanvas(this.over, width, tall);
    this.crosshair.place(this.frame);
    this.drawing.place(this.frame);
    this.paint();
  }

  /** What changes rarely: axes, real samples, the modes' circles. */
  paint() {
    if (!this.under) return;
    const { under, frame, domain, statics, view } = this;
    under.clearRect(0, 0, this.ground.width, this.ground.height);
    drawPlane(under, frame, domain, view.colours, this.texts);
    if (this.on.has("real") && statics?.real && !this.told?.real) {
      const place = placing(frame, domain);
      clipped(under, frame, () => {
        drawDots(under, place, statics.real, {
          fill: css(view.colours.negative),
          ring: css(view.colours.background),
          radius: 2.6,
        });
        if (statics.modes?.length) {
          drawModes(under, place, statics.modes, statics["modes.radius"][0], view.colours);
        }
      });
    }
    this.drawing.paint();
    this.render();
    this.moved();
  }

  moved() {
    this.stale = true;
    this.read = 0;
    this.view.wake();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale || !this.meta) return false;
    if (now - (this.read ?? 0) < READ_EVERY) return true;
    this.read = now;
    this.stale = false;
    const at = this.crosshair.at(this.domain);
    setText(this.readout, at && this.arrays ? this.say(at) : this.hint());
    return false;
  }

  /** Without a pointer the line tells what a full arrow stands for. */
  hint() {
    const t = this.texts;
    const arrows = this.shown.arrows && this.scale.value;
    return arrows ? fill(t["samples.arrow_scale"], { value: weight(this.scale.value) }) : t["samples.hint"];
  }

  /** @param {number[]} at */
  say(at) {
    const near = (NEAR / this.side) * (this.domain[1] - this.domain[0]);
    const { fake, surface, ...rest } = this.shown;
    const on = { ...rest, ...(this.on.has("fake") && { fake }), ...(this.on.has("surface") && { surface }) };
    return readingOf(at, on, this.domain, near, this.texts);
  }

  close() {
    this.observer.disconnect();
  }
}
