// Shortcuts for the whole page. Streamlit listens for R and C itself, so ours are taken in the capture
// phase and stopped; a control that has the focus keeps every key that it understands.

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

/**
 * What a key means here, or null.
 * @param {KeyboardEvent} event
 */
function meaning(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.code === "Space") return event.shiftKey ? null : "toggle";
  if (event.key === "ArrowRight") return event.shiftKey ? "epoch" : "step";
  if (event.key === "r" || event.key === "R") return event.shiftKey ? null : "reset";
  return null;
}

/**
 * Calls `run(action)` for our keys; returns the function that takes the listener away again.
 * @param {(action: string) => void} run
 */
export function listen(run) {
  /** @param {KeyboardEvent} event */
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const action = meaning(event);
    if (!action || event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(EDITABLE) || target.closest(OWN_ARROWS)) return;
    if (event.key === "ArrowRight" && target.closest("[data-ls-keys='arrows']")) return; // moves the map's crosshair
    const dialog = target.closest("[role='dialog'], dialog");
    if (dialog && !dialog.closest("[data-learnscope]")) return; // one of Streamlit's own dialogs
    if (action === "toggle" && target.closest(PRESSABLE)) return; // Space presses what has the focus
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat && action !== "step") return;
    run(action);
  };
  document.addEventListener("keydown", onKey, { capture: true });
  return () => document.removeEventListener("keydown", onKey, { capture: true });
}
