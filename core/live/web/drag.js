// A slider of the sidebar that is dragged, or moved by keys: the run has each value at once. Streamlit hears of a mouse's
// drag when it is let go, but of every single press of a key: of several that follow each other we make one.

/** @import { Sidebar } from "./sidebar.js" */
import { write } from "./sidebar.js";
import { moved } from "./numerals.js";

const BOX = ".stSlider";

export class Drag {
  /** @param {Sidebar} sidebar */
  constructor(sidebar) {
    this.sidebar = sidebar;
    this.passing = false; // a press of ours, for Streamlit
    /** @type {MutationObserver | null} */ this.drag = null;
    sidebar.on("pointerdown", ({ target }) => this.press(target));
    for (const type of ["pointerup", "pointercancel"]) sidebar.on(type, () => this.release());
    sidebar.on("keydown", (event) => this.key(event));
    sidebar.on("focusout", ({ target }) => target.closest(BOX) && sidebar.now(target));
  }

  /** @param {EventTarget | null} target */
  press(target) {
    const { input, spec } = this.sidebar.find(target, BOX) ?? {};
    if (!input || !spec || !target) return;
    this.release();
    this.sidebar.forget(input); // Streamlit hears of it when it is let go
    let told = input.value;
    this.drag = new MutationObserver(() => {
      if (input.value === told) return;
      told = input.value;
      this.sidebar.set(spec, Number(told));
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
    if (this.passing || ctrlKey || altKey || metaKey) return;
    const { input, spec } = this.sidebar.find(target, BOX) ?? {};
    const value = input && moved(input, key, shiftKey);
    if (!input || !spec || value === null || target !== input) return;
    event.preventDefault();
    event.stopPropagation();
    const before = input.value;
    write(input, String(value));
    this.sidebar.set(spec, Number(input.value));
    this.sidebar.later(input, () => this.again(input, before, { key, shiftKey }));
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
