// Where everything of the network drawing stands, for any structure from no hidden layer to 6 × 16.

/** @import { Board } from "./board.js" */
/** @import { Shape } from "./shape.js" */

const LABEL = 54; // px of small type beside the inputs
const COLUMN = 104; // px where the inputs are the columns of a table
const LARGEST = 46; // px of a neuron's side
const GAP = 5; // px between neurons at least
const PITCH = 25; // px from neuron to neuron at least: a finger or a mouse must still hit one
const ROOMY = 84; // px from column to column from which − 4 + fits side by side

/**
 * @param {HTMLElement} node
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
const put = (node, left, top, width, height) =>
  Object.assign(node.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  });

/**
 * Places heads, neurons and bias squares in `stage`; returns its height and the ends of the links.
 * @param {HTMLElement} stage
 * @param {Shape} shape
 * @param {Board} board
 * @param {number} scale of the type
 */
export function arrange(stage, shape, { heads, neurons, biases, more }, scale) {
  const width = stage.clientWidth;
  const last = shape.last;
  const labelled = shape.sizes[last] > 1;
  const right = labelled ? (shape.columns ? 80 : 40) * scale : 34;
  const label = Math.round((shape.columns ? Math.min(COLUMN, 0.3 * width) : LABEL) * scale);
  const rest = shape.drawn.length < shape.inputs.length ? 20 * scale : 0; // for how many more there are
  const rows = Math.max(...neurons.map((column) => column.length));
  const tight = (width - label - right - 30) / last < ROOMY * scale;
  const top = (tight && last > 1 ? 88 : 58) + Math.round(44 * (scale - 1));
  stage.style.setProperty("--ls-need", `${top + rows * PITCH + 4 + rest}px`);
  const height = stage.clientHeight;
  const body = height - top - 4 - rest;
  put(more, 0, height - rest, width / 2, rest);
  const share = (width - label - right) / (last + 1);
  const side = Math.floor(Math.max(18, Math.min(LARGEST, body / rows - GAP, share * 0.62)));
  const pitch = (width - label - right - side - 8) / last;
  const columns = neurons.map((column, layer) => {
    const left = Math.round(label + 4 + layer * pitch);
    const step = Math.min(body / column.length, side * 1.75);
    const start = top + (body - step * column.length) / 2;
    const ys = column.map((_, i) => Math.round(start + step * (i + 0.5)));
    column.forEach(({ node }, i) => {
      const y = ys[i] - side / 2;
      if (layer === 0) put(node, 0, y, left + side, side);
      else put(node, left, y, layer === last ? side + (labelled ? right - 4 : 0) : side, side);
      node.style.setProperty("--ls-side", `${side}px`);
    });
    const square = side < 32 ? 7 : 10;
    biases[layer].forEach((node, i) =>
      put(node, left - square / 2, ys[i] + (side - square) / 2, square, square)
    );
    const outer = layer === 0 || layer === last;
    if (outer && tight) {
      // Below the others' buttons, and away from them.
      const room = layer === 0 ? left + side - 8 : 76 * scale;
      put(heads[layer], layer === 0 ? 0 : width - room, 56, room, top - 56);
      heads[layer].style.alignItems = "flex-end";
    } else {
      const room = outer ? 76 * scale : pitch - 2;
      const centre = Math.min(Math.max(left + side / 2, room / 2), width - room / 2);
      put(heads[layer], centre - room / 2, 0, room, top - 6);
      heads[layer].style.alignItems = "";
    }
    heads[layer].classList.toggle("ls-tight", tight);
    const on = layer === 0 ? ys.filter((_, i) => shape.drawn[i].on) : ys;
    return { left, right: left + side, ys: on };
  });
  // Where columns stand too close for their names, one name spans them all if it is the same.
  const same = tight && last > 2 && new Set(shape.activations.slice(1, last)).size === 1;
  for (let layer = 1; layer < last; layer += 1) {
    const name = /** @type {HTMLElement} */ (heads[layer].firstElementChild);
    name.classList.toggle("ls-spanning", same && layer === 1);
    name.style.visibility = same && layer > 1 ? "hidden" : "";
    name.style.width = same && layer === 1 ? `${Math.round(pitch * (last - 1))}px` : "";
  }
  return { height, columns };
}
