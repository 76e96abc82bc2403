// Which point of a cloud is meant: the one nearest to a pointer, or the next one in a direction. Pure, no drawing.

/** @import { Numbers } from "../../../live/web/types.d.ts" */

/**
 * @param {Numbers} places [m, 2]
 * @param {number} i
 * @returns {[x: number, y: number]}
 */
export const at = (places, i) => [places[2 * i], places[2 * i + 1]];

/**
 * The point nearest to (x, y), −1 where none is within `reach`.
 * @param {Numbers} places [m, 2]
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearestTo(places, x, y, reach) {
  let [best, found] = [reach, -1];
  for (let i = 0; 2 * i < places.length; i += 1) {
    const distance = Math.hypot(places[2 * i] - x, places[2 * i + 1] - y);
    if (distance <= best) [best, found] = [distance, i];
  }
  return found;
}

/**
 * The next point in one of four directions, the same one where there is none; the first one from nowhere. What lies
 * aside counts double, so that the way there is seen to lead in that direction.
 * @param {Numbers} places [m, 2]
 * @param {number} from
 * @param {[across: number, down: number]} direction
 */
export function towards(places, from, [across, down]) {
  if (from < 0 || 2 * from >= places.length) return places.length ? 0 : -1;
  const [x, y] = at(places, from);
  let [best, found] = [Infinity, from];
  for (let i = 0; 2 * i < places.length; i += 1) {
    const [right, below] = [places[2 * i] - x, places[2 * i + 1] - y];
    const ahead = right * across + below * down;
    const cost = ahead + 2 * Math.abs(right * down + below * across);
    if (ahead > 0 && cost < best) [best, found] = [cost, i];
  }
  return found;
}

/**
 * A square window made as wide, or as tall, as a frame needs where both axes have one scale.
 * @param {number[][]} window [[low, high], [low, high]]
 * @param {number} aspect width of the frame / its height
 */
export function widened([x, y], aspect) {
  const stretch = (/** @type {number[]} */ [low, high], /** @type {number} */ by) => {
    const [middle, half] = [(low + high) / 2, by * (high - low) / 2];
    return [middle - half, middle + half];
  };
  return aspect > 1 ? [stretch(x, aspect), y] : [x, stretch(y, 1 / aspect)];
}
