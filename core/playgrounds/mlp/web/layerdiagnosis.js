// The diagnosis, layer by layer: what goes wrong in sentences, a table of numbers, and histograms over time.

/** @import { Arrays, Frame, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, icon, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { fixed, minus, whole } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { tick } from "../../../live/web/widgets/axes.js";
import { select } from "../../../live/web/widgets/controls.js";
import { drawRidges, Ridges } from "./ridges.js";
import { Shape } from "./shape.js";
import { round, Signs } from "./signs.js";

const KINDS = ["activations", "gradients", "weights"]; // the order of the array's number
const COLUMNS = ["gradient", "signal", "update", "rank", "dead", "saturated"];
const EVERY = 350; // ms between two changes of the numbers
const TALL = 190; // px of a layer's histograms
const LEAST = 128; // px of their width

/**
 * A size that may be of any order: two digits that say something.
 * @param {number} value
 */
export function size(value) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  if (value < 0.001 || value >= 1e4) return minus(value.toExponential(1).replace("e+", "e"));
  return fixed(value, value < 0.01 ? 4 : value < 0.1 ? 3 : value < 10 ? 2 : 0);
}

export class LayerDiagnosis extends Panel {
  /** @type {Shape} */ shape;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.kind = KINDS[0];
    /** @type {Ridges[][]} */ this.ridges = KINDS.map(() => []); // by kind and layer
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {HTMLElement[][]} */ this.cells = [];
    this.build = -1;
    this.step = this.written = this.width = 0;
    this.stale = this.dirty = false;
    this.signs = new Signs(t);
    this.sign = el("span", { class: "ls-sign", "aria-hidden": "true" });
    this.words = el("div", { class: "ls-alarm-words" });
    this.said = el("div", { class: "ls-alarm ls-inside-alarm", role: "status" }, this.sign, this.words);
    const heads = COLUMNS.map((name) =>
      el("th", {
        scope: "col",
        "data-tip": t[`tip.layers.${name}`],
        tabindex: "0",
        text: t[`layers.${name}`],
      })
    );
    this.body = el("tbody");
    const head = el("tr", {}, el("th", { scope: "col", text: t["layers.layer"] }), ...heads);
    this.table = el("table", { class: "ls-layers-table" }, el("thead", {}, head), this.body);
    const kinds = KINDS.map((kind) => /** @type {[string, string]} */ ([kind, t[`histogram.${kind}`]]));
    this.kinds = select("histogram", { label: t["histogram.label"] }, kinds, (kind) => {
      this.kind = kind;
      this.dirty = true;
      view.watch.changed();
    });
    this.canvas = el("canvas", { class: "ls-ridges", role: "img", "aria-label": spec.title });
    this.box = el("div", { class: "ls-ridges-box" }, this.canvas);
    this.range = el("span", { class: "ls-quiet" });
    this.root.append(
      this.said,
      el(
        "div",
        { class: "ls-layers-scroll", tabindex: "0", role: "group", "aria-label": spec.title },
        this.table,
      ),
      el("div", { class: "ls-head" }, this.kinds, this.range),
      this.box,
      el("p", { class: "ls-quiet", text: t["histogram.words"] }),
    );
    this.observer = new ResizeObserver(() => {
      this.dirty = true;
      view.wake();
    });
    this.observer.observe(this.box);
  }

  options() {
    return { kind: this.kind };
  }

  /** @param {Meta} meta */
  describe(meta) {
    const shape = new Shape(meta.describe, this.texts);
    if (this.build !== meta.build || this.shape?.key !== shape.key) {
      this.ridges = KINDS.map(() => shape.sizes.slice(1).map(() => new Ridges()));
      this.arrays = null;
    }
    this.build = meta.build;
    if (this.shape?.key !== shape.key) this.rows(shape);
    this.shape = shape;
  }

  /** @param {Shape} shape */
  rows(shape) {
    const t = this.texts;
    this.cells = shape.sizes.slice(1).map(() =>
      COLUMNS.map((name) => el("td", { "data-number": name, text: "–" }))
    );
    const rows = this.cells.map((cells, i) => {
      const name = i + 1 === shape.last ? "layers.output" : "layers.hidden";
      const said = { layer: i + 1, activation: shape.activationName(i + 1) };
      return el("tr", { "data-row": i + 1 }, el("th", { scope: "row", text: fill(t[name], said) }), ...cells);
    });
    this.body.replaceChildren(...rows);
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    const { histogram, "histogram.range": range } = arrays;
    if (histogram?.shape[0] !== this.cells.length) return false;
    this.arrays = arrays;
    this.step = frame.step;
    const bins = histogram.shape[1];
    this.ridges[arrays["histogram.kind"][0]].forEach((ridges, i) =>
      ridges.add({
        step: frame.step,
        counts: histogram.subarray(i * bins, (i + 1) * bins),
        low: range[2 * i],
        high: range[2 * i + 1],
      })
    );
    return this.stale = this.dirty = true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.onScreen || !this.arrays) return false;
    if (this.dirty) this.render();
    if (!this.stale) return false;
    if (now - this.written < EVERY) return true;
    this.written = now;
    this.stale = this.write(this.arrays, now);
    return this.stale;
  }

  /**
   * @param {Arrays} arrays
   * @param {number} now
   * @returns {boolean} whether a sentence still has to stay for a moment
   */
  write(arrays, now) {
    const { sizes } = this.shape;
    this.cells.forEach((cells, layer) => {
      COLUMNS.forEach((name, i) => {
        const value = arrays[`layers.${name}`][layer];
        setText(cells[i], this.number(name, value, layer));
        setAttribute(cells[i], "data-value", value);
      });
    });
    const sentences = this.signs.say(arrays, sizes.slice(1), now);
    const trouble = sentences.length > 0;
    setAttribute(this.said, "data-alarm", trouble);
    if (this.words.textContent !== sentences.join("") || !this.words.firstChild) {
      this.sign.replaceChildren(icon(trouble ? "alarm" : "well"));
      const shown = trouble ? sentences : [this.texts["layers.quiet"]];
      this.words.replaceChildren(...shown.map((text) => el("p", { text })));
    }
    return this.signs.held;
  }

  /**
   * @param {string} name of the column
   * @param {number} value
   * @param {number} layer
   */
  number(name, value, layer) {
    const t = this.texts;
    const units = this.shape.sizes[layer + 1];
    if (name === "rank") {
      return Number.isFinite(value) ? fill(t["value.of"], { value: fixed(value, 1), total: units }) : "–";
    }
    if (name === "dead" || name === "saturated") {
      return layer + 2 > this.shape.last ? "–" : fill(t["value.of"], { value: whole(value), total: units });
    }
    if (name !== "update" || !(value > 0) || !Number.isFinite(value) || value >= 1) return size(value);
    return fill(t["layers.ratio"], { times: whole(round(1 / value)) });
  }

  render() {
    const { canvas, view: { colours }, shape, texts: t } = this;
    const ridges = this.ridges[KINDS.indexOf(this.kind)];
    const width = this.box.clientWidth;
    if (width < 60 || !ridges.length || !ridges[0].newest) return;
    this.dirty = false;
    const columns = Math.max(1, Math.min(ridges.length, Math.floor(width / (LEAST * colours.scale))));
    const lines = Math.ceil(ridges.length / columns);
    const title = 22 * colours.scale;
    const tall = (TALL + 10) * colours.scale;
    const context = sizeCanvas(canvas, width, lines * tall);
    const [wide, gap] = [width / columns, 14];
    ridges.forEach((one, i) => {
      const [left, top] = [(i % columns) * wide, Math.floor(i / columns) * tall];
      const box = { left: left + 1, top: top + title, wide: wide - gap, tall: tall - title - 10 };
      context.font = `${colours.type}px ${colours.font}`;
      context.textAlign = "left";
      context.textBaseline = "top";
      context.fillStyle = `rgb(${colours.text.map(Math.round)})`;
      const name = i + 1 === shape.last ? t["layers.output_short"] : fill(t["space.layer"], { layer: i + 1 });
      context.fillText(name, box.left, top);
      if (one.newest) {
        drawRidges(context, box, one, colours.primary, colours, this.kind === "gradients" ? power : tick);
      }
    });
    const first = ridges[0].all[0].step;
    setText(this.range, fill(t["histogram.range"], { from: whole(first), to: whole(this.step) }));
    const said = { kind: t[`histogram.${this.kind}`], layers: ridges.length, ridges: ridges[0].all.length };
    setAttribute(canvas, "aria-label", fill(t["histogram.aria"], said));
    setAttribute(canvas, "data-ridges", ridges[0].all.length);
  }

  paint() {
    this.dirty = true;
  }

  close() {
    this.observer.disconnect();
  }
}

/** @param {number} value a power of ten */
const power = (value) => tick(10 ** value);
