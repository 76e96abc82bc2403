// The reparameterisation trick with numbers: one image x, the mean and the deviation that the encoder gives
// each dimension, the noise ε that is drawn, z = μ + σ · ε, and the image that the decoder makes of z.

import { Panel } from "../../../live/web/panel.js";
import { button, el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { nats, weight } from "../../../live/web/format.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { Gallery } from "./gallery.js";
import { plane, toggle, zName } from "./plane.js";
import { STAGES, TrickStory } from "./story.js";

const MOST = 4; // dimensions written out
const TERMS = ["mu", "sigma", "eps", "z", "kl"];
const EVERY = 100; // ms between two changes of the numbers

export class Trick extends Panel {
  constructor(spec, view) {
    super(spec, view);
    this.arrays = null;
    this.meta = null;
    this.drawn = 0;
    this.pick = 0;
    this.rows = [];
    this.seen = -1;
    const t = this.texts;
    this.plane = plane(view);
    this.story = new TrickStory(this);
    this.card = this.story; // lies over the curves, so that the picture stays in sight
    const tool = (action, run) =>
      button(
        action,
        { tip: t[`tip.${action}`], content: [t[`action.${action}`]], className: "ls-small" },
        run,
      );
    this.again = tool("another-draw", () => {
      this.pick += 1;
      view.watch.changed();
    });
    this.slow = tool("slow-motion", () => this.story.toggle());
    setAttribute(this.slow, "aria-pressed", false);
    setAttribute(this.slow, "data-tip", t["tip.slow-step"]);
    this.follow = toggle("follow-cursor", t, this.plane.follow, (on) => this.plane.set({ follow: on }));
    this.tools.append(this.follow, this.again, this.slow);
    this.parts = new Map();
    this.build();
  }

  build() {
    const t = this.texts;
    const picture = (name) => {
      const canvas = el("canvas", {
        class: "ls-mosaic ls-trick-image",
        role: "img",
        "aria-label": t[`trick.${name}`],
        "data-story": name,
      });
      this[name] = canvas;
      return canvas;
    };
    const part = (name, node) => {
      this.parts.set(name, node);
      return node;
    };
    const words = (key) => el("span", { class: "ls-trick-words", text: t[key] });
    this.who = words("trick.who");
    this.head = el(
      "tr",
      {},
      el("th"),
      ...TERMS.map((term) =>
        el("th", {
          scope: "col",
          text: t[`trick.term.${term}`],
          "data-tip": t[`tip.trick.${term}`],
          tabindex: "0",
          "data-part": term,
        })
      ),
    );
    this.table = el("table", { class: "ls-trick-table", "aria-label": t["trick.caption"] }, this.head);
    this.more = el("p", { class: "ls-quiet" });
    this.sum = el("p", { class: "ls-trick-sum" });
    this.gallery = new Gallery(t, t["trick.choose"], {
      choose: (index) => this.choose(index),
      badges: () => ({ [this.plane.image]: "x" }),
    });
    this.root.append(
      part("x", el("div", { class: "ls-trick-row" }, picture("x"), this.who)),
      this.table,
      this.more,
      part("out", el("div", { class: "ls-trick-row" }, picture("out"), part("sum", this.sum))),
      el("div", { class: "ls-scroll ls-from" }, this.gallery.root),
    );
  }

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

  choose(image) {
    setAttribute(this.follow, "aria-pressed", false);
    this.plane.set({ image, follow: false });
  }

  options() {
    return { image: this.plane.image, draw: this.pick };
  }

  /** The image whose mean is nearest to the cursor, among those that can be chosen. */
  nearest() {
    const means = this.view.panels.get("latent")?.arrays?.["latent.mean"];
    const { choose = 0, latent_dim: d } = this.meta.describe;
    if (!means || !choose) return this.plane.image;
    const [u, v] = this.plane.place;
    const far = (i) => (means[2 * i] - u) ** 2 + (d > 1 ? (means[2 * i + 1] - v) ** 2 : 0);
    let best = 0;
    for (let i = 1; i < Math.min(choose, means.length / 2); i += 1) if (far(i) < far(best)) best = i;
    return best;
  }

  draw(arrays) {
    if (!arrays["story.x"]) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

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
    const shown = this.shown;
    if (shown["story.x"]) mosaic(this.x, shown["story.x"]);
    this.out.style.visibility = shown["story.out"] ? "" : "hidden";
    if (shown["story.out"]) mosaic(this.out, shown["story.out"]);
    this.tellWho();
    this.writeTable(shown);
    this.writeSum(shown);
  }

  /** The dimensions written out: all, or of many those with the largest KL. */
  pickDims(shown) {
    const d = this.plane.dim;
    const kl = shown["story.kl"] ?? this.arrays?.["story.kl"];
    const every = Array.from({ length: d }, (_, index) => index);
    if (d <= MOST) return every;
    return every.sort((a, b) => (kl?.[b] ?? 0) - (kl?.[a] ?? 0)).slice(0, MOST).sort((a, b) => a - b);
  }

  writeTable(shown) {
    const dims = this.pickDims(shown);
    if (this.rows.length !== dims.length) {
      this.rows.forEach(({ root }) => root.remove());
      this.rows = dims.map(() => {
        const head = el("th", { scope: "row" });
        const cells = new Map(
          TERMS.map((term) => [term, el("td", { "data-term": term, "data-part": term })]),
        );
        const root = el("tr", {}, head, ...cells.values());
        this.table.append(root);
        return { root, head, cells };
      });
    }
    dims.forEach((dim, i) => {
      const { root, head, cells } = this.rows[i];
      setText(head, zName(dim));
      setAttribute(root, "data-dim", dim);
      for (const [term, cell] of cells) {
        const value = shown[`story.${term}`]?.[dim];
        setText(cell, value === undefined ? "–" : weight(value));
        setAttribute(cell, "data-value", value ?? "");
      }
    });
    const d = this.plane.dim;
    setText(this.more, d > MOST ? fill(this.texts["trick.more"], { count: MOST, of: d }) : "");
  }

  writeSum(shown) {
    const kl = shown["story.kl"]?.reduce((sum, value) => sum + value, 0);
    const reconstruction = shown["story.reconstruction"]?.[0];
    if (!this.probabilistic) return setText(this.sum, this.texts["trick.autoencoder"]);
    if (kl === undefined || reconstruction === undefined) {
      return setText(this.sum, this.texts["trick.out.words"]);
    }
    const said = { reconstruction: nats(reconstruction), kl: nats(kl), elbo: nats(-kl - reconstruction) };
    return setText(this.sum, fill(this.texts["trick.sum"], said));
  }

  /** Lights up what a stage of slow motion is about; null: everything alike. */
  highlight(stage) {
    const lit = stage ? STAGES[stage] ?? [] : null;
    setAttribute(this.root, "data-stage", stage ?? "");
    const dim = (node, name) => node.classList.toggle("ls-dim", Boolean(lit && !lit.includes(name)));
    for (const [name, node] of this.parts) dim(node, name);
    for (const node of this.table.querySelectorAll("[data-part]")) dim(node, node.dataset.part);
  }

  close() {
    this.story.end();
  }
}
