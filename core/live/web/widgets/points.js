// Axes and data points over the map. Training points are discs, test points diamonds: the shape says
// which is which also to those who cannot tell the colours.

import { css, mix } from "../colour.js";
import { weight } from "../format.js";

const RADIUS = 3.6; // px
const FONT = 14;

export function drawAxes(context, { left, top, side }, [low, high], colours, texts) {
  context.font = `${FONT}px ${colours.font}`;
  context.fillStyle = css(colours.muted);
  context.strokeStyle = css(colours.line);
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, side + 1, side + 1);
  const step = roundStep((high - low) / (side < 220 ? 4 : 6));
  context.beginPath();
  for (let value = step * Math.ceil(low / step - 1e-9); value <= high + 1e-9; value += step) {
    const along = ((value - low) / (high - low)) * side;
    const label = weight(Math.abs(value) < 1e-9 ? 0 : value).replace(/(\.\d*[1-9])0+$|\.0+$/, "$1");
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText(label, left + along, top + side + 7);
    context.moveTo(left + along, top + side + 1);
    context.lineTo(left + along, top + side + 5);
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(label, left - 8, top + side - along);
    context.moveTo(left - 5, top + side - along);
    context.lineTo(left - 1, top + side - along);
  }
  context.stroke();
  context.fillStyle = css(colours.text);
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.fillText(texts["axis.x1"], left + side / 2, top + side + 40);
  context.textBaseline = "middle";
  context.fillText(texts["axis.x2"], left - 37, top + side / 2);
}

/** The next of 1, 2, 3, 5, 10 … tenths, ones, tens at or above `least`. */
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least) + 1e-9);
  return [1, 2, 3, 5, 10].find((step) => step * power >= least - 1e-9) * power;
}

/** `describe` says what y means: a class index, or a value within `range`. */
export function drawPoints(context, { left, top, side }, [low, high], colours, statics, describe, withTest) {
  const { "points.x": x, "points.y": y, "points.test": test } = statics;
  const count = describe.classes?.length ?? 0;
  const largest = Math.max(...(describe.range ?? [-1, 1]).map(Math.abs)) || 1;
  const fill = count ? (value) => css(colours.classColour(value, count)) : (value) =>
    css(
      mix(
        colours.neutral,
        value < 0 ? colours.negative : colours.positive,
        Math.min(1, Math.abs(value) / largest),
      ),
    );
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
        const r = RADIUS * 1.3;
        context.moveTo(px, py - r);
        context.lineTo(px + r, py);
        context.lineTo(px, py + r);
        context.lineTo(px - r, py);
        context.closePath();
      } else context.arc(px, py, RADIUS, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }
  context.restore();
}
