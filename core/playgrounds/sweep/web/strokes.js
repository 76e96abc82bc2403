// How curves are drawn: how far their axis reaches, the line itself, an entry of the legend.

/** @import { Numbers } from "../../../live/web/types.d.ts" */
import { el } from "../../../live/web/dom.js";

/** @typedef {{ x: (i: number) => number, y: (value: number) => number }} At */

/**
 * The y axis: of losses in powers of ten, of shares from half or less to 1.
 * @param {Numbers[]} curves
 * @param {boolean} loss
 * @returns {[low: number, high: number, log: boolean]}
 */
export function reach(curves, loss) {
  let low = Infinity, high = -Infinity;
  for (const curve of curves) {
    for (let i = 0; i < curve.length; i += 1) {
      if (!Number.isFinite(curve[i])) continue;
      low = Math.min(low, curve[i]);
      high = Math.max(high, curve[i]);
    }
  }
  if (!loss) return [low < 0.5 ? Math.max(0, Math.floor(low * 10) / 10) : 0.5, 1, false];
  const bottom = Number.isFinite(low)
    ? Math.max(-4, Math.floor(2 * Math.log10(Math.max(low, 1e-4))) / 2)
    : -1;
  const top = Number.isFinite(high) ? Math.min(2, Math.ceil(2 * Math.log10(Math.max(high, 1e-3))) / 2) : 0;
  return [Math.min(bottom, top - 0.5), top, true];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Numbers} curve
 * @param {At} at
 */
export function trail(context, curve, at) {
  context.beginPath();
  let drawing = false;
  for (let i = 0; i < curve.length; i += 1) {
    const there = Number.isFinite(curve[i]);
    if (there && drawing) context.lineTo(at.x(i), at.y(curve[i]));
    else if (there) context.moveTo(at.x(i), at.y(curve[i]));
    drawing = there;
  }
  context.stroke();
}

/**
 * @param {string} colour
 * @param {number} share
 * @param {string} text
 */
export function key(colour, share, text) {
  const line = el("i", { class: "ls-line" });
  line.style.borderTopColor = colour;
  line.style.borderTopWidth = share === 1 ? "3px" : "9px";
  line.style.opacity = String(share);
  return el("span", { class: "ls-class" }, line, text);
}
