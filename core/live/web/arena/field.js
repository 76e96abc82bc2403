// A setting of one run, to be changed where it stands: a choice, or a line to type in.

/** @import { Json } from "../types.d.ts" */
import { el } from "../dom.js";
import { select } from "../widgets/controls.js";
import { typed } from "./numbers.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/**
 * @param {Json} param as Streamlit declares it (core/ui/comparison.py)
 * @param {unknown} value
 * @param {{ action: string, label: string }} says
 * @param {(value: string) => void} give called when another value has been chosen, or typed and ended with Enter
 * @returns {Field | null} null for what nobody types
 */
export function field(param, value, { action, label }, give) {
  if (!param.typed || typeof value === "boolean") return null;
  const options = /** @type {[string, string][]} */ (Object.entries(param.options));
  if (options.length && !param.several) {
    const chosen = select(action, { label, className: "ls-desk-field" }, options, give);
    chosen.value = typed(value);
    return chosen;
  }
  const keydown = (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && give(node.value);
  /** @type {HTMLInputElement} */ const node = el("input", {
    class: "ls-desk-field",
    "data-action": action,
    "aria-label": label,
    autocomplete: "off",
    value: typed(value),
    on: { keydown },
  });
  return node;
}

/** @param {Element | null} node @returns {node is Field} */
export const isField = (node) => node instanceof HTMLInputElement || node instanceof HTMLSelectElement;
