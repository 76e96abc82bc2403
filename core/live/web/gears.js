// The speeds that a run can be shown at: a click presses a gear at once, and the frames correct it.

/** @import { View } from "./view.js" */
import { el, icon, setAttribute, within } from "./dom.js";

export const HOLD = 700; // ms for which a click is believed before the server has confirmed it

export class Gears {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.texts = view.texts;
    /** @type {{ gear: string, until: number } | null} */ this.held = null; // by the last click
    this.root = el("div", { class: "ls-gears", role: "group", "aria-label": this.texts["gear.label"] });
  }

  /** @param {string[]} gears */
  describe(gears) {
    if (this.root.dataset.gears === gears.join()) return;
    const focused = this.root.querySelector(":focus")?.getAttribute("data-gear");
    this.root.dataset.gears = gears.join();
    this.root.replaceChildren(...gears.map((gear) => this.button(gear)));
    if (focused) within(this.root, `[data-gear="${focused}"]`).focus();
  }

  /** @param {string} gear */
  button(gear) {
    return el(
      "button",
      {
        type: "button",
        class: "ls-gear",
        "data-gear": gear,
        "aria-pressed": "false",
        "aria-label": this.texts[`gear.${gear}`],
        "data-tip": this.texts[`tip.gear.${gear}`],
        on: { click: () => this.shift(gear) },
      },
      icon(gear),
      el("span", { text: this.texts[`gear.${gear}`] }),
    );
  }

  /** @param {string} gear */
  shift(gear) {
    if (this.view.send({ type: "gear", gear })) {
      this.press(gear);
      this.view.edit({ gear }); // so that the address says it
    }
    this.held = { gear, until: performance.now() + HOLD };
  }

  /** @param {string} gear */
  press(gear) {
    for (const one of this.root.children) {
      setAttribute(one, "aria-pressed", one.getAttribute("data-gear") === gear);
    }
  }

  /** @param {string} gear what the newest frame says */
  frame(gear) {
    if (this.held && performance.now() <= this.held.until && this.held.gear !== gear) return;
    this.held = null;
    this.press(gear);
  }
}
