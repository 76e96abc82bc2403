// Tells the server which panels are on the screen: the others are neither computed nor sent. With the gear "don't
// draw" no pictures are, so that the processor belongs to the training; curves and numbers go on. Also when
// the page draws, and what it says of itself.

/** @import { Frame, Options } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { button, el, icon, setAttribute } from "./dom.js";

const HIDDEN = 100; // ms between two turns of a hidden tab, which has no animation frames
const PATIENCE = 60; // ms that what waits is held back while frames keep coming

export class Watch {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Set<string>} */ this.seen = new Set();
    /** @type {Set<string>} */ this.kept = new Set(); // wanted wherever they are: a film is made of them
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
    this.visibility = () => {
      this.changed();
      view.wake();
    };
    document.addEventListener("visibilitychange", this.visibility);
  }

  message() {
    /** @type {Record<string, Options>} */ const panels = {};
    for (const name of new Set([...this.seen, ...this.kept])) {
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
      const content = [icon("undrawn"), el("span", { text: t["gear.undrawn"] })];
      const says = { label: t["gear.undrawn"], tip: t["tip.undrawn"], className: "ls-draw-gear", content };
      this.button = button("draw", says, () => this.set(!this.on));
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

/** The animation loop: one turn per animation frame while there is something to do. */
export class Loop {
  /** @param {(now: number) => void} turn */
  constructor(turn) {
    this.turn = turn;
    this.request = this.timer = this.patience = 0;
    this.closed = false;
  }

  /** Makes sure that a turn comes. */
  wake() {
    if (document.hidden) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(performance.now()), HIDDEN);
    } else if (!this.request) {
      this.request = requestAnimationFrame((now) => {
        this.request = 0;
        this.run(now);
      });
    }
  }

  /**
   * While frames keep coming, what waits is drawn along with the next one: a page that paints at the
   * frames' rate and not at the screen's leaves the processor to the training.
   * @param {boolean} coming
   */
  soon(coming) {
    if (!coming) return this.wake();
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.wake(), PATIENCE);
  }

  /** @param {number} now */
  run(now) {
    clearTimeout(this.patience);
    if (!this.closed) this.turn(now);
  }

  close() {
    this.closed = true;
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
    clearTimeout(this.patience);
  }
}

/**
 * The measuring contract: what the root element says about the run.
 * @param {HTMLElement} root
 * @param {Frame} frame
 * @param {number} frames how many have been painted
 */
export function stamp(root, frame, frames) {
  const rate = Math.round((frame.rate ?? 0) * 10) / 10;
  const said = { status: frame.status, step: frame.step, rate, frames };
  for (const [name, value] of Object.entries(said)) setAttribute(root, `data-${name}`, value);
}
