// One picture with its name, its numbers, and the mark of the pixel that is read.

/** @import { Texts } from "../../../live/web/types.d.ts" */
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { Pixels } from "./pixels.js";

/** @param {number | null | undefined} value dB */
const decibels = (value) => (Number.isFinite(value) ? fixed(Number(value), 2) : "–");

export class Cell {
  /**
   * @param {string} name "original", "main" or "plain"
   * @param {Texts} texts
   */
  constructor(name, texts) {
    this.name = name;
    this.texts = texts;
    this.canvas = el("canvas", { class: "ls-picture-base ls-pixelated", role: "img" });
    this.pixels = new Pixels(this.canvas);
    this.mark = el("i", { class: "ls-picture-mark", hidden: "" });
    this.square = el("div", { class: "ls-picture-square" }, this.canvas, this.mark);
    this.label = el("span", { class: "ls-picture-name" });
    this.numbers = el("span", { class: "ls-picture-numbers" });
    const line = el("i", { class: "ls-picture-line", "aria-hidden": "true" });
    const title = el("span", { class: "ls-picture-title" }, line, this.label);
    this.root = el(
      "figure",
      { class: `ls-picture ls-picture-${name}`, "data-picture": name },
      this.square,
      el("figcaption", {}, title, this.numbers),
    );
  }

  /** @param {string} name */
  entitle(name) {
    setText(this.label, name);
    setAttribute(this.label, "title", name);
    this.said();
  }

  /**
   * The PSNR on pixels learned from, and on held-out ones where there are any.
   * @param {number | null | undefined} psnr
   * @param {number | null | undefined} test
   */
  measure(psnr, test) {
    const { texts } = this;
    const told = { psnr: decibels(psnr), test: decibels(test) };
    this.write(fill(texts[test === undefined ? "pictures.psnr" : "pictures.tested"], told));
  }

  /** @param {string} numbers */
  write(numbers) {
    setText(this.numbers, numbers);
    this.said();
  }

  said() {
    const told = { name: this.label.textContent, numbers: this.numbers.textContent };
    setAttribute(this.canvas, "aria-label", fill(this.texts["pictures.alone"], told));
  }

  /**
   * @param {[column: number, row: number] | null} at
   * @param {number} side
   */
  point(at, side) {
    this.mark.hidden = !at;
    if (!at) return;
    const { style } = this.mark;
    style.left = `${(100 * at[0]) / side}%`;
    style.top = `${(100 * at[1]) / side}%`;
    style.width = style.height = `${100 / side}%`;
  }
}
