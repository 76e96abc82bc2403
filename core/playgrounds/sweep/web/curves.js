// The chosen number of every network over steps, each in its own colour; the chosen network's stands before all
// others. Where networks differ in their seed alone, their mean and two bands lie behind: from the lowest to the
// highest, and one standard deviation up and down.

/** @import { Box, Meta, Room, Spec } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Told } from "./bands.js" */
/** @import { At } from "./strokes.js" */
import { css, mix } from "../../../live/web/colour.js";
import { contextOf, el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { bandsOf, resampled, spread } from "./bands.js";
import { goodness } from "./scale.js";
import { isLoss, keep, scaleFor, Setting } from "./setting.js";
import { key, reach, trail } from "./strokes.js";

/** @type {Room} */
const MARGIN = { left: 62, right: 10, top: 6, bottom: 42 };
const DRAW_EVERY = 250; // ms
const PLACES = 160; // along the axis

export class CellCurves extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<number>} */ this.cell = view.shared.cell;
    /** @type {Shared<string>} */ this.measure = view.shared.measure;
    /** @type {Setting | null} */ this.setting = null;
    /** @type {Box} */ this.box = { left: 0, top: 0, wide: 0, tall: 0 };
    this.revision = -1;
    this.drawn = 0;
    this.canvas = el("canvas", { role: "img", "aria-label": spec.title });
    this.stage = el("div", { class: "ls-cellcurves" }, this.canvas);
    this.readout = el("p", { class: "ls-quiet ls-cellcurves-read" });
    this.keys = el("span", { class: "ls-keys ls-quiet" });
    this.tools.append(this.keys);
    this.root.append(this.stage, this.readout);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
    this.cell.watch(() => this.renew());
    this.measure.watch(() => this.renew());
  }

  /** @param {Meta} meta */
  describe(meta) {
    const setting = this.setting = new Setting(meta, this.spec.swept, this.texts);
    keep(this.cell, setting);
    this.keys.hidden = !setting.repeats;
    this.explain(setting);
    this.renew();
  }

  /** @param {Setting} setting */
  explain({ count }) {
    const { texts, view: { colours } } = this;
    const ink = css(colours.primary);
    this.keys.replaceChildren(
      key(ink, 1, fill(texts["curves.mean"], { count })),
      key(ink, 0.45, texts["curves.sd"]),
      key(ink, 0.2, texts["curves.range"]),
    );
  }

  renew() {
    this.revision = -1;
    this.drawn = 0;
    this.view.wake();
  }

  /** @param {number} now */
  tick(now) {
    const { history } = this.view;
    if (!this.setting || !this.onScreen || history.revision === this.revision) return false;
    if (now - this.drawn < DRAW_EVERY) return true;
    this.drawn = now;
    this.revision = history.revision;
    this.render(this.setting);
    return false;
  }

  paint() {
    if (this.setting) this.explain(this.setting);
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 80 || height < 60) return;
    const { left, right, top, bottom } = this.view.colours.room(MARGIN);
    this.box = { left, top, wide: width - left - right, tall: height - top - bottom };
    sizeCanvas(this.canvas, width, height);
    this.renew();
  }

  /** @param {Setting} setting */
  render(setting) {
    const { box, view: { history, colours }, texts } = this;
    if (box.wide < 40 || box.tall < 20) return;
    const measure = this.measure.value;
    /** @type {(Told | undefined)[]} */
    const told = setting.members.map((name) => history.curves.get(`${measure}.${name}`));
    const last = told.reduce((most, one) => Math.max(most, one?.length ? one.x[one.length - 1] : 0), 0);
    const places = spread(Math.max(1, last), PLACES);
    const curves = told.map((one) => one ? resampled(one, places) : new Float64Array(PLACES).fill(NaN));
    const newest = told.map((one) => one?.length ? one.y[one.length - 1] : NaN);
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const [low, high, log] = reach(curves, isLoss(measure));
    const y = { low, high, log, label: setting.named(measure) };
    drawAxes(context, box, { low: 0, high: Math.max(1, last), label: texts["curves.step"] }, y, colours, {
      grid: true,
      gap: 40,
    });
    const at = {
      x: (/** @type {number} */ i) => box.left + (i / (PLACES - 1)) * box.wide,
      y: (/** @type {number} */ value) => {
        const height = log ? Math.log10(Math.max(value, 1e-30)) : value;
        return box.top + (1 - Math.min(1, Math.max(0, (height - low) / (high - low)))) * box.tall;
      },
    };
    if (!last) {
      this.say(setting, texts["curves.empty"]);
      return;
    }
    const scale = scaleFor(newest, measure);
    const bands = setting.repeats ? bandsOf(curves) : null;
    if (bands) this.fillBands(context, at, bands);
    curves.forEach((curve, i) => {
      if (i === this.cell.value) return;
      const colour = colours.sequential(Number.isFinite(newest[i]) ? goodness(scale, newest[i]) : 0);
      context.strokeStyle = css(bands ? colours.line : mix(colour, colours.text, 0.12));
      context.lineWidth = 1.2;
      trail(context, curve, at);
    });
    if (bands) {
      context.strokeStyle = css(colours.primary);
      context.lineWidth = 3;
      trail(context, bands.mean, at);
    }
    context.strokeStyle = css(colours.text);
    context.lineWidth = 2.4;
    if (curves[this.cell.value]) trail(context, curves[this.cell.value], at);
    this.tell(setting, measure, newest, bands);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {At} at
   * @param {ReturnType<typeof bandsOf>} bands
   */
  fillBands(context, at, { mean, sd, low, high }) {
    const { primary } = this.view.colours;
    const less = mean.map((value, i) => value - sd[i]);
    const more = mean.map((value, i) => value + sd[i]);
    for (const [under, over, share] of /** @type {const} */ ([[low, high, 0.16], [less, more, 0.3]])) {
      context.fillStyle = `rgba(${primary.join(", ")}, ${share})`;
      context.beginPath();
      let begun = false;
      for (let i = 0; i < under.length; i += 1) {
        if (!Number.isFinite(over[i])) continue;
        if (begun) context.lineTo(at.x(i), at.y(over[i]));
        else context.moveTo(at.x(i), at.y(over[i]));
        begun = true;
      }
      for (let i = under.length - 1; i >= 0; i -= 1) {
        if (Number.isFinite(under[i])) context.lineTo(at.x(i), at.y(under[i]));
      }
      context.fill();
    }
  }

  /**
   * @param {Setting} setting
   * @param {string} measure
   * @param {number[]} newest
   * @param {ReturnType<typeof bandsOf> | null} bands
   */
  tell(setting, measure, newest, bands) {
    const say = (/** @type {number} */ value) => setting.say(measure, value);
    const { cell } = this;
    const chosen = fill(this.texts["curves.chosen"], {
      setting: setting.label(cell.value),
      value: say(newest[cell.value]),
    });
    if (!bands) return this.say(setting, chosen);
    const last = bands.mean.length - 1;
    const words = {
      mean: say(bands.mean[last]),
      sd: say(bands.sd[last]),
      low: say(bands.low[last]),
      high: say(bands.high[last]),
    };
    this.say(setting, fill(this.texts["curves.read"], words));
  }

  /**
   * @param {Setting} setting
   * @param {string} words
   */
  say(setting, words) {
    const title = fill(this.texts["curves.label"], { metric: setting.named(this.measure.value) });
    setText(this.readout, words);
    setAttribute(this.canvas, "aria-label", `${title}. ${words}`);
  }

  close() {
    this.observer.disconnect();
  }
}
