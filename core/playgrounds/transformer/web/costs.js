// Of a contest, what everybody costs: parameters and processor time, beside the names of their curves.

/** @import { Json, Texts, Wire } from "../../../live/web/types.d.ts" */
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { brief, fixed, whole } from "../../../live/web/format.js";

/**
 * Seconds in few signs.
 * @param {number} value
 */
export const seconds = (value) => fixed(value, value < 99.5 ? 1 : 0);

/**
 * Writes them into the chart's legend, whose entries name their curves.
 * @param {HTMLElement} keys
 * @param {Json[]} models as `describe` has them
 * @param {{ pace: Wire | null, step: number }} spent seconds of an update, and how many there were
 * @param {Texts} t
 */
export function costs(keys, models, { pace, step }, t) {
  for (const key of keys.children) {
    const kind = (key.getAttribute("data-curve") ?? "").split(".")[1];
    const at = models.findIndex((one) => one.kind === kind);
    if (at < 0) continue;
    const { params } = models[at];
    const time = pace ? seconds(pace[at] * step) : "–";
    const short = key.querySelector(".ls-seq-cost") ?? key.appendChild(el("span", { class: "ls-seq-cost" }));
    setText(short, fill(t["curves.cost"], { params: brief(params), seconds: time }));
    setAttribute(key, "data-tip", fill(t["tip.curves.cost"], { params: whole(params), seconds: time }));
  }
}
