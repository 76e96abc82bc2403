// Shortcuts for the whole page. Streamlit listens for R and C itself, so ours are taken in the capture
// phase and stopped; a control that has the focus keeps every key that it understands. What a pointer has
// pressed is done with: after a click, Space plays. `:focus-visible` would say so, but only until the next key.

/** @import { Texts } from "./types.d.ts" */
import { button, el, within } from "./dom.js";

const EDITABLE = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const OWN_ARROWS = [
  "slider",
  "spinbutton",
  "radio",
  "radiogroup",
  "listbox",
  "option",
  "combobox",
  "textbox",
  "menu",
  "menuitem",
  "tab",
  "grid",
  "gridcell",
  "tree",
  "treeitem",
].map((role) => `[role='${role}']`).join(", ");
const PRESSABLE =
  "button, a[href], summary, [role='button'], [role='link'], [role='checkbox'], [role='switch']";
const WANDERS = new Set(["Tab", "Home", "End", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]); // move the focus

/**
 * The Latin letter, in lower case, that a key stands for: the one typed, or the one that the key has elsewhere if
 * it types a letter of another script. "" for any other key, and with Ctrl, Alt or Meta.
 * @param {KeyboardEvent} event
 */
export function letter({ key, code, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return "";
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const foreign = /^[\p{L}\p{M}]$/u.test(key) && !/\p{Script=Latin}/u.test(key);
  return foreign && /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : "";
}

/**
 * What a key means here, or null.
 * @param {KeyboardEvent} event
 */
function meaning(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.code === "Space") return event.shiftKey ? null : "toggle";
  if (event.key === "ArrowRight") return event.shiftKey ? "epoch" : "step";
  if (letter(event) === "r") return event.shiftKey ? null : "reset";
  return null;
}

/**
 * Whether the control `target` keeps the key of `action`.
 * @param {Element} target
 * @param {string} action
 * @param {boolean} clicked whether it was a pointer that gave it the focus
 */
export function keeps(target, action, clicked) {
  const arrow = action === "step" || action === "epoch";
  const pressable = target.closest(PRESSABLE);
  const done = Boolean(pressable) && clicked;
  if (target.closest(EDITABLE)) return true;
  if (target.closest(OWN_ARROWS) && (arrow || !done)) return true;
  if (arrow && target.closest("[data-ls-keys='arrows']")) return true; // moves the map's crosshair
  if (action === "toggle" && pressable && !done) return true; // Space presses what has the focus
  const dialog = target.closest("[role='dialog'], dialog");
  return dialog !== null && !dialog.closest("[data-learnscope]"); // one of Streamlit's own dialogs
}

/**
 * Calls `run(action)` for our keys; returns the function that takes the listeners away again.
 * @param {(action: string) => void} run
 */
export function listen(run) {
  const { activeElement } = document;
  let clicked = activeElement !== document.body && activeElement?.matches(":focus-visible") === false;
  let wandering = false; // the last key may move the focus
  let pressed = false; // a Space of ours is down: Firefox presses a button when it comes up
  /** @type {Record<string, (event: any) => void>} */
  const listeners = {
    pointerdown: () => {
      clicked = true;
      wandering = false;
    },
    focusin: () => {
      if (wandering) clicked = false;
    },
    keydown: (event) => {
      wandering = WANDERS.has(event.key);
      const action = meaning(event);
      if (!action || event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (keeps(target, action, clicked)) return;
      event.preventDefault();
      event.stopPropagation();
      pressed = event.code === "Space";
      if (event.repeat && action !== "step") return;
      run(action);
    },
    keyup: (event) => {
      if (!pressed || event.code !== "Space") return;
      pressed = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  for (const [type, on] of Object.entries(listeners)) document.addEventListener(type, on, { capture: true });
  return () => {
    for (const [type, on] of Object.entries(listeners)) {
      document.removeEventListener(type, on, { capture: true });
    }
  };
}

/**
 * What the keys do, behind a button: shown where there are keys (transport.css), and closed by Escape, by the
 * button, or by a click beside it.
 */
export class Keys {
  /** @param {Texts} texts */
  constructor(texts) {
    const lines = ["play", "step", "epoch", "reset", "present"].map((action) =>
      el(
        "span",
        { "data-key": action },
        el("kbd", { text: texts[`key.${action}`] }),
        ` ${texts[`legend.${action}`]}`,
      )
    );
    this.legend = el("p", { class: "ls-legend", id: "ls-legend", popover: "auto" }, ...lines);
    const says = {
      label: texts["action.keys"],
      tip: texts["action.keys"],
      content: "?",
      className: "ls-help",
    };
    this.button = button("keys", { ...says, popovertarget: this.legend.id }, () => {});
    this.legend.addEventListener("beforetoggle", () => this.place());
  }

  /** Below its button: what is on top of everything stands relative to the window. */
  place() {
    const { right, bottom } = this.button.getBoundingClientRect();
    this.legend.style.top = `${bottom + 6}px`;
    this.legend.style.right = `${document.documentElement.clientWidth - right}px`;
  }

  /** @param {boolean} known whether there are epochs */
  epochs(known) {
    within(this.legend, "[data-key=epoch]").hidden = !known;
  }
}
