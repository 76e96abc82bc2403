// The surface from above and everybody's path on it. A click, or Enter at the crosshair, places the start.

/** @import { Arrays, Meta, Spec, Square } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Ground } from "../../../live/web/widgets/ground.js" */
/** @import { Runner } from "./marks.js" */
import { css } from "../../../live/web/colour.js";
import { contextOf, el, fill, setAttribute, setText, sizeCanvas, tool } from "../../../live/web/dom.js";
import { loss, weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { drawPlane } from "../../../live/web/widgets/axes.js";
import { Crosshair } from "../../../live/web/widgets/crosshair.js";
import { paintGround } from "../../../live/web/widgets/ground.js";
import { Legend, planeWords } from "./legend.js";
import { drawRace, runnersOf } from "./marks.js";

const MARGIN = { left: 46, right: 10, top: 8, bottom: 40 };
const WRITE_EVERY = 120; // ms

export class RacePanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<string>} */ this.member = view.shared.member;
    /** @type {Ground} */ this.known = view.shared.ground;
    /** @type {Runner[]} */ this.runners = [];
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Meta | null} */ this.meta = null;
    /** @type {Square | null} */ this.frame = null;
    this.painted = this.written = -1; // the plane on the canvas; when the legend was written
    this.stale = false;
    this.base = el("canvas", { class: "ls-map-base" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.stage = el("div", { class: "ls-map-stage ls-race-stage" }, this.base, this.over);
    this.context = contextOf(this.over);
    this.stage.addEventListener("keydown", (event) => this.key(event)); // before the crosshair's own
    this.stage.addEventListener("click", (event) => this.click(event));
    this.crosshair = new Crosshair(this.stage, this.texts["race.label"], () => this.wake());
    this.legend = new Legend(this.texts, this.member);
    this.readout = el("p", { class: "ls-map-read" });
    this.undo = tool(this.texts, "undo-start", () => view.command("undo_start", {}));
    const foot = el("div", { class: "ls-race-foot" }, this.readout, this.undo);
    this.root.append(this.stage, this.legend.root, foot);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
    this.member.watch(() => this.overlay());
  }

  /** @returns {number[]} */
  get domain() {
    return this.known.domain;
  }

  options() {
    return { known: this.known.key };
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.meta = meta;
    this.arrays = null;
    this.painted = -1;
    this.known.forget();
    this.runners = runnersOf(meta.describe.runners, this.spec.runners);
    this.legend.build(this.runners, runnersOf(meta.describe.absent, this.spec.runners));
    if (!meta.describe.runners.includes(this.member.value)) {
      this.member.set(meta.describe.runners.includes("adam") ? "adam" : meta.describe.runners[0]);
    }
    this.view.watch?.changed();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays.paths || !this.known.take(arrays)) return false;
    this.arrays = arrays;
    if (this.painted !== this.known.key) {
      this.view.watch.changed();
      this.ground();
    }
    setAttribute(this.undo, "aria-disabled", !arrays.plane[4]);
    this.overlay();
    this.wake();
    return true;
  }

  wake() {
    this.stale = true;
    this.view.wake();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale) return false;
    if (now - this.written < WRITE_EVERY) return true;
    this.written = now;
    this.stale = false;
    if (this.arrays) this.legend.write(this.arrays.now);
    const at = this.crosshair.at(this.domain);
    const more = planeWords(this.texts, this.meta, this.arrays);
    setText(this.readout, at ? this.say(at) : this.texts["race.hint"] + more);
    return false;
  }

  /** @param {number[]} at */
  say(at) {
    const said = { x1: weight(at[0]), x2: weight(at[1]), loss: loss(this.known.at(at)) };
    return fill(this.texts["race.read"], said);
  }

  paint() {
    this.ground();
    this.overlay();
  }

  resize() {
    const margin = this.view.colours.room(MARGIN);
    const { clientWidth: width, clientHeight: height } = this.stage;
    const side = Math.floor(
      Math.min(width - margin.left - margin.right, height - margin.top - margin.bottom),
    );
    if (side < 40) return;
    const left = margin.left + Math.max(0, Math.floor((width - margin.left - margin.right - side) / 2));
    const { top } = margin;
    if (this.frame?.left === left && this.frame.side === side) return;
    this.frame = { left, top, side };
    const place = { left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px` };
    Object.assign(this.base.style, place);
    this.context = sizeCanvas(this.over, width, top + side + margin.bottom);
    this.crosshair.place(this.frame);
    this.ground();
    this.overlay();
  }

  ground() {
    if (!this.frame || !this.known.side) return;
    this.painted = this.known.key;
    this.base.width = this.base.height = Math.min(900, this.frame.side);
    const context = contextOf(this.base);
    const image = context.createImageData(this.base.width, this.base.height);
    paintGround(image, this.known.shares, this.known.side, this.view.colours);
    context.putImageData(image, 0, 0);
  }

  overlay() {
    const { context, frame, view, domain, arrays, meta } = this;
    if (!frame || !meta) return;
    const { left, top, side } = frame;
    const [low, high] = domain;
    const onto = (/** @type {number} */ x1, /** @type {number} */ x2) => /** @type {[number, number]} */ ([
      left + ((x1 - low) / (high - low)) * side,
      top + ((high - x2) / (high - low)) * side,
    ]);
    context.clearRect(0, 0, this.over.width, this.over.height);
    drawPlane(context, frame, domain, view.colours, this.texts);
    context.save();
    context.beginPath();
    context.rect(left, top, side, side);
    context.clip();
    for (const [x1, x2] of meta.describe.minima) this.cross(onto(x1, x2));
    if (arrays) drawRace(context, this.runners, arrays.paths, onto, view.colours, this.member.value);
    context.restore();
  }

  /** @param {[number, number]} place of a minimum */
  cross([x, y]) {
    const { context, view: { colours } } = this;
    const arm = 6 * colours.scale;
    context.beginPath();
    for (const turn of [1, -1]) {
      context.moveTo(x - arm, y - turn * arm);
      context.lineTo(x + arm, y + turn * arm);
    }
    context.lineWidth = 2;
    context.strokeStyle = css(colours.text);
    context.stroke();
  }

  // ---- placing the start ---------------------------------------------------------------------
  /** @param {MouseEvent} event */
  click(event) {
    if (!this.frame) return;
    const box = this.stage.getBoundingClientRect();
    const u = (event.clientX - box.left - this.frame.left) / this.frame.side;
    const v = (event.clientY - box.top - this.frame.top) / this.frame.side;
    const [low, high] = this.domain;
    if (u < 0 || u > 1 || v < 0 || v > 1) return;
    this.place([low + u * (high - low), high - v * (high - low)]);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const at = event.key === "Enter" && this.crosshair.cross && this.crosshair.at(this.domain);
    if (!at) return;
    event.preventDefault();
    event.stopPropagation();
    this.place(at);
  }

  /** @param {number[]} place */
  place([x1, x2]) {
    this.view.command("place", { x1, x2, plane: this.known.key });
  }

  close() {
    this.observer.disconnect();
  }
}
