// What is drawn over the discriminator's surface: samples, the modes' circles, the generator's warped
// grid, and the arrows along which the generated samples are pushed.

/** @import { Domain, Numbers, Place, Square, Wire } from "../types.d.ts" */
/** @import { Colours } from "../colour.js" */
import { css, mix } from "../colour.js";

const SHADES = 10; // opacities told apart: cells of one opacity are filled together
const PALEST = 0.05;
const DARKEST = 0.72;
const LONGEST = 0.11; // of the side: the arrow of the scale's value
const HEAD = 4; // px

/**
 * `place(x, y)` → [px, py] for a square frame whose both axes run from low to high.
 * @param {Square} frame
 * @param {Domain} domain
 * @returns {Place}
 */
export function placing({ left, top, side }, [low, high]) {
  const k = side / (high - low);
  return (x, y) => [left + (x - low) * k, top + (high - y) * k];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Square} frame
 * @param {() => void} draw
 */
export function clipped(context, { left, top, side }, draw) {
  context.save();
  context.beginPath();
  context.rect(left, top, side, side);
  context.clip();
  draw();
  context.restore();
}

/**
 * Discs in one colour: all in one path, so that hundreds of them cost one fill.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Numbers} points
 * @param {{ fill: string, ring?: string | null, radius?: number, count?: number }} given
 */
export function drawDots(context, place, points, { fill, ring, radius = 2.6, count = points.length / 2 }) {
  context.beginPath();
  for (let i = 0; i < count; i += 1) {
    const [x, y] = place(points[2 * i], points[2 * i + 1]);
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  if (ring) {
    // Rings lie below all discs: a dense cloud then has one outline and is no tangle of rings.
    context.strokeStyle = ring;
    context.lineWidth = 1.6;
    context.stroke();
  }
  context.fillStyle = fill;
  context.fill();
}

/**
 * A thin circle around each mode: what lies inside counts as a good sample of it.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Wire} modes
 * @param {number} radius
 * @param {Colours} colours
 */
export function drawModes(context, place, modes, radius, colours) {
  const [x0] = place(0, 0);
  const r = Math.max(2, place(radius, 0)[0] - x0);
  context.beginPath();
  for (let i = 0; i < modes.length; i += 2) {
    const [x, y] = place(modes[i], modes[i + 1]);
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
  context.strokeStyle = css(colours.muted);
  context.lineWidth = 1;
  context.stroke();
}

/**
 * A grid of noise [rows, columns, 2] as the generator has bent it; each cell holds the same share of
 * all samples, so the smaller it is, the denser they lie and the darker it is drawn.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Wire} manifold
 * @param {number} span
 * @param {Colours} colours
 */
export function drawManifold(context, place, manifold, span, colours) {
  const ink = css(mix(colours.background, colours.text, 0.85));
  if (manifold.shape.length < 3) return drawCurve(context, place, manifold, span, ink);
  const [rows, columns] = manifold.shape;
  const even = span ** 2 / ((rows - 1) * (columns - 1)); // a cell's size were the grid not bent at all
  /** @type {(Path2D | null)[]} */
  const shades = Array.from({ length: SHADES }, () => null);
  /**
   * @param {number} row
   * @param {number} column
   */
  const at = (row, column) => 2 * (row * columns + column);
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      const corners = [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)];
      const [a, b, c, d] = corners;
      const across = (manifold[c] - manifold[a]) * (manifold[d + 1] - manifold[b + 1]);
      const along = (manifold[d] - manifold[b]) * (manifold[c + 1] - manifold[a + 1]);
      const path = (shades[shade(even / (Math.abs(across - along) / 2 + 1e-9))] ??= new Path2D());
      corners.forEach((corner, i) => {
        const [x, y] = place(manifold[corner], manifold[corner + 1]);
        if (i) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      path.closePath();
    }
  }
  context.fillStyle = context.strokeStyle = ink;
  context.lineWidth = 0.7;
  shades.forEach((path, index) => {
    if (!path) return;
    const opacity = PALEST + ((DARKEST - PALEST) * index) / (SHADES - 1);
    context.globalAlpha = opacity;
    context.fill(path);
    context.globalAlpha = Math.min(1, opacity + 0.16); // the grid's own lines stay visible where it is thin
    context.stroke(path);
  });
  context.globalAlpha = 1;
  return undefined;
}

/**
 * One-dimensional noise: a line, the darker the more samples lie on it.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Wire} curve
 * @param {number} span
 * @param {string} ink
 */
function drawCurve(context, place, curve, span, ink) {
  const pieces = curve.length / 2 - 1;
  context.strokeStyle = ink;
  context.lineWidth = 3;
  for (let i = 0; i < pieces; i += 1) {
    const [x0, y0, x1, y1] = [curve[2 * i], curve[2 * i + 1], curve[2 * i + 2], curve[2 * i + 3]];
    const density = span / pieces / (Math.hypot(x1 - x0, y1 - y0) + 1e-9);
    context.globalAlpha = 0.25 + (0.7 * shade(density)) / SHADES;
    context.beginPath();
    context.moveTo(...place(x0, y0));
    context.lineTo(...place(x1, y1));
    context.stroke();
  }
  context.globalAlpha = 1;
}

/**
 * Which of the opacities a density has: 1 is what an unbent grid would have; log scale up to 200.
 * @param {number} density
 */
const shade = (density) =>
  Math.min(SHADES - 1, Math.max(0, Math.floor((SHADES * (Math.log(density) + 1)) / 6.3)));

/** The scale of the arrows: a round number that follows only when it must, so that pushes which die away
 * are seen to die. */
export class ArrowScale {
  constructor() {
    this.value = 0;
  }

  /** @param {Wire} arrows */
  follow(arrows) {
    const sizes = Float32Array.from(
      { length: arrows.length / 2 },
      (_, i) => Math.hypot(arrows[2 * i], arrows[2 * i + 1]),
    ).sort();
    const large = sizes[Math.floor(0.95 * (sizes.length - 1))];
    if (!(large > 0) || !Number.isFinite(large)) return;
    if (large <= this.value && large >= this.value / 25) return;
    const power = 10 ** Math.floor(Math.log10(large));
    this.value = ([1, 2, 5, 10].find((step) => step * power >= large) ?? 10) * power;
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Numbers} points
 * @param {Wire} arrows
 * @param {number} scale
 * @param {number} side
 * @param {Colours} colours
 */
export function drawArrows(context, place, points, arrows, scale, side, colours) {
  if (!scale) return;
  context.beginPath();
  for (let i = 0; i < arrows.length; i += 2) {
    const size = Math.hypot(arrows[i], arrows[i + 1]);
    if (!(size > 0)) continue;
    const length = side * LONGEST * Math.min(1.5, size / scale);
    if (length < 1) continue;
    const [x, y] = place(points[i], points[i + 1]);
    const [u, v] = [arrows[i] / size, -arrows[i + 1] / size];
    const [x1, y1] = [x + u * length, y + v * length];
    const head = Math.min(HEAD, length / 2);
    context.moveTo(x, y);
    context.lineTo(x1, y1);
    context.moveTo(x1 - head * (u - 0.6 * v), y1 - head * (v + 0.6 * u));
    context.lineTo(x1, y1);
    context.lineTo(x1 - head * (u + 0.6 * v), y1 - head * (v - 0.6 * u));
  }
  context.strokeStyle = css(mix(colours.background, colours.text, 0.9));
  context.lineWidth = 1.2;
  context.stroke();
}
