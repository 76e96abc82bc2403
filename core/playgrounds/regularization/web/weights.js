// How many of everybody's weights have which size: small histograms on one scale, and two numbers each.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Member } from "./members.js" */
import { css, rgb } from "../../../live/web/colour.js";
import { contextOf, el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { fixed, short, weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { dot, membersOf } from "./members.js";

const DRAW_EVERY = 150; // ms

/** @typedef {{ member: Member, root: HTMLElement, canvas: HTMLCanvasElement, numbers: HTMLElement }} Cell */

/**
 * The height of a bar as a share of the tallest.
 * @param {number} count
 * @param {number} most
 */
export const tall = (count, most) => Math.log1p(count) / Math.log1p(Math.max(1, most));

export class Weights extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Cell[]} */ this.cells = [];
    /** @type {Arrays | null} */ this.arrays = null;
    this.drawn = 0;
    this.stale = false;
    this.box = el("div", { class: "ls-weights" });
    this.hint = el("p", { class: "ls-quiet" });
    this.root.append(this.box, this.hint);
    this.observer = new ResizeObserver(() => this.renew());
    this.observer.observe(this.box);
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.arrays = null;
    this.cells = membersOf(meta.describe.members, this.spec.who).map((member) => {
      const canvas = el("canvas", { role: "img" });
      const numbers = el("span", { class: "ls-weights-numbers" });
      const name = el(
        "span",
        { class: "ls-member-name" },
        dot(member),
        el("span", { text: member.label, title: member.label }),
      );
      const place = el("div", { class: "ls-weights-bars" }, canvas);
      const root = el("div", { class: "ls-weights-cell", "data-weights": member.name }, name, numbers, place);
      return { member, root, canvas, numbers };
    });
    this.box.replaceChildren(...this.cells.map(({ root }) => root));
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (arrays["weights.counts"]?.shape[0] !== this.cells.length) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  renew() {
    this.stale = Boolean(this.arrays);
    this.view.wake();
  }

  paint() {
    this.renew();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale || !this.arrays || !this.onScreen) return false;
    if (now - this.drawn < DRAW_EVERY) return true;
    this.drawn = now;
    this.stale = false;
    this.render(this.arrays);
    return false;
  }

  /** @param {Arrays} arrays */
  render({ "weights.counts": counts, "weights.reach": reach, "weights.facts": facts }) {
    const bins = counts.shape[1];
    const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
    this.cells.forEach((cell, i) => {
      const share = facts[2 * i];
      const gone = Number.isNaN(share);
      const said = {
        name: cell.member.label,
        zeros: `${fixed(100 * share, 0)} %`,
        size: weight(facts[2 * i + 1]),
      };
      const told = { share: fixed(100 * share, 0), size: short(facts[2 * i + 1]) };
      setText(cell.numbers, gone ? this.texts["maps.left"] : fill(this.texts["weights.facts"], told));
      setAttribute(cell.canvas, "aria-label", gone ? "" : fill(this.texts["weights.member"], said));
      drawBars(cell, counts.subarray(i * bins, (i + 1) * bins), most, this.view.colours);
    });
    setText(this.hint, fill(this.texts["weights.hint"], { reach: weight(reach[0]) }));
  }

  close() {
    this.observer.disconnect();
  }
}

/**
 * @param {Cell} cell
 * @param {ArrayLike<number>} counts
 * @param {number} most
 * @param {Colours} colours
 */
function drawBars({ member, canvas }, counts, most, colours) {
  const { clientWidth: width, clientHeight: height } = /** @type {HTMLElement} */ (canvas.parentElement);
  if (width < 20 || height < 10) return;
  const context = canvas.style.height === `${height}px` && canvas.style.width === `${width}px`
    ? contextOf(canvas)
    : sizeCanvas(canvas, width, height);
  context.clearRect(0, 0, width, height);
  const wide = width / counts.length;
  context.fillStyle = colours.ink(rgb(member.colour));
  for (let i = 0; i < counts.length; i += 1) {
    const high = tall(counts[i], most) * (height - 2);
    context.fillRect(i * wide + 0.5, height - 1 - high, Math.max(1, wide - 1), high);
  }
  context.fillStyle = css(colours.line);
  context.fillRect(0, height - 1, width, 1);
  context.fillStyle = css(colours.muted);
  context.fillRect(width / 2 - 0.5, height - 4, 1, 4); // where zero is
}
