// The card of one neuron: its formula with the numbers of this moment, and a field for every weight
// that reaches it. It goes on counting while the network learns; a field that is being typed in waits.

import { button, el, fill, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { icon } from "../../../live/web/icons.js";
import { arrows, readings } from "../../../live/web/numerals.js";

const EVERY = 120; // ms between two changes of the numbers
const STEP = 0.05; // of an arrow key

export class Card {
  constructor(network) {
    this.network = network;
    this.neuron = null; // {layer, neuron} while open
    this.root = el("div", { class: "ls-card", role: "dialog", hidden: "" });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close(true);
    });
    network.stage.addEventListener("keydown", (event) => event.key === "Escape" && this.neuron && this.close(true));
  }

  /** `source`: the weight whose field takes the focus (−1: the bias), or null to leave the focus. */
  open(layer, neuron, source = null) {
    const { shape, texts: t } = this.network;
    this.neuron = { layer, neuron };
    const name = shape.name(layer, neuron);
    this.sum = el("span", { class: "ls-sum" });
    this.answer = el("p", { class: "ls-card-answer", role: "alert" });
    this.fields = [];
    const rows = [...Array(shape.sizes[layer - 1]).keys(), -1].map((from) => this.row(layer, neuron, from));
    const activation = shape.activationName(layer);
    const formula = shape.formulas[layer] ?? `${activation}(z)`;
    this.root.setAttribute("aria-label", name);
    this.root.replaceChildren(
      el(
        "header",
        { class: "ls-head" },
        el("h4", { class: "ls-title", text: name }),
        button("close-card", { label: t["action.close-card"], tip: t["tip.close-card"], className: "ls-round", content: icon("close") }, () => this.close(true)),
      ),
      el("p", { class: "ls-formula" }, "z = ", this.sum),
      el("p", { class: "ls-formula", text: `a = ${formula}`, "data-tip": activation }),
      el("div", { class: "ls-fields" }, ...rows),
      this.answer,
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

  row(layer, target, source) {
    const { shape, texts: t } = this.network;
    const bias = source < 0;
    const label = bias ? t["card.bias"] : fill(t["card.weight"], { name: shape.name(layer - 1, source) });
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
    const symbol = bias ? "b" : shape.symbol(layer - 1, source);
    return el("label", { class: "ls-field-row" }, el("span", { text: symbol, "data-tip": label }), input);
  }

  enter(input, layer, source, target) {
    const found = readings(input.value);
    if (found.length !== 1 || !Number.isFinite(found[0])) {
      this.refuse(input, found);
      return;
    }
    setText(this.answer, "");
    this.network.view.ask("act", "set_weight", { layer, source, target, value: found[0] }, (header) => {
      if (header && !header.ok) setText(this.answer, header.text);
    });
    input.select();
  }

  /** Says why the field's text is no weight, and puts the weight back. */
  refuse(input, [one, other]) {
    const { texts: t } = this.network;
    const typed = input.value.trim();
    const { index } = this.fields.find((field) => field.input === input);
    input.value = plain(this.network.arrays?.weights?.[index]);
    const key = other !== undefined ? "two_ways" : typed ? "not_a_number" : "empty";
    setText(this.answer, fill(t[`number.${key}`], { typed, one, other, kept: input.value }));
    input.select();
  }

  tick(now) {
    if (!this.neuron || this.arrays === this.network.arrays) return false;
    if (now - this.written < EVERY) return true;
    this.written = now;
    this.refresh();
    return false;
  }

  refresh() {
    const { network } = this;
    const weights = network.arrays?.weights;
    if (!this.neuron || !weights) return;
    this.arrays = network.arrays;
    const { shape } = network;
    const terms = this.fields.map(({ input, source, index }) => {
      const value = weights[index];
      // The field that has the focus belongs to whoever types in it.
      if (document.activeElement !== input) input.value = plain(value);
      const symbol = source < 0 ? "" : `·${shape.symbol(this.neuron.layer - 1, source)}`;
      return { sign: value < 0 ? "−" : "+", text: `${weight(Math.abs(value))}${symbol}` };
    });
    setText(this.sum, terms.map(({ sign, text }, i) => (i || sign === "−" ? `${sign}${i ? " " : ""}${text}` : text)).join(" "));
  }

  close(giveFocusBack = false) {
    if (!this.neuron) return;
    const { layer, neuron } = this.neuron;
    this.neuron = null;
    this.root.hidden = true;
    if (giveFocusBack) this.network.neurons[layer]?.[neuron]?.focus();
    this.network.pointing.point(this.network.pointing.pointed ?? this.network.pointing.focused);
  }
}

const plain = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "");
