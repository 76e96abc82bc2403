// What there is to know of a world's board before anything is learned: kinds, rewards, states, optimal values.

/** @import { Arrays, Meta, Texts, Wire } from "../../../live/web/types.d.ts" */
import { LETTERS } from "./worldmap.js";
import { KIND } from "./worldsigns.js";

const LANDMARKS = "RGYB"; // Taxi's, as they stand row by row
const ENDS = new Set([KIND.pit, KIND.goal, KIND.hole, KIND.cliff]);

export class WorldModel {
  /**
   * `map`: an edit that the server has not confirmed yet, or null.
   * @param {Meta} meta
   * @param {Arrays} statics
   * @param {Texts} texts
   */
  constructor(meta, statics, texts, map = null) {
    const { describe } = meta;
    this.describe = describe;
    this.actions = describe.actions;
    this.marks = {
      start: texts["world.mark.start"],
      pickup: texts["world.mark.pickup"],
      dropoff: texts["world.mark.dropoff"],
    };
    this.size = describe.size;
    this.kind = statics["board.kind"];
    this.reward = statics["board.reward"];
    this.state = statics["board.state"];
    this.east = statics["board.east"];
    this.best = { q: statics["best.q"], v: statics["best.v"], greedy: statics["best.greedy"] };
    if (map) this.take(map);
    this.cells = this.size[0] * this.size[1];
    this.usual = usual(this.reward, this.kind);
    this.places = [...this.kind.keys()].filter((index) => this.kind[index] === KIND.landmark);
    this.letters = Object.fromEntries(this.places.map((index, number) => [index, LANDMARKS[number]]));
  }

  /** @param {Wire} map */
  take(map) {
    const same = map.height === this.size[0] && map.width === this.size[1];
    this.kind = Uint8Array.from(map.cells, (letter) => LETTERS.indexOf(letter));
    this.reward = map.pays;
    this.size = [map.height, map.width];
    if (!same) this.state = new Int32Array(map.width * map.height).fill(-1);
  }

  get windy() {
    return this.describe.wind.some((strength) => strength > 0);
  }

  /** @param {number} index */
  solid(index) {
    return this.kind[index] === KIND.wall;
  }

  /**
   * Whether somebody can act there: a state, and no end.
   * @param {number} index
   */
  acts(index, layer = 0) {
    return this.stateAt(index, layer) >= 0 && !ENDS.has(this.kind[index]) && !this.solid(index);
  }

  /** @param {number} index */
  stateAt(index, layer = 0) {
    return this.state[layer * this.cells + index] ?? -1;
  }

  /**
   * V* of a cell; NaN where there is none.
   * @param {number} index
   * @param {number} layer
   */
  bestV(index, layer) {
    const state = this.stateAt(index, layer);
    return state < 0 ? NaN : this.best.v[state];
  }

  /**
   * Q* as the board shows it, [H·W·A], and the optimal policy's actions as bits, [H·W].
   * @param {number} layer
   */
  bestOn(layer) {
    const count = this.actions.length;
    const q = new Float32Array(this.cells * count).fill(NaN);
    const greedy = new Int32Array(this.cells);
    for (let index = 0; index < this.cells; index += 1) {
      if (!this.acts(index, layer)) continue;
      const state = this.stateAt(index, layer);
      q.set(this.best.q.subarray(state * count, (state + 1) * count), index * count);
      greedy[index] = this.best.greedy[state];
    }
    return { q, greedy };
  }
}

/**
 * The reward of most cells: only others are written on the board.
 * @param {number} reward
 * @param {string} kind
 */
function usual(reward, kind) {
  const counts = new Map();
  reward.forEach((value, index) =>
    kind[index] !== KIND.wall && counts.set(value, (counts.get(value) ?? 0) + 1)
  );
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
