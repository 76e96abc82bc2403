// Slow motion brings forward the panels that it speaks of.

/** @import { Panel } from "../../../live/web/panel.js" */
/** @import { Shared } from "../../../live/web/panel.js" */

/** @param {Panel} panel stands out while slow motion speaks of it */
export function lights(panel) {
  /** @type {Shared<string[]>} */ const lit = panel.view.shared.lit;
  lit.watch((names) => {
    const on = names.includes(panel.spec.name);
    panel.root.classList.toggle("ls-lit-panel", on);
    if (on) panel.front();
  });
}
