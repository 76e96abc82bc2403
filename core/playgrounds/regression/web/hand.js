// The hand on the points: drag one, click where there is none to add one; by keyboard Enter begins, N and P
// choose, arrows move, Insert adds, Delete removes, Escape ends. What is sent goes at most every SEND ms.

/** @import { Numbers } from "../../../live/web/types.d.ts" */
/** @import { Editor } from "./editor.js" */

const NEAR = 18; // px from a point that still take hold of it, a twentieth of the picture where it is small
const LEAST = 8; // px that do so in any case
const SEND = 100; // ms between two moves sent
const STEP = 0.1; // of an arrow key; five times that with Shift
const WAIT = 700; // ms for which a moved point stays where the hand has put it
/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Hand {
  /** @param {Editor} fit */
  constructor(fit) {
    this.fit = fit;
    /** @type {number[][]} */ this.points = [];
    /** @type {number | null} */ this.chosen = null;
    this.held = false;
    this.moves = 0; // of this drag, sent
    this.until = 0; // when the server's word counts again
    this.timer = 0;
    this.place = fit.place; // of the picture that was pressed last
    const { stage, texts } = fit;
    stage.tabIndex = 0;
    stage.setAttribute("role", "application");
    stage.setAttribute("aria-label", texts["fit.label"]);
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.drag(event));
    for (const type of ["pointerup", "pointercancel"]) stage.addEventListener(type, () => this.release());
    stage.addEventListener("keydown", (event) => this.key(event));
  }

  /**
   * What the server says of the points, but for those that are just being moved.
   * @param {Numbers} flat [N, 2]
   */
  heard(flat) {
    if (this.held || this.timer || performance.now() < this.until) return;
    this.points = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
    if (this.chosen !== null && this.chosen >= this.points.length) this.choose(null);
  }

  /** @param {PointerEvent} event */
  at(event) {
    const box = this.fit.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button) return;
    const [px, py] = this.at(event);
    const { axis } = this.fit;
    const place = this.fit.placeAt(px, py);
    this.place = place;
    const far = this.points.map(([x, y]) => Math.hypot(place.across(x) - px, place.down(y) - py));
    const nearest = far.indexOf(Math.min(...far));
    const reach = Math.min(NEAR, Math.max(LEAST, (place.across(axis.high) - place.across(axis.low)) / 20));
    if (far[nearest] <= reach) {
      this.choose(nearest);
      this.held = true;
      this.moves = 0;
      this.fit.stage.setPointerCapture(event.pointerId);
      return;
    }
    const [x, y] = [place.x(px), place.y(py)];
    if (Math.max(Math.abs(x), Math.abs(y)) <= axis.high) this.add(x, y);
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (!this.held) return;
    const [px, py] = this.at(event);
    this.move(this.place.x(px), this.place.y(py));
  }

  release() {
    if (!this.held) return;
    this.held = false;
    this.flush();
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  move(x, y) {
    if (this.chosen === null || !this.points[this.chosen]) return;
    const { low, high } = this.fit.axis;
    const within = (/** @type {number} */ value) => Math.min(high, Math.max(low, value));
    this.points[this.chosen] = [within(x), within(y)];
    this.until = performance.now() + WAIT;
    this.timer ||= setTimeout(() => this.flush(), this.moves ? SEND : 0);
    this.tell();
    this.fit.renew();
  }

  /** Sends where the chosen point is, if it has moved since. */
  flush() {
    if (!this.timer || this.chosen === null) return;
    clearTimeout(this.timer);
    this.timer = 0;
    const [x, y] = this.points[this.chosen];
    this.ask("move_point", { index: this.chosen, x, y, more: this.moves > 0 });
    this.moves += 1;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  add(x, y) {
    this.flush();
    this.until = 0;
    if (this.points.length < (this.fit.meta?.describe.most ?? 0)) {
      this.points.push([x, y]);
      this.until = performance.now() + WAIT;
      this.choose(this.points.length - 1);
    }
    this.ask("add_point", { x, y, ...this.fit.added() });
  }

  remove() {
    if (this.chosen === null) return;
    this.flush();
    this.until = 0;
    this.ask("remove_point", { index: this.chosen });
    this.choose(null);
  }

  undo() {
    this.flush();
    this.until = 0;
    this.choose(null);
    this.ask("undo_points", {});
  }

  restore() {
    this.flush();
    this.until = 0;
    this.choose(null);
    this.ask("restore_points", {});
  }

  /**
   * @param {string} name
   * @param {Record<string, unknown>} args
   */
  ask(name, args) {
    this.fit.view.ask("act", name, args, (answer) => {
      if (!answer || answer.ok) return;
      this.until = 0;
      this.fit.say(answer.text);
    });
  }

  /** @param {number | null} index */
  choose(index) {
    if (index !== this.chosen) this.moves = 0;
    this.chosen = index;
    this.fit.remove.setAttribute("aria-disabled", String(index === null));
    this.fit.chose(index);
    this.tell();
    this.fit.renew();
  }

  tell() {
    const known = this.chosen !== null && this.points[this.chosen];
    this.fit.say(known && this.chosen !== null ? this.fit.words(this.chosen) : this.fit.texts["fit.hint"]);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { stage } = this.fit;
    const on = "lsKeys" in stage.dataset;
    const count = this.points.length;
    const key = event.key.toLowerCase();
    if (event.key === "Enter" && !on) {
      stage.dataset.lsKeys = "arrows"; // tells keyboard.js to leave the arrows to us
      this.choose(this.chosen ?? 0);
    } else if (event.key === "Escape" && on) {
      delete stage.dataset.lsKeys;
      this.choose(null);
    } else if (on && this.chosen !== null && event.key in ARROWS) {
      const far = event.shiftKey ? 5 * STEP : STEP;
      const [dx, dy] = ARROWS[event.key];
      const [x, y] = this.points[this.chosen];
      this.move(x + far * dx, y + far * dy);
    } else if (on && key === "n") this.choose(this.chosen === null ? 0 : (this.chosen + 1) % count);
    else if (on && key === "p") this.choose(this.chosen ? this.chosen - 1 : count - 1);
    else if (on && event.key === "Insert") this.add(0, 0);
    else if (event.key === "Delete" && this.chosen !== null) this.remove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  close() {
    clearTimeout(this.timer);
  }
}
