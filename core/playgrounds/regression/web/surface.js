// The loss surface as pictures: bands of equal loss seen from above, and the bowl in space, by our own projection.

/** @import { Box, Numbers } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";

const BANDS = 14;
const FINE = 4; // pixels of the bands per cell

/**
 * Losses as shares of their range in 0…1, the root taken: bands of equal width then show the slope of a bowl.
 * @param {Numbers} losses
 */
export function shares(losses) {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < losses.length; i += 1) {
    low = Math.min(low, losses[i]);
    high = Math.max(high, losses[i]);
  }
  return Float32Array.from(
    { length: losses.length },
    (_, i) => Math.sqrt((losses[i] - low) / (high - low || 1)),
  );
}

/**
 * The share at a place between cells.
 * @param {Numbers} cells [side, side]
 * @param {number} side
 * @param {number} column
 * @param {number} row
 */
export function between(cells, side, column, row) {
  const c = Math.max(0, Math.min(side - 2, Math.floor(column)));
  const r = Math.max(0, Math.min(side - 2, Math.floor(row)));
  const [u, v] = [Math.min(1, Math.max(0, column - c)), Math.min(1, Math.max(0, row - r))];
  const at = r * side + c;
  const below = cells[at] + u * (cells[at + 1] - cells[at]);
  const above = cells[at + side] + u * (cells[at + side + 1] - cells[at + side]);
  return below + v * (above - below);
}

/** @param {number} share @param {Colours} colours */
const shade = (share, colours) => mix(colours.neutral, colours.negative, 0.85 * (1 - share) ** 1.3);

/**
 * Bands of equal loss, their edges a little darker.
 * @param {Float32Array} cells
 * @param {number} side
 * @param {Colours} colours
 */
export function bands(cells, side, colours) {
  const fine = FINE * (side - 1);
  const image = new ImageData(fine, fine);
  const table = Array.from({ length: BANDS + 1 }, (_, i) => shade((i + 0.5) / BANDS, colours));
  const levels = new Uint8Array(fine * fine);
  for (let y = 0; y < fine; y += 1) {
    for (let x = 0; x < fine; x += 1) {
      const share = between(cells, side, (x + 0.5) / FINE, (fine - y - 0.5) / FINE);
      levels[y * fine + x] = Math.min(BANDS, Math.floor(share * BANDS));
    }
  }
  for (let i = 0; i < levels.length; i += 1) {
    const edge = levels[i] !== levels[i + 1] || levels[i] !== levels[i + fine];
    const [r, g, b] = edge ? mix(table[levels[i]], colours.text, 0.22) : table[levels[i]];
    image.data.set([r, g, b, 255], 4 * i);
  }
  return image;
}

/**
 * From shares of the plane (u, v in 0…1) and height to the picture, seen from `turn` (radians).
 * @param {Box} box
 * @param {number} turn
 */
export function projection({ left, top, wide, tall }, turn) {
  const size = Math.min(wide, tall * 1.25) * 0.62;
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  return (/** @type {number} */ u, /** @type {number} */ v, /** @type {number} */ height) => {
    const [x, y] = [u - 0.5, v - 0.5];
    const [side, depth] = [x * cos - y * sin, x * sin + y * cos];
    return [
      left + wide / 2 + size * side,
      top + tall * 0.62 - size * (0.45 * depth + 0.62 * (height - 0.35)),
      depth,
    ];
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} cells
 * @param {number} side
 * @param {ReturnType<typeof projection>} project
 * @param {Colours} colours
 */
export function drawBowl(context, cells, side, project, colours) {
  const by = 2;
  const at = (/** @type {number} */ row, /** @type {number} */ column) => {
    const [r, c] = [Math.min(side - 1, row), Math.min(side - 1, column)];
    return project(c / (side - 1), r / (side - 1), cells[r * side + c] ** 2);
  };
  const tiles = [];
  for (let r = 0; r < side - 1; r += by) {
    for (let c = 0; c < side - 1; c += by) {
      const corners = [at(r, c), at(r, c + by), at(r + by, c + by), at(r + by, c)];
      tiles.push({ corners, depth: corners[0][2] + corners[2][2], share: cells[r * side + c] });
    }
  }
  tiles.sort((one, other) => other.depth - one.depth);
  context.lineWidth = 0.6;
  context.strokeStyle = css(mix(colours.background, colours.text, 0.35));
  for (const { corners, share } of tiles) {
    context.beginPath();
    for (const [x, y] of corners) context.lineTo(x, y);
    context.closePath();
    context.fillStyle = css(shade(share, colours));
    context.fill();
    context.stroke();
  }
}
