// What is told of an actor and a critic: how an episode stands, and slow motion: one step in the world and one
// update, stage by stage, with the numbers that really occurred. The panel that a stage is about is brought forward.

/** @import { Panel, Shared } from "../../../live/web/panel.js" */
/** @import { Arrays, Wire } from "../../../live/web/types.d.ts" */
/** @import { Stage } from "./stage.js" */
/** @import { Action } from "./steering.js" */
/** @import { Pose } from "./worlds.js" */
import { fill, setAttribute, setText } from "../../../live/web/dom.js";
import { loss, weight, whole } from "../../../live/web/format.js";
import { Story } from "../../../live/web/panels/story.js";

/**
 * The panels that a stage is about: those behind a tab come forward.
 * @type {Record<string, string[]>}
 */
export const STAGES = {
  observe: ["world", "surface"],
  act: ["action", "world"],
  world: ["world"],
  sample: ["replay"],
  ahead: ["replay"],
  target: ["replay"],
  target_n: ["replay"],
  critic: ["action", "surface"],
  actor: ["action", "surface"],
  soft_update: [],
};
const ROWS = 4; // transitions of the minibatch that are written out
const LISTS = [
  "state",
  "policy",
  "noise",
  "action",
  "next",
  "reward",
  "ahead",
  "returns",
  "next_action",
  "next_q",
  "y",
  "q",
  "action_gradient",
];
const SCALARS = ["reward", "loss", "norm", "objective", "tau", "lag"];

export class AgentStory extends Story {
  /** @param {string} name */
  heading(name) {
    return `agent.${name}`;
  }

  /**
   * @param {string} name
   * @param {Arrays} arrays
   */
  sentence(name, arrays) {
    if (name === "world" && arrays.terminated?.[0]) return "agent.world.terminated";
    if (name === "world" && arrays.truncated?.[0]) return "agent.world.truncated";
    return `agent.${name}.words`;
  }

  /**
   * @param {string} _name
   * @param {Arrays} arrays
   */
  facts(_name, arrays) {
    const { gamma, reward_scale: scale, n_step: n } = this.view.meta?.config ?? {};
    /** @type {Record<string, unknown>} */ const found = { gamma, scale, n, rows: ROWS };
    for (const key of SCALARS) found[key] = arrays[key]?.length ? loss(arrays[key][0]) : "–";
    for (const key of ["policy", "noise", "action"]) found[key] = arrays[key] ? vector(arrays[key]) : "–";
    return found;
  }

  /**
   * @param {string} name
   * @param {Arrays} arrays
   */
  samples(name, arrays) {
    const t = this.flow.texts;
    /** @type {string[][]} */ const lines = [];
    for (const key of LISTS) {
      const array = arrays[key];
      if (!array?.length) continue;
      const text = array.shape.length > 1 ? rows(array) : Array.from(array.subarray(0, 8), weight).join(", ");
      lines.push([`agent.array.${key}` in t ? t[`agent.array.${key}`] : key, text]);
    }
    const formula = `agent.${name}.formula`;
    if (formula in t) lines.push([t["story.formula"], t[formula]]);
    return lines;
  }
}

/** @param {Wire} array */
const vector = (
  array,
) => (array.length > 1 ? `(${Array.from(array.subarray(0, 4), weight).join(", ")})` : weight(array[0]));

/**
 * A few rows [B, n], each in brackets where it is more than a number.
 * @param {Wire} array
 */
function rows(array) {
  const width = array.length / array.shape[0];
  const shown = Math.min(ROWS, array.shape[0]);
  /** @param {number} i */
  const row = (i) => Array.from(array.subarray(i * width, i * width + Math.min(width, 4)), weight).join(", ");
  return Array.from({ length: shown }, (_, i) => (width > 1 ? `(${row(i)})` : row(i))).join(
    width > 1 ? " " : ", ",
  );
}

/** @param {Panel} panel stands out while slow motion speaks of it */
export function lights(panel) {
  /** @type {Shared<string[]>} */ const lit = panel.view.shared.lit;
  lit.watch((names) => {
    const on = names.includes(panel.spec.name);
    panel.root.classList.toggle("ls-lit-panel", on);
    if (on) panel.front();
  });
}

/**
 * How an episode stands after a step; `return` so far.
 * @typedef {{ number: number, step: number, return: number, body: Pose, action: Pose }} Told
 */

/**
 * @param {Stage} stage
 * @param {Told} step
 */
export function tellEpisode({ meta, texts: t, picture: { canvas, root }, readout, duel, plane }, step) {
  /** @type {{ limit?: number | null, action?: Action[] }} */
  const { limit, action = [] } = meta?.describe ?? {};
  const said = {
    number: whole(step.number),
    step: whole(step.step),
    limit: limit ?? "–",
    return: weight(step.return),
  };
  if (!duel.on) setText(readout, fill(t[limit ? "stage.read" : "stage.read_endless"], said));
  setAttribute(root, "data-body", Array.from(step.body, (value) => value.toFixed(3)).join());
  setAttribute(root, "data-episode", step.number);
  setAttribute(root, "data-episode-step", step.step);
  const forces = Array.from(
    step.action,
    (value, k) => fill(t["stage.force"], { name: plane.name(action[k]), value: weight(value) }),
  );
  setAttribute(canvas, "aria-label", [readout.textContent, ...forces].join(" "));
}
