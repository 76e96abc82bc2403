// An image on its way through the network: the maps of every layer as columns, and what is said in the end.

/** @import { Arrays, Json, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Plan } from "./layout.js" */
/** @import { Subject } from "./subject.js" */
import { css } from "../../../live/web/colour.js";
import { button, contextOf, el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { counter, fixed } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { write } from "../../../live/web/widgets/controls.js";
import { drawBars } from "./bars.js";
import { drawHeads, stillIn } from "./heads.js";
import { hitOf, planOf } from "./layout.js";
import { Pixels } from "./pixels.js";

export class Maps extends Panel {
  /** @type {Meta} */ meta;
  /** @type {Plan} */ plan;
  /** @type {Arrays | null} */ arrays = null;
  stale = false;
  width = 0;
  height = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.pixels = new Pixels();
    this.canvas = el("canvas", {
      class: "ls-cnn-maps",
      tabindex: "0",
      role: "application",
      "data-ls-keys": "arrows",
      "aria-label": t["maps.label"],
      on: {
        click: (event) => this.click(event),
        keydown: (event) => this.key(event),
        pointermove: (event) => this.point(event),
        pointerleave: () => setText(this.read, this.said),
      },
    });
    this.context = contextOf(this.canvas);
    this.stage = el("div", { class: "ls-cnn-stage" }, this.canvas);
    this.who = el("span", { class: "ls-quiet" });
    const turn = (/** @type {string} */ action, /** @type {string} */ sign, /** @type {number} */ by) =>
      button(
        action,
        { label: t[`action.${action}`], tip: t[`tip.${action}`], content: sign, className: "ls-small" },
        () => this.subject.step(by),
      );
    this.tools.append(this.who, turn("image-before", "‹", -1), turn("image-next", "›", 1));
    this.read = el("p", { class: "ls-map-read", role: "status" });
    this.rate = el("span", {
      "data-metric": "images_per_s",
      tabindex: "0",
      "data-tip": t["tip.images_per_s"],
    });
    this.still = el("span", { class: "ls-quiet", "data-frozen": "", hidden: "" });
    this.said = "";
    const rate = el("span", { class: "ls-quiet" }, this.rate);
    this.root.append(this.stage, el("div", { class: "ls-cnn-foot" }, this.read, rate, this.still));
    this.subject.chosen.watch(() => this.renew());
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  options() {
    return this.subject.asked;
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) this.arrays = null;
    this.meta = meta;
    this.subject.describe(meta);
    const names = stillIn(meta.describe);
    this.still.hidden = !names;
    setText(this.still, fill(this.texts["maps.frozen"], { names }));
    this.width = 0;
    this.resize();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays["maps.values"]) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  renew() {
    this.stale = true;
    this.view.wake();
  }

  tick() {
    if (this.stale) this.picture();
    return false;
  }

  paint() {
    this.width = 0;
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!this.meta || width < 120 || height < 80 || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.context = sizeCanvas(this.canvas, width, height);
    this.plan = planOf(this.columns, width, height, this.view.colours.type);
    this.picture();
  }

  /** @returns {Json[]} */
  get columns() {
    return this.meta.describe.columns;
  }

  picture() {
    this.stale = false;
    const { arrays, context, plan, pixels, view: { colours } } = this;
    if (!arrays || !plan) return;
    context.clearRect(0, 0, this.width, this.height);
    const input = arrays["maps.input"];
    pixels.photo(input, 0, input.shape).into(context, plan.input);
    const values = arrays["maps.values"];
    for (const { channel, box, index } of plan.cells) {
      const { size: [h, w], offset } = this.columns[index];
      pixels.map(values, offset + channel * h * w, [h, w], colours.lut).into(context, box);
    }
    drawHeads(context, plan, this.meta.describe, colours, this.texts);
    this.frame();
    this.answer(arrays);
  }

  /** A frame around the map that is chosen. */
  frame() {
    const { layer, channel } = this.subject.now;
    const cell = this.plan.cells.find((one) => one.layer === layer && one.channel === channel);
    if (!cell) return;
    const { left, top, wide, tall } = cell.box;
    this.context.lineWidth = 2.5;
    this.context.strokeStyle = css(this.view.colours.text);
    this.context.strokeRect(left - 2, top - 2, wide + 4, tall + 4);
  }

  /** @param {Arrays} arrays */
  answer({ "maps.probabilities": p, "maps.label": [label] }) {
    const { describe } = this.meta;
    /** @type {string[]} */ const names = describe.classes;
    let said = 0;
    for (let k = 1; k < p.length; k += 1) if (p[k] > p[said]) said = k;
    drawBars(this.context, this.plan.bars, { p, names, said, label, colours: this.view.colours });
    const { image } = this.subject.now;
    const t = this.texts;
    const share = fixed(100 * p[said], 1);
    const values = { said: names[said], share, label: names[label], number: image + 1 };
    this.said = fill(t[label < 0 ? "maps.said_drawn" : "maps.said"], values);
    if (!this.canvas.matches(":hover")) setText(this.read, this.said);
    setText(this.who, label < 0 ? t["maps.drawn"] : fill(t["maps.who"], values));
    setAttribute(this.root, "data-said", said);
    const rate = (this.view.frame?.rate ?? 0) * (this.view.frame ? this.meta.config.batch_size : 0);
    write(this.rate, rate, rate ? fill(t["maps.rate"], { rate: counter(rate) }) : "");
  }

  /** @param {MouseEvent} event */
  at({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return this.plan && hitOf(this.plan, this.columns, clientX - left, clientY - top);
  }

  /** @param {MouseEvent} event */
  click(event) {
    const hit = this.at(event);
    if (!hit) return;
    this.choose(hit.cell.layer, hit.cell.channel, hit.y, hit.x, this.columns[hit.cell.index]);
  }

  /**
   * @param {number} layer
   * @param {number} channel
   * @param {number | null} y
   * @param {number | null} x
   * @param {Json} column
   */
  choose(layer, channel, y, x, column) {
    const isRow = this.meta.describe.layers[layer].shape.length === 1;
    this.subject.set(isRow ? { layer, channel: y ?? 0, y: null, x: null } : { layer, channel, y, x });
    this.subject.taken.set(this.subject.taken.value + 1);
    setText(this.read, fill(this.texts["maps.chosen"], { layer: column.name, channel: channel + 1 }));
  }

  /** @param {PointerEvent} event */
  point(event) {
    const hit = this.at(event);
    this.canvas.style.cursor = hit ? "pointer" : "";
    if (!hit) return setText(this.read, this.said);
    const { name } = this.columns[hit.cell.index];
    setText(this.read, fill(this.texts["maps.point"], { layer: name, channel: hit.cell.channel + 1 }));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const [across, down] = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    })[event.key] ?? [0, 0];
    if (!across && !down) return;
    event.preventDefault();
    event.stopPropagation();
    const { layer, channel } = this.subject.now;
    const here = Math.max(0, this.columns.findIndex((one) => one.layer === layer));
    const to = Math.min(this.columns.length - 1, Math.max(0, here + across));
    const { size: [h], shown, layer: next } = this.columns[to];
    const isRow = this.meta.describe.layers[next].shape.length === 1;
    const most = isRow ? h : shown;
    const row = Math.min(most - 1, Math.max(0, channel + down));
    this.choose(next, row, isRow ? row : null, null, this.columns[to]);
  }

  close() {
    this.observer.disconnect();
  }
}
