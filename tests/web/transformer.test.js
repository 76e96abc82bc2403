// The pure parts of /transformer: tokens as labels, where the cells of a matrix lie, the stages of one token.

import { parting } from "../../core/playgrounds/transformer/web/forced.js";
import { cellAt, gridOf, lineOf, rise } from "../../core/playgrounds/transformer/web/matrix.js";
import { largest, signed } from "../../core/playgrounds/transformer/web/patchmap.js";
import { numberOf, partOf, whichOf, windowOf } from "../../core/playgrounds/transformer/web/parts.js";
import { reading } from "../../core/playgrounds/transformer/web/reading.js";
import { dot, rowOf, stagesOf, strongest } from "../../core/playgrounds/transformer/web/stages.js";
import {
  begun,
  label,
  likeliest,
  percent,
  surprise,
  unknown,
} from "../../core/playgrounds/transformer/web/tokens.js";
import { formerOf } from "../../core/playgrounds/transformer/web/equal.js";
import { ofTask, ofText, sentenceOf } from "../../core/playgrounds/transformer/web/looks.js";
import { added, MOST, parsed, ranked, smallest } from "../../core/playgrounds/transformer/web/records.js";
import { equal, holds } from "./expect.js";

/**
 * @param {number[]} values
 * @param {number[]} shape
 * @returns {import("../../core/live/web/types.d.ts").Wire}
 */
const wire = (values, shape) => Object.assign(Float32Array.from(values), { shape });

Deno.test("white space has a sign, and what the model does not know is named once", () => {
  equal(["\n", " ", "a"].map(label), ["↵", "␣", "a"]);
  equal(unknown("abäbä\n", ["a", "b"]), ["ä", "↵"]);
  equal(unknown("12", ["1", "2"]), []);
});

Deno.test("of numbers that are symbols of their own, spaces may stand between", () => {
  equal(unknown("12 + 5 =", ["0", "12", "5", "+", "="]), []);
  equal(unknown("12 ÷ 5", ["0", "12", "5", "+", "="]), ["÷"]);
});

