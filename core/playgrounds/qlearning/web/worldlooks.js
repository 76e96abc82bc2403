// What a world's board can show of what was learned: values, action values, visits, distance to Q*.

/** @import { Arrays, Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { mix } from "../../../live/web/colour.js";
import { brief, nice, short } from "../../../live/web/format.js";

const PALE = 0.78; // how much of the full colour the largest count or distance takes

/** name → whether its colours have two signs. */
export const LOOKS = { values: true, actions: true, visits: false, distance: false };

/** @param {Colours} colours */
const counted = (colours) => colours.classes[2];
/** @param {Colours} colours */
const missed = (colours) => colours.classes[5];

/**
 * The colour of a share in 0…1 of a scale without signs.
 * @param {unknown} look
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
 * What the end of the scale of `look` stands for, given the arrays.
 * @param {unknown} look
 * @param {Arrays} arrays
 * @param {number} scale
 */
export function top(look, arrays, scale) {
  if (look === "visits") {
    return Math.max(1, ...totals(arrays?.["world.visits"], arrays?.["world.v"]?.length ?? 0));
  }
  if (look === "distance") return nice(Math.max(...(arrays?.distance ?? [0]).filter(Number.isFinite), 1e-6));
  return scale;
}

/**
 * Visits of each cell, all its actions together.
 * @param {Wire} visits
 * @param {unknown} cells
 */
export function totals(visits, cells) {
  const count = cells ? (visits?.length ?? 0) / cells : 0;
  return Array.from({ length: cells }, (_, index) => {
    let sum = 0;
    for (let action = 0; action < count; action += 1) sum += visits[index * count + action];
    return sum;
  });
}

/**
 * Paints a board; `arrays` may be null where nothing has come yet, `optimal` shows Q* in place of Q.
 * @param {unknown} look
 * @param {{ board: unknown, model: unknown, layer: number, scale: number, colours: Colours, arrays: Arrays, optimal: unknown }} given
 */
export function paints(look, { board, model, layer, scale, colours, arrays, optimal }) {
  /** @param {number} index */
  const shown = (index) => model.acts(index, layer);
  const best = optimal ? model.bestOn(layer) : null;
  const greedy = best?.greedy ?? arrays?.["world.greedy"];
  /** @param {number} value */
  const diverging = (
    value,
  ) => (Number.isFinite(value)
    ? colours.diverging(Math.max(-1, Math.min(1, value / scale)))
    : colours.neutral);
  if (look === "actions" && (best || arrays)) {
    const q = best?.q ?? arrays["world.q"];
    board.quarters(q, diverging, shown);
    if (greedy) board.policy(greedy, () => colours.neutral, { shown, small: true });
    return;
  }
  if (!optimal && (look === "visits" || look === "distance")) {
    const values = look === "visits"
      ? totals(arrays?.["world.visits"], arrays?.["world.v"]?.length ?? 0)
      : arrays?.distance;
    const most = top(look, arrays, scale);
    const share = look === "visits"
      ? (count) => Math.log1p(count) / Math.log1p(most)
      : (value) => value / most;
    /** @param {number} index */
    const fills = (
      index,
    ) => (shown(index) && Number.isFinite(values?.[index])
      ? shade(look, colours, share(values[index]))
      : null);
    board.cells(
      fills,
      (
        index,
      ) => (shown(index) && values ? (look === "visits" ? brief(values[index]) : short(values[index])) : ""),
    );
    if (greedy) board.policy(greedy, fills, { shown, raised: true });
    return;
  }
  const value = best ? (index) => model.bestV(index, layer) : (index) => arrays?.["world.v"][index];
  /** @param {number} index */
  const fills = (index) => (shown(index) && Number.isFinite(value(index)) ? diverging(value(index)) : null);
  board.cells(fills, (index) => (shown(index) ? short(value(index) ?? NaN) : ""));
  if (greedy) board.policy(greedy, fills, { shown, raised: true });
}
