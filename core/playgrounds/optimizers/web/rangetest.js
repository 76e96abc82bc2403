// A learning-rate range test: the loss of each over its rising learning rate, what is usable drawn bold.

/** @import { Arrays, Box, Meta, Numbers, Spec } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Runner } from "./marks.js" */
import { rgb } from "../../../live/web/colour.js";
import { contextOf, el, fill, sizeCanvas } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { dotOf } from "./legend.js";
import { mark, runnersOf } from "./marks.js";

const MARGIN = { left: 64, right: 14, top: 8, bottom: 44 };
const ABOVE = 0.6, DEEPEST = 8; // decades above the first loss, and below it, that are seen

export class RangePanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<string>} */ this.member = view.shared.member;
    /** @type {Runner[]} */ this.runners = [];
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Box} */ this.box = { left: 0, top: 0, wide: 0, tall: 0 };
    this.canvas = el("canvas", { role: "img", "aria-label": spec.title });
    this.context = contextOf(this.canvas);
    this.stage = el("div", { class: "ls-range-stage" }, this.canvas);
    this.list = el("ul", { class: "ls-range-list", "aria-label": this.texts["range.usable"] });
    this.hint = el("p", { class: "ls-quiet", text: this.texts["range.none"] });
    this.root.append(this.stage, this.list, this.hint);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
    this.member.watch(() => this.render());
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.arrays = null;
    this.runners = runnersOf(meta.describe.runners, this.spec.runners);
    this.render();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays.rates) return false;
    const before = this.arrays?.rates.shape[1];
    this.arrays = arrays;
    if (arrays.rates.shape[1] !== before) this.render();
    return true;
  }

  paint() {
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 80 || height < 60) return;
    const { left, right, top, bottom } = this.view.colours.room(MARGIN);
    this.box = { left, top, wide: width - left - right, tall: height - top - bottom };
    this.context = sizeCanvas(this.canvas, width, height);
    this.render();
  }

  render() {
    const { context, arrays, box, texts, view: { colours } } = this;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const there = arrays && arrays.rates.shape[1] > 1;
    this.hint.hidden = Boolean(there);
    this.stage.hidden = !there;
    this.list.replaceChildren(...(there ? this.runners.map((_, i) => this.entry(i)) : []));
    if (!arrays || !there || box.wide < 20 || box.tall < 20) return;
    const { x, y } = bounds(arrays.rates, arrays.losses);
    const across = { ...x, log: true, label: texts["range.rate"] };
    drawAxes(context, box, across, { ...y, log: true, label: "" }, colours, { grid: true, gap: 40 });
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.wide, box.tall);
    context.clip();
    const order = [...this.runners.keys()].sort((a, b) => Number(this.chosen(a)) - Number(this.chosen(b)));
    const onto = (
      /** @type {number} */ rate,
      /** @type {number} */ loss,
    ) => /** @type {[number, number]} */ ([
      box.left + ((Math.log10(rate) - x.low) / (x.high - x.low)) * box.wide,
      box.top + ((y.high - Math.log10(loss)) / (y.high - y.low)) * box.tall,
    ]);
    for (const i of order) this.curve(i, arrays, onto);
    context.restore();
  }

  /** @param {number} i */
  chosen(i) {
    return this.runners[i].name === this.member.value;
  }

  /**
   * @param {number} i
   * @param {Arrays} arrays
   * @param {(rate: number, loss: number) => [number, number]} onto
   */
  curve(i, { rates, losses, usable }, onto) {
    const { context, view: { colours } } = this;
    const long = rates.shape[1];
    const [low, high] = [usable[2 * i], usable[2 * i + 1]];
    context.strokeStyle = colours.ink(rgb(this.runners[i].colour));
    context.lineJoin = "round";
    for (const bold of [false, true]) {
      context.beginPath();
      for (let k = i * long; k < (i + 1) * long; k += 1) {
        const [rate, loss] = [rates[k], losses[k]];
        if (!(loss > 0) || (bold && !(rate >= low && rate <= high))) continue;
        context.lineTo(...onto(rate, loss));
      }
      context.lineWidth = (bold ? 4.5 : 1.6) * colours.scale;
      context.stroke();
    }
    const best = Array.from(rates.subarray(i * long, (i + 1) * long)).findIndex((rate) => rate >= high);
    if (best < 0) return;
    const [x, y] = onto(high, Math.max(losses[i * long + best], 1e-30));
    mark(context, this.runners[i], x, y, colours);
  }

  /** @param {number} i */
  entry(i) {
    const { usable } = /** @type {Arrays} */ (this.arrays);
    const { name, label: called } = this.runners[i];
    const [low, high] = [weight(usable[2 * i]), weight(usable[2 * i + 1])];
    const found = usable[2 * i + 1] > 0;
    const key = found ? "range.entry" : "range.nothing";
    const label = fill(this.texts[key], { name: called, low, high });
    const range = el("span", { text: found ? `${low} – ${high}` : "–", "aria-hidden": "true" });
    const attributes = { "data-runner": name, "aria-label": label, role: "listitem" };
    return el("li", attributes, dotOf(this.runners[i]), range);
  }

  close() {
    this.observer.disconnect();
  }
}

/**
 * Both axes in decades: all rates, and the losses from the lowest to a little above the first.
 * @param {Numbers} rates
 * @param {Numbers} losses
 */
export function bounds(rates, losses) {
  const x = { low: Infinity, high: -Infinity };
  const y = { low: Infinity, high: Math.log10(losses[0]) + ABOVE };
  for (let k = 0; k < rates.length; k += 1) {
    if (!(losses[k] > 0) || !(rates[k] > 0)) continue;
    x.low = Math.min(x.low, Math.log10(rates[k]));
    x.high = Math.max(x.high, Math.log10(rates[k]));
    y.low = Math.min(y.low, Math.log10(losses[k]) - 0.3);
  }
  y.low = Math.max(y.low, y.high - DEEPEST);
  return { x, y };
}
