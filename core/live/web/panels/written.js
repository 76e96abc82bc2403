// A panel that writes its arrays out as elements, once a turn of the animation loop at most: texts and tables.
// What it has of one build is not shown of another.

/** @import { Arrays, Frame, Meta } from "../types.d.ts" */
import { Panel } from "../panel.js";

export class Written extends Panel {
  /** @type {Meta} */ meta;
  /** @type {Arrays | null} */ arrays = null;
  stale = false;

  /**
   * The array without which a frame has nothing to write.
   * @returns {string}
   */
  get leading() {
    return "";
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) {
      this.arrays = null;
      this.clear();
    }
    this.meta = meta;
  }

  /** Another build: what was written of the one before goes. */
  clear() {}

  /**
   * @param {Arrays} arrays
   * @param {Frame} _frame
   */
  draw(arrays, _frame) {
    if (!arrays[this.leading]) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  paint() {
    this.again();
  }

  /** Write the same arrays anew. */
  again() {
    this.stale = this.arrays !== null;
    this.view.wake();
  }

  tick() {
    if (this.stale && this.arrays) this.picture(this.arrays);
    this.stale = false;
    return false;
  }

  /** @param {Arrays} _arrays */
  picture(_arrays) {}
}
