// A picture whose points are dragged, added and removed: what the panels of numbers and of classes share.

/** @import { Arrays, Frame, Meta, Numbers, Spec, Texts } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { CanvasPanel, lineOf, scales } from "../../../live/web/panels/canvas.js";
import { Hand } from "./hand.js";
import { written } from "./plane.js";

/**
 * An entry of a legend.
 * @param {string} text
 * @param {string} colour "" for the text's own
 * @param {string} [className]
 */
export function key(text, colour, className = "") {
  const mark = el("i", { class: `ls-line ${className}`.trim() });
  if (colour) mark.style.borderTopColor = colour;
  return el("span", { class: "ls-fit-key" }, mark, text);
}

export class Editor extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.remove = tool(t, "remove-point", () => this.hand.remove());
    this.undo = tool(t, "undo-points", () => this.hand.undo());
    this.restore = tool(t, "restore-points", () => this.hand.restore());
    this.tools.append(this.remove, this.undo, this.restore);
    this.said = el("p", { class: "ls-quiet ls-fit-said", role: "status", text: t["fit.hint"] });
    this.legend = el("p", { class: "ls-quiet ls-fit-legend" });
    this.note = el("p", { class: "ls-fit-note", hidden: "" });
    this.root.append(this.note, el("div", { class: "ls-fit-foot" }, this.legend, this.said));
    this.hand = new Hand(this);
  }

  /**
   * Takes over a frame's points.
   * @param {Numbers} points [N, 2]
   * @param {Numbers} edits how many can be taken back, and whether the points differ from those drawn
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  take(points, edits, arrays, frame) {
    this.note.hidden = !frame.notes?.length;
    setText(this.note, (frame.notes ?? []).join(" "));
    this.hand.heard(points);
    setAttribute(this.undo, "aria-disabled", !edits[0]);
    setAttribute(this.restore, "aria-disabled", !edits[1]);
    setAttribute(this.remove, "aria-disabled", this.hand.chosen === null);
    return super.draw(arrays, frame);
  }

  /** @param {string} text */
  say(text) {
    setText(this.said, text);
  }

  get axis() {
    const limit = this.meta?.describe.limit ?? 5;
    return { low: -limit, high: limit, label: "" };
  }

  /** Between the picture and the plane. */
  get place() {
    return scales(this.box, this.axis, this.axis);
  }

  /**
   * The same of the picture that is at a place of the stage.
   * @param {number} _px
   * @param {number} _py
   */
  placeAt(_px, _py) {
    return this.place;
  }

  /** What a new point has beside its place. @returns {Record<string, unknown>} */
  added() {
    return {};
  }

  /** @param {number | null} _index the point that has been chosen */
  chose(_index) {}

  /**
   * A point in words, with the numbers that its axes stand for.
   * @param {number} index
   */
  words(index) {
    const [x, y] = this.hand.points[index].map((place, i) =>
      written(this.meta?.describe.axes[i] ?? { shift: 0, factor: 1 }, place)
    );
    return fill(this.texts["fit.point"], { index: index + 1, count: this.hand.points.length, x, y });
  }

  /**
   * The colours of the fits, in words.
   * @param {Meta} meta
   */
  keys({ describe: { losses } }) {
    return losses.map((/** @type {string} */ loss, /** @type {number} */ i) =>
      key(this.texts[`fit.${loss}`], lineOf(i))
    );
  }

  close() {
    this.hand.close();
    super.close();
  }
}
