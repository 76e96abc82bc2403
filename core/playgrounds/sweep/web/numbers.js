// What the grid and the table share: they follow the number that is chosen, of all networks, a few times a second.

/** @import { Frame, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Setting } from "./setting.js" */
import { Panel } from "../../../live/web/panel.js";

const WRITE_EVERY = 180; // ms

export class Numbers extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<number>} */ this.cell = view.shared.cell;
    /** @type {Shared<string>} */ this.measure = view.shared.measure;
    /** @type {Setting | null} */ this.setting = null;
    /** @type {Wire | null} */ this.gone = null; // the step at which each network has diverged, or 0
    /** @type {Frame | null} */ this.frame = null;
    this.written = 0;
    this.stale = false;
    this.cell.watch(() => this.choose());
    this.measure.watch(() => this.renew());
  }

  /** The chosen network stands out. */
  choose() {}

  /**
   * Every network's number as it stands.
   * @param {Setting} _setting
   * @param {Frame} _frame
   */
  write(_setting, _frame) {}

  renew() {
    this.written = 0;
    this.stale = true;
    this.view.wake();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale || !this.frame || !this.setting || !this.onScreen) return false;
    if (now - this.written < WRITE_EVERY) return true;
    this.written = now;
    this.stale = false;
    this.write(this.setting, this.frame);
    return false;
  }
}
