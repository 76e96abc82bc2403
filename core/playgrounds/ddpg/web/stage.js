// The agent in its world: a demonstration of the policy as it is now, without noise, played at the world's own
// pace whatever the training's speed; or the agent that trains, noise and all. The viewer can push the body,
// or take the controls and act beside the agent from the same start.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Scene } from "./index.js" */
/** @import { StatePlane } from "./stateplane.js" */
/** @import { Action } from "./steering.js" */
/** @import { Paint, Pose } from "./worlds.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { slowMotion } from "../../../live/web/panels/story.js";
import { select } from "../../../live/web/widgets/controls.js";
import { AgentStory, lights, STAGES, tellEpisode } from "./story.js";
import { Duel } from "./duel.js";
import { Film } from "./film.js";
import { Picture } from "./picture.js";
import { WORLDS } from "./worlds.js";

const READ_EVERY = 150; // ms
const NUDGE = 0.5; // of the hardest push: what a key or a button does
const TRAIL = 24;
/** @type {Record<string, number>} */
const SIDES = { ArrowLeft: -1, ArrowRight: 1 };

export class Stage extends Panel {
  /** @type {Arrays | null} */ arrays = null;
  /** @type {Meta | null} */ meta = null;
  /** @type {Pose[]} */ trail = []; // of the agent that trains
  /** @type {Paint | undefined} */ paints; // where the world is drawn from its numbers
  drawing = "none";
  reach = 0; // the largest force
  pushes = 0;
  read = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {StatePlane} */ this.plane = view.shared.plane;
    /** @type {Shared<Arrays | null>} */ this.world = view.shared.world;
    /** @type {Shared<string[]>} */ this.lit = view.shared.lit;
    /** @type {Scene} */ this.scene = view.shared.scene;
    this.scene.demonstrated = () => (this.training ? null : this.pose());
    lights(this);
    this.film = new Film(view, "show", { extra: () => this.scaled });
    this.story = new AgentStory(this);
    const shows = ["show", "training"].map((
      value,
    ) => /** @type {[string, string]} */ ([value, t[`stage.${value}`]]));
    this.which = select("stage-view", { label: t["stage.which"] }, shows, () => this.choose());
    this.slow = slowMotion(t, t["tip.agent-step"], () => this.story.toggle());
    this.picture = new Picture(this);
    this.readout = el("p", { class: "ls-map-read ls-stage-read", text: t["stage.waiting"] });
    this.pushers = [-1, 1].map((side) =>
      tool(t, side < 0 ? "push-left" : "push-right", () => this.nudge(side))
    );
    this.duel = new Duel(this);
    this.tools.append(this.which, this.slow, this.duel.tools);
    this.foot = el("div", { class: "ls-stage-foot" }, ...this.pushers, this.duel.take);
    this.root.append(this.picture.root, this.readout, this.foot, this.duel.steering.root);
    const { root } = this.picture;
    root.addEventListener("keydown", (event) => this.key(event, true));
    root.addEventListener("keyup", (event) => this.key(event, false));
    root.addEventListener("blur", () => this.duel.steering.release());
  }

  get cover() {
    return this.picture.root;
  }

  /** Lies over the curves, so that the pictures stay in sight. */
  get floating() {
    return this.story.root;
  }

  // ---- what there is -------------------------------------------------------------------------
  /** @param {Meta} meta */
  describe(meta) {
    const { describe } = meta;
    if (this.meta?.build !== meta.build) {
      this.arrays = null;
      this.trail = [];
      this.film.rewind();
      this.story.end();
      this.duel.end();
    }
    const other = this.meta?.describe.env !== describe.env;
    this.meta = meta;
    this.drawing = describe.drawing;
    this.paints = WORLDS[this.drawing];
    this.scene.drawn = Boolean(this.paints);
    this.reach = Math.max(
      ...describe.action.map((/** @type {Action} */ { low, high }) =>
        Math.max(Math.abs(low), Math.abs(high))
      ),
    );
    const none = this.drawing === "none";
    const { canvas, empty } = this.picture;
    empty.hidden = !none;
    canvas.hidden = none;
    setText(empty, none ? this.texts["stage.none"] : "");
    if (other) this.which.value = "show";
    this.tellChoice();
    for (const node of this.pushers) node.hidden = !this.pushable;
    this.duel.describe(meta, none);
    this.view.wake();
  }

  /** The training world itself is drawn where that costs nothing: no photograph is taken of it. */
  tellChoice() {
    this.which.hidden = !this.paints || this.duel.on;
  }

  get pushable() {
    return Boolean(this.meta?.describe.pushable) && this.drawing !== "none";
  }

  get training() {
    return this.which.value === "training" && Boolean(this.paints) && !this.duel.on;
  }

  /** The numbers of the body in the picture, or null. */
  pose() {
    if (!this.paints) return null;
    return (this.training ? this.arrays?.["world.body"] : this.film.now?.body) ?? null;
  }

  /** What is painted, or null. */
  get shown() {
    if (!this.training) return this.film.shown;
    return this.arrays && { body: this.arrays["world.body"], trail: this.trail };
  }

  /** How large pictures are to be: as the world paints them, since making them smaller costs more than sending. */
  get scaled() {
    return this.paints ? {} : { scale: 2 };
  }

  choose() {
    this.trail = [];
    this.film.rewind();
    this.view.wake();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays["world.state"]) return false;
    const before = this.arrays?.["world.episode"]?.[0];
    this.arrays = arrays;
    this.world.set(arrays);
    if (this.drawing === "none") return true;
    if (!this.training) return false;
    if (arrays["world.episode"][0] !== before) this.trail = [];
    this.trail.push(arrays["world.body"]);
    if (this.trail.length > TRAIL) this.trail.shift();
    return this.picture.render(performance.now());
  }

  /** @param {number} now */
  tick(now) {
    this.story.tick(now);
    if (!this.meta) return false;
    const still = !this.view.drawing.on; // the viewer wants all the processor for training
    const seen = this.onScreen && !document.hidden && this.drawing !== "none";
    if (seen && !still) this.picture.turn(now);
    if (now - this.read >= READ_EVERY) {
      const step = this.training || this.drawing === "none" ? this.episode() : this.film.now;
      this.read = now;
      if (this.drawing === "picture") this.picture.unseen(this.film.unseen);
      if (step) tellEpisode(this, step);
    }
    return false;
  }

  /** The training world's episode, as a film's step. */
  episode() {
    if (!this.arrays) return null;
    const { "world.episode": [number, step, earned], "world.body": body, "world.action": action } =
      this.arrays;
    return { number, step, return: earned, body, action };
  }

  // ---- the viewer's hand ---------------------------------------------------------------------
  /**
   * A push of −1…1: of the world that is in the picture.
   * @param {number} share
   */
  push(share) {
    this.picture.shove.tell(share);
    this.pushes += 1;
    setAttribute(this.picture.root, "data-pushes", this.pushes);
    if (this.training) this.view.command("push", { strength: share });
    else this.film.shove(share);
    this.view.wake();
  }

  /**
   * A push to the left (−1) or right: a pendulum counts angles the other way.
   * @param {number} side
   */
  nudge(side) {
    this.push(NUDGE * (this.drawing === "pendulum" ? -side : side));
  }

  /**
   * @param {KeyboardEvent} event
   * @param {boolean} down
   */
  key(event, down) {
    if (event.target !== this.picture.root || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.duel.key(event, down)) {
      const side = SIDES[event.key];
      if (!side || !this.pushable || this.duel.on) return;
      if (down && !event.repeat) this.nudge(side);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  // ---- slow motion -----------------------------------------------------------------------------
  /**
   * Brings forward what a stage is about; null: everything as it was.
   * @param {string | null} stage
   */
  highlight(stage) {
    const lit = stage ? STAGES[stage] ?? [] : null;
    if (lit) this.duel.end();
    this.lit.set(lit ?? []);
  }

  paint() {
    this.picture.render(performance.now());
  }

  resize() {
    this.picture.resize();
  }

  close() {
    this.story.end();
    this.picture.close();
  }
}
