// What each token looks at: the weights of one head as a matrix or as arcs, all heads as thumbnails, and the prompt. A
// recurrent network has none: what it remembers stands in their place. A weight can be dragged, a head be zeroed.

/** @import { Arrays, Json, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Grid, Line } from "./matrix.js" */
/** @import { Subject } from "./subject.js" */
import { el, setText, tool } from "../../../live/web/dom.js";
import { CanvasPanel } from "../../../live/web/panels/canvas.js";
import { isOn, offer, select, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { Heads } from "./heads.js";
import { cellAt, drawArcs, drawMatrix, gridOf, lineOf, widestOf } from "./matrix.js";
import { partOf, whichOf, windowOf } from "./parts.js";
import { Prompt } from "./prompt.js";
import { reading } from "./reading.js";
import { drawStates } from "./states.js";
import { takeAway } from "./takeaway.js";
import { label } from "./tokens.js";

const STEP = 0.1; // of a weight, by key
const DRAG = 120; // px of a drag from 0 to 1
const STILL = 4; // px within which a press is a click
/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class Attention extends CanvasPanel {
  column = -1; // the key that is pointed at
  /** @type {{ at: number, from: number, moved: boolean } | null} */ drag = null;
  /** @type {Grid | null} */ grid = null;
  /** @type {Line | null} */ line = null;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.arcs = toggle("arcs", wordsOf(t, "arcs"), false, () => this.renew());
    this.zero = takeAway(t, this.subject);
    this.free = tool(t, "free-weight", () => this.subject.set({ hand: null }));
    this.which = el("span", { class: "ls-seq-which", role: "status" });
    this.before = tool(t, "head-before", () => this.subject.page(-1));
    this.next = tool(t, "head-next", () => this.subject.page(1));
    this.model = select("of-model", { label: t["attention.model"] }, [], (model) => {
      this.subject.look(model);
    });
    this.tools.append(this.model, this.before, this.which, this.next, this.zero, this.free, this.arcs);
    this.heads = new Heads(view, (layer, head) => this.subject.set({ layer, head }));
    this.read = el("p", { class: "ls-map-read", role: "status" });
    this.prompt = new Prompt(view);
    this.stage.classList.add("ls-seq-fill");
    const keys = { tabindex: 0, role: "application", "data-ls-keys": "arrows" };
    for (const [name, value] of Object.entries({ ...keys, "aria-label": t["attention.label"] })) {
      this.canvas.setAttribute(name, String(value));
    }
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const type of ["pointerup", "pointercancel"]) {
      this.canvas.addEventListener(type, () => this.drag = null);
    }
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.root.append(this.read, this.heads.root, this.prompt.root);
    this.subject.chosen.watch(() => this.follow());
  }

  options() {
    return this.subject.asked;
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.subject.describe(meta);
    super.describe(meta);
    this.prompt.describe(meta.describe);
    /** @type {Json[]} */ const models = meta.describe.models;
    offer(this.model, models.map(({ kind, label }) => [kind, label]));
    this.model.hidden = models.length < 2;
    this.follow();
  }

  /** What is chosen has changed. */
  follow() {
    const { layer, head, hand } = this.subject.now;
    const { model } = this.subject;
    const heads = model.heads > 0;
    for (const one of [this.before, this.next, this.which, this.zero, this.arcs]) one.hidden = !heads;
    this.entitle(this.texts[heads ? "attention.title" : "attention.title_states"]);
    this.heads.describe(model);
    setText(this.which, whichOf(model, layer, head, this.texts));
    this.free.hidden = !hand;
    this.heads.follow(this.subject);
    this.renew();
  }

  /**
   * @param {Arrays} arrays
   * @param {import("../../../live/web/types.d.ts").Frame} frame
   */
  draw(arrays, frame) {
    if (!arrays["attention.ids"]) return false;
    const { "attention.weights": weights, "attention.source": source } = arrays;
    if (weights) this.heads.draw(weights, source?.[0] ?? 0, this.view.colours);
    return super.draw(arrays, frame);
  }

  /** The tokens that are in the picture. */
  get window() {
    const source = this.arrays?.["attention.source"]?.[0] ?? 0;
    return windowOf(this.part, source, this.arrays?.["attention.ids"].length ?? 0);
  }

  /** The token that looks, the last where none is chosen. */
  get row() {
    const { row, rows } = this.window;
    return Math.max(row, Math.min(row + rows - 1, this.subject.now.position ?? Infinity));
  }

  /** @param {number} row @param {number} column */
  weight(row, column) {
    const weights = this.arrays?.["attention.weights"];
    if (!weights) return 0;
    const [, heads, count] = weights.shape;
    const { layer, head } = this.subject.now;
    return weights[((layer * heads + head) * count + row) * count + column] / 255;
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture(arrays, meta) {
    const { context, view: { colours } } = this;
    const { clientWidth: wide, clientHeight: tall } = this.stage;
    const ids = arrays["attention.ids"];
    const name = (/** @type {number} */ id) => label(meta.describe.symbols[id] ?? "");
    const labels = Array.from(ids, name);
    const following = Array.from(arrays["attention.following"] ?? [], name);
    const box = { left: 2, top: 2, wide: wide - 6, tall: tall - 6 };
    const states = arrays["attention.states"];
    this.grid = this.line = null;
    if (states) {
      drawStates(context, box, states, labels, this.row, colours);
      const each = box.wide / ids.length;
      this.line = { left: box.left, each, base: tall, count: ids.length, turned: false };
    } else if (arrays["attention.weights"]) {
      const at = (/** @type {number} */ row, /** @type {number} */ column) => this.weight(row, column);
      // Across, a row is the word that is written there, as in Bahdanau et al. 2015.
      const crossing = this.part === "cross";
      const rows = crossing ? following.map((one, i) => one || labels[i]) : labels;
      const what = { at, labels, rows, row: this.row, column: this.column, colours };
      const widest = widestOf(context, labels, colours);
      if (isOn(this.arcs)) {
        this.line = lineOf(box, ids.length, colours.type, widest);
        drawArcs(context, this.line, box.top, what);
      } else {
        this.grid = gridOf(box, this.window, colours.type, widest);
        drawMatrix(context, this.grid, what);
      }
    }
    const { row, column, part } = this;
    const chance = arrays["attention.chances"][row];
    const [next, weight] = [following[row] ?? "", this.weight(row, column)];
    const told = { row, column, labels, next, part, chance, weight, states: Boolean(states) };
    setText(this.read, reading(told, this.texts));
  }

  get part() {
    return partOf(this.subject.model, this.subject.now.layer);
  }

  /** @param {PointerEvent} event */
  where({ offsetX, offsetY }) {
    if (this.grid) return cellAt(this.grid, offsetX, offsetY);
    if (!this.line) return null;
    const at = Math.floor((offsetX - this.line.left) / this.line.each);
    return at < 0 || at >= this.line.count ? null : { row: at, column: -1 };
  }

  /** @param {PointerEvent} event */
  press(event) {
    const found = this.where(event);
    if (!found) return;
    this.point(found.row, found.column);
    if (found.column < 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.drag = {
      at: event.clientX - event.clientY,
      from: this.weight(found.row, found.column),
      moved: false,
    };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { drag } = this;
    if (drag) {
      const by = event.clientX - event.clientY - drag.at; // to the right, or up
      drag.moved ||= Math.abs(by) > STILL;
      if (drag.moved) this.take(drag.from + by / DRAG);
      return;
    }
    const found = event.pointerType === "touch" ? null : this.where(event);
    if (found) this.point(found.row, found.column);
  }

  /** @param {number} row @param {number} column */
  point(row, column) {
    const changed = row !== this.row;
    this.column = column;
    if (changed) this.subject.set({ position: row });
    this.renew();
  }

  /**
   * The weight that is pointed at is `weight` from now on, the others of its row share the rest.
   * @param {number} weight
   * @param {number} [change] to it
   */
  take(weight, change = 0) {
    const { row, column, subject: { now: { layer, head } } } = this;
    if (column < 0 || !this.arrays?.["attention.weights"]) return;
    const value = Math.round(100 * Math.min(1, Math.max(0, weight + change))) / 100;
    this.subject.set({ hand: [layer, head, row, column, value] });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.arrays) return;
    const by = KEYS[event.key];
    const change = { "+": STEP, "=": STEP, "-": -STEP }[event.key];
    if (!by && change === undefined && event.key !== "Delete") return;
    event.preventDefault();
    event.stopPropagation();
    if (by) {
      const [down, right] = this.grid ? by : [by[0] + by[1], 0];
      const { row, rows, column, columns } = this.window;
      const held = (/** @type {number} */ value, /** @type {number} */ from, /** @type {number} */ count) =>
        Math.min(from + count - 1, Math.max(from, value));
      const across = this.grid ? held(this.column + right, column, columns) : -1;
      this.point(held(this.row + down, row, rows), across);
    } else if (change !== undefined) {
      this.take(this.subject.taken(this) ?? this.weight(this.row, this.column), change);
    } else this.subject.set({ hand: null });
  }
}
