// The panels that only /ddpg has: kind → class. Its page.py names them.

import { ActionCurve } from "./actioncurve.js";
import { Noise } from "./noise.js";
import { Replay } from "./replay.js";
import { Returns } from "./returns.js";
import { Stage } from "./stage.js";
import { Surface } from "./surface.js";

export const KINDS = {
  stage: Stage,
  surface: Surface,
  action: ActionCurve,
  replay: Replay,
  noise: Noise,
  returns: Returns,
};
