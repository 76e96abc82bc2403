// What is pressed, chosen and read: a button that stays pressed, a choice of one, a number with its name.

/** @import { Attributes } from "../dom.js" */
/** @import { Json, Texts } from "../types.d.ts" */
import { button, el, setAttribute, setText } from "../dom.js";

/**
 * @param {string} action
 * @param {{ text: string, tip: string, className?: string }} says
 * @param {boolean} on whether it begins pressed
 * @param {(on: boolean) => void} changed called after each press
 */
export function toggle(action, { text, tip, className = "ls-small" }, on, changed) {
  const more = { tip, content: text, className, "aria-pressed": String(on) };
  return button(action, more, ({ currentTarget }) => {
    const now = !isOn(currentTarget);
    setAttribute(currentTarget, "aria-pressed", now);
    changed(now);
  });
}

/**
 * The words of an action: `action.NAME` and `tip.NAME`.
 * @param {Texts} texts
 * @param {string} action
 */
export const wordsOf = (texts, action) => ({ text: texts[`action.${action}`], tip: texts[`tip.${action}`] });

/** @param {Element} node */
export const isOn = (node) => node.getAttribute("aria-pressed") === "true";

/**
 * @typedef {readonly [value: string | number, text: string][]} Choices
 */

/**
 * @param {string} action
 * @param {{ label: string, tip?: string | null, className?: string } & Attributes} says `tip` is `label` unless given
 * @param {Choices} choices
 * @param {(value: string) => void} changed
 */
export function select(action, { label, tip = label, className = "", ...rest }, choices, changed) {
  const attributes = {
    class: `ls-select ls-small ${className}`.trim(),
    "data-action": action,
    "aria-label": label,
    "data-tip": tip,
    ...rest,
    on: { change: () => changed(node.value) },
  };
  /** @type {HTMLSelectElement} */ const node = el("select", attributes);
  offer(node, choices);
  return node;
}

/**
 * Other choices; the one that was chosen stays so if it is still among them.
 * @param {HTMLSelectElement} node
 * @param {Choices} choices
 */
export function offer(node, choices) {
  const held = node.value;
  node.replaceChildren(...choices.map(([value, text]) => el("option", { value, text })));
  if (choices.some(([value]) => String(value) === held)) node.value = held;
}

/**
 * @param {string} name of the metric: `data-metric`
 * @param {string} label
 * @param {{ tip?: string, className?: string }} more a tip makes it reachable by the keyboard
 */
export function readOut(name, label, { tip, className = "" } = {}) {
  const value = el("dd", { "data-metric": name });
  const attributes = {
    class: `ls-readout ${className}`.trim(),
    ...(tip ? { "data-tip": tip, tabindex: "0" } : {}),
  };
  return { box: el("div", attributes, el("dt", { text: label }), value), value };
}

/**
 * @param {HTMLElement} node
 * @param {number | null | undefined} number the exact value, for whoever measures
 * @param {string} text
 */
export function write(node, number, text) {
  setText(node, text);
  setAttribute(node, "data-value", number ?? "");
}

/** @type {Record<string, string>} */
const DASHES = { dot: "dotted", dash: "dashed" };

/**
 * An entry of a chart's legend, which also hides its curve: Plotly's own takes half of a small chart.
 * @param {Json} trace as Plotly has it
 * @param {string} curve
 * @param {(shown: boolean) => void} changed
 */
export function curveKey(trace, curve, changed) {
  const line = el("i", { class: "ls-line" });
  line.style.borderTopColor = trace.line?.color ?? "currentColor";
  line.style.borderTopStyle = DASHES[trace.line?.dash] ?? "solid";
  line.style.borderTopWidth = `${Math.min(4, trace.line?.width ?? 2)}px`;
  const attributes = { type: "button", class: "ls-key", "data-curve": curve, "aria-pressed": "true" };
  const node = el("button", attributes, line, trace.name);
  node.addEventListener("click", () => {
    const shown = !isOn(node);
    setAttribute(node, "aria-pressed", shown);
    changed(shown);
  });
  return node;
}
