// The probabilities of the classes as bars: all of few classes, of many those that are likely.

/** @import { Box, Numbers } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";
import { fixed } from "../../../live/web/format.js";

const MOST = 12; // classes

/**
 * The classes that have a bar, in their order.
 * @param {Numbers} p
 * @param {number} most
 */
export function shownOf(p, most = MOST) {
  const every = Array.from({ length: p.length }, (_, k) => k);
  if (p.length <= most) return every;
  return every.sort((a, b) => p[b] - p[a]).slice(0, most).sort((a, b) => a - b);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {{ p: Numbers, names: string[], said: number, label: number, colours: Colours }} what
 */
export function drawBars(context, { left, top, wide, tall }, { p, names, said, label, colours }) {
  const shown = shownOf(p, Math.max(3, Math.min(MOST, Math.floor(tall / (1.2 * colours.type)))));
  const each = Math.min(tall / shown.length, 2.4 * colours.type);
  const first = top + (tall - shown.length * each) / 2;
  context.textBaseline = "middle";
  shown.forEach((k, row) => {
    const y = first + row * each;
    const share = Number.isFinite(p[k]) ? p[k] : 0;
    context.fillStyle = css(mix(colours.background, colours.text, 0.08));
    context.fillRect(left, y + 1, wide, each - 2);
    context.fillStyle = css(k === said ? colours.positive : mix(colours.background, colours.text, 0.35));
    context.fillRect(left, y + 1, wide * share, each - 2);
    context.fillStyle = css(colours.text);
    context.font = `${k === label ? 700 : 400} ${colours.type}px ${colours.font}`;
    context.textAlign = "left";
    context.fillText(
      `${names[k]}${k === label ? " ●" : ""}`,
      left + 4,
      y + each / 2,
      wide - 4.3 * colours.type,
    );
    context.textAlign = "right";
    context.fillText(
      `${fixed(100 * share, share > 0.9995 ? 0 : 1)} %`,
      left + wide - 4,
      y + each / 2,
      3.6 * colours.type,
    );
  });
}
