// Rows of the validation set: the question, the answer, and what should have stood there where it is wrong.

/** @import { Arrays, Texts } from "../../../live/web/types.d.ts" */
import { el, fill } from "../../../live/web/dom.js";

const MOST = 12; // rows

/**
 * One line per row. `rows.answer` says which positions were asked for: there `rows.said` stands for what the model said.
 * @param {Arrays} arrays
 * @param {(id: number) => string} name
 * @param {Texts} t
 * @returns {HTMLElement[]}
 */
export function rowsOf(arrays, name, t) {
  const { "rows.ids": ids, "rows.said": said, "rows.answer": answer } = arrays;
  if (!ids) return [];
  const [rows, length] = ids.shape;
  return Array.from({ length: Math.min(MOST, rows) }, (_, row) => {
    const tokens = Array.from({ length }, (_, i) => row * length + i).filter((at) => ids[at] >= 0);
    const right = tokens.every((at) => !answer[at] || said[at] === ids[at]);
    const parts = tokens.map((at) => {
      const wrong = answer[at] && said[at] !== ids[at];
      const kind = !answer[at] ? "given" : wrong ? "wrong" : "right";
      const tip = wrong ? fill(t["rows.should"], { token: name(ids[at]) }) : null;
      const shown = name(answer[at] ? said[at] : ids[at]);
      return el("span", { class: `ls-seq-cell ls-seq-${kind}`, text: shown, "data-tip": tip });
    });
    const mark = el("span", {
      class: "ls-seq-verdict",
      text: right ? "✓" : "✗",
      "aria-label": t[right ? "rows.right" : "rows.wrong"],
    });
    return el("div", { class: "ls-seq-line" }, mark, ...parts);
  });
}
