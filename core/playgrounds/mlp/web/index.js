// The panels that only /mlp has: kind → class. Its page.py names them.

import { Shared } from "../../../live/web/panel.js";
import { Landscape } from "./landscape.js";
import { MapPanel } from "./map.js";
import { LayerDiagnosis } from "./layerdiagnosis.js";
import { Matrix } from "./matrix.js";
import { Network } from "./network.js";
import { Pruning } from "./pruning.js";
import { Uncertainty } from "./uncertainty.js";
import { Space } from "./space.js";
import { Plane } from "./plane.js";

/**
 * The neuron looked at, on the drawing and on the map; null: the network's output.
 * @typedef {{ layer: number, neuron: number, title: string } | null} Focus
 */

export const KINDS = {
  network: Network,
  map: MapPanel,
  matrix: Matrix,
  landscape: Landscape,
  pruning: Pruning,
  uncertainty: Uncertainty,
  space: Space,
  layerdiagnosis: LayerDiagnosis,
};

/** What the panels have in common: the neuron looked at, and of a table the plane. */
export const shared = () => ({
  focus: new Shared(/** @type {Focus} */ (null)),
  plane: new Shared(new Plane()),
});
