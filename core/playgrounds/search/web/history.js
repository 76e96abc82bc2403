// Every trial's objective in the order in which trials began, and the best so far as a line: of repeated searches
// the mean, with the band from the lowest to the highest.

/** @import { Arrays, Meta, Room, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Trials } from "./trials.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { Drawn } from "./drawn.js";
import { BEFORE, colourOf, DIVERGED } from "./trials.js";

/** @type {Room} */
const MARGIN = { left: 62, right: 12, top: 10, bottom: 42 };

export class History extends Drawn {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {[number, number, number][]} */ this.at = [];
    this.keys = el("span", { class: "ls-keys ls-quiet" });
    this.readout = el("p", { class: "ls-quiet ls-search-read" });
    this.tools.append(this.keys);
    this.root.append(this.readout);
    const roles = { role: "slider", tabindex: 0, "aria-valuemin": 1, "data-action": "choose-trial" };
    for (const [name, value] of Object.entries(roles)) setAttribute(this.canvas, name, value);
    setAttribute(this.canvas, "aria-label", this.texts["history.label"]);
    this.canvas.addEventListener("keydown", (event) => this.lead(event));
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.explain();
    setText(this.readout, this.texts["history.hint"]);
  }

  paint() {
    super.paint();
    this.explain();
  }

  explain() {
    const { trials, texts, view: { colours } } = this;
    if (!trials) return;
    const line = (/** @type {number} */ kind) => {
      const node = el("i", { class: "ls-line" });
      node.style.borderTopColor = css(colourOf(colours, kind));
      node.style.borderTopWidth = "3px";
      return node;
    };
    const lines = trials.searches.map((name, kind) =>
      el(
        "span",
        { class: "ls-class" },
        line(kind),
        fill(texts["search.line"], { search: this.spec.samplers[name] }),
      )
    );
    const marks = [["×", "pruned"], ["○", "running"], ["△", "diverged"]].map(([sign, name]) =>
      el("span", { class: "ls-class", text: `${sign} ${texts[`search.${name}`]}` })
    );
    this.keys.replaceChildren(...lines, ...marks);
  }

  /** @param {KeyboardEvent} event */
  lead(event) {
    const { trials, arrays, chosen } = this;
    const ways = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: trials?.each ?? 0,
      ArrowDown: -(trials?.each ?? 0),
    };
    const by = ways[/** @type {keyof typeof ways} */ (event.key)];
    if (!by || !trials || !arrays) return;
    event.preventDefault();
    event.stopPropagation();
    const to = Math.max(0, chosen) + by;
    if (to >= 0 && to < trials.count && arrays["trials.status"][to] !== BEFORE) this.trial.set(to);
  }

  places() {
    return this.at;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Trials} trials
   * @param {Arrays} arrays
   */
  render(context, trials, arrays) {
    const { colours } = this.view;
    const { left, right, top, bottom } = colours.room(MARGIN);
    const box = { left, top, wide: this.wide - left - right, tall: this.tall - top - bottom };
    if (box.wide < 40 || box.tall < 20) return;
    const { "trials.objective": objective, "trials.status": status } = arrays;
    const y = trials.axis(objective);
    drawAxes(
      context,
      box,
      { low: 0.5, high: trials.each + 0.5, label: this.texts["search.number"] },
      y,
      colours,
      {
        grid: true,
        gap: 40,
      },
    );
    const x = (/** @type {number} */ number) => box.left + ((number + 0.5) / trials.each) * box.wide;
    const up = (/** @type {number} */ value) => box.top + (1 - trials.height(y, value)) * box.tall;
    this.lines(context, trials, arrays, x, up);
    this.at = [];
    const radius = Math.max(2.5, Math.min(5, box.wide / trials.each / 2.4)) * colours.scale;
    for (let i = 0; i < status.length; i += 1) {
      if (status[i] === BEFORE || (status[i] !== DIVERGED && !Number.isFinite(objective[i]))) continue;
      this.at.push([i, x(trials.number(i)), status[i] === DIVERGED ? box.top + 4 : up(objective[i])]);
    }
    for (const [i, px, py] of this.at) this.mark(context, i, px, py, radius);
    this.tell(trials, arrays);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Trials} trials
   * @param {Arrays} arrays
   * @param {(number: number) => number} x
   * @param {(value: number) => number} up
   */
  lines(context, trials, arrays, x, up) {
    const { "progress.mean": mean, "progress.low": low, "progress.high": high } = arrays;
    trials.searches.forEach((_, kind) => {
      const from = kind * trials.each;
      const known = Array.from({ length: trials.each }, (_, k) => k).filter((k) =>
        Number.isFinite(mean[from + k])
      );
      const [r, g, b] = colourOf(this.view.colours, kind).map(Math.round);
      if (trials.repeats > 1 && known.length) {
        context.fillStyle = `rgba(${r}, ${g}, ${b}, 0.18)`;
        context.beginPath();
        for (const k of known) context.lineTo(x(k), up(high[from + k]));
        for (const k of known.toReversed()) context.lineTo(x(k), up(low[from + k]));
        context.fill();
      }
      context.strokeStyle = `rgb(${r}, ${g}, ${b})`;
      context.lineWidth = 2.6;
      context.beginPath();
      known.forEach((k, n) => {
        if (n) context.lineTo(x(k), up(mean[from + known[n - 1]])); // it holds until a better one comes
        context.lineTo(x(k), up(mean[from + k]));
      });
      context.stroke();
    });
  }

  /**
   * @param {Trials} trials
   * @param {Arrays} arrays
   */
  tell(trials, arrays) {
    const { chosen, canvas } = this;
    const words = chosen < 0 ? this.texts["history.hint"] : trials.said(arrays, chosen);
    setText(this.readout, words);
    setAttribute(canvas, "aria-valuemax", trials.each);
    setAttribute(canvas, "aria-valuenow", trials.number(Math.max(0, chosen)) + 1);
    setAttribute(canvas, "aria-valuetext", words);
  }
}
