// The panels that only /mlp has: kind → class. Its page.py names them.

import { Shared } from "../../../live/web/panel.js";
import { MapPanel } from "./map.js";
import { Matrix } from "./matrix.js";
import { Network } from "./network.js";
import { Plane } from "./plane.js";

/**
 * The neuron looked at, on the drawing and on the map; null: the network's output.
 * @typedef {{ layer: number, neuron: number, title: string } | null} Focus
 */

export const KINDS = {
  network: Network,
  map: MapPanel,
  matrix: Matrix,
};

/** What the panels have in common: the neuron looked at, and of a table the plane. */
export const shared = () => ({
  focus: new Shared(/** @type {Focus} */ (null)),
  plane: new Shared(new Plane()),
});
