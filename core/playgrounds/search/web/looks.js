// Every trial's objective over epochs: who was pruned ends early, with a ×. The chosen one stands before all others.

/** @import { Arrays, Room, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Trials } from "./trials.js" */
import { css } from "../../../live/web/colour.js";
import { setAttribute } from "../../../live/web/dom.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { Drawn } from "./drawn.js";
import { BEFORE, colourOf, PRUNED } from "./trials.js";

/** @type {Room} */
const MARGIN = { left: 62, right: 10, top: 6, bottom: 42 };

export class Looks extends Drawn {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {[number, number, number][]} */ this.at = [];
    setAttribute(this.canvas, "aria-label", this.texts["looks.label"]);
  }

  also() {
    return { trials: {} };
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
    const { looks, "trials.status": status } = arrays;
    if (!looks) return;
    const { colours } = this.view;
    const { left, right, top, bottom } = colours.room(MARGIN);
    const box = { left, top, wide: this.wide - left - right, tall: this.tall - top - bottom };
    if (box.wide < 40 || box.tall < 20) return;
    const y = trials.axis(looks);
    const x = { low: 0, high: trials.epochs, label: this.texts["search.epoch"] };
    drawAxes(context, box, x, y, colours, { grid: true, gap: 40 });
    this.at = [];
    const last = this.chosen;
    const order = Array.from(status.keys()).filter((i) => status[i] !== BEFORE && i !== last);
    for (const i of last < 0 ? order : [...order, last]) {
      const line = this.line(trials, looks, i, box, y);
      if (!line.length) continue;
      const [r, g, b] = colourOf(colours, trials.kind(i)).map(Math.round);
      context.strokeStyle = i === last ? css(colours.text) : `rgba(${r}, ${g}, ${b}, 0.5)`;
      context.lineWidth = i === last ? 2.6 : 1.1;
      context.beginPath();
      for (const [px, py] of line) context.lineTo(px, py);
      context.stroke();
      const [px, py] = line[line.length - 1];
      this.at.push([i, px, py]);
      if (status[i] === PRUNED) this.mark(context, i, px, py, 3 * colours.scale);
    }
  }

  /**
   * @param {Trials} trials
   * @param {ArrayLike<number>} looks
   * @param {number} i
   * @param {{ left: number, top: number, wide: number, tall: number }} box
   * @param {{ low: number, high: number }} y
   * @returns {[x: number, y: number][]}
   */
  line(trials, looks, i, box, y) {
    /** @type {[number, number][]} */ const found = [];
    trials.marks.forEach((epochs, k) => {
      const value = looks[i * trials.marks.length + k];
      if (!Number.isFinite(value)) return;
      found.push([
        box.left + (epochs / trials.epochs) * box.wide,
        box.top + (1 - trials.height(y, value)) * box.tall,
      ]);
    });
    return found;
  }
}
