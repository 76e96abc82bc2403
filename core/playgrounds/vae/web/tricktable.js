// The trick in numbers: a row for each dimension, all of them or, of many, those with the largest KL.

/** @import { Arrays, Texts, Wire } from "../../../live/web/types.d.ts" */
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { write } from "../../../live/web/widgets/controls.js";
import { zName } from "./plane.js";

const MOST = 4; // dimensions written out
const TERMS = ["mu", "sigma", "eps", "z", "kl"];

export class TrickTable {
  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    /** @type {{ root: HTMLElement, head: HTMLElement, cells: Map<string, HTMLElement> }[]} */ this.rows = [];
    const heads = TERMS.map((term) =>
      el("th", {
        scope: "col",
        text: texts[`trick.term.${term}`],
        "data-tip": texts[`tip.trick.${term}`],
        tabindex: "0",
        "data-part": term,
      })
    );
    const label = texts["trick.caption"];
    this.root = el(
      "table",
      { class: "ls-trick-table", "aria-label": label },
      el("tr", {}, el("td"), ...heads),
    );
    this.more = el("p", { class: "ls-quiet" });
  }

  /**
   * @param {Arrays} shown
   * @param {number} dims how many there are
   * @param {Wire | undefined} frame the newest frame's KL, where the shown arrays have none
   */
  write(shown, dims, frame) {
    const picked = pick(dims, shown["story.kl"] ?? frame);
    if (this.rows.length !== picked.length) {
      this.rows.forEach(({ root }) => root.remove());
      this.rows = picked.map(() => this.row());
    }
    picked.forEach((dim, i) => {
      const { root, head, cells } = this.rows[i];
      setText(head, zName(dim));
      setAttribute(root, "data-dim", dim);
      for (const [term, cell] of cells) {
        const value = shown[`story.${term}`]?.[dim];
        write(cell, value, value === undefined ? "–" : weight(value));
      }
    });
    setText(this.more, dims > MOST ? fill(this.texts["trick.more"], { count: MOST, of: dims }) : "");
  }

  row() {
    const head = el("th", { scope: "row" });
    /** @type {Map<string, HTMLElement>} */
    const cells = new Map(TERMS.map((term) => [term, el("td", { "data-term": term, "data-part": term })]));
    const root = el("tr", {}, head, ...cells.values());
    this.root.append(root);
    return { root, head, cells };
  }
}

/**
 * @param {number} dims
 * @param {Wire | undefined} kl
 */
function pick(dims, kl) {
  const every = Array.from({ length: dims }, (_, index) => index);
  if (dims <= MOST) return every;
  return every.sort((a, b) => (kl?.[b] ?? 0) - (kl?.[a] ?? 0)).slice(0, MOST).sort((a, b) => a - b);
}
