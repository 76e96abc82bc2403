// The boxes of the drawing: inputs with their fields, neurons with the weights through which they listen, the loss.

/** @import { Texts } from "../../../live/web/types.d.ts" */
/** @import { Lesson, Place } from "./lesson.js" */
import { el, fill } from "../../../live/web/dom.js";
import { arrows, readings } from "../../../live/web/numerals.js";
import { below } from "./lesson.js";

/** @typedef {{ node: HTMLElement, value: HTMLElement, second: HTMLElement, place: Place }} Port */
/** @typedef {{ node: HTMLElement, layer: number, neuron: number, ports: Port[], field: HTMLInputElement | null,
 *   numbers: Record<string, HTMLElement> }} Cell */

const STEP = 0.05; // of an arrow key

/**
 * A field for a number that is changed by hand; what is no number is put back.
 * @param {{ label: string, enter: (value: number) => void, refuse: (typed: string) => void, [name: string]: unknown }} says
 * @returns {HTMLInputElement}
 */
export function numberField({ label, enter, refuse, ...rest }) {
  /** @type {HTMLInputElement} */
  const input = el("input", {
    type: "text",
    autocomplete: "off",
    class: "ls-field ls-number-field",
    "aria-label": label,
    ...rest,
    on: {
      keydown: (event) => {
        if (event.key !== "Enter") return;
        const found = readings(input.value);
        if (found.length === 1 && Number.isFinite(found[0])) enter(found[0]);
        else refuse(input.value.trim());
        input.select();
      },
    },
  });
  arrows(input, { step: STEP });
  return input;
}

/**
 * A number with its letter.
 * @param {string} letter
 * @param {string} name
 */
function said(letter, name) {
  const value = el("span", { class: "ls-said-value", "data-number": name });
  return { value, node: el("span", { class: "ls-said" }, el("i", { text: letter }), value) };
}

/**
 * @param {Lesson} lesson
 * @param {number} neuron
 * @param {(input: number, value: number) => void} enter
 * @param {(typed: string) => void} refuse
 * @returns {Cell}
 */
export function inputCell(lesson, neuron, enter, refuse) {
  const { texts } = lesson.view;
  const name = lesson.symbol(0, neuron);
  const raw = ["x1", "x2"].indexOf(lesson.about?.chosen[neuron]);
  const label = fill(texts["field.input"], { name });
  const field = raw < 0 ? null : numberField({
    label,
    enter: (value) => enter(raw, value),
    refuse,
    "data-input": raw,
  });
  const a = said(field && !lesson.about?.standardise ? "" : "→", "a");
  a.node.hidden = field !== null && !lesson.about?.standardise;
  const node = el(
    "div",
    { class: "ls-cell ls-cell-input", "data-cell": `0-${neuron}` },
    el("b", { text: name }),
  );
  if (field) node.append(field);
  node.append(a.node);
  return { node, layer: 0, neuron, ports: [], field, numbers: { a: a.value } };
}

/**
 * @param {Lesson} lesson
 * @param {number} layer
 * @param {number} neuron
 * @param {(value: number) => void} enter a new target
 * @param {(typed: string) => void} refuse
 * @returns {Cell}
 */
export function neuronCell(lesson, layer, neuron, enter, refuse) {
  const { texts } = lesson.view;
  const output = layer === lesson.layers;
  const name = lesson.symbol(layer, neuron);
  const sources = [...Array(lesson.sizes[layer - 1]).keys(), -1];
  const ports = sources.map((source) => port(lesson, { layer, source, target: neuron }));
  const made = { z: said("z", "z"), a: said("a", "a"), delta: said("δ", "delta") };
  const label = fill(texts["field.target"], { name });
  const field = output ? numberField({ label, enter, refuse, "data-target": neuron }) : null;
  const values = el("div", { class: "ls-cell-values" }, ...Object.values(made).map(({ node }) => node));
  if (field) values.append(el("label", { class: "ls-said" }, el("i", { text: "t" }), field));
  const node = el(
    "div",
    { class: "ls-cell", "data-cell": `${layer}-${neuron}` },
    el("b", {
      text: name,
      on: { click: () => lesson.choose({ layer, source: 0, target: neuron }) },
    }),
    el("div", { class: "ls-ports" }, ...ports.map((one) => one.node)),
    values,
  );
  const numbers = { z: made.z.value, a: made.a.value, delta: made.delta.value };
  return { node, layer, neuron, ports, field, numbers };
}

/**
 * One weight through which a neuron listens: the pointer, a tap or the focus choose it.
 * @param {Lesson} lesson
 * @param {Place} place
 * @returns {Port}
 */
function port(lesson, place) {
  const value = el("span", { class: "ls-port-value" });
  const second = el("span", { class: "ls-port-second" });
  const choose = () => lesson.choose(place);
  const node = el(
    "button",
    {
      type: "button",
      class: "ls-port",
      "data-port": `${place.layer}-${place.source}-${place.target}`,
      "aria-pressed": "false",
      on: {
        click: choose,
        focus: choose,
        pointerenter: (event) => {
          const busy = document.activeElement?.matches(".ls-number-field");
          if (event.pointerType === "mouse" && !busy) choose();
        },
      },
    },
    el("i", { text: place.source < 0 ? "b" : `w${below(place.source + 1)}` }),
    value,
    second,
  );
  return { node, value, second, place };
}
