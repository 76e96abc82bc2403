// A panel that nobody has scrolled to is neither computed nor drawn: for a picture of it, it is.

/** @import { Panel } from "../panel.js" */
/** @import { View } from "../view.js" */

const FIRST = 3000; // ms until what nobody has looked at so far is there

/**
 * Does `work` while the panel is computed and drawn wherever one has scrolled to.
 * @template T
 * @param {View} view
 * @param {Panel} panel
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function attended(view, panel, work) {
  const { watch, panels } = view;
  const { name } = panel.spec;
  const awaited = !watch.seen.has(name) && !["curves", null].includes(panel.watched);
  const before = view.frame?.n ?? 0;
  watch.kept.add(name);
  panel.onScreen = true;
  watch.changed();
  try {
    const until = performance.now() + FIRST;
    while (awaited && performance.now() < until && ((view.frame?.n ?? 0) <= before || view.fresh.size)) {
      view.wake();
      await new Promise(requestAnimationFrame);
    }
    return await work();
  } finally {
    watch.kept.delete(name);
    if (panels === view.panels) panel.onScreen = watch.seen.has(name);
    watch.changed();
  }
}
