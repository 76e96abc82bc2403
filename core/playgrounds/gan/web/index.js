// The panels that only /gan has: kind → class. Its page.py names them.

import { Flow } from "./flow.js";
import { Grid } from "./grid.js";
import { Neighbours } from "./neighbours.js";
import { Profile } from "./profile.js";
import { Samples } from "./samples.js";
import { Strip } from "./strip.js";
import { Waves } from "./waves.js";

export const KINDS = {
  samples: Samples,
  flow: Flow,
  grid: Grid,
  strip: Strip,
  neighbours: Neighbours,
  waves: Waves,
  profile: Profile,
};
