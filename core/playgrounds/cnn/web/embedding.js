// A sample of test images as the last hidden layer sees them, in the plane in which they spread most, or as a t-SNE lays
// them out. A point that is pointed at tells its class and shows its image; a click looks at it in the maps.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
/** @import { Cloud } from "./tsne.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { CanvasPanel, scales } from "../../../live/web/panels/canvas.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { Plane } from "../../../live/web/widgets/steady.js";
import { Pixels } from "./pixels.js";
import { at, nearestTo, towards, widened } from "./pointing.js";
import { Tsne } from "./tsne.js";

const REACH = 16; // px within which a point is meant
const RADIUS = 3.6; // px
/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Embedding extends CanvasPanel {
  plane = new Plane();
  map = new Plane(); // of the t-SNE
  /** @type {Float32Array} */ seen = new Float32Array(0); // in the plane, as it is turned
  /** @type {Float32Array} */ places = new Float32Array(0); // px
  point = -1;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.pixels = new Pixels();
    this.tsne = new Tsne(view, () => this.another());
    this.tools.append(...this.tsne.tools);
    this.stage.classList.add("ls-cnn-plot");
    for (
      const [name, value] of Object.entries({ tabindex: 0, role: "application", "data-ls-keys": "arrows" })
    ) {
      setAttribute(this.canvas, name, value);
    }
    this.canvas.addEventListener("pointermove", (event) => this.over(event));
    this.canvas.addEventListener("pointerdown", (event) => this.over(event));
    this.canvas.addEventListener("click", () => this.look());
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.legend = el("div", { class: "ls-map-legend ls-cnn-legend", role: "img" });
    this.thumb = el("canvas", { class: "ls-pixelated ls-cnn-thumb", "aria-hidden": "true" });
    this.who = el("p", { class: "ls-map-read", role: "status" });
    this.words = el("p", { class: "ls-map-read" });
    const shown = el("div", { class: "ls-cnn-told" }, this.thumb, this.who);
    this.root.append(this.legend, this.tsne.root, shown, this.words);
  }

  /** @returns {Record<string, import("../../../live/web/types.d.ts").Options>} */
  also() {
    const row = this.row;
    return { ...(row === null ? {} : { thumb: { image: row } }), ...this.tsne.asked() };
  }

  get loners() {
    return ["thumb", "tsne"];
  }

  /**
   * What is drawn: the t-SNE, or the plane as it is turned.
   * @returns {Cloud | null}
   */
  get cloud() {
    const { arrays } = this;
    if (this.tsne.cloud || !arrays?.["embedding.rows"]) return this.tsne.cloud;
    const [rows, labels, said] = ["rows", "labels", "said"].map((name) => arrays[`embedding.${name}`]);
    return { points: this.seen, rows, labels, said };
  }

  /** The t-SNE has come or goes: points are elsewhere, and its window is another one. */
  another() {
    this.map = new Plane();
    this.tell();
    this.renew();
  }

  /** The test image of the point that is meant, or null. */
  get row() {
    return this.cloud?.rows[this.point] ?? null;
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) {
      this.plane = new Plane();
      this.point = -1;
      this.tsne.reset();
    }
    super.describe(meta);
    this.dress();
    this.tell();
  }

  /** The legend, in the theme's colours. */
  dress() {
    /** @type {string[]} */ const names = this.meta?.describe.classes ?? [];
    this.legend.setAttribute("aria-label", this.texts["embedding.legend"]);
    this.legend.replaceChildren(...names.map((name, k) => {
      const swatch = el("i", { class: "ls-swatch" });
      swatch.style.background = css(this.view.colours.classColour(k, names.length));
      return el("span", { class: "ls-class" }, swatch, name);
    }));
  }

  paint() {
    this.dress();
    super.paint();
  }

  /**
   * @param {Arrays} arrays
   * @param {import("../../../live/web/types.d.ts").Frame} frame
   */
  draw(arrays, frame) {
    const { "embedding.points": points, thumb } = arrays;
    if (thumb) this.pixels.photo(thumb, 0, thumb.shape).onto(this.thumb);
    this.tsne.take(arrays, frame);
    if (!points) return false;
    this.tsne.allow(arrays["embedding.rows"].length);
    this.plane.follow(points, true); // the same images in the same order: they turn as little as they can
    this.seen = this.plane.see(points);
    super.draw(arrays, frame);
    this.tell();
    return true;
  }

  /**
   * @param {Arrays} _arrays
   * @param {Meta} meta
   */
  picture(_arrays, meta) {
    const { context, box, cloud, view: { colours }, texts: t } = this;
    if (!cloud) return;
    const count = meta.describe.classes.length;
    const [plane, kind] = this.tsne.cloud ? [this.map, "tsne"] : [this.plane, "embedding"];
    const [[low, high], [bottom, top]] = widened(plane.window(cloud.points), box.wide / box.tall);
    const x = { low, high, label: t[`${kind}.x`] };
    const y = { low: bottom, high: top, label: t[`${kind}.y`] };
    drawAxes(context, box, x, y, colours);
    const scale = scales(box, x, y);
    this.places = Float32Array.from(
      cloud.points,
      (value, i) => i % 2 ? scale.down(value) : scale.across(value),
    );
    this.clip();
    cloud.labels.forEach((label, i) => {
      this.mark(i, css(colours.classColour(label, count)), cloud.said[i] !== label);
    });
    if (this.point >= 0 && this.point < cloud.labels.length) {
      context.strokeStyle = css(colours.text);
      context.lineWidth = 2.5;
      context.beginPath();
      context.arc(...at(this.places, this.point), 2.6 * RADIUS, 0, 2 * Math.PI);
      context.stroke();
    }
    context.restore();
  }

  /**
   * A disc where the network is right, a diamond where it is wrong.
   * @param {number} point
   * @param {string} colour
   * @param {boolean} wrong
   */
  mark(point, colour, wrong) {
    const { context, view: { colours } } = this;
    const [x, y] = at(this.places, point);
    const r = RADIUS * colours.scale * (wrong ? 1.7 : 1);
    context.beginPath();
    if (wrong) {
      [[0, -r], [r, 0], [0, r], [-r, 0]].forEach(([dx, dy]) => context.lineTo(x + dx, y + dy));
      context.closePath();
    } else context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = wrong ? 1.6 : 1;
    context.strokeStyle = css(wrong ? colours.text : colours.background);
    context.stroke();
  }

  /** @param {PointerEvent} event */
  over({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const found = nearestTo(this.places, clientX - left, clientY - top, REACH);
    if (found >= 0) this.choose(found);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const by = KEYS[event.key];
    if (!by && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (by) this.choose(towards(this.places, this.point, by));
    else this.look();
  }

  /** @param {number} point */
  choose(point) {
    if (point === this.point) return;
    this.point = point;
    this.view.watch?.changed();
    this.tell();
    this.renew();
  }

  /** The point's image goes through the network. */
  look() {
    const { row } = this;
    if (row !== null) this.subject.set({ drawn: "", image: row });
  }

  tell() {
    const { arrays, cloud, texts: t, row } = this;
    this.thumb.hidden = row === null;
    if (!arrays || !cloud || !this.meta) return;
    const { classes } = this.meta.describe;
    const [actual, said] = [cloud.labels[this.point], cloud.said[this.point]];
    const names = { number: (row ?? 0) + 1, actual: classes[actual], said: classes[said] };
    const key = row === null ? "none" : actual === said ? "right" : "wrong";
    setText(this.who, fill(t[`embedding.${key}`], names));
    this.words.hidden = this.tsne.cloud !== null;
    const share = arrays["embedding.share"];
    const told = { count: cloud.labels.length, share: fixed(100 * (share[0] + share[1]), 0) };
    setText(this.words, fill(t["embedding.words"], told));
    setAttribute(this.canvas, "aria-label", fill(t["embedding.label"], told));
  }

  close() {
    this.tsne.close();
    super.close();
  }
}
