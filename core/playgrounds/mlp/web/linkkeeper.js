// What was drawn belongs into the address: a moment after the last edit the run is asked how a link says it, and
// Streamlit, which owns the address, is told.

/** @import { Hand } from "./hand.js" */

const QUIET = 1000; // ms without an edit

export class LinkKeeper {
  /** @param {Hand} hand */
  constructor(hand) {
    this.hand = hand;
    this.timer = 0;
    this.touched = false; // by this browser, since it was last asked
  }

  /** The points are others, or the configuration. */
  look() {
    const { config } = this.hand.map.meta ?? {};
    if (!this.hand.rules || (!this.touched && !config?.drawn)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), QUIET);
  }

  ask() {
    const { hand } = this;
    if (hand.brush.pressed || !hand.strokes.idle) return this.look();
    this.touched = false;
    return hand.view.ask("probe", "drawn", {}, (answer) => {
      if (!answer?.ok || this.touched) return;
      const { code, letters, most } = answer.value;
      const long = letters > most;
      if (long) hand.say(hand.map.texts["draw.long"]);
      if (code === hand.map.meta?.config.drawn) return;
      if (hand.map.meta) hand.map.meta.config.drawn = code; // until Streamlit has said so
      hand.view.edit({ drawn: code });
    });
  }

  close() {
    clearTimeout(this.timer);
  }
}
