// A vector as a strip of coloured cells, with its first numbers.

/** @import { Numbers } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { contextOf, el, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed, weight } from "../../../live/web/format.js";

const NUMBERS = 5; // written out
const SMALLEST = 1e-9;

export class Strip {
  constructor() {
    this.name = el("span", { class: "ls-seq-vector" });
    this.canvas = el("canvas", { class: "ls-pixelated ls-seq-strip", role: "img" });
    this.numbers = el("span", { class: "ls-quiet ls-seq-numbers" });
    this.root = el("div", { class: "ls-seq-line-of" }, this.name, this.canvas, this.numbers);
  }

  /**
   * @param {string} name
   * @param {Numbers} values
   * @param {Colours} colours
   */
  show(name, values, colours) {
    let most = SMALLEST;
    for (let i = 0; i < values.length; i += 1) most = Math.max(most, Math.abs(values[i]));
    if (this.canvas.width !== values.length) Object.assign(this.canvas, { width: values.length, height: 1 });
    const image = new ImageData(values.length, 1);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < values.length; i += 1) {
      pixels[i] = colours.lut[Math.round(127.5 + 127.5 * values[i] / most)];
    }
    contextOf(this.canvas).putImageData(image, 0, 0);
    setText(this.name, name);
    const first = Array.from({ length: Math.min(NUMBERS, values.length) }, (_, i) => fixed(values[i], 2));
    setText(this.numbers, `${first.join("  ")}${values.length > NUMBERS ? " …" : ""}`);
    setAttribute(this.canvas, "aria-label", `${name}: ${first.join(", ")}`);
    setAttribute(this.canvas, "data-tip", `±${weight(most)}`);
  }
}
