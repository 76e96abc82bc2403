// The world's picture: a canvas as large as its place, on which an episode is painted; and the pushing of the
// body in it: drag from anywhere, and let go; an arrow says which way and how hard.

/** @import { Box } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Stage } from "./stage.js" */
/** @import { Pose } from "./worlds.js" */
import { css } from "../../../live/web/colour.js";
import { el, setText, sizeCanvas } from "../../../live/web/dom.js";
import { arrow } from "./strokes.js";
import { pivot, tip } from "./worlds.js";

/**
 * What is shown of an episode: numbers where the world is painted, a photograph where it is not.
 * @typedef {{ body: Pose, trail: Pose[], bitmap?: ImageBitmap | null }} Shown
 */

const EVERY = 30; // ms between two pictures: as many as the eye needs
const FADES = 800; // ms that the arrow of a push stays
const DEAD = 6; // px: less is a click

export class Picture {
  /** @type {CanvasRenderingContext2D} */ context;
  /** @type {(ImageBitmap | string | undefined)[]} */ counted = []; // what the last picture counted was made of
  width = 0;
  height = 0;
  drawn = 0;
  timer = 0;

  /** @param {Stage} panel */
  constructor(panel) {
    this.panel = panel;
    this.view = panel.view;
    this.canvas = el("canvas", { class: "ls-stage-canvas" });
    this.empty = el("p", { class: "ls-stage-empty ls-quiet", hidden: "" });
    this.root = el(
      "div",
      {
        class: "ls-stage",
        tabindex: "0",
        role: "application",
        "aria-label": panel.texts["stage.label"],
        "data-ls-keys": "arrows",
      },
      this.canvas,
      this.empty,
    );
    this.shove = new Shove(this);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.root);
  }

  /** @param {string} why there is no picture: a renderer of its own could not make one; "" where there is one */
  unseen(why) {
    this.empty.hidden = !why;
    if (why) setText(this.empty, this.panel.texts[`stage.unseen.${why}`]);
  }

  get box() {
    return { left: 0, top: 0, wide: this.width, tall: this.height };
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (width < 60 || height < 60 || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.context = sizeCanvas(this.canvas, width, height);
    this.render(performance.now());
  }

  /**
   * A turn of the animation: the films go on.
   * @param {number} now
   */
  turn(now) {
    const { film, duel, training } = this.panel;
    if (!training) {
      film.advance(now);
      duel.advance(now);
      if (now - this.drawn >= EVERY - 4 && film.now) {
        this.drawn = now;
        if (this.render(now) && this.moved()) this.view.frames += 1;
      }
    } else if (this.shove.from) this.render(now);
    this.later();
  }

  /** Whether the picture is another than the last one counted, or rests on purpose at an episode's end. */
  moved() {
    const { film, duel } = this.panel;
    if (film.loop && film.now?.over) return true;
    const films = duel.on ? [film, duel.mine] : [film];
    const pictures = films.map((one) => one.bitmap ?? one.now?.body.join());
    const same = pictures.every((one, i) => one === this.counted[i]);
    this.counted = pictures;
    return !same;
  }

  /** The next picture, whether or not training sends something meanwhile. */
  later() {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      if (!this.view.closed) this.view.wake();
    }, EVERY);
  }

  /**
   * Draws what is there; false where nothing is.
   * @param {number} now
   */
  render(now) {
    const { context, panel } = this;
    if (!context || !panel.meta) return false;
    if (panel.duel.on) return panel.duel.render(context);
    const { shown } = panel;
    if (!shown) return false;
    const { colours } = this.view;
    context.clearRect(0, 0, this.width, this.height);
    this.scene(context, this.box, shown, colours.ink(colours.negative));
    this.shove.draw(context, now, colours);
    return true;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Box} box
   * @param {Shown} shown
   * @param {string} ink
   */
  scene(context, box, shown, ink) {
    const { paints, reach } = this.panel;
    if (paints) paints(context, box, { ...shown, reach }, ink, this.view.colours);
    else if (shown.bitmap?.width) {
      const { width, height } = shown.bitmap;
      const scale = Math.min(box.wide / width, box.tall / height);
      const [w, h] = [width * scale, height * scale];
      context.drawImage(shown.bitmap, box.left + (box.wide - w) / 2, box.top + (box.tall - h) / 2, w, h);
    }
  }

  close() {
    clearTimeout(this.timer);
    this.observer.disconnect();
  }
}

class Shove {
  /** @type {number[] | null} */ from = null; // px, while one drags
  to = [0, 0];
  share = 0; // of the last push that was told
  until = 0;

  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.panel = picture.panel;
    const { canvas } = picture;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.panel.pushable || this.panel.duel.on) return;
      canvas.setPointerCapture(event.pointerId);
      this.from = this.to = this.at(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (this.from) this.to = this.at(event);
    });
    canvas.addEventListener("pointerup", () => {
      const share = this.drag;
      this.from = null;
      if (share) this.panel.push(share);
    });
    canvas.addEventListener("pointercancel", () => {
      this.from = null;
    });
  }

  /** @param {PointerEvent} event */
  at(event) {
    const bounds = this.picture.canvas.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  }

  /** The pendulum's angle; null where pushes go left and right. */
  get angle() {
    return this.panel.drawing === "pendulum" ? this.panel.pose()?.[0] ?? 0 : null;
  }

  /** How hard the drag so far pushes. */
  get drag() {
    if (!this.from) return 0;
    const [dx, dy] = [this.to[0] - this.from[0], this.to[1] - this.from[1]];
    return hardness(dx, dy, this.angle, pivot(this.picture.box).reach);
  }

  /**
   * A push was made: its arrow stays for a while.
   * @param {number} share
   */
  tell(share) {
    this.share = share;
    this.until = performance.now() + FADES;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} now
   * @param {Colours} colours
   */
  draw(context, now, colours) {
    const share = this.drag || (this.until > now ? this.share : 0);
    if (!share) return;
    const { angle, picture: { box } } = this;
    const { x, y, reach } = pivot(box);
    const [x0, y0] = angle === null ? [x, y] : tip(box, angle);
    const [u, v] = direction(angle);
    context.save();
    if (!this.from) context.globalAlpha = Math.max(0, (this.until - now) / FADES);
    arrow(context, x0, y0, x0 + u * share * reach, y0 + v * share * reach, css(colours.classes[2]), 7);
    context.restore();
  }
}

/**
 * The way that a push moves the body on the screen: to the right, or as the pendulum turns.
 * @param {number | null} angle
 */
const direction = (angle) => (angle === null ? [1, 0] : [-Math.cos(angle), Math.sin(angle)]);

/**
 * What share, −1…1, of the hardest push a drag asks for: its part along the way that the body can go.
 * @param {number} dx
 * @param {number} dy
 * @param {number | null} angle
 * @param {number} reach how long the hardest is, in px
 */
export function hardness(dx, dy, angle, reach) {
  if (Math.hypot(dx, dy) < DEAD) return 0;
  const [u, v] = direction(angle);
  return Math.max(-1, Math.min(1, (u * dx + v * dy) / reach));
}
