// What truly follows the prompt, what the model says there when all before it is true, and what it writes on freely.

/** @import { Arrays, Texts, Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el, fill } from "../../../live/web/dom.js";
import { percent, surprise } from "./tokens.js";

/**
 * The place at which two first differ, -1 where they do not.
 * @param {ArrayLike<number>} one
 * @param {ArrayLike<number>} other
 */
export function parting(one, other) {
  for (let i = 0; i < Math.min(one.length, other.length); i += 1) if (one[i] !== other[i]) return i;
  return -1;
}

/**
 * A column per place: the truth, what was said when told the truth, what was written freely.
 * @param {Arrays} arrays
 * @param {(id: number) => string} name
 * @param {Texts} t
 * @param {Colours} colours
 * @returns {HTMLElement[]}
 */
export function besides(arrays, name, t, colours) {
  const truth = arrays["forced.true"];
  if (!truth) return [];
  if (!truth.length) return [el("p", { class: "ls-map-read", text: t["forced.nothing"] })];
  const free = arrays["samples.ids"].subarray(arrays["samples.start"][0]);
  const { "forced.best": best, "forced.chances": chances, "forced.best_chances": sure } = arrays;
  const apart = parting(truth, free);
  const cell = (/** @type {number | undefined} */ id, /** @type {number} */ p) => {
    const node = el("span", { text: id === undefined ? " " : name(id) });
    if (id !== undefined) {
      node.style.background = css(mix(colours.background, colours.positive, 0.75 * surprise(p)));
    }
    return node;
  };
  const columns = Array.from(truth, (id, i) => {
    const said = {
      token: name(id),
      share: percent(chances[i]),
      best: name(best[i]),
      sure: percent(sure[i]),
    };
    const tip = fill(t[best[i] === id ? "forced.right" : "forced.wrong"], said);
    const node = el(
      "span",
      { class: "ls-seq-column", "data-tip": tip },
      el("span", { class: "ls-seq-given", text: name(id) }),
      cell(best[i], chances[i]),
      cell(free[i], arrays["samples.chances"][i] ?? 0),
    );
    if (i === apart) node.classList.add("ls-seq-parts");
    return node;
  });
  const rows = ["true", "told", "free"].map((key) => el("span", { text: t[`forced.${key}`] }));
  const words = apart < 0 ? t["forced.together"] : fill(t["forced.parts"], {
    place: apart + 1,
    truth: name(truth[apart]),
    free: name(free[apart]),
    right: rightOf(truth, best),
    count: truth.length,
  });
  return [
    el("p", { class: "ls-map-read", "data-parting": apart, text: words }),
    el("div", { class: "ls-seq-columns" }, el("span", { class: "ls-seq-names" }, ...rows), ...columns),
  ];
}

/** @param {Wire} truth @param {Wire} best */
const rightOf = (truth, best) => Array.from(truth).filter((id, i) => id === best[i]).length;
