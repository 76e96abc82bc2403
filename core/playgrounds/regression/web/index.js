// The panels that only /regression has: kind → class. Its page.py names them.

import { Bowl } from "./bowl.js";
import { Degrees } from "./degrees.js";
import { Fit } from "./fit.js";
import { Formulas } from "./formulas.js";

export const KINDS = {
  fit: Fit,
  bowl: Bowl,
  formulas: Formulas,
  degrees: Degrees,
};
