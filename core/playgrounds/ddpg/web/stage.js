// The agent in its world: a demonstration of the policy as it is now, without noise, played at the world's own
// pace whatever the training's speed; or the agent that trains, noise and all. The viewer can push the body,
// or take the controls and act beside the agent from the same start.

/** @import { Arrays, Box, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setAttribute, setText, sizeCanvas, tool } from "../../../live/web/dom.js";
import { weight, whole } from "../../../live/web/format.js";
import { slowMotion } from "../../../live/web/panels/story.js";
import { select } from "../../../live/web/widgets/controls.js";
import { AgentStory, lights, STAGES } from "./story.js";
import { Duel } from "./duel.js";
import { Film } from "./film.js";
import { Shove } from "./shove.js";
import { WORLDS } from "./worlds.js";

const EVERY = 30; // ms between two pictures: as many as the eye needs
const READ_EVERY = 150; // ms
const NUDGE = 0.5; // of the hardest push: what a key or a button does
const TRAIL = 24;

export class Stage extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.arrays = null;
    this.meta = null;
    this.drawn = 0;
    this.read = 0;
    this.trail = [];
    this.pushes = 0;
    const t = this.texts;
    this.plane = view.shared.plane;
    view.shared.scene.demonstrated = () => (this.training ? null : this.pose());
    lights(this);
    this.film = new Film(view, "show", { extra: () => this.scaled });
    this.story = new AgentStory(this);
    const shows = ["show", "training"].map((
      value,
    ) => /** @type {[string, string]} */ ([value, t[`stage.${value}`]]));
    this.which = select("stage-view", { label: t["stage.which"] }, shows, () => this.choose());
    this.slow = slowMotion(t, t["tip.agent-step"], () => this.story.toggle());
    this.canvas = el("canvas", { class: "ls-stage-canvas" });
    this.empty = el("p", { class: "ls-stage-empty ls-quiet", hidden: "" });
    this.stage = el(
      "div",
      {
        class: "ls-stage",
        tabindex: "0",
        role: "application",
        "aria-label": t["stage.label"],
        "data-ls-keys": "arrows",
      },
      this.canvas,
      this.empty,
    );
    this.readout = el("p", { class: "ls-map-read ls-stage-read", text: t["stage.waiting"] });
    this.pushers = [-1, 1].map((side) =>
      tool(t, side < 0 ? "push-left" : "push-right", () => this.nudge(side))
    );
    this.duel = new Duel(this);
    this.tools.append(this.which, this.slow, this.duel.tools);
    this.foot = el("div", { class: "ls-stage-foot" }, ...this.pushers, this.duel.take);
    this.root.append(this.stage, this.readout, this.foot, this.duel.steering.root);
    this.shove = new Shove(this.canvas, {
      box: () => this.box,
      body: () => this.pose(),
      push: (share) => this.push(share),
      ready: () => this.pushable && !this.duel.on,
    });
    this.stage.addEventListener("keydown", (event) => this.key(event, true));
    this.stage.addEventListener("keyup", (event) => this.key(event, false));
    this.stage.addEventListener("blur", () => this.duel.steering.release());
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  get cover() {
    return this.stage;
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
    this.view.shared.scene.drawn = Boolean(this.paints);
    this.shove.pendulum = this.drawing === "pendulum";
    this.reach = Math.max(...describe.action.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))));
    const none = this.drawing === "none";
    this.empty.hidden = !none;
    this.canvas.hidden = none;
    setText(this.empty, none ? this.texts["stage.none"] : "");
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
    this.view.shared.world.set(arrays);
    if (this.drawing === "none") return true;
    if (!this.training) return false;
    if (arrays["world.episode"][0] !== before) this.trail = [];
    this.trail.push(arrays["world.body"]);
    if (this.trail.length > TRAIL) this.trail.shift();
    return this.render(performance.now());
  }

  // ---- the picture ----------------------------------------------------------------------------
  /** @param {number} now */
  tick(now) {
    this.story.tick(now);
    if (!this.onScreen || document.hidden || !this.meta || this.drawing === "none") {
      return this.tell(now);
    }
    const still = !this.view.drawing.on; // the viewer wants all the processor for training
    if (!still && !this.training) {
      this.film.advance(now);
      this.duel.advance(now);
      if (now - this.drawn >= EVERY - 4 && this.film.now) {
        this.drawn = now;
        if (this.render(now) && this.moved()) this.view.frames += 1;
      }
    } else if (!still && this.shove.from) this.render(now);
    if (!still) this.later();
    return this.tell(now);
  }

  /** Whether the picture is another than the last one counted, or rests on purpose at an episode's end. */
  moved() {
    if (this.film.loop && this.film.now?.over) return true;
    const pictures = [this.film, ...(this.duel.on ? [this.duel.mine] : [])].map((film) =>
      film.bitmap ?? film.now?.body?.join()
    );
    const same = pictures.every((one, i) => one === this.counted?.[i]);
    this.counted = pictures;
    return !same;
  }

  /** The next picture, whether or not training sends something meanwhile. */
  later() {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      if (!this.view.closed) this.view.wake();
    }, EVERY);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 60 || height < 60 || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.context = sizeCanvas(this.canvas, width, height);
    if (this.meta) this.render(performance.now());
  }

  get box() {
    return { left: 0, top: 0, wide: this.width, tall: this.height };
  }

  /**
   * Draws what is there; false where nothing is.
   * @param {number} now
   */
  render(now) {
    const { context, view } = this;
    if (!context || !this.meta) return false;
    const { colours } = view;
    const agent = colours.ink(colours.negative);
    if (this.duel.on) return this.duel.render(context, now);
    const shown = this.training
      ? { body: this.arrays?.["world.body"], trail: this.trail }
      : this.shown(this.film);
    if (!shown?.body && !shown?.bitmap) return false;
    context.clearRect(0, 0, this.width, this.height);
    this.scene(context, this.box, shown, agent);
    this.shove.draw(context, now, colours);
    return true;
  }

  /**
   * A film's picture of now.
   * @param {unknown} film
   */
  shown(film) {
    const step = film.now;
    return step && { ...step, trail: film.trail, bitmap: film.picture };
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Box} box
   * @param {boolean} shown
   * @param {string} ink
   */
  scene(context, box, shown, ink) {
    const { colours } = this.view;
    if (this.paints) this.paints(context, box, { ...shown, reach: this.reach }, ink, colours);
    else if (shown.bitmap?.width) {
      const { width, height } = shown.bitmap;
      const scale = Math.min(box.wide / width, box.tall / height);
      const [w, h] = [width * scale, height * scale];
      context.drawImage(shown.bitmap, box.left + (box.wide - w) / 2, box.top + (box.tall - h) / 2, w, h);
    }
  }

  // ---- in words --------------------------------------------------------------------------------
  /** @param {number} now */
  tell(now) {
    if (!this.meta || now - this.read < READ_EVERY) return false;
    this.read = now;
    const step = this.training || this.drawing === "none" ? this.episode() : this.film.now;
    if (!step) return false;
    const t = this.texts;
    const { unseen } = this.film;
    if (this.drawing === "picture") this.empty.hidden = !unseen;
    if (unseen) setText(this.empty, t[`stage.unseen.${unseen}`]);
    const { limit, action } = this.meta.describe;
    const said = {
      number: whole(step.number),
      step: whole(step.step),
      limit: limit ?? "–",
      return: weight(step.return),
    };
    if (!this.duel.on) setText(this.readout, fill(t[limit ? "stage.read" : "stage.read_endless"], said));
    setAttribute(
      this.stage,
      "data-body",
      step.body ? Array.from(step.body, (value) => value.toFixed(3)).join() : "",
    );
    setAttribute(this.stage, "data-episode", step.number);
    setAttribute(this.stage, "data-episode-step", step.step);
    const forces = Array.from(
      step.action ?? [],
      (value, k) => fill(t["stage.force"], { name: this.plane.name(action[k]), value: weight(value) }),
    );
    setAttribute(this.canvas, "aria-label", [this.readout.textContent, ...forces].join(" "));
    return false;
  }

  /** The training world's episode, as a film's step. */
  episode() {
    if (!this.arrays) return null;
    const [number, step, earned] = this.arrays["world.episode"];
    return {
      number,
      step,
      return: earned,
      body: this.arrays["world.body"],
      action: this.arrays["world.action"],
    };
  }

  // ---- the viewer's hand ---------------------------------------------------------------------
  /**
   * A push of −1…1: of the world that is in the picture.
   * @param {number} share
   */
  push(share) {
    this.shove.tell(share);
    this.pushes += 1;
    setAttribute(this.stage, "data-pushes", this.pushes);
    if (this.training) {
      this.view.command("push", { strength: share });
    } else this.film.shove(share);
    this.view.wake();
  }

  /**
   * A push to the left (−1) or right: a pendulum counts angles the other way.
   * @param {number} side
   */
  nudge(side) {
    this.push(NUDGE * (this.shove.pendulum ? -side : side));
  }

  /**
   * @param {KeyboardEvent} event
   * @param {boolean} down
   */
  key(event, down) {
    if (event.target !== this.stage || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.duel.key(event, down)) {
      const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
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
    this.view.shared.lit.set(lit ?? []);
  }

  paint() {
    if (this.meta) this.render(performance.now());
  }

  close() {
    clearTimeout(this.timer);
    this.story.end();
    this.observer.disconnect();
  }
}
