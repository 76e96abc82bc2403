// The place of the small board with the optimal values, where the world's own stage has no room for it.

/** @import { Spec } from "../../../live/web/types.d.ts" */
/** @import { SharedBoard } from "./index.js" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { el } from "../../../live/web/dom.js";

const TALLEST = 186; // px

export class Optimal extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.stage = el("div", { class: "ls-best-stage" });
    this.root.append(this.stage);
    /** @type {SharedBoard} */ const board = view.shared.board;
    board.slot = this;
    this.width = -1;
    this.observer = new ResizeObserver(() => {
      if (this.width === this.stage.clientWidth) return;
      this.width = this.stage.clientWidth;
      board.arrange();
    });
    this.observer.observe(this.stage);
  }

  /**
   * The side of a cell for which the board fits.
   * @param {number} rows
   * @param {number} columns
   */
  fit(rows, columns) {
    return Math.floor(Math.min((this.stage.clientWidth - 6) / columns, (TALLEST - 6) / rows));
  }

  /**
   * Whether the board is shown here.
   * @param {boolean} here
   */
  give(here) {
    this.root.hidden = !here;
  }

  close() {
    this.observer.disconnect();
  }
}
