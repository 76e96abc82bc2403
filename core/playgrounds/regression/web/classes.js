// Points of two or three classes over what each fit makes of the plane: side by side, one map for each loss.

/** @import { Arrays, Box, Frame, Meta, Numbers, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css, mix } from "../../../live/web/colour.js";
import { contextOf, el, fill } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { heading, scales } from "../../../live/web/panels/canvas.js";
import { Editor } from "./editor.js";
import { boundaries, squares } from "./plane.js";

const RADIUS = 5; // px of a point
const STRENGTH = 0.8; // of the colour where the answer is sure
const ROOM = { left: 42, top: 28, wide: 8, tall: 42 }; // around a map
export const NAMES = ["A", "B", "C"];

/**
 * The colours of a map's cells: those of the classes by their probabilities, the paler the less sure.
 * @param {number[][]} colours of the classes
 * @param {number[]} neutral
 * @param {Numbers} map [cells, K]
 * @param {Uint8ClampedArray} data red, green, blue and opacity of each cell: what is written
 */
export function blend(colours, neutral, map, data) {
  const classes = colours.length;
  for (let cell = 0; cell < map.length / classes; cell += 1) {
    let [sum, most] = [0, 0];
    for (let k = 0; k < classes; k += 1) {
      const p = map[cell * classes + k];
      sum += p;
      if (p > most) most = p;
    }
    const sure = STRENGTH * Math.max(0, most / sum - 1 / classes) / (1 - 1 / classes);
    for (let i = 0; i < 3; i += 1) {
      let mean = 0;
      for (let k = 0; k < classes; k += 1) mean += map[cell * classes + k] * colours[k][i];
      data[4 * cell + i] = neutral[i] + sure * (mean / sum - neutral[i]);
    }
    data[4 * cell + 3] = 255;
  }
}

export class Classes extends Editor {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.kind = select("new-class", { label: t["classes.new"] }, [], () => {});
    this.tools.prepend(this.kind);
    /** @type {Box[]} */ this.boxes = [];
    this.back = el("canvas", {});
    this.labels = new Int32Array();
  }

  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    const { family, classes } = meta.describe;
    this.root.hidden = family !== "classes";
    const named = NAMES.slice(0, classes).map((name) => fill(this.texts["classes.name"], { name }));
    offer(this.kind, named.map((name, i) => [i, name]));
    if (classes) this.legend.replaceChildren(this.texts[`classes.legend_${classes}`]);
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    if (!arrays.places) return false;
    this.labels = Int32Array.from(arrays.label);
    return this.take(arrays.places, arrays.edits, arrays, frame);
  }

  added() {
    return { label: Number(this.kind.value) };
  }

  /** @param {number | null} index */
  chose(index) {
    this.view.shared.point.set(index ?? 0);
  }

  /** @param {number} index */
  words(index) {
    const [x, y] = this.hand.points[index].map(weight);
    const name = NAMES[this.labels[index] ?? Number(this.kind.value)];
    const count = this.hand.points.length;
    return fill(this.texts["classes.point"], { index: index + 1, count, name, x, y });
  }

  /**
   * @param {number} px
   * @param {number} py
   */
  placeAt(px, py) {
    const near = (/** @type {Box} */ { left, top, wide, tall }) =>
      Math.hypot(px - left - wide / 2, py - top - tall / 2);
    const boxes = this.boxes.length ? this.boxes : [this.box];
    const box = boxes.reduce((best, one) => near(one) < near(best) ? one : best);
    return scales(box, this.axis, this.axis);
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture(arrays, { describe: { losses } }) {
    const { scale } = this.view.colours;
    const [left, top, wide, tall] = [ROOM.left, ROOM.top, ROOM.wide, ROOM.tall].map((px) => px * scale);
    const { clientWidth, clientHeight } = this.stage;
    const whole = { left: 0, top: 0, wide: clientWidth, tall: clientHeight };
    this.boxes = squares(whole, losses.length, { left, top, wide, tall });
    losses.forEach((/** @type {string} */ loss, /** @type {number} */ m) => this.map(arrays, m, loss));
  }

  /**
   * The map of one fit, its boundaries, and the points.
   * @param {Arrays} arrays
   * @param {number} m
   * @param {string} loss
   */
  map({ map, weights }, m, loss) {
    const { context, axis, view: { colours } } = this;
    const box = this.box = this.boxes[m];
    this.image(map, m);
    context.imageSmoothingEnabled = true;
    context.drawImage(this.back, box.left, box.top, box.wide, box.tall);
    drawAxes(context, box, { ...axis, label: "x₁" }, { ...axis, label: "" }, colours, { gap: 40 });
    heading(context, box, this.texts[`fit.${loss}`], "x₂", colours);
    this.clip();
    const columns = weights.shape[2];
    const at = scales(box, axis, axis);
    context.lineWidth = 2.5;
    context.strokeStyle = css(mix(colours.background, colours.text, 0.9));
    for (
      const ends of boundaries(weights.subarray(3 * m * columns, 3 * (m + 1) * columns), columns, axis.high)
    ) {
      context.beginPath();
      for (const [x, y] of ends) context.lineTo(at.across(x), at.down(y));
      context.stroke();
    }
    this.hand.points.forEach(([x, y], i) => this.point(at.across(x), at.down(y), i));
    context.restore();
  }

  /**
   * @param {Wire} map [M, S, S, K]
   * @param {number} m
   */
  image(map, m) {
    const [, side, , classes] = map.shape;
    const { view: { colours } } = this;
    const inks = Array.from({ length: classes }, (_, k) => colours.classColour(k, classes));
    const image = new ImageData(side, side);
    const cells = side * side * classes;
    blend(inks, colours.neutral, map.subarray(m * cells, (m + 1) * cells), image.data);
    this.back.width = this.back.height = side;
    contextOf(this.back).putImageData(image, 0, 0);
  }

  /**
   * A disc, a square or a triangle: the shape says the class, too.
   * @param {number} px
   * @param {number} py
   * @param {number} i
   */
  point(px, py, i) {
    const { context, hand: { chosen }, meta, view: { colours } } = this;
    const classes = meta?.describe.classes ?? 2;
    const label = this.labels[i] ?? Number(this.kind.value);
    const r = RADIUS * (i === chosen ? 1.5 : 1);
    context.beginPath();
    if (label === 0) context.arc(px, py, r, 0, 2 * Math.PI);
    else if (label === 1) context.rect(px - 0.9 * r, py - 0.9 * r, 1.8 * r, 1.8 * r);
    else {
      context.moveTo(px, py - 1.3 * r);
      context.lineTo(px + 1.2 * r, py + 0.9 * r);
      context.lineTo(px - 1.2 * r, py + 0.9 * r);
      context.closePath();
    }
    context.fillStyle = css(colours.classColour(label, classes));
    context.fill();
    context.lineWidth = i === chosen ? 3 : 1.5;
    context.strokeStyle = i === chosen ? css(colours.text) : "#ffffff";
    context.stroke();
  }
}
