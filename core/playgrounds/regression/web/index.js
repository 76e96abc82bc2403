// The panels that only /regression has: kind → class. Its page.py names them.

/** @import { View } from "../../../live/web/view.js" */
import { Shared } from "../../../live/web/panel.js";
import { Bowl } from "./bowl.js";
import { Classes } from "./classes.js";
import { Degrees } from "./degrees.js";
import { Fit } from "./fit.js";
import { Formulas } from "./formulas.js";
import { Neurons } from "./neurons.js";

export const KINDS = {
  fit: Fit,
  classes: Classes,
  bowl: Bowl,
  neurons: Neurons,
  formulas: Formulas,
  degrees: Degrees,
};

/**
 * The neuron and the point that the formulas are written for: their numbers, from 0.
 * @param {View} _view
 */
export const shared = (_view) => ({ neuron: new Shared(0), point: new Shared(0) });
