// A choice of one among several.

/** @import { Attributes } from "../dom.js" */
import { el } from "../dom.js";

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
