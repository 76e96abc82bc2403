// The numbers of the sidebar are Streamlit's controls (see core/ui/fields.py). A change of one of them runs the page's
// script again, for a quarter of a second or more. So while one is being changed, the run is told each value by the view's
// own socket; Streamlit hears of the last.

/** @import { Field, Json } from "./types.d.ts" */

export const REST = 400; // ms after the last change until Streamlit hears of it: a key that is held repeats sooner
const VALUE = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");

/**
 * Writes as a person would, so that Streamlit's control takes it for its own.
 * @param {HTMLInputElement} input
 * @param {string} text
 */
export function write(input, text) {
  VALUE?.set?.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

export class Sidebar {
  /**
   * @param {() => Record<string, Field>} specs by the style class of a control's element
   * @param {(message: Json) => boolean} send to the run
   */
  constructor(specs, send) {
    this.specs = specs;
    this.send = send;
    /** @type {Map<HTMLInputElement, { timer: number, tell: () => void }>} */ this.resting = new Map();
    this.closing = new AbortController();
  }

  /**
   * The number whose control of the kind `box` has `node` in it, with what is declared of it.
   * @param {EventTarget | null} node
   * @param {string} box
   */
  find(node, box) {
    const found = node instanceof Element ? node.closest(box) : null;
    const input = found?.querySelector("input");
    const place = found?.closest("[class*='st-key-']");
    const specs = this.specs();
    const name = [...(place?.classList ?? [])].find((one) => one in specs);
    return input && name ? { input, spec: specs[name] } : null;
  }

  /**
   * @param {string} type
   * @param {(event: any) => void} hear before anybody else does
   */
  on(type, hear) {
    document.addEventListener(type, hear, { capture: true, signal: this.closing.signal });
  }

  /**
   * The run's new value, if it takes one while it is trained.
   * @param {Field} spec
   * @param {number} value
   */
  set({ name, live }, value) {
    if (live && Number.isFinite(value)) this.send({ type: "set", name, value });
  }

  /**
   * Once the changes of `input` rest, or it is left, `tell` Streamlit.
   * @param {HTMLInputElement} input
   * @param {() => void} tell
   */
  later(input, tell) {
    clearTimeout(this.resting.get(input)?.timer);
    this.resting.set(input, { timer: setTimeout(() => this.now(input), REST), tell });
  }

  /** @param {HTMLInputElement} input */
  now(input) {
    const waiting = this.resting.get(input);
    this.forget(input);
    waiting?.tell();
  }

  /** @param {HTMLInputElement} input */
  forget(input) {
    clearTimeout(this.resting.get(input)?.timer);
    this.resting.delete(input);
  }

  close() {
    for (const input of [...this.resting.keys()]) this.now(input);
    this.closing.abort();
  }
}
