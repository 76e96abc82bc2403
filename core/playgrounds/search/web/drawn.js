// A panel that draws all trials on a canvas: what its kinds have in common.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
import { contextOf, el, sizeCanvas } from "../../../live/web/dom.js";
import { css } from "../../../live/web/colour.js";
import { Panel } from "../../../live/web/panel.js";
import { BEFORE, bestOf, colourOf, DIVERGED, PRUNED, RUNNING, Trials } from "./trials.js";

const DRAW_EVERY = 100; // ms
const NEAR = 40; // px within which a click finds a trial

export class Drawn extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<number>} */ this.trial = view.shared.trial;
    /** @type {Trials | null} */ this.trials = null;
    /** @type {Arrays | null} */ this.arrays = null;
    this.wide = this.tall = this.drawn = 0;
    this.stale = false;
    this.canvas = el("canvas", { role: "img", "aria-label": spec.title });
    this.stage = el("div", { class: "ls-search-drawn" }, this.canvas);
    this.root.append(this.stage);
    this.canvas.addEventListener("click", (event) => this.pick(event));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
    this.trial.watch(() => this.renew());
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.trials = new Trials(meta, this.spec, this.texts);
    this.arrays = null;
    this.renew();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const { "trials.status": status } = arrays;
    if (!status || status.length !== this.trials?.count) return false;
    this.arrays = { ...this.arrays, ...arrays };
    this.stale = true;
    return true;
  }

  renew() {
    this.drawn = 0;
    this.stale = true;
    this.view.wake();
  }

  paint() {
    this.resize();
  }

  resize() {
    const { clientWidth: wide, clientHeight: tall } = this.stage;
    if (wide < 80 || tall < 60) return;
    this.wide = wide;
    this.tall = tall;
    sizeCanvas(this.canvas, wide, tall);
    this.renew();
  }

  /** @param {number} now */
  tick(now) {
    const { trials, arrays } = this;
    if (!this.stale || !trials || !arrays || !this.onScreen || !this.wide) return false;
    if (now - this.drawn < DRAW_EVERY) return true;
    this.drawn = now;
    this.stale = false;
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.render(context, trials, arrays);
    return false;
  }

  /**
   * @param {CanvasRenderingContext2D} _context
   * @param {Trials} _trials
   * @param {Arrays} _arrays
   */
  render(_context, _trials, _arrays) {}

  /**
   * Where the trials lie on the canvas: number of the trial, x and y.
   * @returns {[i: number, x: number, y: number][]}
   */
  places() {
    return [];
  }

  /** The chosen trial, or the best one; −1 where there is none. */
  get chosen() {
    const { arrays, trial: { value } } = this;
    if (!arrays) return -1;
    const there = value >= 0 && value < arrays["trials.status"].length;
    return there && arrays["trials.status"][value] !== BEFORE ? value : bestOf(arrays);
  }

  /** @param {MouseEvent} event */
  pick(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [found, least] = [-1, NEAR];
    for (const [i, px, py] of this.places()) {
      const far = Math.hypot(px - x, py - y);
      if (far < least) [found, least] = [i, far];
    }
    if (found >= 0) this.trial.set(found);
  }

  /**
   * A trial as a mark: a disc, a ring while it trains, × where it was pruned, a triangle where it diverged.
   * @param {CanvasRenderingContext2D} context
   * @param {number} i
   * @param {number} x
   * @param {number} y
   * @param {number} r
   */
  mark(context, i, x, y, r) {
    const { trials, arrays, view: { colours } } = this;
    if (!trials || !arrays) return;
    const status = arrays["trials.status"][i];
    context.strokeStyle = context.fillStyle = css(colourOf(colours, trials.kind(i)));
    context.lineWidth = 1.6;
    context.beginPath();
    if (status === PRUNED) {
      const d = 0.75 * r;
      context.moveTo(x - d, y - d);
      context.lineTo(x + d, y + d);
      context.moveTo(x - d, y + d);
      context.lineTo(x + d, y - d);
      context.stroke();
    } else if (status === DIVERGED) {
      context.moveTo(x, y - r);
      context.lineTo(x + r, y + r);
      context.lineTo(x - r, y + r);
      context.closePath();
      context.stroke();
    } else {
      context.arc(x, y, r, 0, 2 * Math.PI);
      if (status === RUNNING) context.stroke();
      else context.fill();
    }
    if (i !== this.chosen) return;
    context.strokeStyle = css(colours.text);
    context.lineWidth = 2.4;
    context.beginPath();
    context.arc(x, y, r + 3.5, 0, 2 * Math.PI);
    context.stroke();
  }

  close() {
    this.observer.disconnect();
  }
}
