// The network with every number of the step to come: columns of boxes above a canvas of links. What the stages have
// not reached yet is not written.

/** @import { Arrays, Frame, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Cell, Port } from "./cells.js" */
import { el, fill, setAttribute, setText, sizeCanvas, tool } from "../../../live/web/dom.js";
import { loss } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { inputCell, neuronCell } from "./cells.js";
import { short } from "./lesson.js";
import { reached } from "./stages.js";

const [WIDEST, NONE] = [5, "·"]; // px of a link; what is not reached yet

export class Numbers extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {import("./lesson.js").Lesson} */ this.lesson = view.shared.lesson;
    /** @type {Cell[]} */ this.cells = [];
    this.written = -1;
    this.key = this.places = "";
    this.words = el("p", { class: "ls-stage-words", "aria-live": "polite" });
    const rows = { label: t["row.label"] };
    this.rows = select("choose-row", rows, [], (value) => this.lesson.look(Number(value)));
    this.tools.append(
      this.rows,
      tool(t, "stage-back", () => this.lesson.go(-1)),
      tool(t, "stage-next", () => this.lesson.go(1), "ls-small ls-stage-next"),
    );
    this.canvas = el("canvas", { class: "ls-number-links", "aria-hidden": "true" });
    this.columns = el("div", { class: "ls-columns" });
    this.loss = el("span", { class: "ls-said-value", "data-number": "loss" });
    this.board = el("div", { class: "ls-board-numbers" }, this.canvas, this.columns);
    this.root.append(this.words, this.board);
    this.observer = new ResizeObserver(() => this.place());
    this.observer.observe(this.board);
  }

  also() {
    return { weights: {}, examples: {} };
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { lesson } = this;
    lesson.describe(meta);
    const key = JSON.stringify([meta.describe.sizes, meta.describe.inputs, meta.describe.standardise]);
    if (key === this.key) return;
    this.key = key;
    this.build();
    this.place();
  }

  build() {
    const { lesson, view } = this;
    const row = () => lesson.arrays?.rows[lesson.row] ?? 0;
    const refuse = (/** @type {string} */ typed) => {
      const key = typed ? "number.not_a_number" : "number.empty";
      view.transport.notice(fill(this.texts[key], { typed, kept: NONE }));
      this.written = -1;
      view.wake();
    };
    const columns = lesson.sizes.map((size, layer) =>
      Array.from(
        { length: size },
        (_, neuron) =>
          layer === 0
            ? inputCell(lesson, neuron, (input, value) =>
              view.command("set_input", { example: row(), input, value }), refuse)
            : neuronCell(lesson, layer, neuron, (value) =>
              view.command("set_target", { example: row(), output: neuron, value }), refuse),
      )
    );
    this.cells = columns.flat();
    const end = el(
      "div",
      { class: "ls-cell ls-cell-loss", "data-cell": "loss" },
      el("b", { text: "L" }),
      this.loss,
    );
    this.columns.replaceChildren(
      ...columns.map((cells) => el("div", { class: "ls-numbers-column" }, ...cells.map(({ node }) => node))),
      el("div", { class: "ls-numbers-column" }, end),
    );
  }

  /** All weights where there is room; else those of the chosen neuron alone. */
  place() {
    const { board, columns } = this;
    if (!board.clientWidth) return;
    board.classList.remove("ls-compact");
    const over = columns.scrollWidth > columns.clientWidth + 1 ||
      columns.scrollHeight > board.clientHeight + 1;
    board.classList.toggle("ls-compact", over);
    this.written = -1;
    this.places = "";
    this.view.wake();
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} _frame
   */
  draw(arrays, _frame) {
    return this.lesson.take(arrays);
  }

  tick() {
    if (this.written !== this.lesson.version && this.lesson.arrays) this.write();
    return false;
  }

  write() {
    const { lesson } = this;
    this.written = lesson.version;
    const arrays = /** @type {Arrays} */ (lesson.arrays);
    const at = reached(lesson.layers, lesson.at);
    const { rows } = arrays;
    this.rows.hidden = rows.length < 2;
    offer(this.rows, [...rows].map((row, k) => [k, fill(this.texts["row.of"], { example: row + 1 })]));
    this.rows.value = String(lesson.row);
    setText(this.words, lesson.words());
    for (const cell of this.cells) this.cell(cell, arrays, at);
    setText(this.loss, at.loss ? loss(arrays.loss[0]) : NONE);
    this.light();
    this.links(arrays);
  }

  /** Which boxes the stage that is told is about. */
  light() {
    const { lesson } = this;
    const { name, layer } = lesson.stages[lesson.at];
    const first = ["input", "preprocessing", "features"].includes(name);
    for (const cell of this.cells) {
      const lit = name === "update" ? cell.layer > 0 : name !== "loss" && cell.layer === (first ? 0 : layer);
      cell.node.classList.toggle("ls-lit", lit);
    }
    this.loss.parentElement?.classList.toggle("ls-lit", name === "loss");
  }

  /**
   * @param {Cell} cell
   * @param {Arrays} arrays
   * @param {ReturnType<typeof reached>} at
   */
  cell(cell, arrays, at) {
    const { lesson } = this;
    const { layer, neuron, numbers, field, ports } = cell;
    const example = arrays.rows[lesson.row];
    const { chosen } = lesson;
    if (field && document.activeElement !== field) {
      const from = layer
        ? arrays.t[example * lesson.sizes[layer] + neuron]
        : arrays.x[2 * example + Number(field.dataset.input)];
      field.value = String(Number(from.toPrecision(4)));
    }
    if (layer === 0) {
      setText(numbers.a, at.features ? short(lesson.of("a", 0, neuron)) : NONE);
      return;
    }
    for (const name of ["z", "a"]) {
      setText(numbers[name], at.forward(layer) ? short(lesson.of(name, layer, neuron)) : NONE);
    }
    setText(numbers.delta, at.backward(layer) ? short(lesson.of("delta", layer, neuron)) : NONE);
    cell.node.classList.toggle("ls-chosen", chosen.layer === layer && chosen.target === neuron);
    for (const port of ports) this.port(port, arrays, at);
  }

  /**
   * @param {Port} port
   * @param {Arrays} arrays
   * @param {ReturnType<typeof reached>} at
   */
  port({ node, value, second, place }, arrays, at) {
    const { lesson, texts: t } = this;
    const { chosen } = lesson;
    const i = lesson.index(place);
    const [w, g] = [arrays.weights[i], arrays.gradient[i]].map(short);
    setText(value, w);
    setText(second, at.update ? `→${short(arrays.after[i])}` : at.backward(place.layer) ? `∂${g}` : "");
    const own = chosen.layer === place.layer && chosen.source === place.source &&
      chosen.target === place.target;
    setAttribute(node, "aria-pressed", own);
    if (lesson.running) return;
    const to = lesson.symbol(place.layer, place.target);
    const from = place.source < 0 ? "" : lesson.symbol(place.layer - 1, place.source);
    const named = fill(t[place.source < 0 ? "name.bias" : "name.weight"], { from, to, value: w });
    setAttribute(
      node,
      "aria-label",
      `${named} ${at.backward(place.layer) ? fill(t["name.gradient"], { value: g }) : ""}`.trim(),
    );
  }

  /** @param {Arrays} arrays The links: blue negative, orange positive, the wider the larger. */
  links(arrays) {
    const { board, lesson, view } = this;
    const box = board.getBoundingClientRect();
    if (!box.width) return;
    const size = `${board.clientWidth} ${board.clientHeight}`;
    const context = size === this.places
      ? this.canvas.getContext("2d")
      : sizeCanvas(this.canvas, board.clientWidth, board.clientHeight);
    if (!context) return;
    this.places = size;
    context.clearRect(0, 0, box.width, box.height);
    const largest = [...arrays.weights].reduce((most, w) => Math.max(most, Math.abs(w)), 1e-9);
    for (const cell of this.cells) {
      for (const { node, place } of cell.ports) {
        if (place.source < 0) continue;
        const from = this.cells.find((one) => one.layer === place.layer - 1 && one.neuron === place.source);
        if (!from) continue;
        const port = node.getBoundingClientRect();
        const to = port.width ? port : cell.node.getBoundingClientRect();
        const start = from.node.getBoundingClientRect();
        const w = arrays.weights[lesson.index(place)];
        const own = node.getAttribute("aria-pressed") === "true";
        const [x0, y0] = [start.right - box.left, start.top + start.height / 2 - box.top];
        const [x1, y1] = [to.left - box.left, to.top + to.height / 2 - box.top];
        context.beginPath();
        context.moveTo(x0, y0);
        context.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
        context.globalAlpha = own ? 1 : 0.6;
        context.lineWidth = 1 + (WIDEST - 1) * Math.abs(w) / largest + (own ? 1.5 : 0);
        context.strokeStyle = view.colours.ink(w < 0 ? view.colours.negative : view.colours.positive);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  paint() {
    this.written = -1;
  }

  resize() {
    this.place();
  }

  close() {
    this.observer.disconnect();
  }
}
