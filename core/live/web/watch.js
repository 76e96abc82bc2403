// Tells the server which panels are on the screen: the others are neither computed nor sent.

import { watched } from "./kinds.js";

export class Watch {
  constructor(view) {
    this.view = view;
    this.seen = new Set();
    this.last = "";
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const name = target.dataset.panel;
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
    const panels = {};
    for (const name of this.seen) {
      const panel = this.view.panels.get(name);
      const asked = panel && watched(panel);
      if (asked) panels[asked] = { ...panels[asked], ...panel.options?.() };
      for (const [more, options] of Object.entries(panel?.also?.() ?? {})) {
        panels[more] = { ...panels[more], ...options };
      }
    }
    return { type: "watch", panels: this.view.drawing.allowed(panels), visible: !document.hidden };
  }

  /** Sends what is wanted now if it differs from what the server knows. */
  changed() {
    const message = this.message();
    const text = JSON.stringify(message);
    if (text !== this.last && this.view.socket?.send(message)) this.last = text;
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
