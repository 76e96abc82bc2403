// One number of slow motion on the drawing.

import { el } from "../../../live/web/dom.js";
import { minus, weight } from "../../../live/web/format.js";

/**
 * A number in five signs.
 * @param {number} value
 */
export function brief(value) {
  const text = weight(value);
  return text.length > 5 && Number.isFinite(value) ? minus(value.toExponential(0).replace("e+", "e")) : text;
}

/**
 * @param {number} x its middle
 * @param {number} y
 * @param {string} text
 * @param {Record<string, string>} more
 */
export function label(x, y, text, more) {
  const node = el("span", { class: "ls-told-number", text, ...more });
  node.style.left = `${Math.round(x)}px`;
  node.style.top = `${Math.round(y)}px`;
  return node;
}
