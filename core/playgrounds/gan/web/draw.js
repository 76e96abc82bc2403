// Draw a distribution: a sheet over the main picture that takes strokes from mouse, pen, finger or
// keyboard. What is used goes to Streamlit as text: two bytes per point, base64url.

/** @import { Square } from "../../../live/web/types.d.ts" */
/** @import { Samples } from "./samples.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setText, sizeCanvas, tool } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";
import { Crosshair } from "../../../live/web/widgets/crosshair.js";
import { drawPlane } from "../../../live/web/widgets/axes.js";
import { clipped, drawDots, placing } from "../../../live/web/widgets/scatter.js";

const FEWEST = 2;
const MOST = 400;
const LIMIT = 4000; // points kept while drawing, before the thinning
const SPACING = 0.014; // of the side, between two points of a stroke
const BRUSH = 0.012; // how far a point may stray from the stroke
const BOX = [-1, 1];

export class Draw {
  /** @type {number[][]} */ points = [];
  /** @type {Square} */ frame;
  /** @type {number[] | null} */ last = null;
  /** @type {CanvasRenderingContext2D} */ context;

  /** @param {Samples} panel */
  constructor(panel) {
    this.panel = panel;
    this.texts = panel.view.texts;
    const t = this.texts;
    this.canvas = el("canvas", { class: "ls-map-over" });
    this.stage = el("div", { class: "ls-draw-stage" }, this.canvas);
    this.crosshair = new Crosshair(this.stage, t["draw.label"], () => {});
    this.said = el("p", { class: "ls-quiet", role: "status" });
    /**
     * @param {string} action
     * @param {() => void} run
     */
    this.root = el(
      "div",
      { class: "ls-draw", role: "dialog", "aria-label": t["draw.title"], hidden: "" },
      el("header", { class: "ls-head" }, el("h3", { class: "ls-title", text: t["draw.title"] })),
      this.stage,
      this.said,
      el(
        "div",
        { class: "ls-tools" },
        tool(t, "draw-clear", () => this.clear()),
        tool(t, "draw-cancel", () => this.close()),
        tool(t, "draw-use", () => this.use(), "ls-small ls-primary"),
      ),
    );
    this.listen();
  }

  listen() {
    const { stage } = this;
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      stage.setPointerCapture(event.pointerId);
      this.last = null;
      this.stroke(event);
    });
    stage.addEventListener("pointermove", (event) => {
      if (!stage.hasPointerCapture(event.pointerId)) return;
      for (const one of event.getCoalescedEvents?.() ?? [event]) this.stroke(one);
    });
    stage.addEventListener("pointerup", () => this.tell());
    stage.addEventListener("keydown", (event) => {
      const { cross } = this.crosshair;
      if (event.defaultPrevented || !cross || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      event.stopPropagation();
      this.add(cross);
      this.tell();
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.stopPropagation();
      this.close();
    });
  }

  open() {
    const { config = {} } = this.panel.meta ?? {};
    this.points = config.dataset === "drawing" ? decoded(config.drawing ?? "") : [];
    this.root.hidden = false;
    this.paint();
    this.tell();
    this.stage.focus();
  }

  close() {
    this.root.hidden = true;
    this.panel.pen.focus();
  }

  clear() {
    this.points = [];
    this.paint();
    this.tell();
  }

  /**
   * The sheet lies exactly over the panel's picture: `frame` is the same.
   * @param {Square} frame
   */
  place(frame) {
    this.frame = frame;
    const { left, top, side } = frame;
    const width = this.panel.width;
    Object.assign(this.stage.style, { width: `${width}px`, height: `${top + side + 40}px` });
    this.context = sizeCanvas(this.canvas, width, top + side + 40);
    this.crosshair.place({ left, top, side });
  }

  /**
   * One sample of a stroke: points at even distances since the one before.
   * @param {PointerEvent} event
   */
  stroke(event) {
    const box = this.stage.getBoundingClientRect();
    const { left, top, side } = this.frame;
    const at = [(event.clientX - box.left - left) / side, (event.clientY - box.top - top) / side];
    if (!this.last) {
      this.last = at;
      return this.add(at);
    }
    const [dx, dy] = [at[0] - this.last[0], at[1] - this.last[1]];
    const far = Math.hypot(dx, dy);
    for (let done = SPACING; done <= far; done += SPACING) {
      this.last = [this.last[0] + (dx * SPACING) / far, this.last[1] + (dy * SPACING) / far];
      this.add(this.last.map((value) => value + BRUSH * (2 * Math.random() - 1)));
    }
    return undefined;
  }

  /**
   * `u`, `v`: shares of the side from the left and from the top. Outside the box nothing is drawn.
   * @param {number[]} given
   */
  add([u, v]) {
    if (u < 0 || u > 1 || v < 0 || v > 1 || this.points.length >= LIMIT) return;
    this.points.push([Math.round(255 * u), Math.round(255 * (1 - v))]);
    this.paint();
  }

  /** At most MOST of the points, evenly chosen: the drawing keeps its shape. */
  get kept() {
    const { points } = this;
    if (points.length <= MOST) return points;
    return Array.from({ length: MOST }, (_, i) => points[Math.floor((i * points.length) / MOST)]);
  }

  tell(key = this.points.length > MOST ? "draw.thinned" : "draw.count") {
    setText(this.said, fill(this.texts[key], { count: whole(this.points.length), most: MOST }));
  }

  use() {
    const { kept } = this;
    if (kept.length < FEWEST) return this.tell("draw.too_few");
    if (kept.every(([x, y]) => x === kept[0][0] && y === kept[0][1])) return this.tell("draw.one_spot");
    const code = btoa(String.fromCharCode(...kept.flat())).replaceAll("+", "-").replaceAll("/", "_")
      .replaceAll("=", "");
    this.panel.view.edit({ dataset: "drawing", drawing: code });
    return this.close();
  }

  paint() {
    if (this.root.hidden || !this.context) return;
    const { context, frame, panel } = this;
    const { colours } = panel.view;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    drawPlane(context, frame, BOX, colours, this.texts);
    const dots = Float32Array.from(this.kept.flat(), (byte) => byte / 127.5 - 1);
    clipped(
      context,
      frame,
      () =>
        drawDots(context, placing(frame, BOX), dots, {
          fill: css(colours.negative),
          ring: css(colours.background),
        }),
    );
  }
}

/** @param {string} code */
function decoded(code) {
  try {
    const bytes = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    return Array.from(
      { length: bytes.length >> 1 },
      (_, i) => [bytes.charCodeAt(2 * i), bytes.charCodeAt(2 * i + 1)],
    );
  } catch {
    return []; // the server has said what is wrong with it
  }
}
