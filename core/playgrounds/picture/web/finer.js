// What the networks say between the pixels: asked for a few rows at a time, again and again while they learn, and
// once more after the last step.

/** @import { Arrays, Json } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */

const RETRY = 500; // ms after a refusal

export class Finer {
  /**
   * @param {View} view
   * @param {(arrays: Arrays, row: number, side: number) => void} paint
   */
  constructor(view, paint) {
    this.view = view;
    this.paint = paint;
    this.factor = 0; // 0: nothing is asked
    this.row = this.generation = this.quiet = 0;
    this.from = -1; // the step at which the top row of this pass was asked for
    this.done = -1; // the step of which all rows are there
    this.waiting = false;
  }

  /** @param {number} factor 0 to stop */
  begin(factor) {
    this.factor = factor;
    this.generation += 1;
    this.row = 0;
    this.done = this.from = -1;
    this.waiting = false;
    if (factor) this.view.wake();
  }

  /**
   * Asks for the next rows, if something has been learned since they were there.
   * @param {number} now ms
   * @param {number} step
   */
  tick(now, step) {
    if (!this.factor || this.waiting || now < this.quiet || step === this.done) return;
    const { generation } = this;
    this.waiting = true;
    this.view.ask("probe", "finer", { factor: this.factor, row: this.row }, (answer, arrays) => {
      if (generation !== this.generation) return;
      this.waiting = false;
      if (answer?.ok) this.take(answer.value, arrays);
      else this.quiet = performance.now() + RETRY;
      this.view.wake();
    });
  }

  /**
   * @param {Json} value
   * @param {Arrays} arrays
   */
  take({ row, rows, of, step }, arrays) {
    if (!row) this.from = step;
    this.paint(arrays, row, of);
    this.row = row + rows;
    if (this.row < of) return;
    this.row = 0;
    if (this.from === step) this.done = step; // else rows of several steps: one more pass
  }
}
