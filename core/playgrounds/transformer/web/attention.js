// What each token looks at: the weights of one head as a matrix or as arcs, all heads as thumbnails, and the prompt. A
// recurrent network has none: what it remembers stands in their place. A weight can be dragged, a head be zeroed.

/** @import { Arrays, Json, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Grid, Line } from "./matrix.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setText, tool } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { CanvasPanel } from "../../../live/web/panels/canvas.js";
import { isOn, offer, select, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { Heads } from "./heads.js";
import { cellAt, drawArcs, drawMatrix, gridOf, lineOf } from "./matrix.js";
import { Prompt } from "./prompt.js";
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
      this.subject.set({ model, layer: 0, head: 0, hand: null });
    });
    this.tools.append(this.model, this.before, this.which, this.next, this.zero, this.free, this.arcs);
    this.heads = new Heads(view, (layer, head) => this.subject.set({ layer, head }));
    this.read = el("p", { class: "ls-map-read", role: "status" });
    this.prompt = new Prompt(view);
    this.stage.classList.add("ls-seq-fill");
    const about = {
      tabindex: 0,
      role: "application",
      "data-ls-keys": "arrows",
      "aria-label": t["attention.label"],
    };
    for (const [name, value] of Object.entries(about)) this.canvas.setAttribute(name, String(value));
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
    setText(this.which, fill(this.texts["attention.which"], { layer: layer + 1, head: head + 1 }));
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
    if (arrays["attention.weights"]) this.heads.draw(arrays["attention.weights"], this.view.colours);
    return super.draw(arrays, frame);
  }

  /** The token that looks, the last where none is chosen. */
  get row() {
    const count = this.arrays?.["attention.ids"].length ?? 0;
    return Math.min(count - 1, this.subject.now.position ?? count - 1);
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
    const labels = Array.from(ids, (id) => label(meta.describe.symbols[id] ?? ""));
    const box = { left: 2, top: 2, wide: wide - 6, tall: tall - 6 };
    const states = arrays["attention.states"];
    this.grid = this.line = null;
    if (states) {
      drawStates(context, box, states, labels, this.row, colours);
      this.line = { left: box.left, each: box.wide / ids.length, base: tall, count: ids.length };
    } else if (arrays["attention.weights"]) {
      const at = (/** @type {number} */ row, /** @type {number} */ column) => this.weight(row, column);
      const what = { at, labels, row: this.row, column: this.column, colours };
      if (isOn(this.arcs)) {
        this.line = lineOf(box, ids.length, colours.type);
        drawArcs(context, this.line, box.top, what);
      } else {
        context.font = `${colours.type}px ${colours.font}`;
        const widest = Math.max(...labels.map((one) => context.measureText(one).width));
        this.grid = gridOf(box, ids.length, colours.type, widest);
        drawMatrix(context, this.grid, what);
      }
    }
    this.tell(labels, arrays);
  }

  /** @param {string[]} labels @param {Arrays} arrays */
  tell(labels, arrays) {
    const { row, column, texts: t } = this;
    const chance = arrays["attention.chances"][row];
    const said = { token: labels[row], position: row + 1, share: fixed(100 * chance, 1) };
    const states = Boolean(arrays["attention.states"]);
    if (states || column < 0 || column > row && !this.weight(row, column)) {
      const key = row ? chance >= 0 ? states ? "state" : "token" : "plain" : "first";
      setText(this.read, fill(t[`attention.read_${key}`], said));
      return;
    }
    const pair = {
      ...said,
      at: labels[column],
      place: column + 1,
      weight: fixed(this.weight(row, column), 2),
    };
    setText(this.read, fill(t["attention.read"], pair));
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
    const last = this.arrays["attention.ids"].length - 1;
    if (by) {
      const [down, right] = this.grid ? by : [by[0] + by[1], 0];
      const held = (/** @type {number} */ value) => Math.min(last, Math.max(0, value));
      this.point(held(this.row + down), this.grid ? held(this.column + right) : -1);
    } else if (change !== undefined) {
      this.take(this.subject.taken(this) ?? this.weight(this.row, this.column), change);
    } else this.subject.set({ hand: null });
  }
}