Deno.test("where tokens are words, words are named, and one that is only begun is not complained of", () => {
  const symbols = ["the", "black", "cat", "="];
  equal(unknown("The black cow = cat", symbols, true), ["cow"]);
  equal(unknown("the bla", symbols, true), ["bla"]);
  equal(["the bla", "the bla ", "the black", "the x", ""].map((one) => begun(one, symbols)), [
    true,
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("of an encoder–decoder's attentions each has its name, and its part of the row", () => {
  const model = { parts: ["encoder", "encoder", "decoder", "cross", "decoder", "cross"] };
  equal([0, 1, 2, 3, 4, 5].map((layer) => numberOf(model, layer)), [1, 2, 1, 1, 2, 2]);
  equal([partOf(model, 3), partOf({}, 3), numberOf({}, 3)], ["cross", "layer", 4]);
  equal(whichOf(model, 5, 0, { "attention.which_cross": "across {layer}, {head}" }), "across 2, 1");
  equal(windowOf("cross", 4, 10), { row: 4, rows: 6, column: 0, columns: 4 });
  equal(windowOf("encoder", 4, 10), { row: 0, rows: 4, column: 0, columns: 4 });
  equal(windowOf("decoder", 4, 10), { row: 4, rows: 6, column: 4, columns: 6 });
  const grid = gridOf({ left: 0, top: 0, wide: 500, tall: 300 }, windowOf("cross", 4, 10), 14, 60);
  holds(grid.turned && grid.top > 60 && grid.top + 6 * grid.side <= 300 + 1e-6);
  equal(cellAt(grid, grid.left + 2.5 * grid.side, grid.top + 0.5 * grid.side), { row: 4, column: 2 });
});

Deno.test("across, the sentence says what is to be written", () => {
  const t = { "attention.read_cross": "{next} {token} {at} {weight}", "attention.read_plain": "{token}" };
  const at = { row: 2, column: 0, labels: ["cat", "=", "le"], next: "chat", part: "cross", chance: NaN };
  equal(reading({ ...at, weight: 0.5, states: false }, t), "chat le cat 0.50");
  equal(reading({ ...at, column: -1, weight: 0, states: false }, t), "le");
});

Deno.test("the likeliest come first, ties in their order", () => {
  equal(likeliest([0.1, 0.4, 0.1, 0.4], 3), [1, 3, 0]);
  equal([1, 0.01, 0.0001, 0].map(surprise).map((one) => Math.round(one * 100)), [0, 67, 100, 100]);
  equal([0.5, 0.012, 0, 1].map(percent), ["50", "1.2", "0", "100"]);
});

for (const [wide, tall, count] of [[600, 400, 8], [320, 300, 48], [500, 500, 64]]) {
  Deno.test(`every cell of ${count} tokens lies on ${wide} × ${tall} and is found again`, () => {
    const grid = gridOf({ left: 0, top: 0, wide, tall }, windowOf("layer", 0, count), 14, 20);
    holds(grid.left + count * grid.side <= wide + 1e-6 && grid.top + count * grid.side <= tall + 1e-6);
    for (const [row, column] of [[0, 0], [count - 1, 0], [count - 1, count - 1]]) {
      const x = grid.left + (column + 0.5) * grid.side;
      const y = grid.top + (row + 0.5) * grid.side;
      equal(cellAt(grid, x, y), { row, column });
    }
    equal(cellAt(grid, grid.left - 1, grid.top), null);
  });
}

Deno.test("an arc over the whole line stays in the picture", () => {
  const line = lineOf({ left: 0, top: 0, wide: 400, tall: 300 }, 20, 14);
  holds(line.base - rise(line, 19, 0) >= 0);
  holds(rise(line, 1, 0) < rise(line, 5, 0));
});

Deno.test("a token's numbers: its own product, the sum of the softmax, the largest part", () => {
  const arrays = {
    "apart.where": wire([1, 0, 0], [3]),
    "apart.ids": wire([0, 1, 0], [3]),
    "apart.q": wire([2, 0, 0, 0], [4]),
    "apart.keys": wire([1, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0], [3, 4]),
    "apart.values": wire([7, 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0], [3, 4]),
    "apart.scores": wire([1, 3, 5], [3]),
    "apart.seen": wire([1, 1, 0], [3]),
    "apart.weights": wire([0.12, 0.88, 0], [3]),
    "apart.mixed": wire([7.88, 0, 0, 0], [4]),
    "apart.final": wire([1], [1]),
    "apart.logits": wire([0, 1], [2]),
    "apart.chances": wire([0.27, 0.73], [2]),
  };
  const stages = stagesOf(arrays);
  equal(stages.map(({ key }) => key), [
    "embedding",
    "qkv",
    "scores",
    "softmax",
    "mixed",
    "projected",
    "logits",
  ]);
  equal(stages[2].numbers, { product: "6.00", score: "3.00", width: "4" });
  equal(stages[3].numbers, { score: "3.00", sum: "22.80", weight: "0.88" }); // e¹ + e³: the third is hidden
  equal(stages[4].numbers, { mixed: "7.88", weight: "0.88", value: "8.00" });
  equal(stages[6].numbers.share, "73.00");
});

Deno.test("the gates of an LSTM are those of its strongest unit", () => {
  const arrays = {
    "apart.where": wire([1, 0, 0], [3]),
    "apart.ids": wire([0, 1], [2]),
    "apart.input": wire([1, 1], [2]),
    "apart.before": wire([0, 0.5], [2]),
    "apart.gates": wire([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], [4, 2]),
    "apart.state": wire([0.1, -0.9], [2]),
    "apart.cell": wire([0, 2], [2]),
    "apart.cell_before": wire([0, 1], [2]),
    "apart.final": wire([1], [1]),
    "apart.logits": wire([0, 1], [2]),
    "apart.chances": wire([0.27, 0.73], [2]),
  };
  const [read, gates, state] = stagesOf(arrays);
  equal([read.key, gates.key, state.key], ["read", "gates_lstm", "state_lstm"]);
  equal(gates.strips.map(({ name }) => name), ["i", "f", "g", "o"]);
  const { unit, i, f, g, o, held, cell } = state.numbers;
  equal([unit, i, f, g, o, held, cell], ["2", "0.20", "0.40", "0.60", "0.80", "1.00", "2.00"]);
  equal(strongest([1, -3, 2]), 1);
  equal([...rowOf(wire([1, 2, 3, 4], [2, 2]), 1)], [3, 4]);
  equal(dot([1, 2], [3, 4]), 11);
});

Deno.test("where two texts first part, and the scale of effects either way", () => {
  equal([parting([1, 2, 3], [1, 2, 3]), parting([1, 2, 3], [1, 5, 3]), parting([], [1])], [-1, 1, -1]);
  equal([largest([NaN, -3, 2]), largest([NaN, 0])], [3, 0.01]);
  equal([1.24, -1.26, 0.01, -0.01].map((one) => signed(one, 1)), ["+1.2", "−1.3", "0.0", "0.0"]);
});

/** @param {Partial<import("../../core/playgrounds/transformer/web/looks.js").Known>} more */
const known = (more) => ({
  loss: 2,
  train: 2,
  blind: NaN,
  symbols: 0.5,
  exact: 0,
  learned: 0,
  mistakes: null,
  ...more,
});
const LINES = [
  { name: "uniform", value: 4.174 },
  { name: "unigram", value: 3.327 },
  { name: "bigram", value: 2.499 },
];

Deno.test("what text looks like, by the losses at which it was looked at", () => {
  const seen = [3.93, 3.47, 3.04, 2.685, 2.509, 2.295, 2.18, 2.0, 1.9, 1.77].map((loss) =>
    ofText(known({ loss, train: loss }), LINES)
  );
  equal(seen, [
    "random",
    "letters",
    "letters",
    "pairs",
    "pairs",
    "syllables",
    "syllables",
    "words",
    "words",
    "lines",
  ]);
  equal(ofText(known({ loss: 8.4, train: 0.15 }), LINES), "heart");
  equal(ofText(known({ loss: 3, train: 1.06 }), LINES), "overfit");
  const about = { describe: { answers: false, dataset: "own", references: LINES }, config: {} };
  equal(sentenceOf(known({ loss: 2 }), about), "words_own");
  equal(sentenceOf(known({ loss: 0.05, blind: 2.3 }), about), "blind");
  equal(sentenceOf(known({ loss: NaN }), about), "");
});

Deno.test("of answers only what is so is said", () => {
  const sums = { dataset: "addition" };
  equal(ofTask(known({ exact: 0.995 }), sums), "solved");
  equal(ofTask(known({ symbols: 0.77, exact: 0.31, mistakes: [32, 20, 16] }), sums), "carries");
  equal(ofTask(known({ symbols: 0.7, exact: 0.13, mistakes: [32, 30, 9] }), sums), "parts");
  equal(ofTask(known({ symbols: 0.3, mistakes: [32, 32, 3] }), sums), "shares");
  equal(ofTask(known({ exact: 0.2, learned: 1 }), { dataset: "modular" }), "known_pairs");
  equal(ofTask(known({ symbols: 0.52, exact: 0.52 }), { dataset: "parity", answer: "final" }), "coin");
});

/** @param {Partial<import("../../core/playgrounds/transformer/web/records.js").Record>} more */
const record = (more) => ({
  task: "2 reversed",
  kind: "gru",
  layers: 1,
  width: 32,
  heads: 0,
  params: 9000,
  exact: 0.5,
  step: 100,
  ...more,
});

Deno.test("the board keeps the best of each model, and finds the smallest that adds", () => {
  const first = added([], record({}));
  equal(added(first, record({ exact: 0.4 })) === first, true);
  equal(added(first, record({ exact: 0.6 })).map(({ exact }) => exact), [0.6]);
  const all = [{}, { params: 20000, exact: 0.995 }, { params: 15000, exact: 0.99 }, {
    params: 800,
    exact: 0.7,
  }]
    .map(record).reduce((kept, one) => added(kept, one), first);
  equal(ranked(all, "2 reversed").map(({ params }) => params), [15000, 20000, 800, 9000]);
  equal(smallest(all, "2 reversed")?.params, 15000);
  equal(smallest(all, "3 plain"), undefined);
});

Deno.test("the board is bounded, keeps the best, and reads nothing that it has not written", () => {
  let all = [record({ params: 5, exact: 1 })];
  for (let i = 0; i < 2 * MOST; i += 1) all = added(all, record({ params: 100 + i }));
  equal(all.length, MOST);
  equal(smallest(all, "2 reversed")?.params, 5);
  equal(parsed(JSON.stringify(all)), all);
  equal(parsed("{"), []);
  equal(parsed(null), []);
  const bad = [
    null,
    3,
    record({ task: "<b>" }),
    record({ kind: "mlp" }),
    record({ exact: 2 }),
    record({ width: 0 }),
  ];
  equal(parsed(JSON.stringify([...bad, record({})])), [record({})]);
});

Deno.test("the former model is the last of another kind on the same data", () => {
  /** @type {Parameters<typeof formerOf>[0]} */ const kept = { last: null, former: null, fitted: "" };
  const size = (kind = "", params = 1, data = "sums") => ({ kind, label: kind, params, data });
  equal(formerOf(kept, size("transformer", 102144)), null);
  equal(formerOf(kept, size("lstm", 68000))?.params, 102144);
  equal(formerOf(kept, size("lstm", 102500))?.params, 102144);
  equal(formerOf(kept, size("transformer", 102144))?.params, 102500);
  equal(formerOf(kept, size("gru", 5, "text")), null);
});
