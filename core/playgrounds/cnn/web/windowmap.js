// A map with a window on it that is moved by a click, by dragging, or with the arrow keys.

/** @import { Numbers } from "../../../live/web/types.d.ts" */
import { el, setAttribute, setText } from "../../../live/web/dom.js";
import { Pixels } from "./pixels.js";

export class WindowMap {
  /**
   * @param {string} label
   * @param {(y: number, x: number) => void} moved
   */
  constructor(label, moved) {
    this.moved = moved;
    this.pixels = new Pixels();
    this.size = [1, 1];
    this.window = [0, 0, 1, 1];
    this.canvas = el("canvas", { class: "ls-pixelated ls-cnn-map", "aria-hidden": "true" });
    this.mark = el("i", { class: "ls-cnn-window" });
    this.name = el("figcaption", { class: "ls-quiet" });
    this.box = el(
      "div",
      {
        class: "ls-cnn-map-box",
        tabindex: "0",
        role: "application",
        "aria-label": label,
        "data-ls-keys": "arrows",
        on: {
          pointerdown: (event) => this.point(event),
          pointermove: (event) => event.buttons && this.point(event),
          keydown: (event) => this.key(event),
        },
      },
      this.canvas,
      this.mark,
    );
    this.root = el("figure", { class: "ls-cnn-figure" }, this.box, this.name);
  }

  /**
   * @param {Numbers} codes
   * @param {number} offset
   * @param {[height: number, width: number]} size
   * @param {Uint32Array} lut
   * @param {Numbers} window top, left, height, width
   * @param {string} name
   */
  show(codes, offset, size, lut, window, name) {
    this.pixels.map(codes, offset, size, lut).onto(this.canvas);
    this.size = size;
    this.window = Array.from(window);
    const [h, w] = size;
    const [top, left, tall, wide] = this.window;
    Object.assign(this.mark.style, {
      top: `${100 * top / h}%`,
      left: `${100 * left / w}%`,
      height: `${100 * tall / h}%`,
      width: `${100 * wide / w}%`,
    });
    setText(this.name, name);
    setAttribute(this.box, "data-window", this.window.join(" "));
  }

  /** @param {PointerEvent} event */
  point({ clientX, clientY }) {
    const { left, top, width, height } = this.box.getBoundingClientRect();
    const [h, w] = this.size;
    const y = Math.floor((clientY - top) / height * h);
    const x = Math.floor((clientX - left) / width * w);
    if (y >= 0 && x >= 0 && y < h && x < w) this.moved(y, x);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const [top, left, tall, wide] = this.window;
    const [h, w] = this.size;
    // One step of a window that jumps by more than a pixel is half its size at least.
    const stride = tall > 1 ? Math.max(1, Math.floor(tall / 2)) : 1;
    const y = Math.min(h - 1, Math.max(0, Math.round(top + (tall - 1) / 2 + by[0] * stride)));
    const x = Math.min(w - 1, Math.max(0, Math.round(left + (wide - 1) / 2 + by[1] * stride)));
    this.moved(y, x);
  }
}
