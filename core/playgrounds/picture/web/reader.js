// Which pixel is read: the one below the pointer or a finger, or for the keyboard one that Enter marks, the arrow
// keys move and Escape lets go.

import { pixelAt } from "./pixels.js";

const FAR = 5; // pixels with Shift
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Reader {
  /**
   * `moved` is called whenever it is another pixel.
   * @param {HTMLElement} box around the pictures
   * @param {string} label
   * @param {() => void} moved
   */
  constructor(box, label, moved) {
    this.box = box;
    this.moved = moved;
    this.side = 1;
    /** @type {[column: number, row: number] | null} */ this.pointer = null;
    /** @type {[column: number, row: number] | null} */ this.cross = null;
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", label);
    box.addEventListener("pointermove", (event) => this.point(event));
    box.addEventListener("pointerdown", (event) => this.point(event));
    box.addEventListener("pointerleave", () => this.set(null));
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.letGo());
  }

  get at() {
    return this.cross ?? this.pointer;
  }

  /** After a build: what was marked may lie beside the picture. */
  show() {
    const inside = (/** @type {[number, number] | null} */ at) =>
      at && at.every((one) => one < this.side) ? at : null;
    this.pointer = inside(this.pointer);
    this.cross = inside(this.cross);
  }

  /** @param {PointerEvent} event */
  point(event) {
    const square = event.target instanceof Element ? event.target.closest("[data-picture] > div") : null;
    if (!square) return this.set(null);
    const { left, top, width, height } = square.getBoundingClientRect();
    this.set(pixelAt((event.clientX - left) / width, (event.clientY - top) / height, this.side));
  }

  /** @param {[number, number] | null} at */
  set(at) {
    if (at?.join() === this.pointer?.join()) return;
    this.pointer = at;
    this.moved();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !this.cross) {
      const middle = Math.floor(this.side / 2);
      this.cross = [middle, middle];
      this.box.dataset.lsKeys = "arrows"; // tells keyboard.js to leave the arrows to us
    } else if (event.key === "Escape" && this.cross) this.letGo();
    else if (this.cross && event.key in ARROWS) {
      const far = event.shiftKey ? FAR : 1;
      const [across, down] = ARROWS[event.key];
      const within = (/** @type {number} */ one) => Math.min(this.side - 1, Math.max(0, one));
      this.cross = [within(this.cross[0] + far * across), within(this.cross[1] + far * down)];
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.moved();
  }

  letGo() {
    if (!this.cross) return;
    this.cross = null;
    delete this.box.dataset.lsKeys;
    this.moved();
  }
}
