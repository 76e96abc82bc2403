import { bandOf, BANDS, between, Ground, shares } from "../../core/live/web/widgets/ground.js";
import { among } from "../../core/live/web/panels/among.js";
import { spentAt } from "../../core/playgrounds/optimizers/web/racechart.js";
import { bounds } from "../../core/playgrounds/optimizers/web/rangetest.js";
import { projected } from "../../core/playgrounds/optimizers/web/relief.js";
import { written } from "../../core/playgrounds/optimizers/web/update.js";
import { equal, holds } from "./expect.js";

Deno.test("heights become shares from 0 to 1 that keep their order, flat ones none that is not a number", () => {
  const found = shares([5, 1, 3, 101]);
  equal([found[1], found[3]], [0, 1]);
  holds(found[1] < found[2] && found[2] < found[0] && found[0] < found[3]);
  equal([...shares([2, 2])], [0, 0]);
  equal([bandOf(0), bandOf(1)], [0, BANDS - 1]);
});

Deno.test("between cells the share is in between, and beyond the edge it is the edge's", () => {
  const values = Float32Array.from([0, 1, 0.5, 0.25]);
  equal(between(values, 2, 0.5, 0.5), 0);
  equal(between(values, 2, 1, 0.5), 0.5);
  equal(between(values, 2, 1, 1), 0.4375);
  equal(between(values, 2, 9, -9), 1);
});

Deno.test("a chart has the curves of those who take part alone", () => {
  const bind = ["a", "b", "c"].map((curve, trace) => ({ trace, curve }));
  const whole = { figure: { data: ["A", "B", "C"] }, bind };
  const found = among(whole, ["c", "a"]);
  equal(found.figure.data, ["A", "C"]);
  equal(found.bind, [{ trace: 0, curve: "a" }, { trace: 1, curve: "c" }]);
});

Deno.test("the middle of the ground stays where it is, however it is turned", () => {
  for (const turn of [0, 1, 2]) {
    equal(projected(0.5, 0.5, 0.5, { turn, tilt: 0.7 }).map((at) => at + 0), [0, 0, 0]);
  }
  holds(projected(0.5, 0.5, 1, { turn: 0, tilt: 0.7 })[1] < 0); // higher is farther up
});

Deno.test("what somebody has set stands in a formula as it was set, steps are counted", () => {
  equal([written("beta1", 0.9), written("lr", 0.075), written("t", 12)], ["0.9", "0.075", "12"]);
  equal(written("g1", -0.5).startsWith("−"), true);
});

Deno.test("the ground is drawn with heights of the plane that the paths are seen on alone", () => {
  const ground = new Ground();
  const plane = (/** @type {number} */ key) => Object.assign([key, -2, 2, 1, 0], { shape: [5] });
  const heights = Object.assign(Float32Array.from([1, 2, 3, 4]), { shape: [2, 2] });
  equal(ground.take(/** @type {any} */ ({ plane: plane(7) })), false);
  equal(ground.take(/** @type {any} */ ({ plane: plane(7), heights })), true);
  equal([ground.domain, ground.at([-1, 1]), ground.at([1, -1])], [[-2, 2], 1, 4]); // row 0 is on top
  equal(ground.take(/** @type {any} */ ({ plane: plane(8) })), false);
  ground.forget();
  equal(ground.take(/** @type {any} */ ({ plane: plane(7) })), false);
});

Deno.test("what had been spent at a step is read from its curve, straight between its points", () => {
  const [x, y] = [[2, 4, 10], [1, 2, 5]];
  equal(spentAt([0, 1, 2, 3, 7, 10, 12], x, y, 3), [0, 0.5, 1, 1.5, 3.5, 5, 5]);
});

Deno.test("a range test is seen in decades, from the lowest loss to a little above the first", () => {
  const { x, y } = bounds([0.01, 0.1, 1, 10], [1, 0.1, 1e5, NaN]);
  equal(x, { low: -2, high: 0 });
  holds(y.low < -1 && y.low > -1.5 && y.high > 0 && y.high < 1);
});
