import { bandOf, BANDS, between, shares } from "../../core/playgrounds/optimizers/web/ground.js";
import { among } from "../../core/playgrounds/optimizers/web/racechart.js";
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
