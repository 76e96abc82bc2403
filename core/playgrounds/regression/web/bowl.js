// The loss over β₀ and β₁ with the path that is walked on it: from above, or as a bowl in space that turns.

/** @import { Arrays, Box, Frame, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { contextOf, el } from "../../../live/web/dom.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { CanvasPanel, heading, lineOf, scales } from "../../../live/web/panels/canvas.js";
import { squares } from "./plane.js";
import { bands, between, drawBowl, projection, shares } from "./surface.js";

const EVERY = 150; // ms between two pictures of a surface
const TURN = 0.12; // radians of an arrow key
const ROOM = { left: 42, top: 28, wide: 8, tall: 42 }; // around one bowl of several

export class Bowl extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.turn = -0.6;
    this.made = 0; // when `bowls` were
    this.timer = 0;
    /** @type {{ cells: Float32Array, side: number, back: HTMLCanvasElement }[]} */ this.bowls = [];
    /** @type {number[]} */ this.losses = []; // that `bowls` are of
    this.space = toggle("space", wordsOf(this.texts, "space"), false, (on) => {
      this.stage.classList.toggle("ls-turns", on);
      this.renew();
    });
    this.tools.append(this.space);
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "img");
    this.stage.addEventListener("pointermove", (event) => {
      if (!isOn(this.space) || !event.buttons) return;
      this.turn += event.movementX / 120;
      this.renew();
    });
    this.stage.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -TURN, ArrowRight: TURN }[event.key];
      if (!by || !isOn(this.space)) return;
      event.preventDefault();
      event.stopPropagation();
      this.turn += by;
      this.renew();
    });
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.root.hidden = meta.describe.family === "network";
    this.stage.setAttribute("aria-label", this.texts[`bowl.label_${meta.describe.family}`]);
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    return Boolean(arrays.bowl) && super.draw(arrays, frame);
  }

  close() {
    clearTimeout(this.timer);
    super.close();
  }

  paint() {
    this.losses = [];
    super.paint();
  }

  /** The surfaces, worked out anew only where they have changed. @param {Wire} bowl [B, E, E] */
  surface(bowl) {
    const [count, side] = bowl.shape;
    const same = this.losses.length === bowl.length && this.losses.every((value, i) => value === bowl[i]);
    if (same) return;
    if (this.losses.length === bowl.length && performance.now() - this.made < EVERY) {
      this.timer ||= setTimeout(() => {
        this.timer = 0;
        this.renew();
      }, EVERY);
      return; // paths move at once; a surface that changes all the time need not
    }
    this.made = performance.now();
    this.losses = [...bowl];
    this.bowls = Array.from({ length: count }, (_, i) => {
      const cells = shares(bowl.subarray(i * side * side, (i + 1) * side * side));
      const image = bands(cells, side, this.view.colours);
      const back = this.bowls[i]?.back ?? el("canvas", {});
      back.width = image.width;
      back.height = image.height;
      contextOf(back).putImageData(image, 0, 0);
      return { cells, side, back };
    });
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture(arrays, { describe: { family, losses } }) {
    this.surface(arrays.bowl);
    const { view: { colours: { scale } }, stage: { clientWidth, clientHeight } } = this;
    if (family !== "classes") return this.one(arrays, this.box, 0, [...losses.keys()], ["β₀", "β₁"], "");
    const [left, top, wide, tall] = [ROOM.left, ROOM.top, ROOM.wide, ROOM.tall].map((px) => px * scale);
    const whole = { left: 0, top: 0, wide: clientWidth, tall: clientHeight };
    squares(whole, losses.length, { left, top, wide, tall }).forEach((box, m) =>
      this.one(arrays, box, m, [m], ["w₁", "w₂"], this.texts[`fit.${losses[m]}`])
    );
    return undefined;
  }

  /**
   * One bowl with the paths of some fits.
   * @param {Arrays} arrays
   * @param {Box} box
   * @param {number} index of the bowl
   * @param {number[]} fits
   * @param {string[]} names of the axes
   * @param {string} title
   */
  one(arrays, box, index, fits, names, title) {
    const [left, right, bottom, top] = arrays["bowl.frame"];
    const { context, view: { colours } } = this;
    const { cells, side, back } = this.bowls[index];
    this.box = box;
    if (isOn(this.space)) {
      const project = projection(box, this.turn);
      drawBowl(context, cells, side, project, colours);
      this.clip();
      this.walk(arrays, fits, (b0, b1) => {
        const [u, v] = [(b0 - left) / (right - left), (b1 - bottom) / (top - bottom)];
        if (!(Math.abs(u - 0.5) <= 0.5 && Math.abs(v - 0.5) <= 0.5)) return null; // it has left the picture
        return project(u, v, between(cells, side, u * (side - 1), v * (side - 1)) ** 2 + 0.01);
      });
    } else {
      const x = { low: left, high: right, label: names[0] };
      const y = { low: bottom, high: top, label: names[1] };
      context.imageSmoothingEnabled = true;
      context.drawImage(back, box.left, box.top, box.wide, box.tall);
      drawAxes(context, box, x, title ? { ...y, label: "" } : y, colours, { gap: 40 });
      this.clip();
      const at = scales(box, x, y);
      const near = (/** @type {number} */ px) => Math.max(-1e4, Math.min(1e4, px));
      this.walk(arrays, fits, (b0, b1) => [near(at.across(b0)), near(at.down(b1))]);
    }
    context.restore();
    if (title) heading(context, box, title, names[1], colours);
  }

  /**
   * The paths, where each is now, and a cross at the closed form.
   * @param {Arrays} arrays
   * @param {number[]} fits
   * @param {(b0: number, b1: number) => number[] | null} place
   */
  walk({ path, now, lowest }, fits, place) {
    const { context, view: { colours } } = this;
    const count = path.shape[1];
    for (const m of fits) {
      const places = Array.from({ length: count }, (_, t) => {
        const i = 2 * (m * count + t);
        return place(path[i], path[i + 1]);
      });
      places.push(place(now[2 * m], now[2 * m + 1]));
      const ink = this.ink(m, path.shape[0]);
      for (
        const [width, colour]
          of /** @type {[number, string][]} */ ([[5, css(colours.background)], [2.5, ink]])
      ) {
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.beginPath();
        for (const one of places) if (one) context.lineTo(one[0], one[1]);
        context.stroke();
      }
      context.fillStyle = ink;
      for (const one of places.slice(0, 60)) if (one) context.fillRect(one[0] - 2.5, one[1] - 2.5, 5, 5);
      const last = places[places.length - 1];
      if (last) {
        context.beginPath();
        context.arc(last[0], last[1], 7, 0, 2 * Math.PI);
        context.fill();
        context.lineWidth = 2;
        context.strokeStyle = css(colours.background);
        context.stroke();
      }
    }
    if (lowest) this.cross(place(lowest[0], lowest[1]));
  }

  /**
   * @param {number} m
   * @param {number} fits
   */
  ink(m, fits) {
    return fits > 1 ? lineOf(m) : lineOf(1);
  }

  /** @param {number[] | null} at */
  cross(at) {
    if (!at) return;
    const { context } = this;
    context.strokeStyle = css(this.view.colours.text);
    context.lineWidth = 2;
    context.beginPath();
    for (const [dx, dy] of [[7, 7], [7, -7]]) {
      context.moveTo(at[0] - dx, at[1] - dy);
      context.lineTo(at[0] + dx, at[1] + dy);
    }
    context.stroke();
  }
}
