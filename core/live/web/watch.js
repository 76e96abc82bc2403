// Tells the server which panels are on the screen: the others are neither computed nor sent.

/** @import { Options } from "./types.d.ts" */
/** @import { View } from "./view.js" */

export class Watch {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Set<string>} */ this.seen = new Set();
    this.last = "";
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const name = target.getAttribute("data-panel") ?? "";
        if (isIntersecting) this.seen.add(name);
        else this.seen.delete(name);
        const panel = view.panels.get(name);
        if (panel) panel.onScreen = isIntersecting;
      }
      this.changed();
      view.wake();
    });
    for (const panel of view.panels.values()) this.observer.observe(panel.root);
    this.visibility = () => this.changed();
    document.addEventListener("visibilitychange", this.visibility);
  }

  message() {
    /** @type {Record<string, Options>} */ const panels = {};
    for (const name of this.seen) {
      const panel = this.view.panels.get(name);
      if (!panel) continue;
      const { watched } = panel;
      const asked = Object.entries(panel.also());
      if (watched) asked.unshift([watched, panel.options()]);
      for (const [view, options] of asked) panels[view] = { ...panels[view], ...options };
    }
    return { type: "watch", panels: this.view.drawing.allowed(panels), visible: !document.hidden };
  }

  /** Sends what is wanted now if it differs from what the server knows. */
  changed() {
    const message = this.message();
    const text = JSON.stringify(message);
    if (text !== this.last && this.view.send(message)) this.last = text;
  }

  /** A fresh connection knows nothing yet. */
  send() {
    this.last = "";
    this.changed();
  }

  close() {
    this.observer.disconnect();
    document.removeEventListener("visibilitychange", this.visibility);
  }
}
