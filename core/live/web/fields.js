// The page's typed numbers are Streamlit's text fields (see core/ui/fields.py). Here they get what a number
// field has: + and − under the pointer, arrow keys, and a keypad of digits on a phone.

/** @import { Field } from "./types.d.ts" */
import { el } from "./dom.js";
import { pressed, readings, stepped } from "./numerals.js";

const REST = 200; // ms after the last press until Streamlit hears of it
const VALUE = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");

export class Fields {
  /** @param {() => Record<string, Field>} specs by the style class of a field's element */
  constructor(specs) {
    this.specs = specs;
    /** @type {WeakMap<HTMLInputElement, number>} */ this.timers = new WeakMap(); // what will tell Streamlit
    this.closing = new AbortController();
    const options = { capture: true, signal: this.closing.signal };
    for (const type of ["pointerover", "focusin"]) {
      document.addEventListener(type, (event) => this.equip(event.target), options);
    }
    document.addEventListener("keydown", (event) => this.key(event), options);
  }

  /**
   * The typed number that `node` is in, with what is declared of it, if it is one of ours.
   * @param {EventTarget | null} node
   */
  field(node) {
    const box = node instanceof Element ? node.closest(".stTextInput") : null;
    const input = box?.querySelector("input");
    const place = box?.closest("[class*='st-key-']");
    const specs = this.specs();
    const name = [...(place?.classList ?? [])].find((one) => one in specs);
    return input && name ? { input, spec: specs[name] } : null;
  }

  /** @param {EventTarget | null} node */
  equip(node) {
    const { input, spec } = this.field(node) ?? {};
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
    const by = pressed(event);
    const { input, spec } = (by && this.field(event.target)) || {};
    if (!input || !spec || event.target !== input) return;
    event.preventDefault();
    this.step(input, by, spec);
  }

  /**
   * Writes as a person would, so that Streamlit's field takes it for typed.
   * @param {HTMLInputElement} input
   * @param {number} by
   * @param {Field} spec
   */
  step(input, by, spec) {
    const found = readings(input.value);
    if (found.length !== 1) return;
    VALUE?.set?.call(input, String(stepped(found[0], by, spec)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(this.timers.get(input));
    const enter = () => input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    this.timers.set(input, setTimeout(enter, REST));
  }

  close() {
    this.closing.abort();
    for (const one of document.querySelectorAll(".ls-stepper")) one.remove();
  }
}
