// The panels that only /backprop has: kind → class. Its page.py names them.

/** @import { View } from "../../../live/web/view.js" */
import { Lesson } from "./lesson.js";
import { Loop } from "./loop.js";
import { Numbers } from "./numbers.js";
import { WeightPanel } from "./weight.js";

export const KINDS = {
  loop: Loop,
  numbers: Numbers,
  weight: WeightPanel,
};

/**
 * What the panels have in common: the stage that is told, the row and the weight that are chosen.
 * @param {View} view
 */
export const shared = (view) => ({ lesson: new Lesson(view) });
