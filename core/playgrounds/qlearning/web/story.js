// Slow motion of tabular learning: one step told stage by stage, from the state to the changed value.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
/** @import { SharedBoard } from "./index.js" */
import { minus, short, weight } from "../../../live/web/format.js";
import { Story } from "../../../live/web/panels/story.js";
import { described } from "./worldmodel.js";

/**
 * Which terms of the equation a stage is about.
 * @type {Record<string, string[]>}
 */
export const STAGES = {
  observe: ["before"],
  choose: ["epsilon", "before"],
  act: ["r"],
  target: ["r", "gamma", "bootstrap", "target", "next"],
  update: ["after", "before", "alpha", "r", "gamma", "bootstrap", "target", "error"],
  wait: [],
  target_n: ["r", "gamma", "bootstrap", "target", "next"],
  flush: [],
  trace: ["alpha", "error"],
  plan: ["after"],
  sweep: ["after", "r", "gamma", "bootstrap", "error"],
  improve: [],
};

const THERE = new Set(["act", "target"]); // stages that happen where the step led

/** @typedef {{ row: number, column: number }} Cell counted from 1 */

export class UpdateStory extends Story {
  /** @type {Cell | null} */ from = null; // where the step began, and where it led
  /** @type {Cell | null} */ to = null;
  action = "";
  reward = NaN;
  ended = false;

  /** A story is told of a run that has been described. */
  get meta() {
    const { meta } = this.flow;
    if (!meta) throw new Error("There is no run to tell of.");
    return meta;
  }

  /** @param {string} name */
  heading(name) {
    return `qstory.${name}`;
  }

  /**
   * @param {string} name
   * @param {Arrays} arrays
   */
  sentence(name, arrays) {
    if (name === "choose") return arrays.exploring?.[0] ? "qstory.choose.exploring" : "qstory.choose.greedy";
    if (name === "act" && arrays.terminal?.[0]) return "qstory.act.end";
    if (name === "target" && this.ended) return "qstory.target.end";
    return `qstory.${name}.words`;
  }

  /** @returns {SharedBoard} */
  get board() {
    return this.view.shared.board;
  }

  /**
   * @param {number} state
   * @returns {Cell | null}
   */
  place(state) {
    const { model } = this.board;
    const index = model ? model.state.indexOf(state) % model.cells : -1;
    if (!model || index < 0) return null;
    return { row: Math.floor(index / model.size[1]) + 1, column: (index % model.size[1]) + 1 };
  }

  /**
   * The cursor on the board goes where a stage happens.
   * @param {string | null} stage
   */
  point(stage) {
    const { board } = this;
    if (!stage || !board.model) return;
    const place = THERE.has(stage) ? this.to : this.from;
    if (place) board.point(place.row - 1, place.column - 1);
  }

  /**
   * @param {string} name
   * @param {Arrays} arrays
   */
  facts(name, arrays) {
    const t = this.flow.texts;
    const { meta } = this;
    const { actions } = described(meta);
    if (name === "observe") this.from = this.place(arrays.state[0]);
    if (name === "choose") this.action = t[`move.${actions[arrays.action[0]].id}`];
    if (name === "act") {
      this.to = this.place(arrays.next[0]);
      this.reward = arrays.reward[0];
      this.ended = Boolean(arrays.terminal[0]);
    }
    /** @param {string} key */
    const one = (key) => (arrays[key] ? weight(arrays[key][0]) : "–");
    return {
      row: this.from?.row ?? "–",
      column: this.from?.column ?? "–",
      action: this.action,
      next_row: this.to?.row ?? "–",
      next_column: this.to?.column ?? "–",
      reward: short(this.reward) || "–",
      gamma: minus(String(meta.config.gamma)),
      epsilon: one("epsilon"),
      bootstrap: one("bootstrap"),
      target: one("target"),
      before: one("before"),
      error: one("error"),
      alpha: one("alpha"),
      after: one("after"),
      change: one("change"),
      moved: arrays.moved?.[0],
      n: arrays.n?.[0],
      steps: arrays.steps?.[0],
      returns: one("returns"),
      weight: one("weight"),
      planned: arrays.planned?.[0],
      changed: arrays.changed?.[0],
    };
  }

  /**
   * @param {string} name
   * @param {Arrays} arrays
   */
  samples(name, arrays) {
    const t = this.flow.texts;
    const q = arrays.q ?? arrays.next_q;
    const { actions, formula } = described(this.meta);
    if (!q) return name === "update" ? [[t["story.formula"], formula]] : [];
    return actions.map(({ id }, action) => [t[`move.${id}`], weight(q[action])]);
  }
}
