// What goes wrong inside the network, in sentences: a sign appears where its level says so, and stays until it is gone
// for good. The server says how far each sign is (signs.py), the words are made here.

/** @import { Arrays, Numbers, Texts } from "../../../live/web/types.d.ts" */
import { fill } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";

export const SIGNS = ["dead", "saturated", "faint", "small", "large"]; // the order of the array
const APPEARS = 2;
const STAYS = 1500; // ms at least: what flickers is not read

/**
 * A number of two digits at most, so that it rests while it moves a little.
 * @param {number} value
 */
export const round = (value) => {
  if (!Number.isFinite(value)) return Infinity;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(value)));
  return power * Math.round(value / power);
};

/** @param {Numbers} numbers */
const least = (numbers) =>
  Array.from(numbers).reduce((best, value, i, all) => value < all[best] ? i : best, 0);
/** @param {Numbers} numbers */
const most = (numbers) =>
  Array.from(numbers).reduce((best, value, i, all) => value > all[best] ? i : best, 0);

/** @typedef {{ text: string, since: number }} Told */

export class Signs {
  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    /** @type {Map<string, Told>} */ this.told = new Map(); // sign and layer → what is said
    this.held = false; // whether something is said that is over, for a moment yet
  }

  /**
   * @param {Arrays} arrays of the view `diagnosis`
   * @param {number[]} sizes of the layers with weights, the output last
   * @param {number} now ms
   * @returns {string[]} the sentences, in the order of SIGNS and layers
   */
  say(arrays, sizes, now) {
    const { signs } = arrays;
    const layers = sizes.length;
    /** @type {Map<string, Told>} */ const told = new Map();
    this.held = false;
    SIGNS.forEach((sign, row) => {
      const levels = signs.subarray(row * layers, (row + 1) * layers);
      for (const layer of this.worth(sign, levels, arrays)) {
        const key = `${sign} ${layer}`;
        const before = this.told.get(key);
        const there = levels[layer] >= APPEARS || (levels[layer] > 0 && before);
        if (!there && !(before && now - before.since < STAYS)) continue;
        this.held ||= !there;
        const text = there ? this.words(sign, layer, arrays, sizes) : "";
        told.set(key, { text: text || before?.text || "", since: before?.since ?? now });
      }
    });
    this.told = told;
    return [...new Set([...told.values()].map(({ text }) => text))].filter(Boolean);
  }

  /**
   * The layers of which a sign may be told: of those that all layers are compared by, the one that stands out.
   * @param {string} sign
   * @param {Numbers} levels
   * @param {Arrays} arrays
   */
  worth(sign, levels, arrays) {
    if (sign === "dead" || sign === "saturated") return Array.from(levels, (_, layer) => layer);
    if (sign === "faint") return [least(arrays["layers.signal"])];
    const there = Array.from(arrays["layers.update"], (value, i) => levels[i] ? value : NaN);
    const worst = sign === "small" ? least(there.map((v) => v || Infinity)) : most(there.map((v) => v || 0));
    return [worst];
  }

  /**
   * @param {string} sign
   * @param {number} layer from 0
   * @param {Arrays} arrays
   * @param {number[]} sizes
   */
  words(sign, layer, arrays, sizes) {
    const t = this.texts;
    const size = sizes[layer];
    const number = layer + 1;
    if (sign === "dead" || sign === "saturated") {
      const count = arrays[`layers.${sign}`][layer];
      if (!count) return "";
      const key = count === size ? `sign.${sign}.all` : count === 1 ? `sign.${sign}.one` : `sign.${sign}`;
      return fill(t[key], { count, size, layer: number });
    }
    if (sign === "faint") {
      const signal = arrays["layers.signal"];
      const other = most(signal);
      const times = round(signal[other] / signal[layer]);
      if (times === Infinity) return fill(t["sign.none"], { layer: number });
      return fill(t["sign.faint"], { layer: number, other: other + 1, times: whole(times) });
    }
    const ratio = arrays["layers.update"][layer];
    const times = round(sign === "small" ? 1 / ratio : 100 * ratio);
    return fill(t[`sign.${sign}`], { layer: number, times: Number.isFinite(times) ? whole(times) : "∞" });
  }
}
