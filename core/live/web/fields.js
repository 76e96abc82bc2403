// The page's typed numbers are Streamlit's text fields (see core/ui/fields.py). Here they get what a number
// field has: + and − under the pointer, arrow keys, and a keypad of digits on a phone.

import { el } from "./dom.js";
import { readings, stepped } from "./numerals.js";

const REST = 200; // ms after the last press until Streamlit hears of it
const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

export class Fields {
  /** `specs()`: style class of a field's element → its low, high, whole and step. */
  constructor(specs) {
    this.specs = specs;
    this.timers = new WeakMap(); // input → what will tell Streamlit
    this.closing = new AbortController();
    const options = { capture: true, signal: this.closing.signal };
    for (const type of ["pointerover", "focusin"]) document.addEventListener(type, (event) => this.equip(event.target), options);
    document.addEventListener("keydown", (event) => this.key(event), options);
  }

  /** The spec of the field that `node` is in, if it is one of ours. */
  spec(node) {
    const place = node.closest?.(".stTextInput")?.closest("[class*='st-key-']");
    const name = [...(place?.classList ?? [])].find((one) => one in this.specs());
    return name && this.specs()[name];
  }

  equip(node) {
    const spec = this.spec(node);
    const input = spec && node.closest(".stTextInput").querySelector("input");
    if (!input || input.parentElement.querySelector(".ls-stepper")) return;
    // A phone's keypad of digits may have no minus.
    if (spec.low >= 0) input.inputMode = spec.whole ? "numeric" : "decimal";
    const stay = (event) => event.preventDefault(); // the focus stays where it is
    const half = (by, text) => el("button", { type: "button", tabindex: "-1", on: { mousedown: stay, click: () => this.step(input, by) }, text });
    // The arrow keys do the same, so that a screen reader misses nothing.
    input.parentElement.append(el("span", { class: "ls-stepper", "aria-hidden": "true" }, half(-1, "−"), half(1, "+")));
  }

  key(event) {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey || !event.target.matches?.("input") || !this.spec(event.target)) return;
    event.preventDefault();
    this.step(event.target, by);
  }

  /** Writes as a person would, so that Streamlit's field takes it for typed. */
  step(input, by) {
    const found = readings(input.value);
    if (found.length !== 1) return;
    write.call(input, String(stepped(found[0], by, this.spec(input))));
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
