// The network's buttons: inputs, neurons and biases, and above each column what it is and how large.

/** @import { Texts } from "../../../live/web/types.d.ts" */
/** @import { Input, Shape } from "./shape.js" */
import { button, el, fill, icon, setAttribute, setText } from "../../../live/web/dom.js";
import { inputCodes, SIDE } from "./thumbs.js";

/**
 * What the buttons do.
 * @typedef {object} Does
 * @property {(layer: number, neuron: number, source: number | null) => void} open opens a neuron's card
 * @property {(id: string) => void} toggleInput
 * @property {(layer: number, by: number) => void} resize
 */

/** @typedef {{ node: HTMLElement, canvas: HTMLCanvasElement }} Button */

/**
 * A round button that changes the structure.
 * @param {Texts} texts
 * @param {string} action
 * @param {"plus" | "minus"} picture
 * @param {() => void} onClick
 * @param {number} [layer]
 */
export function editor(texts, action, picture, onClick, layer) {
  const name = fill(texts[`action.${action}`], { layer });
  const more = { label: name, tip: name, className: "ls-round", content: icon(picture), "data-layer": layer };
  return button(action, more, onClick);
}

export class Board {
  /**
   * @param {Texts} texts
   * @param {Does} does
   */
  constructor(texts, does) {
    this.texts = texts;
    this.does = does;
    this.root = el("div", { class: "ls-board" });
    this.more = el("p", { class: "ls-more-inputs" }); // of a table with many columns
    /** @type {HTMLElement[]} */ this.heads = [];
    /** @type {Button[][]} */ this.neurons = []; // per layer; layer 0 has all seven inputs
    /** @type {HTMLElement[][]} */ this.biases = [];
    /** @type {Uint8Array[]} */ this.codes = []; // the pictures of the inputs
  }

  /** @param {Shape} shape */
  build(shape) {
    const { activeElement } = document;
    const held = activeElement instanceof HTMLElement && this.root.contains(activeElement)
      ? { ...activeElement.dataset }
      : null;
    const layers = [...shape.sizes.keys()];
    this.codes = shape.columns
      ? []
      : shape.inputs.map((_, index) => inputCodes(index, shape.describe.domain));
    this.root.classList.toggle("ls-columns", shape.columns);
    const hidden = shape.inputs.length - shape.drawn.length;
    setText(this.more, hidden ? fill(this.texts["network.more"], { n: hidden }) : "");
    const names = shape.inputs.slice(shape.drawn.length).map(({ label }) => label);
    setAttribute(this.more, "data-tip", names.join(", "));
    this.heads = layers.map((layer) => this.head(shape, layer));
    this.neurons = layers.map((layer) =>
      layer === 0
        ? shape.drawn.map((input) => this.input(shape, input))
        : Array.from({ length: shape.sizes[layer] }, (_, neuron) => this.neuron(shape, layer, neuron))
    );
    this.biases = this.neurons.map((column, layer) =>
      layer === 0 ? [] : column.map((_, neuron) => this.bias(layer, neuron))
    );
    const all = layers.flatMap((layer) => [
      this.heads[layer],
      ...this.neurons[layer].map(({ node }) => node),
      ...this.biases[layer],
    ]);
    this.root.replaceChildren(...all, this.more);
    this.refocus(held);
  }

  /**
   * The focus goes back to where it was.
   * @param {DOMStringMap | null} held
   */
  refocus(held) {
    if (!held?.action && !held?.input) return;
    const same = held.input
      ? `[data-input="${held.input}"]`
      : `[data-action="${held.action}"][data-layer="${held.layer}"]`;
    const found = this.root.querySelector(same);
    if (found instanceof HTMLElement) found.focus();
  }

