// The panels that only /mlp has: kind → class. Its page.py names them.

import { Shared } from "../../../live/web/panel.js";
import { MapPanel } from "./map.js";
import { LayerDiagnosis } from "./layerdiagnosis.js";
import { Matrix } from "./matrix.js";
import { Network } from "./network.js";
import { Space } from "./space.js";

/**
 * The neuron looked at, on the drawing and on the map; null: the network's output.
 * @typedef {{ layer: number, neuron: number, title: string } | null} Focus
 */

export const KINDS = {
  network: Network,
  map: MapPanel,
  matrix: Matrix,
  space: Space,
  layerdiagnosis: LayerDiagnosis,
};

/** What the panels have in common. */
export const shared = () => ({ focus: new Shared(/** @type {Focus} */ (null)) });
