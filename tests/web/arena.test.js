import { band, differing, typed, worded } from "../../core/live/web/arena/numbers.js";
import { close, equal } from "./expect.js";

Deno.test("settings that differ, in the order of their declaration", () => {
  const configs = [{ lr: 0.1, hidden: [4, 2], seed: 0 }, { lr: 0.1, hidden: [8], seed: 1 }];
  equal(differing(configs, ["seed", "lr", "hidden"]), ["seed", "hidden"]);
  equal(differing([configs[0], { ...configs[0], hidden: [4, 2] }], ["seed", "lr", "hidden"]), []);
});

Deno.test("a setting is read by its label, and typed by its value", () => {
  const param = { options: { tanh: "tanh", relu: "ReLU" } };
  equal(worded(param, "relu"), "ReLU");
  equal(worded(param, ["relu", "tanh"]), "ReLU, tanh");
  equal(worded({ options: {} }, []), "–");
  equal(worded({ options: {} }, 0.03), "0.03");
  equal(typed([8, 4]), "8,4");
});

Deno.test("mean and deviation over lines with other steps, as far as all of them go", () => {
  const one = { x: [0, 10, 20, 99], y: [0, 10, 20, 99], length: 3 };
  const other = { x: [0, 20, 40], y: [2, 22, 42], length: 3 };
  const { x, mean, low, high } = band([one, other]);
  equal([x[0], x.at(-1)], [0, 20]);
  close(mean, x.map((at) => at + 1));
  close(high, x.map((at) => at + 1 + Math.SQRT2));
  close(low, x.map((at) => at + 1 - Math.SQRT2));
  equal(band([one]).x, []);
  const single = { x: [0], y: [3], length: 1 };
  equal(band([single, single]), { x: [0], mean: [3], low: [3], high: [3] });
});
