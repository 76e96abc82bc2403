import { Links } from "../../core/playgrounds/mlp/web/links.js";
import { Shape } from "../../core/playgrounds/mlp/web/shape.js";
import { inputCodes, SIDE } from "../../core/playgrounds/mlp/web/thumbs.js";
import { equal, holds } from "./expect.js";

const TEXTS = {
  "name.input": "input {name}",
  "name.hidden": "{layer}.{neuron}",
  "name.output": "output",
  "name.output_class": "class {name}",
};

/** A network of 2 inputs of 3, hidden layers of 3 and 2, and 1 output. */
function shape(more = {}) {
  const inputs = [["x1", "x₁", true], ["x2", "x₂", false], ["x1x2", "x₁x₂", true]];
  const layer = (/** @type {number} */ size) => ({ size, activation: "tanh", formula: "tanh z" });
  return new Shape({
    inputs: inputs.map(([id, label, on]) => ({ id, label, on })),
    layers: [layer(3), layer(2)],
    output: { size: 1, activation: "sigmoid", formula: "σ(z)", labels: ["output"] },
    limits: { layers: 6, neurons: 16 },
    domain: [-6, 6],
    ...more,
  }, TEXTS);
}

Deno.test("every weight and bias has its own place in the flat array, row by row, biases last", () => {
  const found = shape();
  const places = [];
  for (let layer = 1; layer <= found.last; layer += 1) {
    for (const source of [...Array(found.sizes[layer - 1]).keys(), -1]) {
      for (let target = 0; target < found.sizes[layer]; target += 1) {
        places.push(found.index(layer, source, target));
      }
    }
  }
  equal(places, Array.from({ length: 3 * 3 + 4 * 2 + 3 * 1 }, (_, i) => i));
  equal([found.total, found.firsts], [8, [0, 2, 5, 7]]);
});

Deno.test("the largest weight is one of a link, never a bias", () => {
  const found = shape();
  const weights = new Float32Array(20);
  weights[found.index(2, 1, 0)] = -3;
  weights[found.index(2, -1, 1)] = 99;
  equal(found.largest(Object.assign(weights, { shape: [20] })), 3);
});

Deno.test("neurons are called by layer and number, inputs and classes by name", () => {
  const found = shape();
  equal([found.name(0, 1), found.name(1, 2), found.name(3, 0)], ["input x₁x₂", "1.3", "output"]);
  equal([found.symbol(0, 0), found.symbol(2, 1)], ["x₁", "a₂,₂"]);
  const classes = shape({ output: { size: 3, activation: "softmax", formula: "", labels: ["A", "B", "C"] } });
  equal(classes.name(3, 1), "class B");
});

Deno.test("two structures that look alike have one key", () => {
  equal(shape().key, shape().key);
  holds(shape().key !== shape({ layers: [] }).key);
});

Deno.test("an input's picture: x₁ rises to the right, x₂ upwards, their product in opposite corners", () => {
  const at = (/** @type {Uint8Array} */ codes, /** @type {number} */ x, /** @type {number} */ y) =>
    codes[y * SIDE + x];
  const end = SIDE - 1;
  const [x1, x2, , , product] = [0, 1, 2, 3, 4].map((index) => inputCodes(index, [-6, 6]));
  equal([at(x1, 0, 7), at(x1, end, 7), at(x2, 7, 0), at(x2, 7, end)], [0, 255, 255, 0]);
  equal([at(product, 0, 0), at(product, end, 0), at(product, 0, end)], [0, 255, 255]);
});

Deno.test("a link is hit at its ends and in its middle, and nowhere else", () => {
  const links = new Links(/** @type {any} */ ({}));
  Object.assign(links, {
    shape: shape({ layers: [] }),
    columns: [{ left: 0, right: 10, ys: [20, 100] }, { left: 110, right: 120, ys: [60] }],
  });
  const source = (/** @type {number} */ x, /** @type {number} */ y) => links.hit(x, y)?.source;
  equal([source(12, 20), source(12, 101), source(60, 40), source(60, 80)], [0, 1, 0, 1]);
  equal([links.hit(60, 60), links.hit(5, 20), links.hit(115, 60)], [null, null, null]);
});
