// Those that take part, and cells of one size for small pictures of all of them.

import { Colours, rgb } from "../../../live/web/colour.js";
import { el } from "../../../live/web/dom.js";

/** @typedef {{ name: string, label: string, letter: string, colour: string }} Member */

/**
 * Those that take part, in order.
 * @param {string[]} names
 * @param {Record<string, { label: string, letter: string, colour: string }>} known
 * @returns {Member[]}
 */
export const membersOf = (names, known) => names.map((name) => ({ name, ...known[name] }));

/**
 * Whose curve or number it is, "" where it is nobody's.
 * @param {string} curve
 */
export const memberOf = (curve) => curve.split(".")[1] ?? "";

/**
 * How many columns make the squares largest that fit `count` times, each with its caption below.
 * @param {number} width
 * @param {number} height
 * @param {number} count
 * @param {{ caption: number, gap: number }} room
 */
export function squares(width, height, count, { caption, gap }) {
  let best = { columns: 1, side: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const wide = (width - (columns - 1) * gap) / columns;
    const tall = (height - (rows - 1) * gap) / rows - caption;
    const side = Math.floor(Math.min(wide, tall));
    if (side > best.side) best = { columns, side };
  }
  return best;
}

/**
 * The round mark that stands for somebody.
 * @param {Member} member
 */
export function dot({ letter, colour }) {
  const made = el("i", { class: "ls-member-dot", text: letter, "aria-hidden": "true" });
  made.style.background = colour;
  made.style.color = Colours.on(rgb(colour));
  return made;
}
