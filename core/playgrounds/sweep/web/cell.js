// The chosen network at large: its answer at every point, the points it learns from, its numbers, and the way to
// /mlp, where it is trained alone with the same setting.

/** @import { Arrays, Frame, Json, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { short, whole } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { Coded } from "../../../live/web/widgets/codes.js";
import { isOn, readOut, toggle, wordsOf, write } from "../../../live/web/widgets/controls.js";
import { drawPoints } from "../../../live/web/widgets/points.js";
import { keep, MEASURES, Setting } from "./setting.js";

const WRITE_EVERY = 150; // ms

/**
 * The address of /mlp with a network's setting, training at once, beside this page's own.
 * @param {string} here this page's address
 * @param {string} query
 */
export const addressOf = (here, query) => new URL(`mlp?${query}&play=true`, here.split(/[?#]/)[0]).href;

export class CellPanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<number>} */ this.cell = view.shared.cell;
    /** @type {Setting | null} */ this.setting = null;
    /** @type {Frame | null} */ this.frame = null;
    /** @type {Wire | null} */ this.steps = null;
    /** @type {Wire | null} */ this.losses = null;
    /** @type {Wire | null} */ this.map = null;
    /** @type {Arrays} */ this.statics = {};
    this.written = this.side = 0;
    this.stale = false;
    this.base = el("canvas", { class: "ls-cell-base", role: "img" });
    this.picture = new Coded(this.base);
    this.over = el("canvas", { class: "ls-cell-over" });
    this.square = el("div", { class: "ls-cell-square" }, this.base, this.over);
    this.name = el("strong", { class: "ls-cell-name" });
    this.numbers = el("dl", { class: "ls-cell-numbers" });
    this.gone = el("p", { class: "ls-quiet" });
    this.link = el("a", {
      class: "ls-cell-open",
      "data-action": "open-full",
      "data-tip": this.texts["tip.cell-open"],
      target: "_self",
      text: this.texts["cell.open"],
    });
    this.showTest = toggle("test-data", wordsOf(this.texts, "test-data"), false, () => this.overlay());
    this.tools.append(this.showTest);
    this.facts = el("div", { class: "ls-cell-facts" }, this.name, this.numbers, this.gone, this.link);
    this.place = el("div", { class: "ls-cell" }, this.square, this.facts);
    this.root.append(this.place);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.place);
    this.cell.watch(() => this.choose());
  }

  options() {
    return { cell: Math.max(0, this.cell.value) };
  }

  also() {
    return { left: {} };
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    const setting = this.setting = new Setting(meta, this.spec.swept, this.texts);
    this.statics = statics;
    this.steps = this.losses = null;
    const outs = MEASURES.map((name) => readOut(name, setting.named(name)));
    this.outs = outs.map(({ value }) => value);
    this.numbers.replaceChildren(...outs.map(({ box }) => box));
    keep(this.cell, setting);
    this.choose();
  }

  choose() {
    const { setting, cell } = this;
    if (!setting || cell.value < 0 || cell.value >= setting.count) return;
    const label = setting.label(cell.value);
    setText(this.name, label);
    setAttribute(this.base, "aria-label", fill(this.texts["cell.map"], { setting: label }));
    this.link.href = addressOf(globalThis.location.href, setting.open[cell.value]);
    this.overlay();
    this.written = 0;
    this.stale = true;
    this.view.watch.changed();
    this.view.wake();
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw({ cell, "cell.map": map, "left.step": steps, "left.loss": losses }, frame) {
    if (!map || cell[0] !== this.cell.value) return false;
    this.map = map;
    this.frame = frame;
    this.steps = steps ?? this.steps;
    this.losses = losses ?? this.losses;
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
    if (!this.stale || !this.frame || !this.setting) return false;
    if (now - this.written < WRITE_EVERY) return true;
    this.written = now;
    this.stale = false;
    const { metrics } = this.frame;
    const { setting, texts, cell: { value: chosen } } = this;
    MEASURES.forEach((name, i) => {
      const value = setting.values(metrics, name, this.steps)[chosen];
      if (this.outs) write(this.outs[i], Number.isFinite(value) ? value : null, setting.say(name, value));
    });
    const step = this.steps?.[chosen] ?? 0;
    const loss = this.losses?.[chosen] ?? 0;
    const text = Number.isNaN(loss) ? texts["cell.none"] : texts["cell.left"];
    setText(this.gone, step ? fill(text, { step: whole(step), loss: short(loss) || "∞" }) : "");
    return false;
  }

  paint() {
    if (this.map) this.render(this.map);
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.place;
    if (width < 40) return;
    const bounded = getComputedStyle(this.place).getPropertyValue("--ls-bounded").trim() === "1";
    const beside = getComputedStyle(this.place).flexDirection === "row";
    const side = Math.floor(bounded ? Math.min(height, beside ? width * 0.62 : width) : Math.min(width, 360));
    if (side < 30) return;
    this.side = side;
    this.square.style.width = this.square.style.height = `${side}px`;
    this.overlay();
  }

  overlay() {
    const { setting, statics, side, view } = this;
    const chosen = this.cell.value;
    if (!setting || !side || !("points.x" in statics) || chosen < 0) return;
    const which = statics["points.of"][chosen];
    const count = statics["points.test"].length;
    const points = {
      "points.x": statics["points.x"].subarray(2 * which * count, 2 * (which + 1) * count),
      "points.y": statics["points.y"].subarray(which * count, (which + 1) * count),
      "points.test": statics["points.test"],
    };
    /** @type {Json} */ const { describe } = setting.meta;
    const context = sizeCanvas(this.over, side, side);
    const radius = Math.min(3.6, Math.max(2, side / 80));
    drawPoints(
      context,
      { left: 0, top: 0, side },
      describe.domain,
      view.colours,
      points,
      describe,
      isOn(this.showTest),
      radius,
    );
  }

  close() {
    this.observer.disconnect();
  }
}
