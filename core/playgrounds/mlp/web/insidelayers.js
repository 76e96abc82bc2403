// Batch normalisation and residual connections on the drawing and in words: arcs over the layers that add what they are
// fed, a sentence that says which do, and the lines that normalising puts between a neuron's sum and its answer.

/** @import { Arrays, Numbers, Texts } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Column } from "./links.js" */
/** @import { Shape } from "./shape.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el, fill } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { SCALE } from "./shape.js";

const RISE = 16; // px of an arc above the neurons
const HEAD = 4; // px of its arrowhead

/**
 * An arc above each pair of layers with a residual connection between them.
 * @param {CanvasRenderingContext2D} context
 * @param {Column[]} columns
 * @param {Shape} shape
 * @param {Colours} colours
 */
export function arcs(context, columns, shape, colours) {
  context.setLineDash([]);
  context.lineWidth = 1.5;
  context.strokeStyle = context.fillStyle = css(mix(colours.background, colours.text, 0.45));
  for (let layer = 2; layer < shape.last; layer += 1) {
    if (!shape.skips[layer]) continue;
    const [from, to] = [columns[layer - 1], columns[layer]];
    const side = from.right - from.left;
    const y = Math.min(from.ys[0], to.ys[0]) - side / 2 - 2;
    const [start, end] = [(from.left + from.right) / 2 + 3, (to.left + to.right) / 2 - 3];
    context.beginPath();
    context.moveTo(start, y);
    context.bezierCurveTo(start + 6, y - RISE, end - 6, y - RISE, end, y - HEAD);
    context.stroke();
    context.beginPath();
    context.moveTo(end, y);
    context.lineTo(end - HEAD, y - HEAD - 1);
    context.lineTo(end + HEAD - 1, y - HEAD - 2);
    context.fill();
  }
}

/**
 * What is said below the drawing.
 * @param {Texts} t
 * @param {Shape} shape
 * @param {boolean} wanted whether residual connections are switched on
 */
export function inWords(t, shape, wanted) {
  const layers = shape.skips.flatMap((skip, layer) => skip ? [layer] : []);
  const found = shape.isNormalised(1) ? [t["inside.normalised"]] : [];
  if (layers.length) {
    found.push(fill(t[layers.length > 1 ? "inside.skip" : "inside.skip.one"], { layers: layers.join(", ") }));
  } else if (wanted && shape.last > 1) found.push(t["inside.no_skip"]);
  return found.join(" ");
}

/**
 * y = γ · (z − mean) / deviation + β, with its numbers.
 * @param {number} gamma
 * @param {number} mean
 * @param {number} deviation
 * @param {number} beta
 */
export function normalising(gamma, mean, deviation, beta) {
  const [minus, plus] = [mean < 0 ? "+" : "−", beta < 0 ? "−" : "+"];
  const middle = `(z ${minus} ${weight(Math.abs(mean))}) / ${weight(deviation)}`;
  return `${weight(gamma)} · ${middle} ${plus} ${weight(Math.abs(beta))}`;
}

/**
 * The lines of a neuron's card below its sum: what normalises it, and its answer.
 * @param {Texts} t
 * @param {Shape} shape
 * @param {number} layer
 * @param {number} neuron
 */
export function formulas(t, shape, layer, neuron) {
  const activation = shape.activationName(layer);
  const formula = shape.formulas[layer] ?? `${activation}(z)`;
  const normal = el("span", { class: "ls-normal" });
  const lines = shape.isNormalised(layer)
    ? [el("p", { class: "ls-formula", "data-tip": t["card.normal"] }, "y = ", normal)]
    : [];
  const name = shape.skips[layer] ? shape.name(layer - 1, neuron) : "";
  const more = name ? ` + ${shape.symbol(layer - 1, neuron)}` : "";
  const tip = name ? fill(t["card.skip"], { name }) : activation;
  lines.push(el("p", { class: "ls-formula", text: `a = ${formula}${more}`, "data-tip": tip }));
  return { normal, lines };
}

/**
 * What belongs to the neuron itself: its bias or, where it is normalised, its scale and its shift.
 * @param {Texts} t
 * @param {Shape} shape
 * @param {number} layer
 * @param {number} source as Shape.index has it
 */
export function ownOf(t, shape, layer, source) {
  if (source === SCALE) return { symbol: "γ", label: t["card.scale"] };
  return shape.isNormalised(layer)
    ? { symbol: "β", label: t["card.shift"] }
    : { symbol: "b", label: t["card.bias"] };
}

/**
 * The numbers that normalise a neuron of the card.
 * @param {Shape} shape
 * @param {Arrays} arrays
 * @param {number} layer
 * @param {number} neuron
 */
export function normalOf(shape, { normal, weights }, layer, neuron) {
  if (!normal || !shape.isNormalised(layer)) return "";
  const [at, width] = [shape.hiddenIndex(layer, neuron), normal.shape[1]];
  const beta = weights[shape.index(layer, -1, neuron)];
  return normalising(normal[2 * width + at], normal[at], normal[width + at], beta);
}

/**
 * Slow motion's lines for a hidden neuron between its sum and its answer.
 * @param {Shape} shape
 * @param {Arrays} forward of its layer
 * @param {{ row: number, layer: number, neuron: number, beta: number, fed: Numbers }} at
 * @returns {{ y: [string, string][], more: string }} lines, and what is added to the answer
 */
export function between(shape, { y, normal }, { row, layer, neuron, beta, fed }) {
  const size = shape.sizes[layer];
  const more = shape.skips[layer] ? ` + ${weight(fed[neuron])}` : "";
  if (!y || !normal) return { y: [], more };
  const [mean, deviation, gamma] = [0, 1, 2].map((i) => normal[i * size + neuron]);
  return {
    y: [["y", `${normalising(gamma, mean, deviation, beta)} = ${weight(y[row * size + neuron])}`]],
    more,
  };
}