  /**
   * @param {Shape} shape
   * @param {number} layer
   */
  head(shape, layer) {
    const t = this.texts;
    const name = layer === 0 ? t["network.inputs"] : shape.activationName(layer);
    const title = layer === shape.last ? fill(t["network.output"], { name }) : name;
    const label = el("span", { class: "ls-net-name", text: name, "data-tip": title });
    const head = el("div", { class: "ls-net-head" }, label);
    if (layer === 0 || layer === shape.last) return head;
    const { resize } = this.does;
    head.append(
      el(
        "div",
        { class: "ls-net-edit" },
        editor(t, "remove-neuron", "minus", () => resize(layer, -1), layer),
        el("span", { class: "ls-count", text: shape.sizes[layer] }),
        editor(t, "add-neuron", "plus", () => resize(layer, +1), layer),
      ),
    );
    return head;
  }

  /**
   * @param {Shape} shape
   * @param {Input} input
   * @returns {Button}
   */
  input(shape, input) {
    const t = this.texts;
    const place = shape.on.indexOf(input);
    const only = input.on && shape.on.length === 1;
    const switched = only ? "tip.input_last" : input.on ? "tip.input_off" : "tip.input_on";
    const tip = shape.columns ? "tip.input_column" : switched;
    const canvas = el("canvas", { width: SIDE, height: SIDE });
    const attributes = {
      type: "button",
      class: "ls-neuron ls-input",
      "data-input": input.id,
      "data-layer": 0,
      "data-neuron": place < 0 ? null : place,
      "data-tip": fill(t[tip], { name: input.label }),
      "aria-label": fill(t["name.input"], { name: input.label }),
      "aria-pressed": input.on,
      "aria-disabled": only || shape.columns ? "true" : null,
      on: { click: () => shape.columns || this.does.toggleInput(input.id) },
    };
    const label = el("span", { class: "ls-neuron-label", text: input.label });
    return { node: el("button", attributes, label, canvas), canvas };
  }

  /**
   * @param {Shape} shape
   * @param {number} layer
   * @param {number} neuron
   * @returns {Button}
   */
  neuron(shape, layer, neuron) {
    const output = layer === shape.last;
    const canvas = el("canvas", { width: SIDE, height: SIDE });
    const attributes = {
      type: "button",
      class: `ls-neuron${output ? " ls-output" : ""}`,
      "data-layer": layer,
      "data-neuron": neuron,
      "aria-haspopup": "dialog",
      "aria-label": shape.name(layer, neuron),
      // A click without a pointer comes from the keyboard: the card then takes the focus.
      on: {
        click: (/** @type {MouseEvent} */ event) =>
          this.does.open(layer, neuron, event.detail === 0 ? 0 : null),
      },
    };
    const node = el("button", attributes, canvas);
    const labels = shape.describe.output.labels;
    const text = shape.sizes[layer] > 1 ? labels[neuron] : "";
    if (output) node.append(el("span", { class: "ls-neuron-label", text }));
    return { node, canvas };
  }

  /**
   * The bias as a small square at its neuron's corner; for the keyboard it is a field of the card.
   * @param {number} layer
   * @param {number} neuron
   */
  bias(layer, neuron) {
    return el("button", {
      type: "button",
      class: "ls-bias",
      tabindex: "-1",
      "aria-hidden": "true",
      "data-layer": layer,
      "data-bias": neuron,
      on: { click: () => this.does.open(layer, neuron, -1) },
    });
  }

  /**
   * Buttons stop at the limits. aria-disabled, because a disabled button would drop the focus.
   * @param {number[]} hidden
   * @param {number} neurons at most
   */
  limit(hidden, neurons) {
    for (const node of this.root.querySelectorAll("[data-action]")) {
      const size = hidden[Number(node.getAttribute("data-layer")) - 1];
      const adds = node.getAttribute("data-action") === "add-neuron";
      setAttribute(node, "aria-disabled", adds ? size >= neurons : size <= 1);
    }
  }

  /**
   * @param {number} layer
   * @param {number} neuron
   * @param {{ name: string, tip: string, negative: boolean }} says
   */
  entitle(layer, neuron, { name, tip, negative }) {
    const bias = this.biases[layer][neuron];
    setAttribute(this.neurons[layer][neuron].node, "aria-label", name);
    setAttribute(bias, "data-tip", tip);
    setAttribute(bias, "data-sign", negative ? "-" : "+");
  }
}
