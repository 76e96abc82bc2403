// The panels that only /qlearning has: kind → class. Its page.py names them.

import { Optimal } from "./optimal.js";
import { UpdatePanel } from "./update.js";
import { World } from "./world.js";

export const KINDS = {
  world: World,
  optimal: Optimal,
  update: UpdatePanel,
};
