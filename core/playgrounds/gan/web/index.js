// The panels that only /gan has: kind → class. Its page.py names them.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
import { Shared } from "../../../live/web/panel.js";
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

/** What the panels have in common: `seen` are the main picture's newest arrays, `told` what slow motion shows in
 * their place. */
export const shared = () => ({
  seen: new Shared(/** @type {Arrays | null} */ (null)),
  told: new Shared(/** @type {Arrays | null} */ (null)),
});
