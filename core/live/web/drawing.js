// The gear "don't draw": pictures are neither computed nor sent while it is on, so that the processor
// belongs to the training; curves and numbers go on. Offered where a panel's spec says `drawn: "optional"`:
// the words lie over that panel's `cover`.

/** @import { Options } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { el, setAttribute } from "./dom.js";
import { toggle } from "./widgets/toggle.js";

/** @type {Set<string | null>} */
const GOES_ON = new Set([null, "curves"]); // what is watched whether pictures are drawn or not

export class Drawing {
  /**
   * @param {View} view
   * @param {boolean} [on] whether pictures are drawn
   */
  constructor(view, on = true) {
    this.view = view;
    this.on = on;
    const t = view.texts;
    this.button = null;
    if (view.data.panels.some((spec) => spec.drawn === "optional")) {
      const says = { text: t["gear.undrawn"], tip: t["tip.undrawn"], className: "ls-draw-gear" };
      this.button = toggle("draw", says, !on, (off) => this.set(!off));
    }
    this.words = el("p", { class: "ls-undrawn-words", role: "status", text: t["undrawn.words"] });
  }

  /** Called once all panels are there: the words lie over the picture that stands still. */
  attach() {
    for (const panel of this.view.panels.values()) {
      if (panel.spec.drawn === "optional") panel.cover.append(this.words);
    }
    this.show();
  }

  /** @param {boolean} on */
  set(on) {
    this.on = on;
    this.show();
    this.view.watch.changed();
  }

  show() {
    if (!this.button) return;
    setAttribute(this.button, "aria-pressed", !this.on);
    setAttribute(this.view.root, "data-drawing", this.on ? "on" : "off");
    this.words.hidden = this.on;
    for (const panel of this.view.panels.values()) {
      panel.root.classList.toggle("ls-undrawn", !this.on && !GOES_ON.has(panel.watched));
    }
  }

  /**
   * Of what the panels want, what is asked for.
   * @param {Record<string, Options>} panels
   */
  allowed(panels) {
    if (this.on) return panels;
    return Object.fromEntries(Object.entries(panels).filter(([name]) => GOES_ON.has(name)));
  }
}
