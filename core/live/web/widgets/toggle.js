// A button that stays pressed until it is pressed again.

/** @import { Texts } from "../types.d.ts" */
import { button, setAttribute } from "../dom.js";

/**
 * @param {string} action
 * @param {{ text: string, tip: string, className?: string }} says
 * @param {boolean} on whether it begins pressed
 * @param {(on: boolean) => void} changed called after each press
 */
export function toggle(action, { text, tip, className = "ls-small" }, on, changed) {
  const more = { tip, content: text, className, "aria-pressed": String(on) };
  return button(action, more, ({ currentTarget }) => {
    const now = !isOn(currentTarget);
    setAttribute(currentTarget, "aria-pressed", now);
    changed(now);
  });
}

/**
 * The words of an action: `action.NAME` and `tip.NAME`.
 * @param {Texts} texts
 * @param {string} action
 */
export const wordsOf = (texts, action) => ({ text: texts[`action.${action}`], tip: texts[`tip.${action}`] });

/** @param {Element} node */
export const isOn = (node) => node.getAttribute("aria-pressed") === "true";
