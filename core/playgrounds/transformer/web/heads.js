// All heads of all layers as thumbnails: a click chooses one, and one that is zeroed is crossed out.

/** @import { Json, Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { mix } from "../../../live/web/colour.js";
import { contextOf, el, setAttribute } from "../../../live/web/dom.js";
import { partOf, whichOf, windowOf } from "./parts.js";

export class Heads {
  /**
   * @param {View} view
   * @param {(layer: number, head: number) => void} choose
   */
  constructor(view, choose) {
    this.view = view;
    this.choose = choose;
    this.root = el("div", { class: "ls-seq-heads" });
    this.shape = "";
    this.count = 1; // heads of a layer
    /** @type {Json} */ this.about = {};
    /** @type {{ node: HTMLElement, canvas: HTMLCanvasElement }[]} */ this.thumbs = [];
  }

  /** @param {Json} about */
  describe(about) {
    const { layers, heads, parts = [] } = about;
    this.about = about;
    this.root.hidden = !heads || layers * heads < 2;
    const shape = `${layers} ${heads} ${parts}`;
    if (shape === this.shape) return;
    this.shape = shape;
    this.count = heads;
    this.thumbs = Array.from({ length: heads ? layers * heads : 0 }, (_, i) => this.thumb(i));
    this.root.replaceChildren(...this.thumbs.map(({ node }) => node));
  }

  /** @param {number} index */
  thumb(index) {
    const [layer, head] = [Math.floor(index / this.count), index % this.count];
    const name = whichOf(this.about, layer, head, this.view.texts);
    const canvas = el("canvas", { class: "ls-pixelated", "aria-hidden": "true" });
    const attributes = {
      type: "button",
      class: "ls-seq-head",
      "data-head": `${layer}.${head}`,
      "aria-label": name,
      "data-tip": name,
      on: { click: () => this.choose(layer, head) },
    };
    return { node: el("button", attributes, canvas), canvas };
  }

  /** @param {Subject} subject */
  follow(subject) {
    const { layer, head } = subject.now;
    this.thumbs.forEach(({ node }, i) => {
      const [l, h] = [Math.floor(i / this.count), i % this.count];
      setAttribute(node, "aria-pressed", l === layer && h === head);
      node.classList.toggle("ls-seq-zeroed", subject.isOff(l, h));
    });
  }

  /**
   * @param {Wire} weights u1 [L, H, T, T]
   * @param {number} source tokens of an encoder's source
   * @param {Colours} colours
   */
  draw(weights, source, colours) {
    const side = weights.shape[2];
    const [ground, full] = [mix(colours.background, colours.text, 0.05), colours.positive];
    const lut = Uint32Array.from({ length: 256 }, (_, code) => {
      const [r, g, b] = mix(ground, full, Math.sqrt(code / 255)).map(Math.round);
      return (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
    });
    this.thumbs.forEach(({ canvas }, i) => {
      const part = partOf(this.about, Math.floor(i / this.count));
      const { row, rows, column, columns } = windowOf(part, source, side);
      if (canvas.width !== columns || canvas.height !== rows) {
        Object.assign(canvas, { width: columns, height: rows });
      }
      const image = new ImageData(columns, rows);
      const pixels = new Uint32Array(image.data.buffer);
      for (let k = 0; k < pixels.length; k += 1) {
        const [y, x] = [row + Math.floor(k / columns), column + k % columns];
        pixels[k] = lut[weights[(i * side + y) * side + x]];
      }
      contextOf(canvas).putImageData(image, 0, 0);
    });
  }
}
