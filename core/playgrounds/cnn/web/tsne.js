// The t-SNE of the last hidden layer: asked for by a button, worked out on the server beside the training, and shown in
// the place of the plane until the viewer goes back to it. It belongs to the step at which it was asked for.

/** @import { Arrays, Frame, Options, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { fixed, whole } from "../../../live/web/format.js";
import { offer, select } from "../../../live/web/widgets/controls.js";

const SOON = 250; // ms between two looks at a network that rests
const MOST = 2 ** 31 - 1;
const PERPLEXITIES = [5, 10, 20, 30, 50, 100];
const USUAL = 30;
const [WAITING, WORKING, DONE] = [1, 2, 3];
const ENDS = ["", "", "", "", "failed", "cancelled", "same", "late"]; // how else it ended

/**
 * Points in the plane [M, 2], which test images they are, their classes, and the classes that were said.
 * @typedef {{ points: Float32Array, rows: Wire, labels: Wire, said: Wire }} Cloud
 */

export class Tsne {
  /** @type {Cloud | null} */ cloud = null;
  told = { step: "", perplexity: "", kl: "" };
  who = 1 + Math.floor(Math.random() * (MOST - 1));
  job = 0;
  round = 0;
  asking = 0;
  works = false;
  cancelled = false;

  /**
   * @param {View} view
   * @param {() => void} changed called when another picture is to be drawn
   */
  constructor(view, changed) {
    const t = view.texts;
    this.view = view;
    this.changed = changed;
    const words = { label: t["tsne.perplexity"], tip: t["tip.tsne-perplexity"] };
    this.perplexity = select("tsne-perplexity", words, [[USUAL, ""]], () => {});
    this.start = tool(t, "tsne", () => this.begin());
    this.end = tool(t, "tsne-cancel", () => this.cancel());
    this.back = tool(t, "tsne-plane", () => this.leave());
    this.tools = [this.perplexity, this.start, this.end, this.back];
    this.bar = el("progress", { class: "ls-cnn-progress", "aria-label": t["tsne.progress"] });
    this.words = el("p", { class: "ls-map-read", role: "status" });
    this.root = el("div", { class: "ls-cnn-tsne" }, this.bar, this.words);
    this.show();
  }

  /** Another network: what is known of the one before is gone. */
  reset() {
    clearTimeout(this.asking);
    this.cloud = null;
    this.works = false;
    setText(this.words, "");
    this.show();
  }

  /** @param {number} count images of the sample */
  allow(count) {
    const shown = PERPLEXITIES.filter((one) => one < count);
    if (this.perplexity.options.length === shown.length) return;
    const first = this.perplexity.options.length === 1;
    const said = (/** @type {number} */ n) => fill(this.view.texts["tsne.perplexity_of"], { n });
    const choices = shown.map((one) => /** @type {[number, string]} */ ([one, said(one)]));
    offer(this.perplexity, choices);
    if (first) this.perplexity.value = String(Math.min(USUAL, shown[shown.length - 1]));
  }

  /** @returns {Record<string, Options>} */
  asked() {
    if (!this.works) return {};
    const perplexity = Number(this.perplexity.value);
    const cancel = this.cancelled ? { cancel: 1 } : {};
    return { tsne: { who: this.who, job: this.job, perplexity, round: this.round, ...cancel } };
  }

  begin() {
    this.job += 1;
    this.works = true;
    this.cancelled = false;
    setText(this.words, this.view.texts["tsne.begun"]);
    this.bar.removeAttribute("value");
    this.ask();
  }

  cancel() {
    this.cancelled = true;
    this.ask();
  }

  leave() {
    this.cloud = null;
    setText(this.words, "");
    this.show();
    this.changed();
  }

  ask() {
    this.round += 1;
    this.show();
    this.view.watch?.changed();
  }

  /**
   * What has come of it.
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  take(arrays, frame) {
    const about = arrays["tsne.about"];
    if (!about || !this.works || about[0] !== this.job) return;
    const [, state, done, of, step] = about;
    const t = this.view.texts;
    clearTimeout(this.asking);
    if (state === WAITING || state === WORKING) {
      const key = state === WAITING ? "waiting" : done ? "working" : "loading";
      setText(this.words, fill(t[`tsne.${key}`], { step: whole(step), done, of }));
      setAttribute(this.bar, "max", of);
      if (done) setAttribute(this.bar, "value", done);
      // While it learns frames come by themselves; at rest one comes only if something else is asked for.
      if (frame.status !== "running") this.asking = setTimeout(() => this.ask(), SOON);
      return;
    }
    this.works = false;
    if (state === DONE) {
      const [perplexity, kl] = arrays["tsne.values"];
      this.told = { step: whole(step), perplexity: fixed(perplexity, 0), kl: fixed(kl, 2) };
      this.cloud = {
        points: Float32Array.from(arrays["tsne.points"]),
        rows: arrays["tsne.rows"],
        labels: arrays["tsne.labels"],
        said: arrays["tsne.said"],
      };
      setText(this.words, fill(t["tsne.done"], { ...this.told, count: arrays["tsne.rows"].length }));
      this.changed();
    } else setText(this.words, t[`tsne.${ENDS[state] || "failed"}`]);
    this.show();
    this.view.watch?.changed();
  }

  /** Which controls there are now. */
  show() {
    this.start.hidden = this.works;
    this.end.hidden = !this.works;
    this.back.hidden = !this.cloud;
    this.perplexity.disabled = this.works;
    this.bar.hidden = !this.works;
    setAttribute(this.root, "data-tsne", this.works ? "works" : this.cloud ? "done" : "");
  }

  close() {
    clearTimeout(this.asking);
  }
}
