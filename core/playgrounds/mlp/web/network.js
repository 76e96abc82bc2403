// The network, drawn: inputs, hidden layers and output as columns of neurons that wear their functions,
// above a canvas of links. Structure is changed here and travels to Streamlit as an edit.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { mark, withSign } from "./badges.js";
import { Board, editor } from "./board.js";
import { Card } from "./card.js";
import { Edits } from "./edits.js";
import { inWords } from "./insidelayers.js";
import { arrange } from "./layout.js";
import { Links } from "./links.js";
import { Pointing } from "./pointing.js";
import { Shape } from "./shape.js";
import { Painter, SIDE } from "./thumbs.js";
import { Told } from "./told.js";

const THUMBS_EVERY = 90; // ms: painting them costs more than computing them, and the processor is the training's too
const NAMES_EVERY = 1000; // ms between changes of what assistive technology reads

export class Network extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shape | null} */ this.shape = null;
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Wire | null} */ this.units = null; // which neurons are dead or saturated
    this.thumbed = this.thumbCost = this.named = 0;
    this.thumbsStale = this.namesStale = false;
    const t = this.texts;
    this.edits = new Edits(view);
    const add = () => this.reshape((sizes) => [...sizes, sizes.at(-1) ?? 4]);
    const remove = () => this.reshape((sizes) => sizes.slice(0, -1));
    this.count = el("span", { class: "ls-count" });
    this.addLayer = editor(t, "add-layer", "plus", add);
    this.removeLayer = editor(t, "remove-layer", "minus", remove);
    this.tools.append(this.removeLayer, this.count, this.addLayer);
    this.canvas = el("canvas", { class: "ls-links" });
    this.board = new Board(t, {
      open: (layer, neuron, source) =>
        this.told.follow(layer, neuron) || this.card.open(layer, neuron, source),
      toggleInput: (id) => this.edits.toggleInput(id) && this.limits(),
      resize: (layer, by) =>
        this.reshape((sizes) => sizes.map((size, i) => (i === layer - 1 ? size + by : size))),
    });
    this.stage = el("div", { class: "ls-net" }, this.canvas, this.board.root);
    this.legend = el("p", { class: "ls-quiet ls-net-legend", text: t["network.legend"] });
    this.inside = el("p", { class: "ls-quiet ls-net-legend ls-net-inside", hidden: "" });
    this.root.append(this.stage, this.legend, this.inside);
    this.links = new Links(this.canvas);
    this.card = new Card(this);
    this.told = new Told(this);
    this.tools.prepend(this.told.slow);
    this.cards = el("div", { class: "ls-floating" }, this.card.root, this.told.story.root);
    this.painter = new Painter();
    this.pointing = new Pointing(this, view.shared.focus);
    this.observer = new ResizeObserver(() => this.place());
    this.observer.observe(this.stage);
    view.shared.plane.watch(() => view.watch.changed());
  }

  get floating() {
    return this.cards;
  }

  /** Marks on the drawing. */
  also() {
    return { units: {} };
  }

  options() {
    return this.view.shared.plane.value.options();
  }

  // ---- structure --------------------------------------------------------------------------
  /** @param {Meta} meta */
  describe(meta) {
    this.edits.confirm();
    this.told.describe(meta);
    const shape = new Shape(meta.describe, this.texts);
    if (this.shape?.key === shape.key) return;
    this.shape = this.edits.shape = shape;
    this.edits.limits = meta.describe.limits;
    this.card.close();
    this.pointing.point(null);
    this.arrays = this.units = null; // those on their way are of the structure before
    this.thumbsStale = this.namesStale = false;
    this.links.weights = null;
    const words = inWords(this.texts, shape, Boolean(meta.describe.residual));
    this.inside.hidden = !words;
    setText(this.inside, words);
    this.board.build(shape);
    this.limits();
    this.paint();
    this.place();
  }

  /** @param {(sizes: number[]) => number[]} change of the hidden layers' sizes */
  reshape(change) {
    if (this.edits.change(change)) this.limits();
  }

  /** What the buttons allow, with the edits that are on their way counted as done. */
  limits() {
    const { hidden, limits } = this.edits;
    setText(this.count, fill(this.texts["network.layers"], { count: hidden.length }));
    setAttribute(this.addLayer, "aria-disabled", hidden.length >= limits.layers);
    setAttribute(this.removeLayer, "aria-disabled", hidden.length === 0);
    this.board.limit(hidden, limits.neurons);
  }

  // ---- drawing ----------------------------------------------------------------------------
  place() {
    const { clientWidth: width } = this.stage;
    if (!this.shape || !width) return;
    const { height, columns } = arrange(this.stage, this.shape, this.board, this.view.colours.scale);
    this.links.layout(width, height, columns, this.shape);
    this.told.show();
    this.view.wake();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const { weights, thumbs, units } = arrays;
    if (!this.shape || !weights || thumbs?.shape[0] !== this.shape.total) return false;
    this.arrays = arrays;
    if (units?.length === this.shape.total) this.units = units;
    this.links.update(weights, this.shape);
    this.thumbsStale = this.namesStale = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    const { shape, arrays, view } = this;
    if (!shape || !this.onScreen) return false;
    const running = view.frame?.status === "running";
    const rest = Math.max(THUMBS_EVERY, 10 * this.thumbCost);
    if (arrays && this.thumbsStale && now - this.thumbed >= rest) this.thumbs(now, shape, arrays);
    if (arrays && this.namesStale && now - this.named > NAMES_EVERY) this.names(now, shape, arrays);
    if (this.links.hot) view.tooltip.refresh(this, this.pointing.linkText(this.links.hot));
    const links = this.links.tick(now, running, view.colours);
    const card = this.card.tick(now);
    const told = this.told.story.tick(now);
    return links || card || told || this.thumbsStale || this.namesStale;
  }

  /**
   * @param {number} now
   * @param {Shape} shape
   * @param {Arrays} arrays
   */
  thumbs(now, shape, { thumbs }) {
    this.thumbed = now;
    this.thumbsStale = false;
    const { lut } = this.view.colours;
    const start = performance.now();
    for (let layer = shape.columns ? 0 : 1; layer <= shape.last; layer += 1) {
      this.board.neurons[layer].forEach(({ canvas }, i) =>
        this.painter.paint(canvas, thumbs, (shape.firsts[layer] + i) * SIDE * SIDE, lut)
      );
    }
    this.thumbCost = 0.8 * this.thumbCost + 0.2 * (performance.now() - start);
  }

  /**
   * Names with the biases in them, and the colours of the bias squares.
   * @param {number} now
   * @param {Shape} shape
   * @param {Arrays} arrays
   */
  names(now, shape, { weights }) {
    this.named = now;
    this.namesStale = false;
    const { texts: t, units } = this;
    if (units) mark(this.board, shape, units, t);
    for (let layer = 1; layer <= shape.last; layer += 1) {
      for (let neuron = 0; neuron < shape.sizes[layer]; neuron += 1) {
        const value = weights[shape.index(layer, -1, neuron)];
        const plain = shape.name(layer, neuron);
        const said = {
          name: withSign(t, plain, units?.[shape.firsts[layer] + neuron]),
          bias: weight(value),
        };
        const [name, tip] = [fill(t["name.with_bias"], said), fill(t["tip.bias"], said)];
        this.board.entitle(layer, neuron, { name, tip, negative: value < 0 });
      }
    }
  }

  paint() {
    if (!this.shape) return;
    const { lut } = this.view.colours;
    this.board.codes.forEach((codes, i) =>
      this.painter.paint(this.board.neurons[0][i].canvas, codes, 0, lut)
    );
    this.links.dirty = true;
    if (this.arrays) this.thumbsStale = true;
  }

  resize() {
    this.place();
  }

  close() {
    this.told.story.end();
    this.observer.disconnect();
    this.pointing.close();
  }
}
