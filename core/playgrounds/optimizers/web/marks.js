// Paths, and the round marks with a letter that show who is where: on the map and on the relief.

/** @import { Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { Colours as Palette, css, rgb } from "../../../live/web/colour.js";

/** @typedef {{ name: string, label: string, letter: string, colour: string }} Runner */
/** @typedef {(x1: number, x2: number) => [number, number]} Onto where on the canvas a place lies */

/**
 * Those that take part, in order.
 * @param {string[]} names
 * @param {Record<string, { label: string, letter: string, colour: string }>} known
 * @returns {Runner[]}
 */
export const runnersOf = (names, known) => names.map((name) => ({ name, ...known[name] }));

/**
 * Everybody's path, and on top of them everybody's mark; the chosen one's lies over the others.
 * @param {CanvasRenderingContext2D} context
 * @param {Runner[]} runners
 * @param {Wire} paths [n, T, 2]
 * @param {Onto} onto
 * @param {Colours} colours
 * @param {string} chosen
 */
export function drawRace(context, runners, paths, onto, colours, chosen) {
  const long = paths.shape[1];
  const order = [...runners.keys()].sort((a, b) =>
    Number(runners[a].name === chosen) - Number(runners[b].name === chosen)
  );
  context.save();
  context.lineJoin = context.lineCap = "round";
  for (const i of order) {
    const wide = (runners[i].name === chosen ? 3.4 : 2) * Math.max(1, colours.scale);
    trail(context, paths, i * long, long, onto);
    context.lineWidth = wide + 2;
    context.strokeStyle = css(colours.background);
    const gone = !Number.isFinite(paths[2 * (i * long + long - 1)]);
    context.globalAlpha = gone ? 0.15 : 0.6;
    context.stroke();
    context.globalAlpha = gone ? 0.4 : 1;
    context.lineWidth = wide;
    context.strokeStyle = colours.ink(rgb(runners[i].colour));
    context.stroke();
  }
  context.globalAlpha = 1;
  for (const i of order) {
    const at = 2 * (i * long + long - 1);
    if (!Number.isFinite(paths[at])) continue;
    const [x, y] = onto(paths[at], paths[at + 1]);
    mark(context, runners[i], x, y, colours);
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Wire} paths
 * @param {number} first
 * @param {number} long
 * @param {Onto} onto
 */
function trail(context, paths, first, long, onto) {
  context.beginPath();
  for (let k = first; k < first + long; k += 1) {
    if (!Number.isFinite(paths[2 * k])) break; // from there on it has left
    const [x, y] = onto(paths[2 * k], paths[2 * k + 1]);
    if (k === first) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Runner} runner
 * @param {number} x
 * @param {number} y
 * @param {Colours} colours
 */
export function mark(context, { letter, colour }, x, y, colours) {
  const radius = 8.5 * colours.scale;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = css(colours.background);
  context.stroke();
  context.fillStyle = Palette.on(rgb(colour));
  context.font = `700 ${11.5 * colours.scale}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(letter, x, y + 0.5);
}
