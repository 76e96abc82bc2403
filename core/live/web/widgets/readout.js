// A number with its name above it: an entry of a list of definitions.

import { el, setAttribute, setText } from "../dom.js";

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
