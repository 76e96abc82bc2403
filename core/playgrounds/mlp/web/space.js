// Layer space: the points, and the plane's grid, as any layer sees them. A slider goes from layer to layer; between
// two of them everything moves in a straight line.

/** @import { Arrays, Meta, Rgb, Spec, Typed } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { between, Layers } from "./align.js";
import { Way } from "./layerway.js";
import { Shape } from "./shape.js";
import { drawBoundary, drawGrid, drawPoints, inSquare } from "./spacedraw.js";

const ROOM = { left: 66, right: 12, top: 8, bottom: 46 };

export class Space extends Panel {
  /** @type {Shape} */ shape;
  /** @type {CanvasRenderingContext2D | null} */ context = null;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.by = "components";
    /** @type {number[][]} */ this.neurons = []; // for each layer the two that are shown
    this.layers = new Layers([]);
    /** @type {Rgb[]} */ this.fills = [];
    /** @type {Arrays | null} */ this.arrays = null;
    this.dirty = false;
    this.side = 0;
    const ways =
      /** @type {[string, string][]} */ (["components", "neurons"].map((by) => [by, t[`space.by.${by}`]]));
    this.ways = select("space-by", { label: t["space.by"], tip: t["tip.space-by"] }, ways, (by) => {
      this.by = by;
      this.choose();
    });
    this.axes = ["x", "y"].map((axis, i) =>
      select(`space-${axis}`, { label: t[`space.${axis}`] }, [], (value) => {
        this.neurons[this.way.layer][i] = Number(value);
        this.choose();
      })
    );
    this.tools.append(this.ways, ...this.axes);
    this.canvas = el("canvas", { class: "ls-space", role: "img" });
    this.box = el("div", { class: "ls-space-box" }, this.canvas);
    this.said = el("p", { class: "ls-quiet" });
    this.straight = el("p", { class: "ls-quiet", text: t["space.boundary"] });
    this.way = new Way(t, () => this.moved());
    this.root.append(this.box, this.way.root, this.said, this.straight);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.box);
  }

  /** @param {Meta} meta */
  describe(meta) {
    const shape = new Shape(meta.describe, this.texts);
    if (this.shape?.key !== shape.key) {
      this.neurons = shape.sizes.slice(0, -1).map((size) => [0, Math.min(1, size - 1)]);
      this.way.describe(shape.last - 1);
    }
    this.shape = shape;
    this.arrays = null;
    this.layers = new Layers(shape.sizes.slice(0, -1));
    this.moved();
  }

  options() {
    return this.by === "neurons" ? { by: this.by, neurons: this.neurons } : { by: this.by };
  }

  /** Something else is asked for: until it comes, the picture stays as it is. */
  choose() {
    this.arrays = null;
    this.layers = new Layers(this.layers.sizes);
    this.offers();
    this.view.watch.changed();
  }

  /** The neurons of the layer that stands nearest, to choose from. */
  offers() {
    const { layer } = this.way;
    const size = this.layers.sizes[layer];
    const few = this.by !== "neurons" || size < 3;
    this.axes.forEach((node, i) => {
      node.hidden = few;
      if (few) return;
      const names = Array.from(
        { length: size },
        (_, n) => /** @type {[number, string]} */ ([n, this.symbol(layer, n)]),
      );
      offer(node, names);
      node.value = String(this.neurons[layer][i]);
    });
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!this.layers.take(arrays, this.by === "components")) return false;
    this.arrays = arrays;
    this.fills = this.colours(arrays["space.y"]);
    return this.dirty = true;
  }

  /** @param {Typed} y */
  colours(y) {
    const { colours } = this.view;
    const { classes, task } = this.shape.describe;
    return Array.from(
      y,
      (value) =>
        task === "regression" ? colours.diverging(value) : colours.classColour(value, classes.length),
    );
  }

  /** The way has led somewhere else. */
  moved() {
    if (!this.shape) return;
    this.offers();
    this.dirty = true;
    this.view.wake();
  }

  tell() {
    const { texts: t, arrays, way, layers } = this;
    const share = fixed(100 * (arrays?.["space.share"][way.layer] ?? 1), 0);
    setText(this.said, fill(t[`space.said.${layers.sizes[way.layer] > 2 ? this.by : "whole"}`], { share }));
    this.straight.hidden = way.layer !== way.last || !layers.lines.length;
    const said = { where: way.tell(), count: this.fills.length };
    setAttribute(this.canvas, "aria-label", fill(t["space.label"], said));
  }

  /** @param {number} now */
  tick(now) {
    if (!this.onScreen || !this.shape) return false;
    const playing = this.way.tick(now);
    if (this.dirty && this.arrays) this.render();
    return playing;
  }

  render() {
    const { way: { at, layer, last }, view: { colours }, arrays, canvas } = this;
    const side = Math.floor(Math.min(this.box.clientWidth, 460 * colours.scale));
    if (!arrays || side < 120) return;
    this.dirty = false;
    if (side !== this.side || !this.context) this.context = sizeCanvas(canvas, side, side);
    this.side = side;
    const { context } = this;
    const room = colours.room(ROOM);
    const inner = Math.min(side - room.left - room.right, side - room.top - room.bottom);
    const square = { left: room.left, top: room.top, side: inner };
    const place = inSquare(square);
    const [low, high] = [Math.floor(at), Math.ceil(at)];
    const mixed = (/** @type {Float32Array[]} */ all) =>
      low === high ? all[low] : between(all[low], all[high], at - low);
    context.clearRect(0, 0, side, side);
    const [x, y] = this.layers.windows[layer].map(([from, to], i) => ({
      low: from,
      high: to,
      label: this.axisName(i),
    }));
    context.globalAlpha = Math.max(0, 1 - 4 * Math.abs(at - layer)); // between layers there is no scale
    drawAxes(context, { left: square.left, top: square.top, wide: inner, tall: inner }, x, y, colours, {
      gap: 44,
    });
    context.globalAlpha = 1;
    context.save();
    context.beginPath();
    context.rect(square.left, square.top, inner, inner);
    context.clip();
    if (this.layers.grids.length) {
      drawGrid(context, place, mixed(this.layers.grids), arrays["space.grid"].shape[1], colours);
    }
    drawPoints(context, place, mixed(this.layers.places), arrays["space.test"], this.fills, colours);
    context.globalAlpha = Math.max(0, last ? at - (last - 1) : 1);
    if (context.globalAlpha) drawBoundary(context, place, this.layers.lines, colours);
    context.restore();
    setAttribute(canvas, "data-at", at.toFixed(2));
    this.tell();
  }

  /** @param {number} axis */
  axisName(axis) {
    const { way: { layer }, by, texts: t } = this;
    const size = this.layers.sizes[layer];
    if (size > 2 && by === "components") return t[`space.component${axis}`];
    const neuron = size > 2 ? this.neurons[layer][axis] : axis;
    return neuron < size ? this.symbol(layer, neuron) : "";
  }

  /**
   * @param {number} layer
   * @param {number} neuron
   */
  symbol(layer, neuron) {
    return neuron < this.shape.sizes[layer] ? this.shape.symbol(layer, neuron) : String(neuron + 1);
  }

  paint() {
    if (this.arrays) this.fills = this.colours(this.arrays["space.y"]);
    this.dirty = true;
  }

  resize() {
    this.dirty = true;
    this.view.wake();
  }

  close() {
    this.observer.disconnect();
  }
}
