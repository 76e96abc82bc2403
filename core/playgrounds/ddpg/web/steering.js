// The viewer's own hand: the arrow keys while the picture has the focus, buttons that act while they are
// held, and a slider per action. A key that is let go leaves the action to the slider again.

/** @import { Json, Texts } from "../../../live/web/types.d.ts" */
import { button, el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";

/**
 * What a world lets one do, as `describe.action` has it.
 * @typedef {{ name: string, low: number, high: number }} Action
 */
/** @typedef {{ root: HTMLElement, input: HTMLInputElement, value: HTMLElement }} Slider */
/**
 * What a key or a button asks for while it is held: an action and its end, −1 or 1.
 * @typedef {[index: number, direction: number]} Wish
 */

/**
 * Keys by how many actions there are. A pendulum's torque is positive counter-clockwise, which is to the left.
 * @type {Record<string, Record<string, Wish>>}
 */
const KEYS = {
  pendulum: { ArrowLeft: [0, 1], ArrowRight: [0, -1] },
  1: { ArrowLeft: [0, -1], ArrowRight: [0, 1] },
  2: { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [1, -1], ArrowRight: [1, 1] },
};
const STOPS = 40; // of a slider

export class Steering {
  /** @type {Action[]} */ actions = [];
  /** @type {Record<string, Wish>} */ keys = {};
  /** @type {Map<string, Wish>} */ held = new Map(); // by key or button
  /** @type {Slider[]} */ sliders = [];
  known = "";

  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.root = el("div", {
      class: "ls-steer",
      role: "group",
      "aria-label": texts["steer.label"],
      hidden: "",
    });
  }

  /**
   * @param {Json} given what there is to say of the run
   * @param {(action: Action) => string} name
   */
  describe({ action, drawing }, name) {
    /** @type {Action[]} */ const actions = action;
    const key = JSON.stringify([actions, drawing]);
    if (key === this.known) return; // a live change of something else leaves the hand on the controls
    this.known = key;
    this.actions = actions;
    this.keys = KEYS[drawing] ?? KEYS[actions.length] ?? {};
    this.held.clear();
    this.sliders = actions.map((one, index) => this.slider(one, index, name(one)));
    this.root.replaceChildren(...this.sliders.map(({ root }) => root));
  }

  /**
   * @param {Action} action
   * @param {number} index
   * @param {string} name
   * @returns {Slider}
   */
  slider({ low, high }, index, name) {
    const t = this.texts;
    const value = el("output", { class: "ls-range-value" });
    const input = el("input", {
      type: "range",
      min: low,
      max: high,
      step: (high - low) / STOPS,
      value: (low + high) / 2,
      class: "ls-range",
      "data-action-index": index,
      "aria-label": fill(t["steer.slider"], { name }),
      on: { input: () => this.show() },
    });
    const [down, up] = [-1, 1].map((direction) => this.holder(index, direction, name));
    // On the screen the key's left is left: a pendulum's positive torque turns that way.
    const mirrored = this.keys.ArrowLeft?.[0] === index && this.keys.ArrowLeft[1] > 0;
    if (mirrored) input.style.direction = "rtl";
    const ends = mirrored ? [up, input, down] : [down, input, up];
    const caption = el("span", { class: "ls-steer-name", text: name });
    return { input, value, root: el("div", { class: "ls-steer-row" }, caption, ...ends, value) };
  }

  /**
   * A button that acts while it is pressed, for fingers.
   * @param {number} index
   * @param {number} direction
   * @param {string} name
   */
  holder(index, direction, name) {
    const t = this.texts;
    const left = this.keys.ArrowLeft?.[0] === index ? this.keys.ArrowLeft[1] : -1;
    const mark = this.keys.ArrowUp?.[0] === index
      ? ["▼", "▲"][(direction + 1) / 2]
      : direction === left
      ? "◀"
      : "▶";
    const id = `button ${index} ${direction}`;
    const label = fill(t[direction > 0 ? "steer.more" : "steer.less"], { name });
    const node = button(direction > 0 ? "steer-more" : "steer-less", {
      label,
      tip: label,
      content: [mark],
      className: "ls-small ls-hold",
      "data-action-index": index,
    }, () => {});
    const hold = () => {
      this.held.set(id, [index, direction]);
      this.show();
    };
    node.addEventListener("pointerdown", (event) => {
      node.setPointerCapture(event.pointerId);
      hold();
    });
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") hold();
    });
    for (const type of ["pointerup", "pointercancel", "lostpointercapture", "keyup", "blur"]) {
      node.addEventListener(type, () => this.drop(id));
    }
    return node;
  }

  /** @param {string} id */
  drop(id) {
    if (this.held.delete(id)) this.show();
  }

  /**
   * True for a key that steers.
   * @param {KeyboardEvent} event
   * @param {boolean} down
   */
  key(event, down) {
    const meant = this.keys[event.key];
    if (!meant) return false;
    if (down) this.held.set(event.key, meant);
    else this.held.delete(event.key);
    this.show();
    return true;
  }

  /** Let go of everything. */
  rest() {
    this.held.clear();
    for (const { input } of this.sliders) input.value = input.defaultValue;
    this.show();
  }

  release() {
    for (const id of [...this.held.keys()]) if (!id.startsWith("button")) this.held.delete(id);
    this.show();
  }

  /** The action as it is now [m]. */
  get action() {
    return this.actions.map(({ low, high }, index) => {
      const sum = [...this.held.values()].reduce(
        (all, [which, direction]) => all + (which === index ? direction : 0),
        0,
      );
      return sum > 0 ? high : sum < 0 ? low : Number(this.sliders[index].input.value);
    });
  }

  show() {
    this.action.forEach((value, index) => {
      setText(this.sliders[index].value, weight(value));
      setAttribute(this.sliders[index].root, "data-value", value);
    });
  }
}
