// Is it copying? Each generated image above the training image that is nearest to it, with the distance,
// and beside them how far training images usually are from each other.

import { el, fill, panelFrame, setText } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";

const MOST = 6; // pairs shown: more would be too small to compare

export class Neighbours {
  constructor(spec, view) {
    Object.assign(this, { spec, view, texts: view.texts });
    const t = this.texts;
    this.root = panelFrame(spec.name, spec.title).root;
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

  describe({ describe }) {
    this.root.hidden = describe.kind !== "images";
  }

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

  paint() {}
}

/** The left `share` of a picture [h, w]. */
function first(array, share) {
  const [height, width] = array.shape;
  const kept = Math.round(width * share);
  const found = new Uint8Array(height * kept);
  for (let row = 0; row < height; row += 1) {
    found.set(array.subarray(row * width, row * width + kept), row * kept);
  }
  found.shape = [height, kept];
  return found;
}
