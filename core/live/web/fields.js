// The page's typed numbers are Streamlit's text fields (see core/ui/fields.py). Here they get what a number
// field has: + and − under the pointer, arrow keys, and a keypad of digits on a phone. Escape brings back what any
// text field of the sidebar held before it was typed into.

/** @import { Field } from "./types.d.ts" */
/** @import { Sidebar } from "./sidebar.js" */
import { write } from "./sidebar.js";
import { el } from "./dom.js";
import { pressed, readings, stepped } from "./numerals.js";

const BOX = ".stTextInput";

export class Fields {
  /** @param {Sidebar} sidebar */
  constructor(sidebar) {
    this.sidebar = sidebar;
    /** @type {WeakMap<HTMLInputElement, string>} */ this.held = new WeakMap(); // before it was typed into
    for (const type of ["pointerover", "focusin"]) sidebar.on(type, ({ target }) => this.equip(target));
    sidebar.on("keydown", (event) => this.key(event));
    sidebar.on("beforeinput", ({ target }) => this.hold(target));
    sidebar.on("focusout", ({ target }) => this.leave(target));
  }

  /** @param {EventTarget | null} node */
  equip(node) {
    const { input, spec } = this.sidebar.find(node, BOX) ?? {};
    if (!input || !spec || input.parentElement?.querySelector(".ls-stepper")) return;
    // A phone's keypad of digits may have no minus.
    if (spec.low >= 0) input.inputMode = spec.whole ? "numeric" : "decimal";
    const stay = (/** @type {Event} */ event) => event.preventDefault(); // the focus stays where it is
    /**
     * @param {number} by
     * @param {string} text
     */
    const half = (by, text) => {
      const on = { mousedown: stay, click: () => this.step(input, by, spec) };
      return el("button", { type: "button", tabindex: "-1", on, text });
    };
    // The arrow keys do the same, so that a screen reader misses nothing.
    const halves = [half(-1, "−"), half(1, "+")];
    input.parentElement?.append(el("span", { class: "ls-stepper", "aria-hidden": "true" }, ...halves));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { target, key } = event;
    if (!(target instanceof HTMLInputElement) || !target.closest(BOX)) return;
    if (key === "Enter") this.leave(target);
    else if (key === "Escape" && !event.isComposing) this.restore(target, event);
    const by = pressed(event);
    const { input, spec } = (by && this.sidebar.find(target, BOX)) || {};
    if (!input || !spec) return;
    event.preventDefault();
    this.step(input, by, spec);
  }

  /** @param {EventTarget | null} target about to be changed */
  hold(target) {
    if (!(target instanceof HTMLInputElement) || !target.closest(BOX) || this.held.has(target)) return;
    this.held.set(target, target.value);
  }

  /** @param {EventTarget | null} target whose value Streamlit takes now */
  leave(target) {
    if (!(target instanceof HTMLInputElement)) return;
    this.held.delete(target);
    this.sidebar.forget(target);
  }

  /**
   * @param {HTMLInputElement} input
   * @param {KeyboardEvent} event
   */
  restore(input, event) {
    const text = this.held.get(input);
    if (text === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.leave(input);
    write(input, text);
    const { spec } = this.sidebar.find(input, BOX) ?? {};
    const [value, other] = readings(text);
    if (spec && other === undefined) this.sidebar.set(spec, value);
  }

  /**
   * @param {HTMLInputElement} input
   * @param {number} by
   * @param {Field} spec
   */
  step(input, by, spec) {
    const found = readings(input.value);
    if (found.length !== 1) return;
    this.hold(input);
    const value = stepped(found[0], by, spec);
    write(input, String(value));
    this.sidebar.set(spec, value);
    this.sidebar.later(input, () => {
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    });
  }

  close() {
    for (const one of document.querySelectorAll(".ls-stepper")) one.remove();
  }
}
