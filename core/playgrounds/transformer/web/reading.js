// The sentence about the weight, or the token, that is pointed at. Pure.

/** @import { Texts } from "../../../live/web/types.d.ts" */
import { fill } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";

/**
 * @param {{ row: number, column: number, labels: string[], next: string, part: string, chance: number, weight: number,
 *   states: boolean }} at `chance` of the row's token, not a number where nobody expected it; `column` −1: none; `next`
 *   is what stands behind it
 * @param {Texts} t
 */
export function reading({ row, column, labels, next, part, chance, weight, states }, t) {
  const said = { token: labels[row], position: row + 1, share: fixed(100 * chance, 1) };
  if (states || column < 0 || column > row && !weight) {
    if (!row && part === "layer") return fill(t["attention.read_first"], said);
    if (!(chance >= 0)) return fill(t["attention.read_plain"], said);
    return fill(t[states ? "attention.read_state" : "attention.read_token"], said);
  }
  const pair = { ...said, next, at: labels[column], place: column + 1, weight: fixed(weight, 2) };
  return fill(t[part === "cross" && next ? "attention.read_cross" : "attention.read"], pair);
}
