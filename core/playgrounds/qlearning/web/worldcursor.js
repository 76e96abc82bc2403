// Pointer and keys on a world's board: a cursor that keys move and a press takes along; what is merely pointed
// at is read, without moving it.

/** @import { World } from "./world.js" */
/** @import { WorldModel } from "./worldmodel.js" */
import { el, setAttribute } from "../../../live/web/dom.js";

/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class WorldCursor {
  /**
   * @param {World} world
   * @param {HTMLElement} stage
   */
  constructor(world, stage) {
    this.world = world;
    this.stage = stage;
    this.cell = -1;
    /** @type {number | null} */ this.hover = null;
    this.mark = el("i", { class: "ls-world-cursor", hidden: "" });
    stage.append(this.mark);
    stage.addEventListener("pointermove", (event) => this.move(event));
    stage.addEventListener("pointerleave", () => this.glance(null));
    stage.addEventListener("pointerdown", (event) => this.press(event));
    for (const name of ["pointerup", "pointercancel"]) {
      stage.addEventListener(name, () => world.edit.release());
    }
    stage.addEventListener("keydown", (event) => this.key(event));
  }

  /** The cell to be read. */
  get read() {
    return this.hover ?? this.cell;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { edit, picture } = this.world;
    const index = picture.at(event);
    if (edit.stroke) edit.drag(index, event.clientY);
    if (event.pointerType === "mouse") this.glance(index < 0 ? null : index);
  }

  /** @param {PointerEvent} event */
  press(event) {
    const { edit, picture } = this.world;
    const index = picture.at(event);
    if (event.button !== 0 || index < 0) return;
    this.go(index);
    if (!edit.press(index, event.clientY)) return;
    this.stage.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.stage.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { edit, model, play } = this.world;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.stage || !model) return;
    if (!(play.on ? play.key(event) : this.steer(event, model) || edit.key(event, this.cell))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {WorldModel} model
   */
  steer(event, { size: [rows, columns] }) {
    const move = ARROWS[event.key];
    if (!move) return false;
    const row = Math.min(rows - 1, Math.max(0, Math.floor(this.cell / columns) + move[0]));
    const column = Math.min(columns - 1, Math.max(0, (this.cell % columns) + move[1]));
    this.go(row * columns + column);
    return true;
  }

  /** @param {number | null} index */
  glance(index) {
    if (index === this.hover) return;
    this.hover = index;
    this.world.pointed();
  }

  /**
   * @param {number} row counted from 0
   * @param {number} column
   */
  point(row, column) {
    const { model } = this.world;
    if (model) this.go(row * model.size[1] + column);
  }

  /** @param {number} index */
  go(index) {
    if (index === this.cell) return;
    this.cell = index;
    this.hover = null;
    this.put();
    this.world.edit.tellReward();
    this.world.pointed();
  }

  /**
   * Another board: the cursor stays if its cell is there, or begins at the start.
   * @param {WorldModel} model
   */
  fit({ describe, cells, state }) {
    if (this.hover !== null && this.hover >= cells) this.hover = null;
    if (this.cell >= 0 && this.cell < cells) return;
    const found = describe.starts.length === 1 ? state.indexOf(describe.starts[0]) : -1;
    this.cell = found < 0 ? Math.floor(cells / 2) : found % cells;
  }

  /** The frame around the cell. */
  put() {
    const { mark, stage, cell } = this;
    const place = this.world.picture.place(cell);
    if (!place) return;
    mark.hidden = false;
    mark.style.transform = `translate(${place.x}px, ${place.y}px)`;
    mark.style.width = mark.style.height = `${place.side}px`;
    setAttribute(stage, "data-cell", cell);
  }
}
