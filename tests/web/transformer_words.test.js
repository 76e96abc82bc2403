// The pure parts of /transformer that put numbers into words: what text looks like, the board, names of attentions.

import { formerOf } from "../../core/playgrounds/transformer/web/equal.js";
import { ofTask, ofText, sentenceOf } from "../../core/playgrounds/transformer/web/looks.js";
import { cellAt, gridOf } from "../../core/playgrounds/transformer/web/matrix.js";
import { numberOf, partOf, whichOf, windowOf } from "../../core/playgrounds/transformer/web/parts.js";
import { reading } from "../../core/playgrounds/transformer/web/reading.js";
import { added, MOST, parsed, ranked, smallest } from "../../core/playgrounds/transformer/web/records.js";
import { equal, holds } from "./expect.js";

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
