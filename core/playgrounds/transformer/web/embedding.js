// The vectors of all symbols, or of all places, in the plane in which they spread most.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { CanvasPanel, scales } from "../../../live/web/panels/canvas.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { Plane } from "../../../live/web/widgets/steady.js";
import { label } from "./tokens.js";

export class Embedding extends CanvasPanel {
  plane = new Plane();
  /** @type {Float32Array} */ seen = new Float32Array(0);

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.places = toggle("places", wordsOf(this.texts, "places"), false, () => {
      this.plane = new Plane();
      if (this.arrays) this.look(this.arrays);
      this.renew();
    });
    this.tools.append(this.places);
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", spec.title);
    this.stage.classList.add("ls-seq-plot");
    this.words = el("p", { class: "ls-map-read" });
    this.root.append(this.words);
  }

  options() {
    const { model } = this.subject.asked;
    return model ? { model } : {};
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.subject.describe(meta);
    if (meta.build !== this.meta?.build) this.plane = new Plane();
    super.describe(meta);
  }

  /** Whether places are shown, and not symbols. */
  get ofPlaces() {
    return isOn(this.places) && Boolean(this.arrays?.["embedding.places"]);
  }

  /**
   * @param {Arrays} arrays
   * @param {import("../../../live/web/types.d.ts").Frame} frame
   */
  draw(arrays, frame) {
    if (!arrays["embedding.points"]) return false;
    this.places.hidden = !arrays["embedding.places"];
    super.draw(arrays, frame);
    this.look(arrays);
    return true;
  }

  /** @param {Arrays} arrays */
  look(arrays) {
    const points = arrays[this.ofPlaces ? "embedding.places" : "embedding.points"];
    this.plane.follow(points, true);
    this.seen = this.plane.see(points);
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture(arrays, meta) {
    const { context, box, view: { colours }, texts: t } = this;
    const [[low, high], [bottom, top]] = this.plane.window(this.seen);
    const x = { low, high, label: t["embedding.x"] };
    const y = { low: bottom, high: top, label: t["embedding.y"] };
    drawAxes(context, box, x, y, colours);
    const scale = scales(box, x, y);
    this.clip();
    context.font = `600 ${colours.type}px ${colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const count = this.seen.length / 2;
    const { ofPlaces } = this;
    for (let i = 0; i < count; i += 1) {
      context.fillStyle = css(ofPlaces ? colours.sequential(i / count) : colours.text);
      const name = ofPlaces ? String(i + 1) : label(meta.describe.symbols[i] ?? "");
      const half = context.measureText(name).width / 2; // a word at the edge is seen whole
      const x = Math.min(
        box.left + box.wide - half,
        Math.max(box.left + half, scale.across(this.seen[2 * i])),
      );
      context.fillText(name, x, scale.down(this.seen[2 * i + 1]));
    }
    context.restore();
    const share = arrays[ofPlaces ? "embedding.places_share" : "embedding.points_share"][0];
    setText(
      this.words,
      fill(t[ofPlaces ? "embedding.words_places" : "embedding.words"], {
        count,
        share: fixed(100 * share, 0),
      }),
    );
  }
}
