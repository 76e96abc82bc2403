// The map of a table: its axes in the columns' own units, its rows as points, and what a place of it says.

/** @import { Arrays, Square } from "../../../live/web/types.d.ts" */
/** @import { MapPanel } from "./map.js" */
import { fill } from "../../../live/web/dom.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { isOn } from "../../../live/web/widgets/controls.js";
import { drawPoints } from "../../../live/web/widgets/points.js";

const RADIUS = 3; // px of a point: there may be a thousand

/**
 * @param {MapPanel} panel
 * @param {CanvasRenderingContext2D} context
 * @param {Square} frame
 */
export function drawColumns({ view, plane, texts, hand, meta, showTest }, context, frame) {
  const { left, top, side } = frame;
  const box = { left, top, wide: side, tall: side };
  drawAxes(context, box, plane.axis(0, texts), plane.axis(1, texts), view.colours, { gap: 40 });
  const { points } = hand.held;
  if (!meta || !points["table.values"]) return;
  const rows = { ...points, "points.x": plane.places(/** @type {Arrays} */ (points), texts) };
  drawPoints(context, frame, [0, 1], view.colours, rows, meta.describe, isOn(showTest), RADIUS);
}

/**
 * The sentence for a place, given as shares of the map's sides.
 * @param {MapPanel} panel
 * @param {number[]} at
 * @param {Arrays} arrays
 */
export function readColumns(panel, [u, v], { map, "map.sure": sure, "map.scale": scale }) {
  const { plane, texts: t, classes, shown, meta } = panel;
  const cells = Math.sqrt(map.length);
  const cell = (/** @type {number} */ share) => Math.min(cells - 1, Math.max(0, Math.floor(share * cells)));
  const index = (cells - 1 - cell(v)) * cells + cell(u);
  const number = (map[index] / 127.5 - 1) * scale[0];
  const two = meta?.describe.signed && !shown; // the sign is one of two classes, its size how sure
  const name = classes[sure ? map[index] : number > 0 ? 1 : 0];
  const share = Math.round(sure ? (100 * sure[index]) / 255 : 50 * (1 + Math.abs(number)));
  const value = panel.told(number);
  const told = sure || two
    ? fill(t["plane.class"], { name, share })
    : shown
    ? value
    : fill(t["plane.value"], { name: plane.table?.target.name, value });
  const said = { x: plane.axis(0, t).label, y: plane.axis(1, t).label, told };
  return fill(t["plane.read"], { ...said, across: plane.read(0, u, t), up: plane.read(1, v, t) });
}
