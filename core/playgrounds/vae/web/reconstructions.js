// What becomes of a few test images on their way through the latent space: the image, what is made of it
// again, and where the two differ.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { cells, el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";

const ROWS = ["original", "mean", "error"];

export class Reconstructions extends Panel {
  /** @type {number} */ count = 0;
  /** @type {number} */ shape = 1;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts; // its rows say by themselves what they are
    this.rows = ROWS.map((row) => ({
      row,
      canvas: el("canvas", { class: "ls-mosaic", role: "img", "aria-label": t[`rec.${row}.label`] }),
    }));
    this.nats = el("div", { class: "ls-distances" });
    const lines = this.rows.flatMap((
      { row, canvas },
    ) => [
      el("span", { class: "ls-quiet", text: t[`rec.${row}`], "data-tip": t[`rec.${row}.label`] }),
      cells(canvas, "var(--ls-count, 8)"),
    ]);
    const last = el("span", {
      class: "ls-quiet",
      text: t["rec.nats"],
      "data-tip": t["tip.rec.nats"],
      tabindex: "0",
    });
    this.root.append(el("div", { class: "ls-rec" }, ...lines, last, this.nats));
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    const [h, w] = describe.image;
    this.count = 0;
    this.shape = w / h;
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const nats = arrays["rec.nats"];
    if (!nats) return false;
    for (const { row, canvas } of this.rows) mosaic(canvas, arrays[`rec.${row}`]);
    if (this.count !== nats.length) {
      this.count = nats.length;
      this.root.style.setProperty("--ls-count", String(nats.length));
      this.root.style.setProperty("--ls-wide", String(this.shape * nats.length));
      this.nats.replaceChildren(...Array.from(nats, () => el("span")));
    }
    [...this.nats.children].forEach((node, i) =>
      setText(node, fixed(nats[i], Math.abs(nats[i]) < 10 ? 1 : 0))
    );
    setAttribute(
      this.nats,
      "aria-label",
      fill(this.texts["rec.nats.label"], {
        values: Array.from(nats, (value) => fixed(value, 1)).join(", "),
      }),
    );
    return true;
  }
}
