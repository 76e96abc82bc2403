// The network, drawn: inputs, hidden layers and output as columns of neurons that wear their functions,
// above a canvas of links. Structure is changed here and travels to Streamlit as an edit.

import { button, el, fill, panelFrame, setAttribute, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { icon } from "../../../live/web/icons.js";
import { Card } from "./card.js";
import { arrange } from "./layout.js";
import { Links } from "./links.js";
import { Pointing } from "./pointing.js";
import { Shape } from "./shape.js";
import { inputCodes, Painter, SIDE } from "./thumbs.js";

const PENDING_FOR = 4000; // ms for which an edit not yet answered counts as done
const THUMBS_EVERY = 90; // ms: painting them costs more than computing them, and the processor is the training's too
const NAMES_EVERY = 1000; // ms between changes of what assistive technology reads

export class Network {
  constructor(spec, view) {
    Object.assign(this, { spec, view, texts: view.texts, shape: null, pending: null });
    const t = this.texts;
    this.count = el("span", { class: "ls-count" });
    this.addLayer = this.editor(
      "add-layer",
      "plus",
      () => this.editHidden((sizes) => [...sizes, sizes.at(-1) ?? 4]),
    );
    this.removeLayer = this.editor(
      "remove-layer",
      "minus",
      () => this.editHidden((sizes) => sizes.slice(0, -1)),
    );
    const { root } = panelFrame(spec.name, spec.title, [this.removeLayer, this.count, this.addLayer]);
    this.root = root;
    this.canvas = el("canvas", { class: "ls-links" });
    this.board = el("div", { class: "ls-board" });
    this.stage = el("div", { class: "ls-net" }, this.canvas, this.board);
    this.legend = el("p", { class: "ls-quiet ls-net-legend" });
    root.append(this.stage, this.legend);
    this.links = new Links(this.canvas);
    this.card = new Card(this);
    this.painter = new Painter();
    this.pointing = new Pointing(this);
    this.observer = new ResizeObserver(() => this.place());
    this.observer.observe(this.stage);
    setText(this.legend, t["network.legend"]);
  }

  editor(action, picture, onClick, more = {}) {
    const t = this.texts;
    const name = fill(t[`action.${action}`], more.values);
    const button_ = button(
      action,
      { label: name, tip: name, className: "ls-round", content: icon(picture) },
      onClick,
    );
    if (more.layer) button_.dataset.layer = more.layer;
    return button_;
  }

  // ---- structure --------------------------------------------------------------------------
  describe(meta) {
    this.meta = meta;
    this.pending = null;
    const shape = new Shape(meta.describe, this.texts);
    if (this.shape?.key === shape.key) return;
    this.shape = shape;
    this.card.close();
    this.pointing.point(null);
    this.arrays = null; // those on their way are of the structure before
    this.thumbsStale = this.namesStale = false;
    this.links.weights = null;
    this.rebuild();
    this.limits();
    this.paint();
    this.place();
  }

  rebuild() {
    const held = this.board.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
    const { shape } = this;
    this.neurons = []; // per layer the buttons of its neurons; layer 0 has all seven inputs
    this.heads = [];
    this.biases = [];
    this.board.replaceChildren();
    for (let layer = 0; layer <= shape.last; layer += 1) {
      this.heads.push(this.head(layer));
      this.neurons.push(
        layer === 0
          ? shape.inputs.map((input, index) => this.input(input, index))
          : Array.from({ length: shape.sizes[layer] }, (_, neuron) => this.neuron(layer, neuron)),
      );
      this.biases.push(layer === 0 ? [] : this.neurons[layer].map((_, neuron) => this.bias(layer, neuron)));
      this.board.append(this.heads[layer], ...this.neurons[layer], ...this.biases[layer]);
    }
    if (held?.action || held?.input) {
      const same = held.input
        ? `[data-input="${held.input}"]`
        : `[data-action="${held.action}"][data-layer="${held.layer}"]`;
      this.board.querySelector(same)?.focus();
    }
  }

  head(layer) {
    const { shape, texts: t } = this;
    const name = layer === 0 ? t["network.inputs"] : shape.activationName(layer);
    const title = layer === shape.last ? fill(t["network.output"], { name }) : name;
    const head = el(
      "div",
      { class: "ls-net-head" },
      el("span", { class: "ls-net-name", text: name, "data-tip": title }),
    );
    if (layer > 0 && layer < shape.last) {
      const change = (by) => () =>
        this.editHidden((sizes) => sizes.map((size, i) => (i === layer - 1 ? size + by : size)));
      const more = { layer, values: { layer } };
      head.append(
        el(
          "div",
          { class: "ls-net-edit" },
          this.editor("remove-neuron", "minus", change(-1), more),
          el("span", { class: "ls-count", text: shape.sizes[layer] }),
          this.editor("add-neuron", "plus", change(+1), more),
        ),
      );
    }
    return head;
  }

  input(input, index) {
    const canvas = el("canvas", { width: SIDE, height: SIDE });
    const node = el(
      "button",
      {
        type: "button",
        class: "ls-neuron ls-input",
        "data-input": input.id,
        "data-layer": 0,
        "aria-pressed": String(Boolean(input.on)),
        on: { click: () => this.toggleInput(input.id) },
      },
      el("span", { class: "ls-neuron-label", text: input.label }),
      canvas,
    );
    const place = this.shape.on.indexOf(input);
    if (place >= 0) node.dataset.neuron = place;
    const only = input.on && this.shape.on.length === 1;
    const tip = only ? "tip.input_last" : input.on ? "tip.input_off" : "tip.input_on";
    node.dataset.tip = fill(this.texts[tip], { name: input.label });
    node.setAttribute("aria-label", fill(this.texts["name.input"], { name: input.label }));
    if (only) node.setAttribute("aria-disabled", "true");
    node.codes = inputCodes(index, this.shape.describe.domain ?? [-6, 6]);
    return node;
  }

  neuron(layer, neuron) {
    const { shape } = this;
    const output = layer === shape.last;
    const node = el(
      "button",
      {
        type: "button",
        class: `ls-neuron${output ? " ls-output" : ""}`,
        "data-layer": layer,
        "data-neuron": neuron,
        "aria-haspopup": "dialog",
        "aria-label": shape.name(layer, neuron),
        // A click without a pointer comes from the keyboard: the card then takes the focus.
        on: { click: (event) => this.card.open(layer, neuron, event.detail === 0 ? 0 : null) },
      },
      el("canvas", { width: SIDE, height: SIDE }),
    );
    const labels = shape.describe.output.labels ?? [];
    if (output) {
      node.append(
        el("span", { class: "ls-neuron-label", text: shape.sizes[layer] > 1 ? labels[neuron] : "" }),
      );
    }
    return node;
  }

  /** The bias as a small square at its neuron's corner; for the keyboard it is a field of the card. */
  bias(layer, neuron) {
    return el("button", {
      type: "button",
      class: "ls-bias",
      tabindex: "-1",
      "aria-hidden": "true",
      "data-layer": layer,
      "data-bias": neuron,
      on: { click: () => this.card.open(layer, neuron, -1) },
    });
  }

  // ---- edits ------------------------------------------------------------------------------
  get hidden() {
    return this.pending?.hidden && performance.now() < this.pending.until
      ? this.pending.hidden
      : this.shape.hidden;
  }

  get inputsOn() {
    const waiting = this.pending?.inputs && performance.now() < this.pending.until;
    return waiting ? this.pending.inputs : this.shape.on.map((input) => input.id);
  }

  edit(change) {
    // Several quick clicks build on each other, though the server has not answered the first.
    this.pending = { ...this.pending, ...change, until: performance.now() + PENDING_FOR };
    this.view.edit({ ...change });
    this.limits();
  }

  editHidden(change) {
    if (!this.shape) return;
    const { layers, neurons } = this.meta.describe.limits;
    const hidden = change(this.hidden).map((size) => Math.min(neurons, Math.max(1, size)));
    if (hidden.length > layers || String(hidden) === String(this.hidden)) return;
    this.edit({ hidden });
  }

  toggleInput(id) {
    const wanted = new Set(this.inputsOn);
    if (wanted.has(id)) wanted.delete(id);
    else wanted.add(id);
    if (!wanted.size) return; // the tooltip says why
    this.edit({ inputs: this.shape.inputs.map((input) => input.id).filter((name) => wanted.has(name)) });
  }

  /** Buttons stop at the limits. aria-disabled, because a disabled button would drop the focus. */
  limits() {
    const { layers, neurons } = this.meta.describe.limits;
    const { hidden } = this;
    const bar = (node, off) => setAttribute(node, "aria-disabled", off);
    setText(this.count, fill(this.texts["network.layers"], { count: hidden.length }));
    bar(this.addLayer, hidden.length >= layers);
    bar(this.removeLayer, hidden.length === 0);
    for (const node of this.board.querySelectorAll("[data-action]")) {
      const size = hidden[node.dataset.layer - 1];
      bar(node, node.dataset.action === "add-neuron" ? size >= neurons : size <= 1);
    }
  }

  // ---- drawing ----------------------------------------------------------------------------
  place() {
    const { clientWidth: width } = this.stage;
    if (!this.shape || !width) return;
    const boxes = arrange(this.stage, this.shape, this.heads, this.neurons, this.biases);
    this.links.layout(width, boxes.height, boxes.columns, this.shape);
    this.view.wake();
  }

  draw(arrays) {
    const total = this.shape.firsts[this.shape.last] + this.shape.sizes[this.shape.last];
    if (!arrays.weights || arrays.thumbs?.shape[0] !== total) return false;
    this.arrays = arrays;
    this.links.update(arrays.weights);
    this.thumbsStale = this.namesStale = true;
    return true;
  }

  tick(now) {
    if (!this.shape || this.onScreen === false) return false;
    const running = this.view.frame?.status === "running";
    if (this.thumbsStale && now - (this.thumbed ?? 0) >= Math.max(THUMBS_EVERY, 10 * (this.thumbCost ?? 0))) {
      this.thumbs(now);
    }
    if (this.namesStale && now - (this.named ?? 0) > NAMES_EVERY) this.names(now);
    if (this.links.hot) this.view.tooltip.refresh(this, this.pointing.linkText(this.links.hot));
    const links = this.links.tick(now, running, this.view.colours);
    const card = this.card.tick(now);
    return links || card || this.thumbsStale || this.namesStale || false;
  }

  thumbs(now) {
    this.thumbed = now;
    this.thumbsStale = false;
    const { thumbs } = this.arrays;
    const { lut } = this.view.colours;
    const start = performance.now();
    for (let layer = 1; layer <= this.shape.last; layer += 1) {
      this.neurons[layer].forEach((node, i) =>
        this.painter.paint(
          node.querySelector("canvas"),
          thumbs,
          (this.shape.firsts[layer] + i) * SIDE * SIDE,
          lut,
        )
      );
    }
    this.thumbCost = 0.8 * (this.thumbCost ?? 0) + 0.2 * (performance.now() - start);
  }

  /** Names with the biases in them, and the colours of the bias squares. */
  names(now) {
    this.named = now;
    this.namesStale = false;
    for (let layer = 1; layer <= this.shape.last; layer += 1) {
      this.neurons[layer].forEach((node, i) => {
        const value = this.arrays.weights[this.shape.index(layer, -1, i)];
        const bias = weight(value);
        const name = this.shape.name(layer, i);
        setAttribute(node, "aria-label", fill(this.texts["name.with_bias"], { name, bias }));
        setAttribute(this.biases[layer][i], "data-tip", fill(this.texts["tip.bias"], { name, bias }));
        setAttribute(this.biases[layer][i], "data-sign", value < 0 ? "-" : "+");
      });
    }
  }

  paint() {
    if (!this.shape) return;
    for (const node of this.neurons[0]) {
      this.painter.paint(node.querySelector("canvas"), node.codes, 0, this.view.colours.lut);
    }
    this.links.dirty = true;
    if (this.arrays) this.thumbsStale = true;
  }

  close() {
    this.observer.disconnect();
    this.pointing.close();
  }
}
