// The panels that only /ddpg has: kind → class. Its page.py names them.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Shared } from "../../../live/web/panel.js";
import { ActionCurve } from "./actioncurve.js";
import { Noise } from "./noise.js";
import { Replay } from "./replay.js";
import { Returns } from "./returns.js";
import { Stage } from "./stage.js";
import { StatePlane } from "./stateplane.js";
import { Surface } from "./surface.js";

export const KINDS = {
  stage: Stage,
  surface: Surface,
  action: ActionCurve,
  replay: Replay,
  noise: Noise,
  returns: Returns,
};

/**
 * What the panels have in common: the plane of two state variables; `world` are the main picture's newest
 * arrays, `scene` what is in that picture, `lit` the panels that slow motion speaks of.
 * @param {View} view
 */
export const shared = (view) => ({
  plane: new StatePlane(view),
  world: new Shared(/** @type {Arrays | null} */ (null)),
  scene: {
    drawn: false, // whether the world is painted here
    demonstrated: () => /** @type {ArrayLike<number> | null} */ (null), // the body of the agent that is shown
  },
  lit: new Shared(/** @type {string[]} */ ([])),
});
