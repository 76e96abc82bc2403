// What there is to know of a world's board before anything is learned: kinds, rewards, states, optimal values.

/** @import { Arrays, Meta, Texts, Typed, Wire } from "../../../live/web/types.d.ts" */
/** @import { WorldMap } from "./worldmap.js" */
import { el } from "../../../live/web/dom.js";
import { ENDS, KIND, LETTERS } from "./worldmap.js";

/** @type {Record<string, string>} */
const SIGNS = { left: "←", down: "↓", right: "→", up: "↑" };
const LANDMARKS = "RGYB"; // Taxi's, as they stand row by row

/**
 * What `meta.describe` says, as ../PROTOCOL.md lists it.
 * @typedef {object} Described
 * @property {string} env
 * @property {string} method
 * @property {boolean} planned
 * @property {string} formula
 * @property {number[]} size rows and columns
 * @property {Action[]} actions in the order of Q's last axis
 * @property {Layer[]} layers
 * @property {boolean} editable
 * @property {string} map
 * @property {number[]} rewards bounds of what a cell may give
 * @property {number} slip
 * @property {number[]} wind by columns
 * @property {number[]} starts states
 * @property {{ return: number }} optimal
 */
/** @typedef {{ id: string }} Action */
/** @typedef {{ name: string, passenger: number, destination: number }} Layer */

/**
 * An action in one sign: an arrow, or its letter.
 * @param {Texts} texts
 * @param {string} id
 */
export const signOf = (texts, id) => SIGNS[id] ?? texts[`world.mark.${id}`];

/**
 * A number of an action beside its sign, in its place in a cross (`ls-compass`).
 * @param {Texts} texts
 * @param {string} id
 * @param {HTMLElement} number
 */
export const actionOf = (texts, id, number) =>
  el("span", { "data-tip": texts[`move.${id}`], style: `grid-area: ${id}` }, `${signOf(texts, id)} `, number);

/** @param {Meta} meta */
export const described = (meta) => /** @type {Described} */ (meta.describe);

export class WorldModel {
  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   * @param {Texts} texts
   * @param {WorldMap | null} map an edit that the server has not confirmed yet
   */
  constructor(meta, statics, texts, map) {
    const describe = described(meta);
    this.describe = describe;
    this.actions = describe.actions;
    /** @type {Record<string, string>} */
    this.marks = {
      start: texts["world.mark.start"],
      pickup: texts["world.mark.pickup"],
      dropoff: texts["world.mark.dropoff"],
    };
    this.size = describe.size;
    /** @type {Typed} */ this.kind = statics["board.kind"];
    /** @type {Typed} */ this.reward = statics["board.reward"];
    /** @type {Typed} */ this.state = statics["board.state"];
    /** @type {Wire | undefined} */ this.east = statics["board.east"];
    this.best = { q: statics["best.q"], v: statics["best.v"], greedy: statics["best.greedy"] };
    if (map) this.take(map);
    this.cells = this.size[0] * this.size[1];
    this.usual = usual(this.reward, this.kind);
    this.places = [...this.kind.keys()].filter((index) => this.kind[index] === KIND.landmark);
    /** @type {Record<number, string>} */
    this.letters = Object.fromEntries(this.places.map((index, number) => [index, LANDMARKS[number]]));
  }

  /** @param {WorldMap} map */
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
   * Q* as the board shows it, [H·W·A], V* and the optimal policy's actions as bits, [H·W].
   * @param {number} layer
   */
  bestOn(layer) {
    const count = this.actions.length;
    const q = new Float32Array(this.cells * count).fill(NaN);
    const v = new Float32Array(this.cells).fill(NaN);
    const greedy = new Int32Array(this.cells);
    for (let index = 0; index < this.cells; index += 1) {
      if (!this.acts(index, layer)) continue;
      const state = this.stateAt(index, layer);
      q.set(this.best.q.subarray(state * count, (state + 1) * count), index * count);
      v[index] = this.best.v[state];
      greedy[index] = this.best.greedy[state];
    }
    return { q, v, greedy };
  }
}

/**
 * The reward of most cells: only others are written on the board.
 * @param {Typed} reward
 * @param {Typed} kind
 * @returns {number | undefined}
 */
function usual(reward, kind) {
  /** @type {Map<number, number>} */ const counts = new Map();
  reward.forEach((value, index) =>
    kind[index] !== KIND.wall && counts.set(value, (counts.get(value) ?? 0) + 1)
  );
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
