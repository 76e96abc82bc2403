// Pushing the body in the picture: drag from anywhere, and let go; an arrow says which way and how hard.

/** @import { Box } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css } from "../../../live/web/colour.js";
import { arrow, pivot, tip } from "./worlds.js";

const FADES = 800; // ms that the arrow of a push stays
const DEAD = 6; // px: less is a click

export class Shove {
  /**
   * `box()` and `body()` say what is drawn where; `push(share)` gets −1…1, positive as the body counts.
   * @param {HTMLCanvasElement} canvas
   * @param {{ box: Box, body: number[], push: unknown, ready: boolean }} given
   */
  constructor(canvas, { box, body, push, ready }) {
    this.canvas = canvas;
    this.box = box;
    this.body = body;
    this.push = push;
    this.ready = ready;
    this.from = null;
    this.to = null;
    this.shown = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !ready()) return;
      canvas.setPointerCapture(event.pointerId);
      this.from = this.to = this.at(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (this.from) this.to = this.at(event);
    });
    canvas.addEventListener("pointerup", () => {
      const share = this.share;
      this.from = this.to = null;
      if (share) this.push(share);
    });
    canvas.addEventListener("pointercancel", () => {
      this.from = this.to = null;
    });
  }

  /** @param {PointerEvent} event */
  at(event) {
    const bounds = this.canvas.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  }

  /** How hard the drag so far pushes: its part along the way that the body can go. */
  get share() {
    if (!this.from) return 0;
    const [dx, dy] = [this.to[0] - this.from[0], this.to[1] - this.from[1]];
    if (Math.hypot(dx, dy) < DEAD) return 0;
    const along = this.angle === null ? dx : -dx * Math.cos(this.angle) + dy * Math.sin(this.angle);
    return Math.max(-1, Math.min(1, along / pivot(this.box()).reach));
  }

  /** The pendulum's angle; null where pushes go left and right. */
  get angle() {
    return this.pendulum ? this.body()?.[0] ?? 0 : null;
  }

  /** @param {number} share */
  tell(share, now = performance.now()) {
    this.shown = { share, until: now + FADES };
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} now
   * @param {Colours} colours
   */
  draw(context, now, colours) {
    const share = this.share || (this.shown?.until > now ? this.shown.share : 0);
    if (!share) return;
    const box = this.box();
    const { x, y, reach } = pivot(box);
    const { angle } = this;
    const [x0, y0] = angle === null ? [x, y] : tip(box, angle);
    const [u, v] = angle === null ? [1, 0] : [-Math.cos(angle), Math.sin(angle)];
    context.save();
    if (!this.from) context.globalAlpha = Math.max(0, (this.shown.until - now) / FADES);
    arrow(context, x0, y0, x0 + u * share * reach, y0 + v * share * reach, css(colours.classes[2]), 7);
    context.restore();
  }
}
