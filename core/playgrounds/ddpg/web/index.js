// The panels that only /ddpg has: kind → class. Its page.py names them.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Pose } from "./worlds.js" */
import { Shared } from "../../../live/web/panel.js";
import { ActionCurve } from "./actioncurve.js";
import { Noise } from "./curves.js";
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
 * What is in the main picture: whether the world is painted here, and the body of the agent that is shown.
 * @typedef {{ drawn: boolean, demonstrated: () => Pose | null }} Scene
 */

/**
 * What the panels have in common: the plane of two state variables; `world` are the main picture's newest
 * arrays, `scene` what is in that picture, `lit` the panels that slow motion speaks of.
 * @param {View} view
 */
export function shared(view) {
  /** @type {Scene} */ const scene = { drawn: false, demonstrated: () => null };
  return {
    plane: new StatePlane(view),
    world: new Shared(/** @type {Arrays | null} */ (null)),
    scene,
    lit: new Shared(/** @type {string[]} */ ([])),
  };
}
