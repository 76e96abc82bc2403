// The hand on the map: mouse, pen or finger add, spray, erase and move points; so does the keyboard, at the
// crosshair: Enter adds, erases, takes hold or puts down, Delete erases.

/** @import { Hand } from "./hand.js" */
import { css } from "../../../live/web/colour.js";
import { inside } from "./held.js";

const SPACING = 7; // px between two points of a spray
const SPRAY = 9; // px that they stray from the stroke
const ERASER = 13; // px, radius of the ring
const REACH = 10; // px from a point that take hold of it
const TRAIL = 5; // px between two places of an eraser's or a lasso's way
const MOST = 200; // corners of a lasso

/** @typedef {"look" | "add" | "erase" | "move"} Tool */

export class Brush {
  /** @param {Hand} hand */
  constructor(hand) {
    this.hand = hand;
    /** @type {Tool} */ this.tool = "look";
    this.pressed = false;
    this.other = false; // the next class
    /** @type {number[]} */ this.last = [0, 0]; // px of the last point
    /** @type {number[] | null} */ this.ring = null; // px where the eraser is
    /** @type {number[][] | null} */ this.lasso = null; // its corners in the plane
    this.closed = false; // whether the lasso has been drawn to its end
    /** @type {number[] | null} */ this.from = null; // in the plane, where what it encloses was taken hold of
    this.by = [0, 0];
    const { stage } = hand;
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.drag(event));
    stage.addEventListener("pointerup", () => this.release());
    stage.addEventListener("pointercancel", () => this.release());
    stage.addEventListener("pointerleave", () => this.leave());
    stage.addEventListener("contextmenu", (event) => this.tool !== "look" && event.preventDefault());
    stage.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {Tool} tool */
  take(tool) {
    this.tool = tool;
    this.ring = this.lasso = this.from = null;
    this.hand.stage.dataset.tool = tool;
    this.hand.redraw();
  }

  /** @param {PointerEvent} event */
  at(event) {
    const box = this.hand.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @param {PointerEvent} event */
  press(event) {
    const { tool, hand } = this;
    const at = this.at(event);
    if (tool === "look" || (event.button !== 0 && event.button !== 2) || !hand.within(at)) return;
    hand.stage.setPointerCapture(event.pointerId);
    hand.strokes.begin();
    this.pressed = true;
    this.other = event.shiftKey || event.button === 2;
    this.last = at;
    if (tool === "add") this.hand.add(hand.toPlane(at), this.other);
    else if (tool === "erase") this.erase(at);
    else this.grasp(at);
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (this.tool === "erase") this.ring = this.at(event);
    if (!this.pressed) return this.tool === "erase" ? this.hand.redraw() : undefined;
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const one of passed.length ? passed : [event]) this.follow(this.at(one));
    return this.hand.redraw();
  }

  /** @param {number[]} at */
  follow(at) {
    const far = Math.hypot(at[0] - this.last[0], at[1] - this.last[1]);
    if (this.tool === "move") {
      if (this.from) this.by = less(this.hand.toPlane(at), this.from);
      else if (far >= TRAIL && this.lasso && this.lasso.length < MOST) {
        this.lasso.push(this.hand.toPlane(at));
        this.last = at;
      }
    } else if (this.tool === "erase") {
      if (far >= TRAIL) this.erase(at);
    } else if (far >= SPACING) {
      this.last = at;
      const strayed = at.map((px) => px + SPRAY * (2 * Math.random() - 1));
      if (this.hand.within(strayed)) this.hand.add(this.hand.toPlane(strayed), this.other);
    }
  }

  release() {
    if (!this.pressed) return;
    this.pressed = false;
    if (this.tool === "move") this.put();
    else if (this.tool !== "look") this.hand.end(this.tool);
  }

  leave() {
    this.ring = null;
    this.hand.redraw();
  }

  /** @param {number[]} at */
  erase(at) {
    this.last = at;
    this.hand.erase(this.hand.toPlane(at), this.hand.length(ERASER));
  }

  // ---- moving -------------------------------------------------------------------------------
  /**
   * Takes hold of what the lasso encloses, of a point, or begins a lasso.
   * @param {number[]} at
   */
  grasp(at) {
    const place = this.hand.toPlane(at);
    const held = this.lasso && this.closed && inside(place, this.lasso);
    const reach = this.hand.length(REACH);
    if (!held && this.hand.held.near(place, reach)) this.lasso = around(place, reach);
    else if (!held) {
      this.lasso = [place];
      this.closed = false;
      return;
    }
    this.closed = true;
    this.from = place;
    this.by = [0, 0];
  }

  /** Puts down what is held, or closes the lasso. */
  put() {
    const { lasso, from, by } = this;
    if (from && lasso && (by[0] || by[1])) {
      this.hand.move(lasso, by);
      this.lasso = lasso.map(([x, y]) => [x + by[0], y + by[1]]);
    } else if (!from && lasso && (lasso.length < 3 || !this.hand.held.enclosed(lasso).length)) {
      this.lasso = null;
    }
    this.closed = this.lasso !== null;
    this.from = null;
    this.hand.redraw();
  }

  // ---- the keyboard -------------------------------------------------------------------------
  /** @param {KeyboardEvent} event */
  key(event) {
    const { tool, hand } = this;
    const place = hand.crossed();
    const key = event.key.toLowerCase();
    if (event.defaultPrevented || event.altKey || tool === "look") return;
    if (event.ctrlKey || event.metaKey) {
      if (key === "z") hand.act(event.shiftKey ? "redo" : "undo");
      else if (key === "y") hand.act("redo");
      else return;
    } else if (place && (event.key === "Delete" || event.key === "Backspace")) this.once("erase", place);
    else if (!place || event.key !== "Enter") return;
    else if (tool !== "move") this.once(tool, place, event.shiftKey);
    else if (this.from) {
      this.by = less(place, this.from);
      this.put();
    } else this.grasp(hand.toPixels(place));
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @param {"add" | "erase"} tool
   * @param {number[]} place
   */
  once(tool, place, other = false) {
    this.hand.strokes.begin();
    if (tool === "add") this.hand.add(place, other);
    else this.hand.erase(place, this.hand.length(ERASER));
    this.hand.end(tool);
  }

  /**
   * The eraser's ring and the lasso.
   * @param {CanvasRenderingContext2D} context
   */
  draw(context) {
    const { colours } = this.hand.view;
    context.strokeStyle = css(colours.text);
    context.lineWidth = 1.5;
    context.beginPath();
    if (this.ring && this.hand.within(this.ring)) {
      context.arc(this.ring[0], this.ring[1], ERASER, 0, 2 * Math.PI);
    }
    context.stroke();
    if (!this.lasso) return;
    const [dx, dy] = this.from ? this.by : [0, 0];
    context.setLineDash([5, 4]);
    context.beginPath();
    for (const [x, y] of this.lasso) context.lineTo(...this.hand.toPixels([x + dx, y + dy]));
    if (this.closed) context.closePath();
    context.stroke();
    context.setLineDash([]);
  }
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
const less = ([ax, ay], [bx, by]) => [ax - bx, ay - by];

/**
 * Eight corners around a place.
 * @param {number[]} place
 * @param {number} radius
 */
const around = ([x, y], radius) =>
  Array.from({ length: 8 }, (_, i) => {
    const angle = (i + 0.5) * Math.PI / 4;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
