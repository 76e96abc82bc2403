// Is it copying? Each generated image above the training image that is nearest to it, with the distance,
// and beside them how far training images usually are from each other.

/** @import { Arrays, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setText } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";

const MOST = 6; // pairs shown: more would be too small to compare

export class Neighbours extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.rows = ["fake", "real"].map((which) => ({
      which,
      canvas: el("canvas", { class: "ls-mosaic", role: "img", "aria-label": t[`neighbours.${which}`] }),
    }));
    this.distances = el("div", { class: "ls-distances" });
    this.usual = el("p", { class: "ls-quiet" });
    const [fake, real] = this.rows;
    this.root.append(
      el("span", { class: "ls-quiet", text: t["neighbours.fake"] }),
      fake.canvas,
      el("span", { class: "ls-quiet", text: t["neighbours.real"] }),
      real.canvas,
      this.distances,
      this.usual,
    );
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    this.root.hidden = describe.kind !== "images";
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const distance = arrays["neighbours.distance"];
    if (this.root.hidden || !distance) return false;
    const pairs = Math.min(MOST, distance.length);
    for (const { which, canvas } of this.rows) {
      mosaic(canvas, first(arrays[`neighbours.${which}`], pairs / distance.length));
    }
    if (this.distances.children.length !== pairs) {
      this.distances.replaceChildren(...Array.from({ length: pairs }, () => el("span")));
    }
    [...this.distances.children].forEach((node, i) => setText(node, distance[i].toFixed(2)));
    const usual = arrays["neighbours.usual"]?.[0];
    if (usual !== undefined) {
      setText(this.usual, fill(this.texts["neighbours.usual"], { value: usual.toFixed(2) }));
    }
    return true;
  }
}

/**
 * The left `share` of a picture [h, w].
 * @param {Wire} array
 * @param {number} share
 */
function first(array, share) {
  const [height, width] = array.shape;
  const kept = Math.round(width * share);
  const found = new Uint8Array(height * kept);
  for (let row = 0; row < height; row += 1) {
    found.set(array.subarray(row * width, row * width + kept), row * kept);
  }
  return Object.assign(found, { shape: [height, kept] });
}
