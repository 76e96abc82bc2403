// The loss over β₀ and β₁ with the path that is walked on it: from above, or as a bowl in space that turns.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { contextOf, el } from "../../../live/web/dom.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { CanvasPanel, lineOf, scales } from "./canvas.js";
import { bands, between, drawBowl, projection, shares } from "./surface.js";

const TURN = 0.12; // radians of an arrow key

export class Bowl extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.turn = -0.6;
    /** @type {Float32Array} */ this.cells = new Float32Array();
    /** @type {number[]} */ this.losses = []; // that `cells` and `back` are of
    this.back = el("canvas", {});
    this.space = toggle("space", wordsOf(this.texts, "space"), false, (on) => {
      this.stage.classList.toggle("ls-turns", on);
      this.renew();
    });
    this.tools.append(this.space);
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "img");
    this.stage.setAttribute("aria-label", this.texts["bowl.label"]);
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

  paint() {
    this.losses = [];
    super.paint();
  }

  /** The surface, worked out anew only where it has changed. @param {Wire} bowl */
  surface(bowl) {
    const side = bowl.shape[0];
    const same = this.losses.length === bowl.length && this.losses.every((value, i) => value === bowl[i]);
    if (same) return side;
    this.losses = [...bowl];
    this.cells = shares(bowl);
    const image = bands(this.cells, side, this.view.colours);
    this.back.width = image.width;
    this.back.height = image.height;
    contextOf(this.back).putImageData(image, 0, 0);
    return side;
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} _meta
   */
  picture(arrays, _meta) {
    const side = this.surface(arrays.bowl);
    const [left, right, bottom, top] = arrays["bowl.frame"];
    const x = { low: left, high: right, label: "β₀" };
    const y = { low: bottom, high: top, label: "β₁" };
    const { context, box, view: { colours } } = this;
    if (isOn(this.space)) {
      const project = projection(box, this.turn);
      drawBowl(context, this.cells, side, project, colours);
      this.clip();
      this.walk(arrays, (b0, b1) => {
        const [u, v] = [(b0 - left) / (right - left), (b1 - bottom) / (top - bottom)];
        if (!(Math.abs(u - 0.5) <= 0.5 && Math.abs(v - 0.5) <= 0.5)) return null; // it has left the picture
        return project(u, v, between(this.cells, side, u * (side - 1), v * (side - 1)) ** 2 + 0.01);
      });
    } else {
      context.imageSmoothingEnabled = true;
      context.drawImage(this.back, box.left, box.top, box.wide, box.tall);
      drawAxes(context, box, x, y, colours, { gap: 40 });
      this.clip();
      const at = scales(box, x, y);
      const near = (/** @type {number} */ px) => Math.max(-1e4, Math.min(1e4, px));
      this.walk(arrays, (b0, b1) => [near(at.across(b0)), near(at.down(b1))]);
    }
    context.restore();
  }

  /**
   * The paths, where each is now, and a cross at the closed form.
   * @param {Arrays} arrays
   * @param {(b0: number, b1: number) => number[] | null} place
   */
  walk({ path, now, lowest }, place) {
    const { context, view: { colours } } = this;
    const [fits, count] = path.shape;
    for (let m = 0; m < fits; m += 1) {
      const places = Array.from({ length: count }, (_, t) => {
        const i = 2 * (m * count + t);
        return place(path[i], path[i + 1]);
      });
      places.push(place(now[2 * m], now[2 * m + 1]));
      for (
        const [width, colour]
          of /** @type {[number, string][]} */ ([[5, css(colours.background)], [2.5, this.ink(m, fits)]])
      ) {
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.beginPath();
        for (const one of places) if (one) context.lineTo(one[0], one[1]);
        context.stroke();
      }
      context.fillStyle = this.ink(m, fits);
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
    this.cross(place(lowest[0], lowest[1]));
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
