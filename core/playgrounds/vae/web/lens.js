// The image that the decoder makes of the cursor's place, beside the cursor.

/** @import { Json, Square, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Plane } from "./plane.js" */
import { el, setAttribute } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { Decoder } from "./plane.js";

const NEAR = 14; // px from the cursor to the lens

export class Lens {
  /**
   * @param {View} view
   * @param {Plane} plane
   */
  constructor(view, plane) {
    this.plane = plane;
    const label = view.texts["latent.lens"];
    this.root = el("canvas", { class: "ls-lens", role: "img", "aria-label": label, hidden: "" });
    this.decoder = new Decoder(view, (asked, _, arrays) => this.show(asked, arrays.image));
    /** @type {number[]} */ this.at = [0, 0]; // where the cursor is on the stage
    /** @type {Square | null} */ this.frame = null;
  }

  /**
   * Asks for the image at the cursor.
   * @param {number[]} at
   * @param {Square} frame
   */
  look(at, frame) {
    this.at = at;
    this.frame = frame;
    this.put();
    const { place, axes, label } = this.plane;
    this.decoder.want({ place, axes, ...(label === null ? {} : { label }) });
  }

  /**
   * @param {Json} asked
   * @param {Wire | undefined} image
   */
  show({ place }, image) {
    if (!image) return;
    mosaic(this.root, image);
    this.root.hidden = false;
    setAttribute(this.root, "data-place", place.join(","));
    this.put();
  }

  /** Above the cursor, or below it where there is no room, and never beyond the square. */
  put() {
    if (!this.frame) return;
    const { offsetWidth: w = 80, offsetHeight: h = 80 } = this.root;
    const { left, top, side } = this.frame;
    const [x, y] = this.at;
    const across = Math.min(x + NEAR, left + side - w);
    const above = y - NEAR - h >= top ? y - NEAR - h : y + NEAR;
    this.root.style.transform = `translate(${Math.round(across)}px, ${Math.round(above)}px)`;
  }
}
