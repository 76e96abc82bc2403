// Where trials lie, which is the best, and where their network is opened in full.

/** @import { Arrays, Meta, Spec, Wire } from "../../core/live/web/types.d.ts" */
import { across, bestOf, reach, Trials } from "../../core/playgrounds/search/web/trials.js";
import { columnsOf, everyThat } from "../../core/playgrounds/search/web/slices.js";
import { equal } from "./expect.js";

/** @param {number[]} values */
const wire = (
  values,
) => /** @type {Wire} */ (Object.assign(Float64Array.from(values), { shape: [values.length] }));

const dimensions = [
  { name: "lr", low: 0.001, high: 10, log: true, whole: false, options: [] },
  { name: "depth", low: 1, high: 3, log: false, whole: true, options: [] },
  { name: "activation", low: 0, high: 0, log: false, whole: false, options: ["relu", "tanh"] },
];
const describe = {
  dimensions,
  searches: ["tpe", "random"],
  repeats: 2,
  trials: 3,
  epochs: 60,
  marks: [3, 60],
  objective: "loss",
  told: { lr: "0.1", width: "5", depth: "2", activation: "tanh", dataset: "moons" },
};
const spec = /** @type {Spec} */ (/** @type {unknown} */ ({
  samplers: { tpe: "TPE", random: "Random search" },
  named: { lr: "Learning rate", depth: "Depth", activation: "Activation" },
  options: { relu: "ReLU", tanh: "Tanh" },
}));
const texts = {
  "search.repeat": "Trial {number} ({search}, repeat {repeat})",
  "stands.pruned": "Pruned after {epochs} epochs",
};
const trials = new Trials(/** @type {Meta} */ (/** @type {unknown} */ ({ describe })), spec, texts);
/** @type {Arrays} */
const arrays = {
  "trials.status": wire([1, 2, 1, 1, 3, 0, 4, 4, 4, 4, 4, 4]),
  "trials.objective": wire([0.5, 0.1, 0.3, NaN, NaN, 0.2, NaN, NaN, NaN, NaN, NaN, NaN]),
  "trials.epochs": wire([60, 6, 60, 60, 1, 3, 0, 0, 0, 0, 0, 0]),
  "trials.values": wire([0.03, 3, 0, 1e-3, 1, 1, ...new Array(30).fill(1)]),
};

Deno.test("only who was trained to its end can be the best", () => {
  equal(bestOf(arrays), 2);
  equal(bestOf({ ...arrays, "trials.status": wire([0, 2, 3]) }), -1);
});

Deno.test("a trial is named by its number, its search and its repeat", () => {
  equal(trials.name(1), "Trial 2 (TPE, repeat 1)");
  equal(trials.name(11), "Trial 3 (Random search, repeat 2)");
  equal(trials.status(arrays, 1), "Pruned after 6 epochs");
  equal(trials.values(arrays, 0), [["Learning rate", "0.03"], ["Depth", "3"], ["Activation", "ReLU"]]);
});

Deno.test("the address has a trial's values in place of what all have, and where it stopped", () => {
  equal(
    trials.address("http://here/lab/search?search.trials=3", arrays, 0),
    "http://here/lab/mlp?mlp.lr=0.03&mlp.activation=relu&mlp.dataset=moons&mlp.hidden=5,5,5" +
      "&mlp.stop_epochs=60&play=true",
  );
});

Deno.test("values lie where their scale has them", () => {
  const [lr, depth, activation] = dimensions;
  equal([across(lr, 0.001), across(lr, 0.1), across(lr, 10)], [0, 0.5, 1]);
  equal([across(depth, 2), across(activation, 0), across(activation, 1)], [0.5, 0.25, 0.75]);
});

Deno.test("an axis reaches around what is there and not to what is far above", () => {
  equal(reach([], true), { low: -1, high: 0 });
  equal(reach([0.01, 0.1, 1], true).low, -2);
  equal(reach([0.1, 0.2, NaN], false), { low: 0, high: 0.1 });
  equal(reach([...new Array(60).fill(0.1), 900], true).high < 1, true);
});

Deno.test("pictures stand in as many columns as makes them largest", () => {
  equal([everyThat([30, 30], 100), everyThat([20, 60], 60), everyThat([20, 20, 20], 45)], [1, 2, 2]);
  equal([columnsOf(6, 900, 300, 130), columnsOf(6, 300, 800, 130), columnsOf(1, 100, 100, 130)], [3, 1, 1]);
});
