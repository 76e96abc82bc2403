// One number of one layer taken apart: the window it was made of, the kernel, and the sum with its numbers.

/** @import { Arrays, Json, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Written } from "../../../live/web/panels/written.js";
import { WindowMap } from "./windowmap.js";
import { kernelTable, logitTable, termTable } from "./sums.js";

const [REST, BIAS, SUM, MEAN, DEVIATION, GAMMA, BETA, Z, OUT] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const MAPS = 3;

export class Apart extends Written {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    const moved = (/** @type {number} */ y, /** @type {number} */ x) => this.subject.set({ y, x });
    this.title = el("p", { class: "ls-cnn-apart-title" });
    this.ins = Array.from(
      { length: MAPS },
      () => new WindowMap(t["apart.in"], (y, x) => this.moveWindow(y, x)),
    );
    this.out = new WindowMap(t["apart.out"], moved);
    this.arrow = el("span", { class: "ls-cnn-arrow", text: "→", "aria-hidden": "true" });
    this.pictures = el(
      "div",
      { class: "ls-cnn-pictures" },
      ...this.ins.map((one) => one.root),
      this.arrow,
      this.out.root,
    );
    this.body = el("div", { class: "ls-cnn-sums" });
    this.sum = el("p", { class: "ls-cnn-sum", role: "status" });
    this.root.append(this.title, el("div", { class: "ls-cnn-scroll" }, this.pictures, this.sum, this.body));
    this.subject.taken.watch(() => this.front());
  }

  options() {
    return this.subject.place;
  }

  get leading() {
    return "apart.numbers";
  }

  /**
   * The window over the input: its middle is put where it was pointed at.
   * @param {number} y
   * @param {number} x
   */
  moveWindow(y, x) {
    const now = this.arrays;
    if (now?.["apart.window"] && this.kindOf(now) === "flatten") return this.pickFlat(now, y, x);
    if (!now?.["apart.window"] || !now["apart.out"]) return;
    const [top, left, tall, wide] = now["apart.window"];
    const [, , oldY, oldX] = now["apart.where"];
    const [h, w] = now["apart.out"].shape;
    const [inH, inW] = now["apart.in"].shape.slice(1);
    const [stepY, stepX] = [Math.max(1, Math.round(inH / h)), Math.max(1, Math.round(inW / w))];
    const to = (
      /** @type {number} */ old,
      /** @type {number} */ by,
      /** @type {number} */ step,
      /** @type {number} */ end,
    ) => Math.min(end - 1, Math.max(0, old + Math.round(by / step)));
    const middleY = top + (tall - 1) / 2;
    const middleX = left + (wide - 1) / 2;
    this.subject.set({ y: to(oldY, y - middleY, stepY, h), x: to(oldX, x - middleX, stepX, w) });
  }

  /**
   * The pixel of the map is another number of the row.
   * @param {Arrays} arrays
   * @param {number} y
   * @param {number} x
   */
  pickFlat(arrays, y, x) {
    const [, h, w] = arrays["apart.in"].shape;
    const [row, column] = [Math.min(h - 1, Math.round(y)), Math.min(w - 1, Math.round(x))];
    this.subject.set({ channel: (arrays["apart.channels"][0] * h + row) * w + column, y: null, x: null });
  }

  /** @param {Arrays} arrays */
  kindOf(arrays) {
    return this.meta.describe.layers[arrays["apart.where"][0]]?.kind;
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const [layer, channel, y, x] = arrays["apart.where"];
    /** @type {Json | undefined} */ const about = this.meta.describe.layers[layer];
    if (!about) return;
    const { lut } = this.view.colours;
    const t = this.texts;
    const maps = about.shape.length === 3;
    const place = { layer: about.name, channel: channel + 1, y: y + 1, x: x + 1 };
    const isOutput = about.kind === "output";
    const key = isOutput ? "apart.title_class" : maps ? "apart.title" : "apart.title_row";
    setText(this.title, fill(t[key], { ...place, name: this.meta.describe.classes[channel] }));
    this.showMaps(arrays, layer, lut);
    this.body.replaceChildren(...this.tables(arrays));
    setText(this.sum, about.kind === "flatten" ? this.flat(arrays) : this.words(arrays, about.kind));
  }

  /**
   * @param {Arrays} arrays
   * @param {number} layer
   * @param {Uint32Array} lut
   */
  showMaps(arrays, layer, lut) {
    const read = arrays["apart.in"];
    const [, channel, y, x] = arrays["apart.where"];
    this.ins.forEach((one, s) => {
      one.root.hidden = !read || s >= read.shape[0];
      if (one.root.hidden || !read) return;
      const [, h, w] = read.shape;
      const name = layer === 0 && this.meta.describe.image[0] === 1
        ? this.texts["apart.image"]
        : fill(this.texts["apart.map"], { channel: arrays["apart.channels"][s] + 1 });
      one.show(read, s * h * w, [h, w], lut, arrays["apart.window"], name);
    });
    const out = arrays["apart.out"];
    this.out.root.hidden = this.arrow.hidden = !out;
    if (!out) return;
    this.arrow.hidden = !read;
    this.out.show(
      out,
      0,
      [out.shape[0], out.shape[1]],
      lut,
      [y, x, 1, 1],
      fill(this.texts["apart.map"], { channel: channel + 1 }),
    );
  }

  /** @param {Arrays} arrays */
  tables(arrays) {
    const t = this.texts;
    const [layer, channel] = arrays["apart.where"];
    const pick = (/** @type {number} */ number) =>
      this.subject.set({ layer: layer - 1, channel: number, y: null, x: null });
    if (arrays["apart.logits"]) {
      return [
        termTable(arrays["apart.terms"], t, pick),
        logitTable(arrays["apart.logits"], channel, this.meta.describe.classes, t),
      ];
    }
    if (arrays["apart.terms"]) return [termTable(arrays["apart.terms"], t, pick)];
    /** @type {Wire | undefined} */ const patch = arrays["apart.patch"];
    if (!patch) return [];
    const colours = this.view.colours;
    return Array.from({ length: patch.shape[0] }, (_, s) => kernelTable(arrays, s, t, colours));
  }

  /**
   * Where a number of the row came from.
   * @param {Arrays} arrays
   */
  flat(arrays) {
    const [, h, w] = arrays["apart.in"].shape;
    const [y, x] = arrays["apart.window"];
    const map = arrays["apart.channels"][0];
    const channel = arrays["apart.where"][1] + 1;
    const out = weight(arrays["apart.numbers"][OUT]);
    const values = { channel, map: map + 1, before: map, h, w, above: y, y: y + 1, x: x + 1, out };
    return fill(this.texts["apart.sum.flatten"], values);
  }

  /**
   * The sum in one line.
   * @param {Arrays} arrays
   * @param {string} kind
   */
  words(arrays, kind) {
    const t = this.texts;
    const n = arrays["apart.numbers"];
    const say = (/** @type {number} */ index) => weight(n[index]);
    const normalised = Number.isFinite(n[GAMMA]);
    const values = {
      rest: say(REST),
      bias: say(BIAS),
      sum: say(SUM),
      mean: say(MEAN),
      deviation: say(DEVIATION),
      gamma: say(GAMMA),
      beta: say(BETA),
      z: say(Z),
      out: say(OUT),
      activation: this.meta.config.activation,
      parts: [...(arrays["apart.sums"] ?? [])].map((one) => weight(one)).join(" + "),
    }; // deno-fmt-ignore
    const known = ["conv", "dense"].includes(kind) && normalised ? `${kind}_bn` : kind;
    return fill(t[`apart.sum.${known}`], values);
  }
}
