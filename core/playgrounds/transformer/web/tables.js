// The tables of a token that is taken apart: a row per earlier token, the strongest units, the likeliest tokens.

/** @import { Arrays, Texts, Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { dot, rowOf } from "./stages.js";
import { label, likeliest, percent } from "./tokens.js";

const TOKENS = 10; // likeliest tokens

/**
 * @param {string[]} heads
 * @param {HTMLElement[]} rows
 */
const table = (heads, rows) =>
  el(
    "table",
    { class: "ls-seq-numbers-table" },
    el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col", text })))),
    el("tbody", {}, ...rows),
  );

/**
 * @param {(string | HTMLElement)[]} cells
 * @param {string} [kind]
 */
const line = (cells, kind = "") =>
  el(
    "tr",
    { class: kind || null },
    ...cells.map((cell) => (typeof cell === "string" ? el("td", { text: cell }) : el("td", {}, cell))),
  );

/**
 * A share of 1 as a bar.
 * @param {number} share
 */
function bar(share) {
  const node = el("span", { class: "ls-seq-bar" });
  node.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  return el("span", { class: "ls-seq-bar-box" }, node);
}

/**
 * What the token thinks of each token: q·k, what is hidden from it, and its weights.
 * @param {Arrays} arrays
 * @param {string[]} symbols
 * @param {string} stage scores, softmax or mixed
 * @param {Texts} t
 * @param {Colours} colours
 * @param {boolean} all whether hidden tokens have a row, too
 */
export function scoreTable(arrays, symbols, stage, t, colours, all) {
  const { "apart.ids": ids, "apart.scores": scores, "apart.weights": weights, "apart.seen": seen } = arrays;
  const q = arrays["apart.q"];
  const last = {
    scores: [],
    softmax: [t["apart.head.exp"], t["apart.head.weight"], ""],
    mixed: [t["apart.head.weight"], "", t["apart.head.value"]],
  }[stage] ?? [];
  const rows = Array.from(ids, (id, i) => {
    const cells = [
      `${i + 1} ${label(symbols[id])}`,
      weight(dot(q, rowOf(arrays["apart.keys"], i))),
      seen[i] ? weight(scores[i]) : t["apart.hidden"],
    ];
    const bars = bar(weights[i]);
    /** @type {(string | HTMLElement)[]} */ let more = [];
    if (stage === "softmax") more = [seen[i] ? weight(Math.exp(scores[i])) : "0", weight(weights[i]), bars];
    if (stage === "mixed") {
      more = [
        weight(weights[i]),
        bars,
        Array.from(rowOf(arrays["apart.values"], i).slice(0, 4), (v) => weight(v)).join("  "),
      ];
    }
    const node = line([...cells, ...more], seen[i] ? "" : "ls-seq-hidden");
    if (i === arrays["apart.where"][0]) {
      node.style.background = css(mix(colours.background, colours.positive, 0.16));
    }
    return node;
  });
  const shown = all ? rows : rows.filter((_, i) => seen[i]);
  return table([t["apart.head.token"], t["apart.head.product"], t["apart.head.score"], ...last], shown);
}

/**
 * @param {Wire} units [U, 3] number, before, after
 * @param {Texts} t
 */
export function unitTable(units, t) {
  const rows = Array.from({ length: units.shape[0] }, (_, i) => {
    const [number, before, after] = units.subarray(3 * i, 3 * i + 3);
    return line([String(number + 1), weight(before), weight(after)]);
  });
  return table([t["apart.head.unit"], t["apart.head.before"], t["apart.head.after"]], rows);
}

/**
 * @param {Arrays} arrays
 * @param {string[]} symbols
 * @param {Texts} t
 */
export function logitTable({ "apart.logits": logits, "apart.chances": chances }, symbols, t) {
  const rows = likeliest(chances, TOKENS).map((k) =>
    line([
      label(symbols[k]),
      weight(logits[k]),
      weight(Math.exp(logits[k])),
      `${percent(chances[k])} %`,
      bar(chances[k]),
    ])
  );
  return table([
    t["apart.head.token"],
    t["apart.head.logit"],
    t["apart.head.exp"],
    t["apart.head.chance"],
    "",
  ], rows);
}

/**
 * Tokens with one probability per column.
 * @param {string[]} heads
 * @param {{ name: string, chances: number[] }[]} rows
 */
export function chanceTable(heads, rows) {
  return table(
    heads,
    rows.map(({ name, chances }) =>
      line([
        name,
        ...chances.map((p) => el("span", { class: "ls-seq-chance" }, `${percent(p)} %`, bar(p))),
      ])
    ),
  );
}
