// An image drawn with the pointer or with the keys: the network's answer follows every stroke.

/** @import { Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { Pixels } from "./pixels.js";
import { centred, hexOf, stroke } from "./strokes.js";

const SOON = 50; // ms between two pictures that are sent

export class Draw extends Panel {
  side = 8;
  /** @type {[number, number] | null} */ last = null;
  cursor = [4, 4];

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    /** @type {Float32Array} */ this.picture = new Float32Array(64);
    this.pixels = new Pixels();
    this.sending = 0;
    this.canvas = el("canvas", {
      class: "ls-pixelated ls-cnn-draw",
      tabindex: "0",
      role: "application",
      "aria-label": t["draw.label"],
      "data-ls-keys": "arrows",
      on: {
        pointerdown: (event) => this.down(event),
        pointermove: (event) => this.move(event),
        pointerup: () => this.up(),
        pointercancel: () => this.up(),
        keydown: (event) => this.key(event),
      },
    });
    this.tools.append(
      tool(t, "draw-centre", () => this.change(centred(this.picture, this.side))),
      tool(t, "draw-clear", () => this.clear()),
    );
    this.words = el("p", { class: "ls-map-read", text: t["draw.words"] });
    this.root.append(el("div", { class: "ls-cnn-pad" }, this.canvas), this.words);
    this.subject.chosen.watch(({ drawn }) => !drawn && this.blank());
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    const [, side] = describe.image;
    if (side === this.side && this.canvas.width === side) return;
    this.side = side;
    this.cursor = [side >> 1, side >> 1];
    this.blank();
  }

  blank() {
    this.picture = new Float32Array(this.side ** 2);
    this.show();
  }

  clear() {
    this.blank();
    this.subject.set({ drawn: "" });
  }

  show() {
    const bytes = Uint8Array.from(this.picture, (one) => Math.round(255 * one));
    this.pixels.photo(bytes, 0, [1, this.side, this.side]).onto(this.canvas);
  }

  /** @param {Float32Array} picture */
  change(picture) {
    this.picture = picture;
    this.show();
    this.send();
  }

  send() {
    if (this.sending) return;
    this.sending = setTimeout(() => {
      this.sending = 0;
      this.subject.set({ drawn: hexOf(this.picture) });
    }, SOON);
  }

  /** @param {PointerEvent} event */
  place({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return /** @type {[number, number]} */ ([
      (clientX - left) / width * this.side,
      (clientY - top) / height * this.side,
    ]);
  }

  /** @param {PointerEvent} event */
  down(event) {
    event.preventDefault();
    this.canvas.focus();
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.place(event);
    this.to(this.last);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (this.last) this.to(this.place(event));
  }

  up() {
    this.last = null;
  }

  /** @param {[number, number]} place */
  to(place) {
    stroke(this.picture, this.side, this.last ?? place, place);
    this.last = place;
    this.show();
    this.send();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    this.cursor = this.cursor.map((at, i) => Math.min(this.side - 1, Math.max(0, at + by[i])));
    const [x, y] = this.cursor;
    if (!event.shiftKey) {
      this.last = null;
      this.to([x + 0.5, y + 0.5]);
      this.last = null;
    }
    setAttribute(this.canvas, "data-cursor", this.cursor.join(" "));
    setText(this.words, this.texts["draw.words"]);
  }

  close() {
    clearTimeout(this.sending);
  }
}
