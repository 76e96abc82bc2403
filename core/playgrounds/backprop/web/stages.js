// The stages of one step, and what of its numbers each has reached: pure, no drawing.

/** @typedef {{ name: string, layer: number, place: string }} Stage `place` is its station on the loop */

/** The stations of the loop, in order. */
export const LOOP = [
  "input",
  "preprocessing",
  "features",
  "network",
  "output",
  "metric",
  "feedback",
  "optimisation",
];

/**
 * All stages of a step through so many layers of weights, in order.
 * @param {number} layers
 * @returns {Stage[]}
 */
export function stagesOf(layers) {
  const every = Array.from({ length: layers }, (_, k) => k + 1);
  const forward = every.map((layer) =>
    layer < layers ? { name: "forward", layer, place: "network" } : { name: "output", layer, place: "output" }
  );
  return [
    ...["input", "preprocessing", "features"].map((name) => ({ name, layer: 0, place: name })),
    ...forward,
    { name: "loss", layer: layers, place: "metric" },
    ...every.reverse().map((layer) => ({ name: "backward", layer, place: "feedback" })),
    { name: "update", layer: 0, place: "optimisation" },
  ];
}

/**
 * Whether stage `at` of a net of so many layers has reached something of a layer.
 * @param {number} layers
 * @param {number} at
 */
export function reached(layers, at) {
  return {
    features: at >= 2,
    /** @param {number} layer */
    forward: (layer) => at >= 2 + layer,
    loss: at >= 3 + layers,
    /** @param {number} layer */
    backward: (layer) => at >= 4 + layers + (layers - layer),
    update: at >= 4 + 2 * layers,
  };
}
