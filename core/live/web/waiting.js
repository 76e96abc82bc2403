// A place in line, where the server has no room for one more.

/** @import { Json } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { el, setAttribute, setText } from "./dom.js";

/**
 * Says what the server told, where the view will be; no text takes it away.
 * @param {View} view
 * @param {Json} told `waiting` of PROTOCOL.md
 */
export function wait(view, { place, text }) {
  const shown = view.root.querySelector(":scope > .ls-waiting");
  if (!text || view.closed) return shown?.remove();
  if (!view.described) view.root.classList.add("ls-bare");
  const said = shown ?? el("div", { class: "ls-waiting", role: "status" });
  setText(said, text);
  setAttribute(said, "data-place", place);
  if (!shown) view.root.prepend(said);
}
