// What else than a screen shows the page: paper, and a system that forces its own colours. Drawings know nothing of
// either: they are drawn anew, on paper light and as wide as the style sheet says (media.css).

/** @import { View } from "./view.js" */
import { contextOf } from "./dom.js";

const PAGE = document.documentElement;

/**
 * Draws everything anew, at once: paper does not wait for observers.
 * @param {View} view
 */
function redraw(view) {
  view.dress();
  for (const panel of view.panels.values()) if (!panel.root.hidden) panel.resize();
  view.paint();
  view.turn(performance.now());
}

/**
 * Chromium prints as strokes what has been drawn since the last clearing, and then the clearing wipes out what lies
 * beneath a canvas. What has been read, and drawn upon since, is pixels.
 * @param {View} view
 */
function settle(view) {
  for (const canvas of view.root.querySelectorAll("canvas")) {
    const context = contextOf(canvas);
    context.getImageData(0, 0, 1, 1);
    context.fillStyle = "rgb(128 128 128 / 0.4%)";
    context.fillRect(0, 0, 1, 1);
    context.getImageData(0, 0, 1, 1);
  }
}

/**
 * Listens; returns what ends it.
 * @param {View} view
 */
export function otherMedia(view) {
  const print = window.matchMedia("print");
  const forced = window.matchMedia("(forced-colors: active)");
  /** @param {boolean} on */
  const paper = (on) => {
    if (PAGE.classList.contains("ls-paper") === on) return;
    PAGE.classList.toggle("ls-paper", on);
    redraw(view);
    if (on) settle(view);
  };
  /** @type {[EventTarget, string, () => void][]} */
  const listeners = [
    [window, "beforeprint", () => paper(true)],
    [window, "afterprint", () => paper(print.matches)],
    [print, "change", () => paper(print.matches)],
    [forced, "change", () => redraw(view)],
  ];
  for (const [where, type, on] of listeners) where.addEventListener(type, on);
  return () => {
    for (const [where, type, on] of listeners) where.removeEventListener(type, on);
  };
}
