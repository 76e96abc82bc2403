// Drawing on the map: what is held of the points, the tools, the edits on their way, and the layer on which all
// that is not yet the server's is shown.

/** @import { Arrays, Json, Meta } from "../../../live/web/types.d.ts" */
/** @import { MapPanel } from "./map.js" */
import { contextOf, el, fill, setAttribute, sizeCanvas } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";
import { drawPoints } from "../../../live/web/widgets/points.js";
import { Brush } from "./brush.js";
import { Held } from "./held.js";
import { LinkKeeper } from "./linkkeeper.js";
import { Strokes } from "./strokes.js";
import { Toolbar } from "./toolbar.js";

const REST = 0.05; // ms for each point, between two renewals of their picture: the processor has more to do

export class Hand {
  /** @param {MapPanel} map */
  constructor(map) {
    this.map = map;
    this.view = map.view;
    this.stage = map.stage;
    this.held = new Held();
    this.strokes = new Strokes(
      (name, args, done) => {
        map.view.ask("act", name, args, (answer) => {
          done(answer);
          this.redraw();
        });
      },
      (text) => this.say(text),
    );
    this.ink = el("canvas", { class: "ls-map-over ls-ink" });
    this.context = contextOf(this.ink);
    this.brush = new Brush(this);
    this.toolbar = new Toolbar(this);
    this.keeper = new LinkKeeper(this);
    this.build = -1;
    this.said = ""; // in place of the hint, until the next edit
    this.stale = false; // the layer
    this.old = false; // the points' picture
    this.next = 0; // when it may be renewed
  }

  /** @returns {Json | null} what may be drawn */
  get rules() {
    return this.map.meta?.describe.drawing ?? null;
  }

  get drawing() {
    return this.brush.tool !== "look";
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.build) this.held.begin();
    this.build = meta.build;
    this.toolbar.describe(meta);
    this.keeper.look();
  }

  /**
   * @param {Arrays} arrays of a frame
   * @param {number} number of that frame
   */
  take(arrays, number) {
    const news = this.held.take(arrays, number);
    this.toolbar.edits(this.held.edits);
    if (!news) return;
    this.old = true;
    this.keeper.look();
    this.view.watch.changed();
    this.redraw();
  }

  // ---- places -------------------------------------------------------------------------------
  get frame() {
    return this.map.frame ?? { left: 0, top: 0, side: 1 };
  }

  /**
   * @param {number} px
   * @returns {number} the same length in the plane
   */
  length(px) {
    const [low, high] = this.map.domain;
    return px * (high - low) / this.frame.side;
  }

  /** @param {number[]} at px of the stage */
  within([px, py]) {
    const { left, top, side } = this.frame;
    return px >= left && px <= left + side && py >= top && py <= top + side;
  }

  /** @param {number[]} at px of the stage */
  toPlane([px, py]) {
    const { left, top } = this.frame;
    const [low, high] = this.map.domain;
    const kept = (/** @type {number} */ value) => Math.min(high, Math.max(low, value));
    return [kept(low + this.length(px - left)), kept(high - this.length(py - top))];
  }

  /**
   * @param {number[]} place
   * @returns {[number, number]}
   */
  toPixels([x, y]) {
    const { left, top, side } = this.frame;
    const [low, high] = this.map.domain;
    return [left + (x - low) / (high - low) * side, top + (high - y) / (high - low) * side];
  }

  /** Where the crosshair is. */
  crossed() {
    return this.map.crosshair.cross && this.map.crosshair.at(this.map.domain);
  }

  /** The crosshair or the pointer is elsewhere. */
  moved() {
    const place = this.crossed();
    if (!place || !this.brush.from || this.brush.pressed) return;
    this.brush.by = [place[0] - this.brush.from[0], place[1] - this.brush.from[1]];
    this.redraw();
  }

  // ---- edits --------------------------------------------------------------------------------
  /**
   * @param {number[]} place
   * @param {boolean} other whether it is of the next class
   */
  add([x1, x2], other) {
    const y = this.toolbar.drawn(other);
    const fresh = { x1, x2, y, told: Infinity, here: false };
    this.held.fresh.push(fresh);
    this.send("draw", { points: [[rounded(x1), rounded(x2), y]] }, (answer) => {
      fresh.told = this.view.frame?.n ?? 0;
      if (!answer?.ok) this.held.fresh = this.held.fresh.filter((one) => one !== fresh);
    });
  }

  /**
   * @param {number[]} place
   * @param {number} radius
   */
  erase(place, radius) {
    this.send("erase", { places: [place.map(rounded)], radius: rounded(radius) });
  }

  /**
   * @param {number[][]} lasso
   * @param {number[]} by
   */
  move(lasso, by) {
    this.send("move", { lasso: lasso.map((place) => place.map(rounded)), by: by.map(rounded), last: true });
  }

  /**
   * The end of a stroke.
   * @param {"add" | "erase"} tool
   */
  end(tool) {
    if (tool === "add") this.send("draw", { points: [], last: true });
    else this.send("erase", { places: [], radius: 0, last: true });
  }

  /**
   * @param {string} name
   * @param {Json} args
   * @param {(answer: Json | null) => void} [answered]
   */
  send(name, args, answered) {
    this.said = "";
    this.keeper.touched = true;
    this.strokes.add(name, { ...args, stroke: this.strokes.number }, answered);
    this.redraw();
  }

  /** @param {"undo" | "redo" | "clear" | "restore"} name */
  act(name) {
    this.said = "";
    this.keeper.touched = true;
    this.brush.lasso = null;
    this.strokes.add(name, {});
    this.redraw();
  }

  /** @param {string} text */
  say(text) {
    this.said = text;
    this.map.moved();
  }

  /** What the sentence under the map says while nothing is pointed at. */
  hint() {
    const { texts } = this.map;
    const regression = this.map.meta?.describe.task === "regression";
    const { tool } = this.brush;
    const key = tool === "add" && regression ? "value" : tool;
    return this.said || fill(texts[`draw.hint_${key}`], { count: whole(this.held.count) });
  }

  // ---- pictures -----------------------------------------------------------------------------
  redraw() {
    this.stale = true;
    this.view.wake();
  }

  /**
   * One turn: an act goes out, the layer is drawn, and the points' picture where it is old.
   * @param {number} now
   */
  tick(now) {
    let busy = this.strokes.send();
    if (this.old && now >= this.next) {
      this.map.overlay();
      this.held.settle();
      this.next = now + REST * this.held.count;
      this.old = false;
      this.stale = true;
    }
    busy ||= this.old;
    if (this.stale) this.paint();
    return busy;
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    this.context = sizeCanvas(this.ink, width, height);
    this.stale = true;
  }

  paint() {
    const { context, map, held, brush } = this;
    this.stale = false;
    context.clearRect(0, 0, this.ink.width, this.ink.height);
    setAttribute(map.root, "data-points", held.count);
    if (!map.meta || !map.frame) return;
    const { frame, domain, view: { colours }, meta: { describe } } = map;
    if (held.fresh.length) drawPoints(context, frame, domain, colours, held.shownSoon, describe, false);
    if (brush.from && brush.lasso) {
      const moved = held.moved(held.enclosed(brush.lasso), brush.by);
      drawPoints(context, frame, domain, colours, moved, describe, true);
    }
    brush.draw(context);
  }
}

/** @param {number} value */
const rounded = (value) => Math.round(value * 1000) / 1000;
