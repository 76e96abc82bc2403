// What of the image decides: Grad-CAM, occlusion, the gradient; and how little noise makes it another class.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { Pixels } from "./pixels.js";

const METHODS = ["occlusion", "gradcam", "gradient", "fgsm"];
const NOTHING = 1e-9; // a scale below which a map is empty
const SOON = 60; // ms between two strengths that are asked for

export class Why extends Panel {
  /** @type {Meta} */ meta;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.pixels = new Pixels();
    this.asking = 0;
    /** @type {Arrays | null} */ this.arrays = null;
    const methods = METHODS.map((one) => /** @type {[string, string]} */ ([one, t[`why.${one}`]]));
    const changed = () => this.ask();
    this.method = select("why-method", { label: t["why.method"] }, methods, changed);
    this.target = select("why-target", { label: t["why.target"] }, [["", t["why.said"]]], changed);
    this.tools.append(this.method, this.target);
    this.slider = el("input", {
      type: "range",
      min: "0",
      max: "0.3",
      step: "0.01",
      value: "0.1",
      class: "ls-range",
      "data-action": "fgsm-strength",
      "aria-label": t["why.strength"],
      on: { input: changed },
    });
    this.strength = el("span", { text: "0.10" });
    this.row = el(
      "label",
      { class: "ls-cnn-slider ls-quiet", hidden: "" },
      t["why.strength"],
      this.slider,
      this.strength,
    );
    this.image = el("canvas", {
      class: "ls-pixelated ls-cnn-large",
      role: "img",
      "aria-label": t["why.image"],
    });
    this.map = el("canvas", { class: "ls-pixelated ls-cnn-large", role: "img", "aria-label": t["why.map"] });
    this.words = el("p", { class: "ls-map-read", role: "status" });
    const figure = (/** @type {HTMLCanvasElement} */ canvas, /** @type {string} */ text) =>
      el("figure", { class: "ls-cnn-figure" }, canvas, el("figcaption", { class: "ls-quiet", text }));
    this.caption = el("figcaption", { class: "ls-quiet" });
    this.root.append(
      this.row,
      el(
        "div",
        { class: "ls-cnn-pair" },
        figure(this.image, t["why.image"]),
        el("figure", { class: "ls-cnn-figure" }, this.map, this.caption),
      ),
      this.words,
    ); // deno-fmt-ignore
  }

  ask() {
    clearTimeout(this.asking);
    this.row.hidden = this.method.value !== "fgsm";
    setText(this.strength, Number(this.slider.value).toFixed(2));
    this.asking = setTimeout(() => this.view.watch?.changed(), SOON);
  }

  options() {
    const { method, target, slider } = this;
    const more = target.value === "" ? {} : { target: Number(target.value) };
    const strength = method.value === "fgsm" ? { strength: Number(slider.value) } : {};
    return { ...this.subject.asked, method: method.value, ...more, ...strength };
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) this.arrays = null;
    this.meta = meta;
    /** @type {string[]} */ const classes = meta.describe.classes;
    const choices = classes.map((name, k) => /** @type {[number, string]} */ ([k, name]));
    offer(this.target, [["", this.texts["why.said"]], ...choices]);
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays["attribution.image"]) return false;
    this.arrays = arrays;
    this.picture(arrays);
    return true;
  }

  paint() {
    if (this.arrays) this.picture(this.arrays);
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const { "attribution.image": image, "attribution.map": map, "attribution.before": p } = arrays;
    this.pixels.photo(image, 0, image.shape).onto(this.image);
    this.map.hidden = !map;
    if (map) this.pixels.map(map, 0, [map.shape[0], map.shape[1]], this.view.colours.lut).onto(this.map);
    const t = this.texts;
    const after = arrays["attribution.after"];
    const empty = map && arrays["attribution.scale"][0] < NOTHING && !after;
    const caption = empty ? "why.empty" : `why.caption.${after ? "fgsm" : this.method.value}`;
    setText(this.caption, t[map ? caption : "why.none"]);
    const [target] = arrays["attribution.target"];
    /** @type {string[]} */ const names = this.meta.describe.classes;
    const best = (/** @type {ArrayLike<number>} */ all) =>
      Array.from(all).reduce((top, one, k) => (one > all[top] ? k : top), 0);
    const share = (/** @type {number} */ one) => fixed(100 * one, 1);
    if (!after) {
      return setText(this.words, fill(t["why.words"], { name: names[target], share: share(p[target]) }));
    }
    const [one, two] = [best(p), best(after)];
    const said = { before: names[one], sure: share(p[one]), after: names[two], surer: share(after[two]) };
    setText(this.words, fill(t["why.fooled"], said));
  }
}
