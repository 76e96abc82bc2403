// Marks on the drawing: units that are dead or saturated wear a sign of their own shape, and say so.

/** @import { Texts, Wire } from "../../../live/web/types.d.ts" */
/** @import { Board } from "./board.js" */
/** @import { Shape } from "./shape.js" */
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";

/** @type {Record<number, [name: string, mark: string]>} */
const CODES = { 1: ["dead", "✕"], 2: ["saturated", "⊤"] };

/**
 * A neuron's name with what is wrong with it.
 * @param {Texts} texts
 * @param {string} name
 * @param {number | undefined} code
 */
export function withSign(texts, name, code) {
  return code && CODES[code] ? fill(texts[`unit.${CODES[code][0]}`], { name }) : name;
}

/**
 * Puts the marks on, and takes those away that are over.
 * @param {Board} board
 * @param {Shape} shape
 * @param {Wire} units a code for every neuron that is drawn
 * @param {Texts} texts
 */
export function mark(board, shape, units, texts) {
  for (let layer = 1; layer < shape.last; layer += 1) {
    board.neurons[layer].forEach(({ node }, i) => {
      const found = CODES[units[shape.firsts[layer] + i]];
      const worn = node.querySelector(".ls-unit-sign");
      if (!found) {
        worn?.remove();
        node.removeAttribute("data-unit");
        node.removeAttribute("data-tip");
        return;
      }
      const [name, sign] = found;
      const badge = worn ?? el("span", { class: "ls-unit-sign", "aria-hidden": "true" });
      if (!worn) node.append(badge);
      setText(badge, sign);
      setAttribute(node, "data-unit", name);
      setAttribute(node, "data-tip", fill(texts[`unit.${name}`], { name: shape.name(layer, i) }));
    });
  }
}
