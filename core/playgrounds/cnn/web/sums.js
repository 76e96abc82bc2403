// Sums with their numbers, as tables: a window beside its kernel, the terms of a dense layer, the softmax.

/** @import { Arrays, Texts, Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, luminance } from "../../../live/web/colour.js";
import { button, el, fill } from "../../../live/web/dom.js";
import { fixed, weight } from "../../../live/web/format.js";

const SMALLEST = 1e-9;
const READABLE = 0.18; // a ground that is lighter has dark numbers

/**
 * The window of one map of the input, and the kernel that is laid on it, number by number.
 * @param {Arrays} arrays
 * @param {number} s
 * @param {Texts} t
 * @param {Colours} colours
 */
export function kernelTable(arrays, s, t, colours) {
  const patch = arrays["apart.patch"];
  const kernel = arrays["apart.kernel"];
  const name = fill(t["apart.map"], { channel: arrays["apart.channels"][s] + 1 });
  const sum = kernel ? el("span", { text: `= ${weight(arrays["apart.sums"][s])}` }) : null;
  return el(
    "div",
    { class: "ls-cnn-product", "aria-label": name },
    el("span", { class: "ls-quiet", text: name }),
    grid(patch, s, colours),
    kernel ? el("span", { text: "·" }) : null,
    kernel ? grid(kernel, s, colours) : null,
    sum,
  );
}

/**
 * @param {Wire} numbers [S, a, b]
 * @param {number} s
 * @param {Colours} colours
 */
function grid(numbers, s, colours) {
  const [, rows, columns] = numbers.shape;
  const first = s * rows * columns;
  let most = SMALLEST;
  for (let i = 0; i < rows * columns; i += 1) most = Math.max(most, Math.abs(numbers[first + i]));
  const lines = Array.from({ length: rows }, (_, y) =>
    el(
      "tr",
      {},
      ...Array.from({ length: columns }, (_, x) => {
        const value = numbers[first + y * columns + x];
        const colour = colours.diverging(value / most);
        const cell = el("td", { text: fixed(value, 2) });
        cell.style.background = css(colour);
        cell.style.color = luminance(colour) > READABLE ? "#111111" : "#ffffff";
        return cell;
      }),
    ));
  return el(
    "table",
    { class: columns > 5 ? "ls-cnn-grid ls-cnn-tiny" : "ls-cnn-grid" },
    el("tbody", {}, ...lines),
  );
}

/** @typedef {string | number | HTMLElement} Cell */

/**
 * @param {Cell[]} head
 * @param {Cell[][]} rows
 * @param {number} [marked] the row that is meant
 */
function table(head, rows, marked = -1) {
  const line = (/** @type {"th" | "td"} */ tag, /** @type {Cell[]} */ cells) =>
    cells.map((cell) => cell instanceof HTMLElement ? el(tag, {}, cell) : el(tag, { text: String(cell) }));
  const body = rows.map((cells, row) =>
    el("tr", { class: row === marked ? "ls-cnn-marked" : null }, ...line("td", cells))
  );
  return el("table", { class: "ls-cnn-table" }, el("tbody", {}, el("tr", {}, ...line("th", head)), ...body));
}

/**
 * The largest terms of a dense sum; the number of an input leads to it.
 * @param {Wire} terms [T, 3]
 * @param {Texts} t
 * @param {(number: number) => void} pick
 */
export function termTable(terms, t, pick) {
  const rows = Array.from({ length: terms.shape[0] }, (_, row) => {
    const [index, value, factor] = [0, 1, 2].map((column) => terms[3 * row + column]);
    const says = { tip: t["tip.term"], content: String(index + 1), className: "ls-cnn-term" };
    return [
      button("term", says, () => pick(index)),
      weight(value),
      weight(factor),
      weight(value * factor),
    ];
  });
  return table([t["apart.input"], t["apart.value"], t["apart.weight"], t["apart.product"]], rows);
}

/**
 * The softmax: e^z of every class, divided by their sum.
 * @param {Wire} logits
 * @param {number} channel
 * @param {string[]} names
 * @param {Texts} t
 */
export function logitTable(logits, channel, names, t) {
  const powers = Array.from(logits, (z) => Math.exp(z));
  const sum = powers.reduce((total, one) => total + one, 0);
  const rows = powers.map((
    one,
    k,
  ) => [names[k], weight(logits[k]), weight(one), `${fixed(100 * one / sum, 1)} %`]);
  return table([t["apart.class"], "z", "eᶻ", fill(t["apart.share"], { sum: weight(sum) })], rows, channel);
}
