// Where everything of the network drawing stands, for any structure from no hidden layer to 6 × 16.

const LABEL = 54; // px beside the inputs
const LARGEST = 46; // px of a neuron's side
const GAP = 5; // px between neurons at least
const PITCH = 25; // px from neuron to neuron at least: a finger or a mouse must still hit one
const ROOMY = 76; // px from column to column from which − 4 + fits side by side

const put = (node, left, top, width, height) =>
  Object.assign(node.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });

/** Places heads, neurons and bias squares in `stage`; returns its height and the ends of the links. */
export function arrange(stage, shape, heads, neurons, biases) {
  const width = stage.clientWidth;
  const last = shape.last;
  const labelled = shape.sizes[last] > 1;
  const right = labelled ? 40 : 14;
  const rows = Math.max(...neurons.map((column) => column.length));
  const tight = (width - LABEL - right - 30) / last < ROOMY;
  const top = tight && last > 1 ? 84 : 58;
  stage.style.minHeight = `${top + rows * PITCH + 4}px`;
  const height = stage.clientHeight;
  const body = height - top - 4;
  const room = (width - LABEL - right) / (last + 1);
  const side = Math.floor(Math.max(18, Math.min(LARGEST, body / rows - GAP, room * 0.62)));
  const pitch = (width - LABEL - right - side - 8) / last;
  const columns = neurons.map((column, layer) => {
    const left = Math.round(LABEL + 4 + layer * pitch);
    const step = Math.min(body / column.length, side * 1.75);
    const start = top + (body - step * column.length) / 2;
    const ys = column.map((_, i) => Math.round(start + step * (i + 0.5)));
    column.forEach((node, i) => {
      const y = ys[i] - side / 2;
      if (layer === 0) put(node, 0, y, left + side, side);
      else put(node, left, y, layer === last ? side + right - 4 : side, side);
      node.style.setProperty("--ls-side", `${side}px`);
    });
    biases[layer].forEach((node, i) => put(node, left - 5, ys[i] + side / 2 - 6, 11, 11));
    const room_ = layer === 0 || layer === last ? Math.max(pitch, 70) : pitch;
    const centre = Math.min(Math.max(left + side / 2, room_ / 2), width - room_ / 2);
    put(heads[layer], centre - room_ / 2, 0, room_, top - 6);
    heads[layer].classList.toggle("ls-tight", tight);
    const on = layer === 0 ? ys.filter((_, i) => shape.inputs[i].on) : ys;
    return { left, right: left + side, ys: on };
  });
  return { height, columns };
}
