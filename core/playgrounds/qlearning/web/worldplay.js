// The viewer plays the same world: a marker of their own, moved by the arrow keys or by buttons, with the
// return so far beside what the agent's greedy policy and the optimal one earn on average.

/** @import { Answer, Meta } from "../../../live/web/types.d.ts" */
/** @import { World } from "./world.js" */
import { button, el, fill, setText } from "../../../live/web/dom.js";
import { short } from "../../../live/web/format.js";
import { letter } from "../../../live/web/keyboard.js";
import { described, signOf } from "./worldmodel.js";

/** @type {Record<string, string>} */
const KEYS = {
  ArrowLeft: "left",
  ArrowDown: "down",
  ArrowRight: "right",
  ArrowUp: "up",
  p: "pickup",
  d: "dropoff",
};

/** @typedef {{ state: number, row: number, column: number, layer: number }} Place */

export class WorldPlay {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    this.view = world.view;
    this.texts = world.texts;
    this.on = false;
    /** @type {Place | null} */ this.at = null;
    this.number = this.steps = this.total = 0;
    this.over = "";
    this.waiting = false;
    /** @type {string | null} */ this.next = null;
    /** @type {string[]} */ this.actions = [];
    /** @type {number[]} */ this.earned = [];
    this.score = el("p", { class: "ls-play-score", role: "status" });
    this.pad = el("div", { class: "ls-tools ls-move-pad" });
    this.root = el(
      "div",
      { class: "ls-world-row ls-play", hidden: "", "data-ls-keys": "arrows" },
      this.pad,
      this.score,
    );
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || !this.key(event)) return; // Enter presses the button that has the focus
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { actions } = described(meta);
    this.actions = actions.map(({ id }) => id);
    if (this.pad.dataset.actions === this.actions.join()) return;
    this.pad.dataset.actions = this.actions.join();
    const tip = this.texts["tip.move"];
    this.pad.replaceChildren(
      ...actions.map(({ id }) =>
        button(`move-${id}`, {
          label: this.texts[`move.${id}`],
          tip: fill(tip, { action: this.texts[`move.${id}`] }),
          content: signOf(this.texts, id),
          className: "ls-small ls-move",
        }, () => this.press(id))
      ),
      button("play-again", {
        tip: this.texts["tip.play-again"],
        content: [this.texts["action.play-again"]],
        className: "ls-small",
      }, () => this.begin()),
    );
  }

  /** @param {boolean} on */
  set(on) {
    if (on === this.on) return;
    this.on = on;
    this.root.hidden = !on;
    this.at = null;
    this.earned = [];
    if (on) this.begin();
    this.world.played();
  }

  /** The start of another episode of the viewer's. */
  begin() {
    if (!this.on) return;
    this.at = null;
    this.steps = 0;
    this.total = 0;
    this.over = "";
    this.next = null;
    this.waiting = true;
    this.number += 1; // decides what chance has in store
    this.view.ask("probe", "begin", { number: this.number }, (header) => this.arrive(header));
    this.world.stage.focus();
  }

  /**
   * What a key means while playing; true where it was ours.
   * @param {KeyboardEvent} event
   */
  key(event) {
    const action = KEYS[event.key] ?? KEYS[letter(event)];
    if (event.key === "Escape") this.world.playing(false);
    else if (event.key === "Enter" && this.over) this.begin();
    else if (action && this.actions.includes(action)) this.press(action);
    else return false;
    return true;
  }

  /** @param {string} id */
  press(id) {
    if (!this.on) return;
    if (this.over) this.begin();
    else if (this.waiting) this.next = id; // the newest key counts: answers may be slower than fingers
    else if (this.at) this.move(id, this.at);
    else this.begin(); // the connection broke before there was a start
  }

  /**
   * @param {string} id
   * @param {Place} from
   */
  move(id, from) {
    this.waiting = true;
    this.number += 1;
    const args = {
      state: from.state,
      action: this.actions.indexOf(id),
      number: this.number,
      steps: this.steps,
    };
    this.steps += 1;
    this.view.ask("probe", "move", args, (header) => this.arrive(header));
  }

  /** @param {Answer | null} header */
  arrive(header) {
    this.waiting = false;
    if (!this.on || !header) return;
    if (!header.ok) {
      this.world.readout.say(header.text);
      return;
    }
    const { state, row, column, layer, reward = 0, terminal, truncated } = header.value; // a beginning pays nothing
    const at = this.at = { state, row, column, layer };
    this.total += reward;
    if (terminal) this.over = "terminal";
    else if (truncated) this.over = "truncated";
    if (this.over) this.earned.push(this.total);
    this.world.played();
    const { next } = this;
    this.next = null;
    if (next && !this.over) this.move(next, at);
  }

  /**
   * The line beside the buttons.
   * @param {Record<string, number | null>} metrics
   * @param {{ return: number }} optimal
   */
  tell(metrics, optimal) {
    if (!this.on) return;
    const t = this.texts;
    const mean = this.earned.length
      ? this.earned.reduce((sum, one) => sum + one, 0) / this.earned.length
      : null;
    const said = {
      return: short(this.total),
      steps: this.steps,
      agent: short(metrics.eval_return_mean ?? NaN) || "–",
      optimal: short(optimal.return) || "–",
      mean: mean === null ? "–" : short(mean),
      count: this.earned.length,
    };
    const key = this.over ? `play.${this.over}` : "play.score";
    setText(this.score, fill(t[key], said));
    this.score.dataset.return = String(this.total);
    this.score.dataset.over = this.over;
    this.score.dataset.steps = String(this.steps);
  }
}
