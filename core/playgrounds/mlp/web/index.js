// The panels that only /mlp has: kind → class. Its page.py names them.

import { MapPanel } from "./map.js";
import { Matrix } from "./matrix.js";
import { Network } from "./network.js";

export const KINDS = {
  network: Network,
  map: MapPanel,
  matrix: Matrix,
};
