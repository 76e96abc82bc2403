// Data points over the map. Training points are discs, test points diamonds: the shape says
// which is which also to those who cannot tell the colours.

/** @import { Domain, Json, Numbers, Square } from "../types.d.ts" */
/** @import { Colours } from "../colour.js" */
import { css, mix } from "../colour.js";

const RADIUS = 3.6; // px

/**
 * `describe` says what y means: a class index, or a value within `range`.
 * @param {CanvasRenderingContext2D} context
 * @param {Square} frame
 * @param {Domain} domain
 * @param {Colours} colours
 * @param {Record<string, Numbers>} statics
 * @param {Json} describe
 * @param {boolean} withTest
 * @param {number} radius px, less where the picture is small
 */
export function drawPoints(
  context,
  { left, top, side },
  [low, high],
  colours,
  statics,
  describe,
  withTest,
  radius = RADIUS,
) {
  const { "points.x": x, "points.y": y, "points.test": test } = statics;
  const count = describe.classes?.length ?? 0;
  const largest = Math.max(...(describe.range ?? [-1, 1]).map(Math.abs)) || 1;
  /** @param {number} value */
  const fill = (value) => {
    if (count) return css(colours.classColour(value, count));
    const sign = value < 0 ? colours.negative : colours.positive;
    return css(mix(colours.neutral, sign, Math.min(1, Math.abs(value) / largest)));
  };
  context.save();
  context.beginPath();
  context.rect(left, top, side, side);
  context.clip();
  context.lineWidth = 1.2;
  // A number well learnt has the map's own colour: only a dark ring shows that a point is there.
  const ring = count ? "#ffffff" : css(mix(colours.background, colours.text, colours.dark ? 0.9 : 0.6));
  // Test points last: they lie on top when asked for.
  for (const wanted of withTest ? [0, 1] : [0]) {
    context.strokeStyle = wanted ? "#10141a" : ring;
    for (let i = 0; i < y.length; i += 1) {
      if (test[i] !== wanted) continue;
      const px = left + ((x[2 * i] - low) / (high - low)) * side;
      const py = top + ((high - x[2 * i + 1]) / (high - low)) * side;
      context.fillStyle = fill(y[i]);
      context.beginPath();
      if (wanted) {
        const r = radius * 1.3;
        context.moveTo(px, py - r);
        context.lineTo(px + r, py);
        context.lineTo(px, py + r);
        context.lineTo(px - r, py);
        context.closePath();
      } else context.arc(px, py, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }
  context.restore();
}
