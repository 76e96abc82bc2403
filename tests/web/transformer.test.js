// The pure parts of /transformer: tokens as labels, where the cells of a matrix lie, the stages of one token.

import { parting } from "../../core/playgrounds/transformer/web/forced.js";
import { cellAt, gridOf, lineOf, rise } from "../../core/playgrounds/transformer/web/matrix.js";
import { largest, signed } from "../../core/playgrounds/transformer/web/patchmap.js";
import { windowOf } from "../../core/playgrounds/transformer/web/parts.js";
import { dot, rowOf, stagesOf, strongest } from "../../core/playgrounds/transformer/web/stages.js";
import {
  begun,
  label,
  likeliest,
  percent,
  surprise,
  unknown,
} from "../../core/playgrounds/transformer/web/tokens.js";
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
