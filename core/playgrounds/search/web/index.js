// The panels that only /search has: kind → class. Its page.py names them.

import { Shared } from "../../../live/web/panel.js";
import { History } from "./history.js";
import { Importance } from "./importance.js";
import { Looks } from "./looks.js";
import { Slices } from "./slices.js";
import { TrialPanel } from "./trial.js";

export const KINDS = {
  history: History,
  trial: TrialPanel,
  slices: Slices,
  looks: Looks,
  importance: Importance,
};

/** What the panels have in common: which trial is chosen; −1 follows the best one. */
export const shared = () => ({ trial: new Shared(-1) });
