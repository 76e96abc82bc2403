// How one token becomes a prediction, stage by stage: which vectors, tables and numbers each stage shows. Pure.

/** @import { Arrays, Numbers, Wire } from "../../../live/web/types.d.ts" */
import { weight } from "../../../live/web/format.js";

/** @typedef {{ name: string, values: Numbers }} Strip */
/** @typedef {{ key: string, strips: Strip[], table: "" | "scores" | "units" | "logits" | "cell", numbers: Record<string, string> }} Stage */

/**
 * Numbers for a sentence.
 * @param {Record<string, number>} of
 */
const told = (of) => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, weight(value)]));

/**
 * Strips of those arrays that there are, called as the arrays are.
 * @param {Arrays} arrays
 * @param {string[]} names
 * @returns {Strip[]}
 */
const strips = (arrays, names) =>
  names.filter((name) => arrays[`apart.${name}`]).map((name) => ({ name, values: arrays[`apart.${name}`] }));

/**
 * Row `row` of a matrix.
 * @param {Wire} matrix
 * @param {number} row
 */
export const rowOf = (matrix, row) => matrix.subarray(row * matrix.shape[1], (row + 1) * matrix.shape[1]);

/**
 * The product of two vectors, as the attention takes it.
 * @param {Numbers} a
 * @param {Numbers} b
 */
export function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

/**
 * The number of largest size: its place.
 * @param {Numbers} values
 */
export function strongest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  return best;
}

/**
 * @param {Arrays} arrays those of the view `apart`
 * @returns {Stage[]}
 */
export function stagesOf(arrays) {
  return arrays["apart.q"] ? ofTransformer(arrays) : ofRecurrent(arrays);
}

/**
 * @param {Arrays} arrays
 * @returns {Stage[]}
 */
function ofTransformer(arrays) {
  const [position] = arrays["apart.where"];
  const q = arrays["apart.q"];
  const scores = arrays["apart.scores"];
  const weights = arrays["apart.weights"];
  const seen = arrays["apart.seen"];
  const most = weights.indexOf(Math.max(...weights));
  const met = seen[position] ? position : most; // across, nobody meets itself
  const own = rowOf(arrays["apart.keys"], met);
  let sum = 0;
  for (let i = 0; i < scores.length; i += 1) if (seen[i]) sum += Math.exp(scores[i]);
  const product = dot(q, own);
  const score = { ...told({ product, score: scores[met] }), width: String(q.length) };
  const highest = { score: scores[most], sum, weight: weights[most] };
  const value = rowOf(arrays["apart.values"], most);
  const first = { mixed: arrays["apart.mixed"][0], weight: weights[most], value: value[0] };
  /** @type {Stage[]} */ const found = [
    { key: "embedding", strips: strips(arrays, ["embedding", "place", "x"]), table: "", numbers: {} },
    {
      key: "qkv",
      strips: [...strips(arrays, ["normed", "q"]), { name: "k", values: own }, {
        name: "v",
        values: rowOf(arrays["apart.values"], met),
      }],
      table: "",
      numbers: {},
    },
    { key: "scores", strips: strips(arrays, ["q"]), table: "scores", numbers: score },
    { key: "softmax", strips: [], table: "scores", numbers: told(highest) },
    { key: "mixed", strips: strips(arrays, ["mixed"]), table: "scores", numbers: told(first) },
    { key: "projected", strips: strips(arrays, ["x", "projected", "middle"]), table: "", numbers: {} },
  ];
  if (arrays["apart.units"]) {
    found.push({
      key: "mlp",
      strips: strips(arrays, ["middle", "written", "out"]),
      table: "units",
      numbers: {},
    });
  }
  return arrays["apart.logits"] ? [...found, last(arrays)] : found; // an encoder says nothing
}

/**
 * @param {Arrays} arrays
 * @returns {Stage[]}
 */
function ofRecurrent(arrays) {
  const gates = arrays["apart.gates"];
  const names = ["", "", "", "rzn", "ifgo"][gates.shape[0]] || "a";
  const unit = strongest(arrays["apart.state"]);
  const at = (/** @type {string} */ name) => arrays[`apart.${name}`]?.[unit] ?? NaN;
  const gate = Object.fromEntries([...names].map((name, i) => [name, rowOf(gates, i)[unit]]));
  const numbers = told({
    ...gate,
    before: at("before"),
    held: at("cell_before"),
    cell: at("cell"),
    state: at("state"),
  });
  const kind = { 1: "rnn", 3: "gru", 4: "lstm" }[gates.shape[0]] ?? "rnn";
  return [
    { key: "read", strips: strips(arrays, ["input", "before", "cell_before"]), table: "", numbers: {} },
    {
      key: `gates_${kind}`,
      strips: [...names].map((name, i) => ({ name, values: rowOf(gates, i) })),
      table: "",
      numbers: {},
    },
    {
      key: `state_${kind}`,
      strips: strips(arrays, ["cell", "state"]),
      table: "",
      numbers: { ...numbers, unit: String(unit + 1) },
    },
    last(arrays),
  ];
}

/**
 * @param {Arrays} arrays
 * @returns {Stage}
 */
function last(arrays) {
  const logits = arrays["apart.logits"];
  const chances = arrays["apart.chances"];
  const best = chances.indexOf(Math.max(...chances));
  let sum = 0;
  for (const z of logits) sum += Math.exp(z);
  const numbers = told({ logit: logits[best], sum, share: 100 * chances[best] });
  return { key: "logits", strips: strips(arrays, ["final"]), table: "logits", numbers };
}
