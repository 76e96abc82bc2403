// A slider of the sidebar that is dragged, or moved by keys: the run has each value at once. Streamlit hears of a mouse's
// drag when it is let go, but of every single press of a key: of several that follow each other we make one.

/** @import { Controls } from "./controls.js" */
import { write } from "./controls.js";

const BOX = ".stSlider";
/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
/** @type {Record<string, number>} */
const PAGES = { PageUp: 1, PageDown: -1, Home: -Infinity, End: Infinity };

export class Sliders {
  /** @param {Controls} controls */
  constructor(controls) {
    this.controls = controls;
    this.passing = false; // a press of ours, for Streamlit
    /** @type {MutationObserver | null} */ this.drag = null;
    controls.on("pointerdown", ({ target }) => this.press(target));
    for (const type of ["pointerup", "pointercancel"]) controls.on(type, () => this.release());
    controls.on("keydown", (event) => this.key(event));
    controls.on("focusout", ({ target }) => target.closest(BOX) && controls.now(target));
  }

  /** @param {EventTarget | null} target */
  press(target) {
    const { input, spec } = this.controls.find(target, BOX) ?? {};
    if (!input || !spec || !target) return;
    this.release();
    let told = input.value;
    this.drag = new MutationObserver(() => {
      if (input.value === told) return;
      told = input.value;
      this.controls.set(spec, Number(told));
    });
    this.drag.observe(input, { attributes: true, attributeFilter: ["value", "aria-valuetext"] });
  }

  release() {
    const { drag } = this;
    this.drag = null;
    // The last value is drawn after the pointer's last event.
    if (drag) setTimeout(() => drag.disconnect(), 100);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { key, shiftKey, ctrlKey, altKey, metaKey, target } = event;
    if (this.passing || ctrlKey || altKey || metaKey || !(key in STEPS || key in PAGES)) return;
    const { input, spec } = this.controls.find(target, BOX) ?? {};
    if (!input || !spec || target !== input) return;
    event.preventDefault();
    event.stopPropagation();
    const before = input.value;
    write(input, String(moved(input, key, shiftKey)));
    this.controls.set(spec, Number(input.value));
    this.controls.later(input, () => this.again(input, before, { key, shiftKey }));
  }

  /**
   * Takes back the last press and presses for Streamlit, which draws the slider after a moment.
   * @param {HTMLInputElement} input
   * @param {string} before
   * @param {KeyboardEventInit} pressed
   */
  async again(input, before, pressed) {
    if (!input.isConnected) return;
    write(input, before);
    await Promise.resolve();
    this.passing = true;
    input.dispatchEvent(new KeyboardEvent("keydown", { ...pressed, bubbles: true, cancelable: true }));
    this.passing = false;
  }
}

/**
 * Where a press of `key` takes a slider: as Streamlit's own would.
 * @param {HTMLInputElement} input
 * @param {string} key
 * @param {boolean} far
 */
export function moved({ min, max, step, value }, key, far) {
  const [low, high, one, at] = [min, max, step, value].map(Number);
  const page = Math.max(one, Math.round((high - low) / 10 / one) * one);
  const to = key in PAGES ? at + PAGES[key] * page : at + STEPS[key] * (far ? page : one);
  const steps = Math.round((Math.min(high, Math.max(low, to)) - low) / one);
  return Number((low + steps * one).toPrecision(12));
}
