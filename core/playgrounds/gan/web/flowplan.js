// Where the parts of a GAN's data flow stand (shares of the drawing's width and height), how they are
// joined, and which of them each stage of an iteration is about.

const [TOP, UPPER, LOWER, BOTTOM] = [0.055, 0.33, 0.73, 0.95];

/** @type {Record<string, { kind: "thumb" | "player" | "answers" | "loss" | "gradient", x: number, y: number }>} */
export const NODES = {
  noise: { kind: "thumb", x: 0.05, y: UPPER },
  g: { kind: "player", x: 0.22, y: UPPER },
  fake: { kind: "thumb", x: 0.395, y: UPPER },
  real: { kind: "thumb", x: 0.395, y: LOWER },
  d: { kind: "player", x: 0.57, y: (UPPER + LOWER) / 2 },
  d_fake: { kind: "answers", x: 0.745, y: UPPER },
  d_real: { kind: "answers", x: 0.745, y: LOWER },
  g_loss: { kind: "loss", x: 0.925, y: UPPER },
  d_loss: { kind: "loss", x: 0.925, y: LOWER },
  g_gradient: { kind: "gradient", x: 0.575, y: TOP },
  d_gradient: { kind: "gradient", x: 0.745, y: BOTTOM },
};

/**
 * `way`: whose gradient travels here, against the direction of the data.
 * @type {Edge[]}
 */
export const EDGES = [
  { from: "noise", to: "g" },
  { from: "g", to: "fake" },
  { from: "fake", to: "d" },
  { from: "real", to: "d" },
  { from: "d", to: "d_fake" },
  { from: "d", to: "d_real" },
  { from: "d_fake", to: "g_loss" },
  { from: "d_fake", to: "d_loss" },
  { from: "d_real", to: "d_loss" },
  { from: "g_loss", to: "g_gradient", way: "g" },
  { from: "g_gradient", to: "g", way: "g" },
  { from: "d_loss", to: "d_gradient", way: "d" },
  { from: "d_gradient", to: "d", way: "d" },
].map((edge) => ({ way: "", ...edge }));

/** @type {Record<string, string[]>} */
export const STAGES = {
  noise: ["noise"],
  generate: ["noise", "g", "fake"],
  judge: ["fake", "real", "d", "d_fake", "d_real"],
  d_loss: ["d_fake", "d_real", "d_loss"],
  d_gradients: ["d_loss", "d_gradient", "d"],
  d_update: ["d_gradient", "d"],
  noise2: ["noise", "g", "fake", "d", "d_fake"],
  g_loss: ["d_fake", "g_loss"],
  g_gradients: ["g_loss", "g_gradient", "g"],
  g_update: ["g_gradient", "g"],
};

const TIP = 5; // px of an arrow's head

/** @typedef {{ from: string, to: string, way: string }} Edge */

/**
 * The path of an edge, with its head.
 * @param {Edge} edge
 * @param {Record<string, { x: number, y: number, w: number, h: number }>} boxes centres and sizes by name
 */
export function route({ from, to, way }, boxes) {
  const [a, b] = [boxes[from], boxes[to]];
  if (!way) {
    const [x0, y0] = [a.x + a.w / 2 + 2, a.y];
    const [x1, y1] = [b.x - b.w / 2 - 3, b.y];
    const middle = (x0 + x1) / 2;
    return `M${x0},${y0} C${middle},${y0} ${middle},${y1} ${x1},${y1} ${head(x1, y1, 1, 0)}`;
  }
  const side = b.y < a.y ? -1 : 1; // up to the lane, or down to it
  if (to.endsWith("gradient")) {
    const [x0, y0] = [a.x, a.y + (side * a.h) / 2];
    const x1 = b.x + b.w / 2 + 3;
    return `M${x0},${y0} L${x0},${b.y} L${x1},${b.y} ${head(x1, b.y, -1, 0)}`;
  }
  const [x0, y1] = [a.x - a.w / 2 - 2, b.y - (side * b.h) / 2 - 3 * side];
  return `M${x0},${a.y} L${b.x},${a.y} L${b.x},${y1} ${head(b.x, y1, 0, side)}`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} u
 * @param {number} v
 */
const head = (x, y, u, v) =>
  `M${x - TIP * u - TIP * v},${y - TIP * v - TIP * u} L${x},${y} L${x - TIP * u + TIP * v},${
    y - TIP * v + TIP * u
  }`;
