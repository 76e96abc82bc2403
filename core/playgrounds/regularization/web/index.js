// The panels that only /regularization has: kind → class. Its page.py names them.

import { Shared } from "../../../live/web/panel.js";
import { Maps } from "./maps.js";
import { MembersChart } from "./memberschart.js";
import { Weights } from "./weights.js";
import { WidthsPanel } from "./widths.js";

export const KINDS = {
  maps: Maps,
  members: MembersChart,
  weights: Weights,
  widths: WidthsPanel,
};

/** What the panels have in common: whose curves stand before all others; "": nobody's. */
export const shared = () => ({ member: new Shared("") });
