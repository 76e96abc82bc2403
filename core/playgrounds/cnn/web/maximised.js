// What maximises a unit: an image that grows out of noise, for the map that is chosen or for a class.

/** @import { Arrays, Frame, Json, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { Pixels } from "./pixels.js";

const SOON = 40; // ms between two looks at a network that rests
const STARTS = 100; // images of noise to begin with

export class Maximised extends Panel {
  /** @type {Meta} */ meta;
  /** @type {Arrays | null} */ arrays = null;
  round = 0;
  again = 0;
  asking = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.pixels = new Pixels();
    this.unit = select("maximised-unit", { label: t["maximised.unit"] }, [["", t["maximised.map"]]], () => {
      this.view.watch?.changed();
    });
    this.tools.append(
      this.unit,
      tool(t, "maximised-again", () => {
        this.again = (this.again + 1) % STARTS;
        this.view.watch?.changed();
      }),
    );
    this.image = el("canvas", { class: "ls-pixelated ls-cnn-large", role: "img" });
    this.words = el("p", { class: "ls-map-read" });
    this.progress = el("progress", { class: "ls-cnn-progress", "aria-label": t["maximised.progress"] });
    this.root.append(
      el("figure", { class: "ls-cnn-figure ls-cnn-grown" }, this.image),
      this.progress,
      this.words,
      el("p", { class: "ls-quiet", text: t["maximised.how"] }),
    );
  }

  /** The layer and the channel that are asked for. */
  get place() {
    const { layer, channel } = this.subject.now;
    if (this.unit.value === "") return { layer, channel };
    return { layer: this.meta.describe.layers.length - 1, channel: Number(this.unit.value) };
  }

  options() {
    return { ...(this.meta ? this.place : {}), again: this.again, round: this.round };
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) this.arrays = null;
    this.meta = meta;
    /** @type {string[]} */ const classes = meta.describe.classes;
    const choices = classes.map((
      name,
      k,
    ) => /** @type {[number, string]} */ ([k, fill(this.texts["maximised.class"], { name })]));
    offer(this.unit, [["", this.texts["maximised.map"]], ...choices]);
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    const image = arrays["maximised.image"];
    if (!image) return false;
    this.arrays = arrays;
    this.pixels.photo(image, 0, image.shape).onto(this.image);
    this.tell(arrays);
    const [done, of] = arrays["maximised.steps"];
    clearTimeout(this.asking);
    // While it learns frames come by themselves; at rest one comes only if something else is asked for.
    if (frame.status !== "running" && done < of) this.asking = setTimeout(() => this.next(), SOON);
    return true;
  }

  next() {
    this.round += 1;
    this.view.watch?.changed();
  }

  /** @param {Arrays} arrays */
  tell(arrays) {
    const t = this.texts;
    const [layer, channel] = arrays["maximised.where"];
    const [steps, of] = arrays["maximised.steps"];
    const [first, value] = arrays["maximised.value"];
    /** @type {Json | undefined} */ const about = this.meta.describe.layers[layer];
    if (!about) return;
    const said = {
      layer: about.name,
      channel: channel + 1,
      name: this.meta.describe.classes[channel],
      steps,
      first: weight(first),
      value: weight(value),
    };
    const kind = about.kind === "output" ? "output" : about.shape.length === 3 ? "maps" : "row";
    setText(this.words, fill(t[Number.isFinite(first) ? `maximised.said.${kind}` : "maximised.still"], said));
    setAttribute(this.image, "aria-label", fill(t[`maximised.label.${kind}`], said));
    setAttribute(this.progress, "max", of);
    setAttribute(this.progress, "value", steps);
  }

  close() {
    clearTimeout(this.asking);
  }
}
