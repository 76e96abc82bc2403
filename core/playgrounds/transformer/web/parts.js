// The attentions of a model: one per layer, or those of an encoder, of a decoder, and across. What they are called, and
// which part of a row of tokens each of them is about. Pure.

/** @import { Json, Texts } from "../../../live/web/types.d.ts" */
import { fill } from "../../../live/web/dom.js";

/** @typedef {{ row: number, rows: number, column: number, columns: number }} Window from which token on, and how many */

/**
 * What the attention is one of: encoder, decoder or cross; layer, where there is nothing else.
 * @param {Json} model as `describe` has it
 * @param {number} layer which attention, from 0
 * @returns {"layer" | "encoder" | "decoder" | "cross"}
 */
export const partOf = (model, layer) => model.parts?.[layer] ?? "layer";

/**
 * The attention that is shown at first: the first across, where there is one.
 * @param {Json} model
 */
export const firstOf = (model) => Math.max(0, (model.parts ?? []).indexOf("cross"));

/**
 * Its number among those of its kind, from 1.
 * @param {Json} model
 * @param {number} layer
 */
export function numberOf(model, layer) {
  const part = partOf(model, layer);
  if (part === "layer") return layer + 1;
  return model.parts.slice(0, layer + 1).filter((/** @type {string} */ one) => one === part).length;
}

/**
 * The name of one head.
 * @param {Json} model
 * @param {number} layer
 * @param {number} head
 * @param {Texts} t
 */
export function whichOf(model, layer, head, t) {
  const text = {
    layer: t["attention.which"],
    encoder: t["attention.which_encoder"],
    decoder: t["attention.which_decoder"],
    cross: t["attention.which_cross"],
  }[partOf(model, layer)];
  return fill(text, { layer: numberOf(model, layer), head: head + 1 });
}

/**
 * A text about one attention, by what that is one of.
 * @param {Json} model
 * @param {number} layer
 * @param {Texts} t
 * @param {string} key of the text, to which the part is added where there is more than one kind
 * @param {Record<string, string | number>} [more]
 */
export function partText(model, layer, t, key, more = {}) {
  const part = partOf(model, layer);
  const text = t[part === "layer" ? key : `${key}_${part}`];
  return fill(text, { ...more, layer: numberOf(model, layer) });
}

/**
 * The tokens that look (rows) and that are looked at (columns), of `count` tokens whose first `source` are the source.
 * @param {string} part
 * @param {number} source
 * @param {number} count
 * @returns {Window}
 */
export function windowOf(part, source, count) {
  if (part === "encoder") return { row: 0, rows: source, column: 0, columns: source };
  const rest = Math.max(1, count - source);
  if (part === "decoder") return { row: source, rows: rest, column: source, columns: rest };
  if (part === "cross") return { row: source, rows: rest, column: 0, columns: source };
  return { row: 0, rows: count, column: 0, columns: count };
}
