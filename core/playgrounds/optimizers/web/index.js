// The panels that only /optimizers has: kind → class. Its page.py names them.

import { Shared } from "../../../live/web/panel.js";
import { Ground } from "../../../live/web/widgets/ground.js";
import { RacePanel } from "./race.js";
import { RaceChart } from "./racechart.js";
import { RangePanel } from "./rangetest.js";
import { Relief } from "./relief.js";
import { UpdatePanel } from "./update.js";

export const KINDS = {
  race: RacePanel,
  relief: Relief,
  racechart: RaceChart,
  rangetest: RangePanel,
  update: UpdatePanel,
};

/** What the panels have in common: whose update is spelled out ("": nobody has been chosen yet), the ground. */
export const shared = () => ({ member: new Shared(""), ground: new Ground() });
