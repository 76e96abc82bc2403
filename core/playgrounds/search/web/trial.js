// The chosen trial at large: its network's answer at every point, what was drawn for it, what validation and test
// say, and the way to /mlp, where it is trained alone.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
import { button, el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { loss } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { Coded } from "../../../live/web/widgets/codes.js";
import { isOn, toggle, wordsOf, write } from "../../../live/web/widgets/controls.js";
import { drawPoints } from "../../../live/web/widgets/points.js";
import { percent, Trials } from "./trials.js";

const WRITE_EVERY = 150; // ms
const BELOW = 84; // px for the numbers below the map
const PARTS = /** @type {const} */ (["validation", "test"]);

export class TrialPanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const { texts } = this;
    /** @type {Shared<number>} */ this.trial = view.shared.trial;
    /** @type {Trials | null} */ this.trials = null;
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Arrays} */ this.statics = {};
    /** @type {Wire | null} */ this.map = null;
    this.shown = -1;
    this.side = this.written = 0;
    this.stale = false;
    this.base = el("canvas", { class: "ls-search-map", role: "img" });
    this.picture = new Coded(this.base);
    this.over = el("canvas", { class: "ls-search-over" });
    this.square = el("div", { class: "ls-search-square" }, this.base, this.over);
    this.name = el("strong", { class: "ls-search-name" });
    this.status = el("p", { class: "ls-quiet" });
    this.drawn = el("dl", { class: "ls-search-values" });
    /** @type {HTMLElement[]} */ this.outs = []; // validation loss and accuracy, test loss and accuracy
    const heads = ["loss", "accuracy"].map((name) =>
      el("th", { scope: "col", text: texts[`trial.${name}`] })
    );
    const rows = PARTS.map((part) => {
      const cells = ["loss", "accuracy"].map((name) => el("td", { "data-metric": `trial_${part}_${name}` }));
      this.outs.push(...cells);
      return el("tr", {}, el("th", { scope: "row", text: texts[`trial.${part}`] }), ...cells);
    });
    const body = el("tbody", {}, el("tr", {}, el("td"), ...heads), ...rows);
    this.numbers = el("table", { class: "ls-search-numbers" }, body);
    this.link = el("a", {
      "data-action": "open-full",
      "data-tip": texts["tip.trial-open"],
      target: "_self",
      text: texts["trial.open"],
    });
    const { text, tip } = wordsOf(texts, "best-trial");
    this.follow = button(
      "best-trial",
      { tip, content: text, className: "ls-small", "aria-pressed": "true" },
      () => this.trial.set(-1),
    );
    this.held = toggle("held-points", wordsOf(texts, "held-points"), false, () => this.overlay());
    this.tools.append(this.follow, this.held);
    this.facts = el("div", { class: "ls-search-facts" }, this.name, this.status, this.drawn);
    const below = el("div", { class: "ls-search-below" }, this.numbers, this.link);
    this.place = el("div", { class: "ls-search-trial" }, this.square, this.facts, below);
    this.root.append(this.place);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.place);
    this.trial.watch(() => this.choose());
  }

  options() {
    return { trial: this.trial.value };
  }

  also() {
    return { trials: {} };
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.trials = new Trials(meta, this.spec, this.texts);
    this.statics = statics;
    this.arrays = null;
    if (this.trial.value >= this.trials.count) this.trial.set(-1);
    this.overlay();
  }

  choose() {
    setAttribute(this.follow, "aria-pressed", this.trial.value < 0);
    this.view.watch.changed();
    this.view.wake();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const { trial, "trial.map": map, "trials.status": status } = arrays;
    if (!map || status?.length !== this.trials?.count) return false;
    this.arrays = arrays;
    this.map = map;
    if (this.shown !== trial[0]) this.written = 0;
    this.shown = trial[0];
    this.stale = true;
    this.render(map);
    return true;
  }

  /** @param {Wire} map */
  render(map) {
    this.picture.draw(map, map.shape[0], this.view.colours.lut);
  }

  /** @param {number} now */
  tick(now) {
    const { trials, arrays, shown } = this;
    if (!this.stale || !trials || !arrays || shown < 0) return false;
    if (now - this.written < WRITE_EVERY) return true;
    this.written = now;
    this.stale = false;
    setText(this.name, trials.name(shown));
    setText(this.status, trials.status(arrays, shown));
    setAttribute(this.base, "aria-label", fill(this.texts["trial.map"], { trial: trials.name(shown) }));
    this.link.href = trials.address(globalThis.location.href, arrays, shown);
    const values = trials.values(arrays, shown);
    if (this.drawn.children.length !== values.length) {
      this.drawn.replaceChildren(...values.map(() => el("div", {}, el("dt"), el("dd"))));
    }
    values.forEach(([label, value], d) => {
      const [term, said] = this.drawn.children[d].children;
      setText(term, label);
      setText(said, value);
    });
    this.outs.forEach((out, k) => {
      const seen = arrays["trials.seen"][4 * shown + k];
      const value = k % 2 ? 1 - seen : seen;
      const known = Number.isFinite(value);
      write(out, known ? value : null, known ? (k % 2 ? percent(value) : loss(value)) : "–");
    });
    return false;
  }

  paint() {
    if (this.map) this.render(this.map);
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.place;
    if (width < 40) return;
    const style = getComputedStyle(this.place);
    const bounded = style.getPropertyValue("--ls-bounded").trim() === "1";
    const room = height - BELOW * this.view.colours.scale;
    this.facts.style.maxHeight = bounded ? `${room}px` : "";
    const side = Math.floor(bounded ? Math.min(room, width * 0.55) : Math.min(width, 360));
    if (side < 30) return;
    this.side = side;
    this.square.style.width = this.square.style.height = `${side}px`;
    this.overlay();
  }

  overlay() {
    const { trials, statics, side, view } = this;
    if (!trials || !side || !("points.x" in statics)) return;
    const test = statics["points.test"].map((part) => Math.min(part, 1));
    const points = { "points.x": statics["points.x"], "points.y": statics["points.y"], "points.test": test };
    const context = sizeCanvas(this.over, side, side);
    const radius = Math.min(3.2, Math.max(1.8, side / 90));
    const frame = { left: 0, top: 0, side };
    const { describe } = trials;
    drawPoints(context, frame, describe.domain, view.colours, points, describe, isOn(this.held), radius);
  }

  close() {
    this.observer.disconnect();
  }
}
