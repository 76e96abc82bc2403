// What a world's board can show of what was learned: values, action values, visits, distance to Q*.

/** @import { Arrays, Numbers, Rgb } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Board, Fills, Shown } from "./worldboard.js" */
/** @import { WorldModel } from "./worldmodel.js" */
import { mix } from "../../../live/web/colour.js";
import { brief, nice, short } from "../../../live/web/format.js";
import { drawPolicy } from "./worldpolicy.js";

const PALE = 0.78; // how much of the full colour the largest count or distance takes

/**
 * name → whether its colours have two signs.
 * @type {Record<string, boolean>}
 */
export const LOOKS = { values: true, actions: true, visits: false, distance: false };

/** @param {Colours} colours */
const counted = (colours) => colours.classes[2];
/** @param {Colours} colours */
const missed = (colours) => colours.classes[5];

/**
 * The colour of a share in 0…1 of a scale without signs.
 * @param {string} look
 * @param {Colours} colours
 * @param {number} share
 */
export const shade = (look, colours, share) =>
  mix(
    colours.neutral,
    look === "visits" ? counted(colours) : missed(colours),
    PALE * Math.min(1, Math.max(0, share)) ** 0.8,
  );

/**
 * What the end of the scale of visits or distances stands for.
 * @param {string} look
 * @param {Arrays | null} arrays
 */
export function top(look, arrays) {
  const values = Array.from(valuesOf(look, arrays) ?? []).filter(Number.isFinite);
  return look === "visits" ? Math.max(1, ...values) : nice(Math.max(...values, 1e-6));
}

/**
 * Visits or distances of each cell; undefined where nothing has come yet.
 * @param {string} look
 * @param {Arrays | null} arrays
 * @returns {Numbers | undefined}
 */
function valuesOf(look, arrays) {
  if (look === "distance" || !arrays) return arrays?.distance;
  return totals(arrays["world.visits"], arrays["world.v"].length);
}

/**
 * Visits of each cell, all its actions together.
 * @param {Numbers} visits
 * @param {number} cells
 */
export function totals(visits, cells) {
  const count = visits.length / cells;
  return Array.from({ length: cells }, (_, index) => {
    let sum = 0;
    for (let action = 0; action < count; action += 1) sum += visits[index * count + action];
    return sum;
  });
}

/**
 * Paints a board; `arrays` are null where nothing has come yet, `optimal` shows Q* in place of Q.
 * @param {string} look
 * @param {{ board: Board, model: WorldModel, layer: number, scale: number, colours: Colours,
 *   arrays: Arrays | null, optimal: boolean }} given
 */
export function paints(look, { board, model, layer, scale, colours, arrays, optimal }) {
  /** @type {Shown} */
  const shown = (index) => model.acts(index, layer);
  const best = optimal ? model.bestOn(layer) : null;
  const greedy = best?.greedy ?? arrays?.["world.greedy"];
  /** @param {number} value */
  const diverging = (value) =>
    Number.isFinite(value) ? colours.diverging(Math.max(-1, Math.min(1, value / scale))) : colours.neutral;
  const q = best?.q ?? arrays?.["world.q"];
  if (look === "actions" && q) {
    board.quarters(q, diverging, shown);
    if (greedy) drawPolicy(board, greedy, () => colours.neutral, { shown, small: true });
    return;
  }
  const signless = !optimal && !LOOKS[look];
  const values = signless ? valuesOf(look, arrays) : best?.v ?? arrays?.["world.v"];
  const colour = signless ? ramp(look, colours, top(look, arrays)) : diverging;
  const text = signless && look === "visits" ? brief : short;
  /** @type {Fills} */
  const fills = (index) =>
    shown(index) && values && Number.isFinite(values[index]) ? colour(values[index]) : null;
  board.cells(fills, (index) => shown(index) && values ? text(values[index]) : "");
  if (greedy) drawPolicy(board, greedy, fills, { shown, raised: true });
}

/**
 * The colours of visits or distances.
 * @param {string} look
 * @param {Colours} colours
 * @param {number} most
 * @returns {(value: number) => Rgb}
 */
function ramp(look, colours, most) {
  if (look === "distance") return (value) => shade(look, colours, value / most);
  return (value) => shade(look, colours, Math.log1p(value) / Math.log1p(most));
}
