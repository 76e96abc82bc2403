// The panels that only /qlearning has: kind → class. Its page.py names them.

/** @import { WorldModel } from "./worldmodel.js" */
import { Optimal } from "./optimal.js";
import { UpdatePanel } from "./update.js";
import { World } from "./world.js";

export const KINDS = {
  world: World,
  optimal: Optimal,
  update: UpdatePanel,
};

/**
 * What the panels have in common: the board's model, its place for the optimal values, and its cursor.
 * @typedef {object} SharedBoard
 * @property {WorldModel | null} model
 * @property {Optimal | null} slot
 * @property {() => void} arrange
 * @property {(row: number, column: number) => void} point counted from 0
 */

/** @returns {{ board: SharedBoard }} */
export const shared = () => ({ board: { model: null, slot: null, arrange: () => {}, point: () => {} } });
