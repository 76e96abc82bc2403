// The card of one neuron: its formula with the numbers of this moment, and a field for every weight
// that reaches it. It goes on counting while the network learns; a field that is being typed in waits.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
/** @import { Network } from "./network.js" */
/** @import { Neuron } from "./pointing.js" */
/** @import { Shape } from "./shape.js" */
import { button, el, fill, icon, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { formulas, normalOf, ownOf } from "./insidelayers.js";
import { SCALE } from "./shape.js";
import { arrows, readings } from "../../../live/web/numerals.js";

const EVERY = 120; // ms between two changes of the numbers
const STEP = 0.05; // of an arrow key

export class Card {
  /** @param {Network} network */
  constructor(network) {
    this.network = network;
    /** @type {Neuron | null} */ this.neuron = null; // while open
    /** @type {Arrays | null} */ this.arrays = null; // what is written
    /** @type {{ input: HTMLInputElement, source: number, index: number }[]} */ this.fields = [];
    this.sum = el("span", { class: "ls-sum" });
    this.normal = el("span"); // where the neuron is normalised
    this.answer = el("p", { class: "ls-card-answer", role: "alert" });
    this.written = 0;
    this.root = el("div", { class: "ls-card ls-neuron-card", role: "dialog", hidden: "" });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close(true);
    });
    network.stage.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && this.neuron && this.close(true),
    );
  }

  /**
   * @param {number} layer
   * @param {number} neuron
   * @param {number | null} source the weight whose field takes the focus (−1: the bias, SCALE: γ); null leaves the focus
   */
  open(layer, neuron, source) {
    const { shape, texts: t } = this.network;
    if (!shape) return;
    this.neuron = { layer, neuron };
    const name = shape.name(layer, neuron);
    this.fields = [];
    setText(this.answer, "");
    const own = shape.isNormalised(layer) ? [SCALE, -1] : [-1];
    const rows = [...Array(shape.sizes[layer - 1]).keys(), ...own].map((from) =>
      this.row(shape, layer, neuron, from)
    );
    const says = { label: t["action.close-card"], tip: t["tip.close-card"] };
    const { normal, lines } = formulas(t, shape, layer, neuron);
    this.normal = normal;
    this.root.setAttribute("aria-label", name);
    this.root.replaceChildren(
      el(
        "header",
        { class: "ls-head" },
        el("h3", { class: "ls-title", text: name }),
        button(
          "close-card",
          { ...says, className: "ls-round", content: icon("close") },
          () => this.close(true),
        ),
      ),
      el("div", { class: "ls-fields" }, ...rows),
      this.answer,
      el("p", { class: "ls-formula" }, "z = ", this.sum),
      ...lines,
      el("p", { class: "ls-quiet", text: t["card.hint"] }),
    );
    this.root.hidden = false;
    this.written = 0;
    this.refresh();
    this.network.pointing.point(this.neuron);
    if (source !== null) {
      const field = this.fields.find((one) => one.source === source) ?? this.fields[0];
      field.input.focus();
      field.input.select();
    }
    this.network.view.wake();
  }

  /**
   * @param {Shape} shape
   * @param {number} layer
   * @param {number} target
   * @param {number} source
   */
  row(shape, layer, target, source) {
    const t = this.network.texts;
    const { symbol, label } = source < 0 ? ownOf(t, shape, layer, source) : {
      symbol: shape.symbol(layer - 1, source),
      label: fill(t["card.weight"], { name: shape.name(layer - 1, source) }),
    };
    /** @type {HTMLInputElement} */
    const input = el("input", {
      type: "text",
      autocomplete: "off",
      class: "ls-field",
      "aria-label": label,
      "data-layer": layer,
      "data-source": source,
      "data-target": target,
      on: {
        keydown: (event) => event.key === "Enter" && this.enter(input, layer, source, target),
        blur: () => this.refresh(),
      },
    });
    arrows(input, { step: STEP });
    this.fields.push({ input, source, index: shape.index(layer, source, target) });
    return el("label", { class: "ls-field-row" }, el("span", { text: symbol, "data-tip": label }), input);
  }

  /**
   * @param {HTMLInputElement} input
   * @param {number} layer
   * @param {number} source
   * @param {number} target
   */
  enter(input, layer, source, target) {
    const found = readings(input.value);
    if (found.length !== 1 || !Number.isFinite(found[0])) {
      this.refuse(input, found);
      return;
    }
    setText(this.answer, "");
    const [value] = found;
    this.network.view.ask("act", "set_weight", { layer, source, target, value }, (answer) => {
      if (answer && !answer.ok) setText(this.answer, answer.text);
    });
    input.select();
  }

  /**
   * Says why the field's text is no weight, and puts the weight back.
   * @param {HTMLInputElement} input
   * @param {number[]} found what its text may mean
   */
  refuse(input, [one, other]) {
    const { texts: t } = this.network;
    const typed = input.value.trim();
    const row = this.fields.find((field) => field.input === input);
    if (row && this.arrays) input.value = plain(this.arrays.weights[row.index]);
    const key = other !== undefined ? "two_ways" : typed ? "not_a_number" : "empty";
    setText(this.answer, fill(t[`number.${key}`], { typed, one, other, kept: input.value }));
    input.select();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.neuron || this.arrays === this.network.arrays) return false;
    if (now - this.written < EVERY) return true;
    this.written = now;
    this.refresh();
    return false;
  }

  refresh() {
    const { neuron, network: { arrays, shape } } = this;
    if (!neuron || !arrays || !shape) return;
    this.arrays = arrays;
    const { weights } = arrays;
    const terms = this.fields.map(({ input, source, index }) => {
      const value = weights[index];
      // The field that has the focus belongs to whoever types in it.
      if (document.activeElement !== input) input.value = plain(value);
      const symbol = source < 0 ? "" : `·${shape.symbol(neuron.layer - 1, source)}`;
      return { sign: value < 0 ? "−" : "+", text: `${weight(Math.abs(value))}${symbol}` };
    });
    if (shape.isNormalised(neuron.layer)) terms.splice(-2); // γ and β come later
    setText(this.normal, normalOf(shape, arrays, neuron.layer, neuron.neuron));
    const sum = terms.map(({ sign, text }, i) => i || sign === "−" ? `${sign}${i ? " " : ""}${text}` : text);
    setText(this.sum, sum.join(" "));
  }

  close(giveFocusBack = false) {
    if (!this.neuron) return;
    const { layer, neuron } = this.neuron;
    this.neuron = null;
    this.root.hidden = true;
    if (giveFocusBack) this.network.board.neurons[layer]?.[neuron]?.node.focus();
    this.network.pointing.follow();
  }
}

/** @param {number} value */
const plain = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "");
