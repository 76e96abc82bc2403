// The gear "don't draw": pictures are neither computed nor sent while it is on, so that the processor
// belongs to the training; curves and numbers go on. Offered where a panel's spec says `drawn: "optional"`:
// the words lie over that panel's `stage`, which must be positioned.

import { button, el, setAttribute } from "./dom.js";
import { watched } from "./kinds.js";

const GOES_ON = new Set([null, "curves"]); // what is watched whether pictures are drawn or not

export class Drawing {
  /** `on`: whether pictures are drawn. */
  constructor(view, on = true) {
    Object.assign(this, { view, on });
    const t = view.texts;
    this.button = null;
    if (view.data.panels.some((spec) => spec.drawn === "optional")) {
      const click = () => this.set(!this.on);
      this.button = button("draw", {
        tip: t["tip.undrawn"],
        content: [t["gear.undrawn"]],
        className: "ls-draw-gear",
      }, click);
    }
    this.cover = el("p", { class: "ls-undrawn-words", role: "status", text: t["undrawn.words"] });
  }

  /** Called once all panels are there: the words lie over the picture that stands still. */
  attach() {
    for (const panel of this.view.panels.values()) {
      if (panel.spec.drawn === "optional") (panel.stage ?? panel.root).append(this.cover);
    }
    this.show();
  }

  set(on) {
    this.on = on;
    this.show();
    this.view.watch.changed();
  }

  show() {
    if (!this.button) return;
    setAttribute(this.button, "aria-pressed", !this.on);
    setAttribute(this.view.root, "data-drawing", this.on ? "on" : "off");
    this.cover.hidden = this.on;
    for (const panel of this.view.panels.values()) {
      panel.root.classList.toggle("ls-undrawn", !this.on && !GOES_ON.has(watched(panel)));
    }
  }

  /** Of what the panels want, what is asked for. */
  allowed(panels) {
    if (this.on) return panels;
    return Object.fromEntries(Object.entries(panels).filter(([name]) => GOES_ON.has(name)));
  }
}
