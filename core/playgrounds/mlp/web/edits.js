// Changes of the network's structure on their way to Streamlit. Several quick clicks build on each other,
// though the server has not answered the first.

/** @import { Json } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Shape } from "./shape.js" */

const PENDING_FOR = 4000; // ms for which an edit not yet answered counts as done

export class Edits {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Shape | null} */ this.shape = null;
    this.limits = { layers: 0, neurons: 0 };
    /** @type {{ hidden?: number[], inputs?: string[] }} */ this.pending = {};
    this.until = 0;
  }

  /** What the server says now is how it is. */
  confirm() {
    this.pending = {};
    this.until = 0;
  }

  get waiting() {
    return performance.now() < this.until ? this.pending : {};
  }

  /** Sizes of the hidden layers. */
  get hidden() {
    return this.waiting.hidden ?? this.shape?.hidden ?? [];
  }

  /** @returns {string[]} */
  get inputs() {
    return this.waiting.inputs ?? this.shape?.on.map((input) => input.id) ?? [];
  }

  /** @param {Json} change */
  send(change) {
    this.pending = { ...this.pending, ...change };
    this.until = performance.now() + PENDING_FOR;
    this.view.edit({ ...change });
  }

  /**
   * @param {(sizes: number[]) => number[]} change
   * @returns {boolean} whether there is something to change
   */
  change(change) {
    const { layers, neurons } = this.limits;
    const hidden = change(this.hidden).map((size) => Math.min(neurons, Math.max(1, size)));
    if (!this.shape || hidden.length > layers || String(hidden) === String(this.hidden)) return false;
    this.send({ hidden });
    return true;
  }

  /** @param {string} id */
  toggleInput(id) {
    const wanted = new Set(this.inputs);
    if (wanted.has(id)) wanted.delete(id);
    else wanted.add(id);
    if (!this.shape || !wanted.size) return false; // the tooltip says why
    this.send({ inputs: this.shape.inputs.map((input) => input.id).filter((name) => wanted.has(name)) });
    return true;
  }
}
