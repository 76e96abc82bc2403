// Histograms over time as ridge lines: the newest in front, older ones behind it, a bounded number of them.

/** @import { Box, Rgb, Typed } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";
import { tick } from "../../../live/web/widgets/axes.js";

const MOST = 16; // ridges behind the newest
const RISE = 0.34; // of the height: the tallest ridge

/** @typedef {{ step: number, counts: Typed, low: number, high: number }} Ridge */

/** One layer's histograms: they stand evenly over the steps seen, however long the run becomes. */
export class Ridges {
  constructor() {
    /** @type {Ridge[]} */ this.kept = []; // by step; the newest is not among them
    /** @type {Ridge | null} */ this.newest = null;
    this.spacing = 1; // steps between two that are kept
  }

  /** @param {Ridge} ridge the newest; one of an earlier step means that the run was put back */
  add(ridge) {
    if (this.newest && ridge.step < this.newest.step) {
      this.kept = this.kept.filter(({ step }) => step < ridge.step);
    }
    this.newest = ridge;
    const last = this.kept.at(-1);
    if (last && ridge.step < last.step + this.spacing) return;
    this.kept.push(ridge);
    if (this.kept.length <= MOST) return;
    this.spacing = Math.max(2 * this.spacing, (ridge.step - this.kept[0].step) / MOST);
    this.kept = this.kept.filter((_, i) => i % 2 === 0);
  }

  /** Oldest first, the newest last. */
  get all() {
    const { kept, newest } = this;
    return newest && newest !== kept.at(-1) ? [...kept, newest] : kept;
  }

  /** From where to where all of them go. */
  get range() {
    const { all } = this;
    return [Math.min(...all.map(({ low }) => low)), Math.max(...all.map(({ high }) => high))];
  }
}

/**
 * Draws one layer's ridges with the ends of their common axis below.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Ridges} ridges
 * @param {Rgb} ink of the newest
 * @param {Colours} colours
 * @param {(value: number) => string} [label] of the axis' ends
 */
export function drawRidges(context, { left, top, wide, tall }, ridges, ink, colours, label = tick) {
  const { all, range: [low, high] } = ridges;
  const foot = 18 * colours.scale;
  const room = tall - foot;
  const rise = all.length > 1 ? RISE * room : room * 0.8;
  // All share one scale, so that a peak that grows is seen to grow; the square root lets small parts show.
  const most = Math.max(...all.map(({ counts }) => Math.max(...counts)), 1e-9);
  all.forEach(({ counts, low: from, high: to }, i) => {
    const share = all.length > 1 ? i / (all.length - 1) : 1;
    const base = top + rise + (room - rise) * share;
    const at = (/** @type {number} */ value) => left + ((value - low) / (high - low)) * wide;
    const width = (to - from) / counts.length;
    context.beginPath();
    context.moveTo(at(from), base);
    counts.forEach((count, bin) => {
      const y = base - rise * Math.sqrt(count / most);
      context.lineTo(at(from + bin * width), y);
      context.lineTo(at(from + (bin + 1) * width), y);
    });
    context.lineTo(at(to), base);
    const newest = i === all.length - 1;
    context.fillStyle = css(mix(colours.background, ink, newest ? 0.55 : 0.05 + 0.15 * share));
    context.fill();
    context.lineWidth = newest ? 1.8 : 1;
    context.strokeStyle = css(newest ? ink : mix(colours.background, colours.text, 0.2 + 0.25 * share));
    context.stroke();
  });
  context.strokeStyle = css(colours.line);
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, top + room + 0.5);
  context.lineTo(left + wide, top + room + 0.5);
  context.stroke();
  context.fillStyle = css(colours.muted);
  context.textBaseline = "bottom";
  for (
    const [value, align] of /** @type {[number, CanvasTextAlign][]} */ ([[low, "left"], [high, "right"]])
  ) {
    context.textAlign = align;
    context.fillText(label(value), value === low ? left : left + wide, top + tall);
  }
}
