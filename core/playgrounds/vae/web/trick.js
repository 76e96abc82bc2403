// The reparameterisation trick with numbers: one image x, the mean and the deviation that the encoder gives
// each dimension, the noise ε that is drawn, z = μ + σ · ε, and the image that the decoder makes of z.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Plane } from "./plane.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { nats } from "../../../live/web/format.js";
import { toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { slowMotion } from "../../../live/web/panels/story.js";
import { Gallery } from "./gallery.js";
import { STAGES, TrickStory } from "./story.js";
import { TrickTable } from "./tricktable.js";

const EVERY = 100; // ms between two changes of the numbers

export class Trick extends Panel {
  /** @type {Arrays | null} */ arrays = null;
  /** @type {Meta} */ meta;
  /** @type {Arrays} */ statics = {};
  /** @type {HTMLCanvasElement} */ x;
  /** @type {HTMLCanvasElement} */ out;
  /** @type {boolean} */ probabilistic = true;
  /** @type {HTMLElement} */ who;
  /** @type {HTMLElement} */ sum;
  /** @type {Gallery} */ gallery;
  /** @type {TrickTable} */ table;
  stale = false;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.drawn = 0;
    this.pick = 0;
    this.seen = -1;
    const t = this.texts;
    /** @type {Plane} */ this.plane = view.shared.plane;
    this.story = new TrickStory(this);
    this.again = tool(t, "another-draw", () => {
      this.pick += 1;
      view.watch.changed();
    });
    this.slow = slowMotion(t, t["tip.slow-step"], () => this.story.toggle());
    this.follow = toggle(
      "follow-cursor",
      wordsOf(t, "follow-cursor"),
      this.plane.follow,
      (on) => this.plane.set({ follow: on }),
    );
    this.tools.append(this.follow, this.again, this.slow);
    /** @type {Map<string, HTMLElement>} */ this.parts = new Map();
    this.build();
  }

  /** Lies over the curves, so that the picture stays in sight. */
  get floating() {
    return this.story.root;
  }

  build() {
    const t = this.texts;
    const picture = (/** @type {"x" | "out"} */ name) => {
      const label = t[`trick.${name}`];
      const attributes = {
        class: "ls-mosaic ls-trick-image",
        role: "img",
        "aria-label": label,
        "data-story": name,
      };
      this[name] = el("canvas", attributes);
      return this[name];
    };
    const part = (/** @type {string} */ name, /** @type {HTMLElement} */ node) => {
      this.parts.set(name, node);
      return node;
    };
    const words = (/** @type {string} */ key) => el("span", { class: "ls-trick-words", text: t[key] });
    this.who = words("trick.who");
    this.table = new TrickTable(t);
    this.sum = el("p", { class: "ls-trick-sum" });
    this.gallery = new Gallery(t, t["trick.choose"], {
      choose: (index) => this.choose(index),
      badges: () => ({ [this.plane.image]: "x" }),
    });
    this.root.append(
      part("x", el("div", { class: "ls-trick-row" }, picture("x"), this.who)),
      this.table.root,
      this.table.more,
      part("out", el("div", { class: "ls-trick-row" }, picture("out"), part("sum", this.sum))),
      el("div", { class: "ls-scroll ls-from" }, this.gallery.root),
    );
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.plane.describe(meta, statics);
    if (this.meta?.build !== meta.build) this.story.end();
    this.meta = meta;
    this.statics = statics;
    this.gallery.describe(meta, statics);
    const [h, w] = meta.describe.image;
    for (const canvas of [this.x, this.out]) canvas.style.aspectRatio = `${w} / ${h}`;
    this.probabilistic = meta.describe.model !== "autoencoder";
    this.again.hidden = !this.probabilistic;
    this.tellWho();
  }

  tellWho() {
    const { plane: p, statics, meta, texts: t } = this;
    const name = meta.describe.classes?.[statics?.labels?.[p.image]];
    const key = this.story.stages
      ? "trick.who_training"
      : name === undefined
      ? "trick.who"
      : "trick.who_class";
    setText(this.who, fill(t[key], { number: p.image + 1, name }));
    this.gallery.refresh();
  }

  /** @param {number} image */
  choose(image) {
    setAttribute(this.follow, "aria-pressed", false);
    this.plane.set({ image, follow: false });
  }

  options() {
    return { image: this.plane.image, draw: this.pick };
  }

  /** The image whose mean is nearest to the cursor, among those that can be chosen. */
  nearest() {
    const means = this.view.shared.codes.value?.["latent.mean"];
    const { choose = 0, latent_dim: d } = this.meta.describe;
    if (!means || !choose) return this.plane.image;
    const [u, v] = this.plane.place;
    /** @param {number} i */
    const far = (i) => (means[2 * i] - u) ** 2 + (d > 1 ? (means[2 * i + 1] - v) ** 2 : 0);
    let best = 0;
    for (let i = 1; i < Math.min(choose, means.length / 2); i += 1) if (far(i) < far(best)) best = i;
    return best;
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays["story.x"]) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.onScreen || !this.meta) return false;
    const waiting = this.story.tick(now);
    if (this.seen !== this.plane.revision) {
      this.seen = this.plane.revision;
      const image = this.plane.follow ? this.nearest() : this.plane.image;
      if (image !== this.plane.image) this.plane.set({ image });
      this.tellWho();
    }
    if (!this.stale || !this.arrays) return waiting;
    if (now - this.drawn < EVERY) return true;
    this.drawn = now;
    this.stale = false;
    this.refresh();
    return waiting;
  }

  /** What is shown: the newest frame's image, or in slow motion the one of that step. */
  get shown() {
    return this.story.told ?? this.arrays;
  }

  refresh() {
    const { shown } = this;
    if (!shown) return;
    if (shown["story.x"]) mosaic(this.x, shown["story.x"]);
    this.out.style.visibility = shown["story.out"] ? "" : "hidden";
    if (shown["story.out"]) mosaic(this.out, shown["story.out"]);
    this.tellWho();
    this.table.write(shown, this.plane.dim, this.arrays?.["story.kl"]);
    this.tellSum(shown);
  }

  /** @param {Arrays} shown */
  tellSum(shown) {
    const kl = shown["story.kl"]?.reduce((sum, value) => sum + value, 0);
    const reconstruction = shown["story.reconstruction"]?.[0];
    const t = this.texts;
    if (!this.probabilistic) return setText(this.sum, t["trick.autoencoder"]);
    if (kl === undefined || reconstruction === undefined) return setText(this.sum, t["trick.out.words"]);
    const said = { reconstruction: nats(reconstruction), kl: nats(kl), elbo: nats(-kl - reconstruction) };
    setText(this.sum, fill(t["trick.sum"], said));
  }

  /**
   * Lights up what a stage of slow motion is about; null: everything alike.
   * @param {string | null} stage
   */
  highlight(stage) {
    const lit = stage ? STAGES[stage] : null;
    setAttribute(this.root, "data-told", stage ?? "");
    /**
     * @param {Element} node
     * @param {string} name
     */
    const dim = (node, name) => node.classList.toggle("ls-dim", Boolean(lit && !lit.includes(name)));
    for (const [name, node] of this.parts) dim(node, name);
    for (const node of this.root.querySelectorAll("[data-part]")) {
      dim(node, node.getAttribute("data-part") ?? "");
    }
  }

  close() {
    this.story.end();
  }
}
