// Where on the map one looks: the pointer, or for the keyboard a crosshair that Enter switches on, the
// arrow keys move and Escape switches off again.

/** @import { Square, Texts } from "../types.d.ts" */
import { el } from "../dom.js";

const STEP = 0.02; // of the map's side per key press; five times that with Shift
/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Crosshair {
  /**
   * `moved` is called whenever the place read changes.
   * @param {HTMLElement} stage
   * @param {string} label
   * @param {() => void} moved
   */
  constructor(stage, label, moved) {
    this.stage = stage;
    this.moved = moved;
    /** @type {Square | null} */ this.frame = null;
    /** @type {number[] | null} */ this.pointer = null; // shares of the side
    /** @type {number[] | null} */ this.cross = null;
    this.lines = el("div", { class: "ls-cross", hidden: "" });
    stage.append(this.lines);
    stage.tabIndex = 0;
    stage.setAttribute("role", "application");
    stage.setAttribute("aria-label", label);
    stage.addEventListener("pointermove", (event) => this.point(event));
    stage.addEventListener("pointerleave", () => this.leave());
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("blur", () => this.switchOff());
  }

  /** @param {Square} frame */
  place(frame) {
    this.frame = frame;
    this.show();
  }

  /** @param {PointerEvent} event */
  point(event) {
    if (!this.frame) return;
    const box = this.stage.getBoundingClientRect();
    const u = (event.clientX - box.left - this.frame.left) / this.frame.side;
    const v = (event.clientY - box.top - this.frame.top) / this.frame.side;
    this.pointer = u >= 0 && u <= 1 && v >= 0 && v <= 1 ? [u, v] : null;
    this.moved();
  }

  leave() {
    this.pointer = null;
    this.moved();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !this.cross) {
      this.cross = [0.5, 0.5];
      this.stage.dataset.lsKeys = "arrows"; // tells keyboard.js to leave the arrows to us
    } else if (event.key === "Escape" && this.cross) this.switchOff();
    else if (this.cross && event.key in ARROWS) {
      const far = event.shiftKey ? 5 * STEP : STEP;
      this.cross = this.cross.map((value, i) => Math.min(1, Math.max(0, value + far * ARROWS[event.key][i])));
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.show();
    this.moved();
  }

  switchOff() {
    if (!this.cross) return;
    this.cross = null;
    delete this.stage.dataset.lsKeys;
    this.show();
    this.moved();
  }

  show() {
    const { cross, frame } = this;
    this.lines.hidden = !cross || !frame;
    if (!cross || !frame) return;
    const { left, top, side } = frame;
    Object.assign(this.lines.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${side}px`,
      height: `${side}px`,
    });
    this.lines.style.setProperty("--ls-u", `${cross[0] * side}px`);
    this.lines.style.setProperty("--ls-v", `${cross[1] * side}px`);
  }

  /**
   * The place read in data coordinates, or null: the crosshair goes before the pointer.
   * @param {number[]} given
   */
  at([low, high]) {
    const place = this.cross ?? this.pointer;
    return place && [low + place[0] * (high - low), high - place[1] * (high - low)];
  }
}
