// The sentence under the map: what it says at the place pointed at, or what can be done there.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
/** @import { MapPanel } from "./map.js" */
import { fill } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { readColumns } from "./columns.js";

/** @param {MapPanel} panel */
export function reading(panel) {
  const { arrays, hand, texts, plane: { table } } = panel;
  const at = panel.crosshair.at(table ? [0, 1] : panel.domain);
  if (at && arrays && !hand.said) {
    return table ? readColumns(panel, at, arrays) : readPlace(panel, at, arrays);
  }
  return hand.drawing || hand.said ? hand.hint() : texts["map.hint"];
}

/**
 * @param {MapPanel} panel
 * @param {number[]} at
 * @param {Arrays} arrays
 */
function readPlace({ texts, domain: [low, high], classes }, [x1, x2], arrays) {
  const { map, "map.sure": sure, "map.scale": scale } = arrays;
  const side = Math.sqrt(map.length);
  const cell = (/** @type {number} */ value) =>
    Math.min(side - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * side)));
  const index = (side - 1 - cell(x2)) * side + cell(x1);
  const place = { x1: weight(x1), x2: weight(x2) };
  if (sure) {
    const share = Math.round((100 * sure[index]) / 255);
    return fill(texts["map.read_class"], { ...place, name: classes[map[index]], share });
  }
  const value = weight((map[index] / 127.5 - 1) * scale[0]);
  return fill(texts["map.read_value"], { ...place, value });
}
