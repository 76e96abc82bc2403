// Every neuron of the network as a small picture of what it adds; a click says which one is looked at.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";

const EVERY = 50; // ms between two pictures

/**
 * A number that is added, with its sign.
 * @param {number} value
 */
export const added = (value) => `${value < 0 ? "−" : "+"} ${weight(Math.abs(value))}`;

export class Neurons extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Meta | null} */ this.meta = null;
    /** @type {{ button: HTMLElement, frame: HTMLElement, canvas: HTMLCanvasElement, words: HTMLElement }[]} */ this
      .cells = [];
    this.fresh = false; // whether `arrays` are still to be drawn
    this.drawn = 0;
    this.list = el("div", { class: "ls-neurons", role: "group", "aria-label": spec.title });
    this.root.append(this.list, el("p", { class: "ls-quiet ls-fit-said", text: this.texts["neurons.hint"] }));
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(this.list);
    view.shared.neuron.watch((/** @type {number} */ chosen) => this.mark(chosen));
  }

  also() {
    return { fit: {} };
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) this.arrays = null; // of another model
    this.meta = meta;
    this.root.hidden = meta.describe.family !== "network";
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays.neuron || !arrays.parts) return false;
    this.arrays = arrays;
    this.fresh = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.fresh || !this.arrays) return false;
    if (now - this.drawn < EVERY) return true;
    this.drawn = now;
    this.fresh = false;
    this.render(this.arrays);
    return false;
  }

  paint() {
    this.fresh = true;
    this.view.wake();
  }

  close() {
    this.observer.disconnect();
  }

  /** @param {number} count */
  offer(count) {
    if (this.cells.length === count) return;
    const { neuron } = this.view.shared;
    if (neuron.value >= count) neuron.set(0);
    this.cells = Array.from({ length: count }, (_, i) => {
      const canvas = el("canvas", {});
      const frame = el("span", { class: "ls-neuron-curve" }, canvas);
      const words = el("span", {});
      const button = el(
        "button",
        { type: "button", class: "ls-neuron", "data-neuron": i, on: { click: () => neuron.set(i) } },
        frame,
        words,
      );
      return { button, frame, canvas, words };
    });
    this.list.replaceChildren(...this.cells.map(({ button }) => button));
    this.mark(neuron.value);
  }

  /** @param {number} chosen */
  mark(chosen) {
    this.cells.forEach(({ button }, i) => setAttribute(button, "aria-pressed", i === chosen));
  }

  /** @param {Arrays} arrays */
  render({ neuron, parts }) {
    const [count, grid] = parts.shape;
    this.offer(count);
    const limit = this.meta?.describe.limit ?? 5;
    const { colours } = this.view;
    this.cells.forEach(({ words }, i) => {
      const [w, b, v] = [0, 1, 2].map((k) => neuron[3 * i + k]);
      setText(words, fill(this.texts["neurons.part"], { v: weight(v), w: weight(w), b: added(b) }));
    });
    const sizes = this.cells.map(({ frame }) => [frame.clientWidth, frame.clientHeight]); // the words leave
    this.cells.forEach(({ canvas }, i) => {
      const [wide, tall] = sizes[i];
      if (wide < 20 || tall < 12) return;
      const context = sizeCanvas(canvas, wide, tall);
      context.clearRect(0, 0, wide, tall);
      context.lineWidth = 1;
      context.strokeStyle = css(mix(colours.background, colours.text, 0.25));
      context.beginPath();
      context.moveTo(0, tall / 2);
      context.lineTo(wide, tall / 2);
      context.stroke();
      context.lineWidth = 2;
      context.strokeStyle = css(colours.classColour(i % 10, 10));
      context.beginPath();
      for (let k = 0; k < grid; k += 1) {
        const down = tall / 2 - (parts[i * grid + k] / limit) * (tall / 2);
        context.lineTo((k / (grid - 1)) * wide, Math.max(-50, Math.min(tall + 50, down)));
      }
      context.stroke();
    });
  }
}
