// What all panels look at: an image, a test image or one drawn by hand, and one number of one layer.

/** @import { Json, Meta } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Shared } from "../../../live/web/panel.js";

/**
 * @typedef {{ image: number, drawn: string, layer: number, channel: number, y: number | null, x: number | null }} Chosen
 */

/** @type {Chosen} */
const FIRST = { image: 0, drawn: "", layer: 0, channel: 0, y: null, x: null };

export class Subject {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Shared<Chosen>} */
    this.chosen = new Shared(FIRST);
    this.taken = new Shared(0); // rises when a number is to be taken apart
    /** @type {Json} */ this.about = {};
  }

  get now() {
    return this.chosen.value;
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    this.about = describe;
    const { image, layer } = this.now;
    if (image >= describe.choose) this.set({ image: 0 });
    const last = describe.layers.length - 1;
    if (layer > last || !this.now.channel && describe.layers[layer].kind === "dropout") {
      this.set({ layer: 0, channel: 0, y: null, x: null });
    }
    const side = describe.image[1];
    if (this.now.drawn && this.now.drawn.length !== 2 * side * side) this.set({ drawn: "" });
  }

  /** @param {Partial<Chosen>} change */
  set(change) {
    this.chosen.set({ ...this.now, ...change });
    this.view.watch?.changed();
    this.view.wake();
  }

  /** The image's options of a view. */
  get asked() {
    const { image, drawn } = this.now;
    return drawn ? { image, drawn } : { image };
  }

  /** The options of the view `apart`. */
  get place() {
    const { layer, channel, y, x } = this.now;
    return { ...this.asked, layer, channel, ...(y === null ? {} : { y }), ...(x === null ? {} : { x }) };
  }

  /** @param {number} by */
  step(by) {
    const count = this.about.choose ?? 1;
    this.set({ drawn: "", image: (this.now.image + by + count) % count });
  }
}
