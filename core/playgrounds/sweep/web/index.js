// The panels that only /sweep has: kind → class. Its page.py names them.

import { Shared } from "../../../live/web/panel.js";
import { CellPanel } from "./cell.js";
import { CellCurves } from "./curves.js";
import { Grid } from "./grid.js";
import { Heat } from "./heat.js";

export const KINDS = {
  grid: Grid,
  cell: CellPanel,
  heat: Heat,
  cellcurves: CellCurves,
};

/** What the panels have in common: which network is chosen, and which number colours all of them. */
export const shared = () => ({ cell: new Shared(-1), measure: new Shared("test_loss") });
