// The drawing of the convolution to play with: input, kernel and output as squares of cells.

/** @import { Rgb, Square, Texts } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Plan, Setting } from "./window.js" */
import { css, mix } from "../../../live/web/colour.js";
import { outputSide, pixel, READABLE, span, taps, valueAt, weightAt } from "./window.js";

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plan} plan
 * @param {Setting} setting
 * @param {number[]} place row and column of the output
 * @param {Colours} colours
 * @param {Texts} texts
 */
export function drawToy(context, plan, setting, [y, x], colours, texts) {
  const { n, k, s, p, d } = setting;
  const out = outputSide(setting);
  const { cell } = plan;
  const corner = (
    /** @type {Square} */ { left, top },
    /** @type {number} */ row,
    /** @type {number} */ column,
  ) => /** @type {[number, number]} */ ([left + column * cell, top + row * cell]);

  /**
   * A cell with its number, or crossed out where there is none.
   * @param {[number, number]} at
   * @param {Rgb} colour
   * @param {string} text
   */
  const box = ([left, top], colour, text) => {
    context.fillStyle = css(colour);
    context.fillRect(left + 0.5, top + 0.5, cell - 1, cell - 1);
    context.strokeStyle = css(colours.line);
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, cell - 1, cell - 1);
    if (cell < READABLE) return;
    context.font = `${Math.min(colours.type, 0.58 * cell)}px ${colours.font}`;
    context.fillStyle = css(colours.text);
    context.fillText(text.replace("-", "−"), left + cell / 2, top + cell / 2 + 1);
  };
  const frame = (/** @type {[number, number]} */ [left, top], size = cell, width = 3) => {
    context.lineWidth = width + 2;
    context.strokeStyle = css(colours.background);
    context.strokeRect(left, top, size, size);
    context.lineWidth = width;
    context.strokeStyle = css(colours.text);
    context.strokeRect(left, top, size, size);
  };
  const title = (/** @type {Square} */ { left, top }, /** @type {string} */ text) => {
    context.save();
    context.font = `${colours.type}px ${colours.font}`;
    context.textAlign = "left";
    context.textBaseline = "bottom";
    context.fillStyle = css(colours.muted);
    context.fillText(text, left, top - 4);
    context.restore();
  };
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.textAlign = "center";
  context.textBaseline = "middle";

  title(plan.input, texts["toy.input"]);
  const paper = colours.background;
  for (let row = 0; row < n + 2 * p; row += 1) {
    for (let column = 0; column < n + 2 * p; column += 1) {
      const inside = Math.min(row, column) >= p && Math.max(row, column) < p + n;
      const one = inside ? pixel(n, row - p, column - p) : 0;
      // The padding is hatched below, so that it is told apart by more than a shade.
      const colour = inside ? mix(paper, colours.text, 0.06 + 0.3 * one) : paper;
      const at = corner(plan.input, row, column);
      box(at, colour, inside ? String(one) : "");
      if (!inside) hatch(context, at, cell, css(colours.line));
    }
  }
  title(plan.kernel, texts["toy.kernel"]);
  for (let row = 0; row < k; row += 1) {
    for (let column = 0; column < k; column += 1) {
      const weight = weightAt(k, column);
      box(corner(plan.kernel, row, column), colours.diverging(weight), String(weight));
    }
  }
  if (!out) return;
  title(plan.output, texts["toy.output"]);
  const largest = Math.max(1, k * Math.floor(k / 2));
  for (let row = 0; row < out; row += 1) {
    for (let column = 0; column < out; column += 1) {
      const done = row < y || (row === y && column <= x);
      const value = valueAt(setting, row, column);
      const colour = done ? colours.diverging(value / largest) : paper;
      box(corner(plan.output, row, column), colour, done ? String(value) : "");
    }
  }
  for (const tap of taps(setting, y, x)) {
    const at = corner(plan.input, tap.y + p, tap.x + p);
    const weight = weightAt(k, tap.column);
    context.globalAlpha = tap.inside ? 1 : 0.75;
    box(
      at,
      mix(colours.diverging(weight), colours.text, 0.25 * (tap.inside ? pixel(n, tap.y, tap.x) : 0)),
      String(tap.inside ? pixel(n, tap.y, tap.x) : 0),
    );
    context.globalAlpha = 1;
    if (d > 1) frame([at[0] + 2, at[1] + 2], cell - 4, 1.5);
  }
  frame(corner(plan.input, y * s, x * s), span(setting) * cell);
  frame(corner(plan.output, y, x));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} corner
 * @param {number} cell
 * @param {string} colour
 */
function hatch(context, [left, top], cell, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left + 1, top + cell - 1);
  context.lineTo(left + cell - 1, top + 1);
  context.stroke();
}
