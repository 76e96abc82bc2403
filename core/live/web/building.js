// From the page's list of panels to panels in their columns: those of the stage, and the details below it.

/** @import { Panel } from "./panel.js" */
/** @import { Json, Kind, Own } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { el } from "./dom.js";
import { guarded } from "./guard.js";
import { Chart } from "./panels/chart.js";
import { ChoiceChart } from "./panels/choice.js";
import { Diagnosis } from "./panels/diagnosis.js";
import { Tabs } from "./panels/tabs.js";

/** @type {Record<string, Kind>} */
const SHARED = { chart: Chart, choice: ChoiceChart, diagnosis: Diagnosis, tabs: Tabs };

/**
 * The class of a panel's kind. A kind that nobody knows is a mistake.
 * @param {string} kind
 * @param {Own} own what the playground's index.js exports
 */
export function kindOf(kind, own) {
  return guarded({ ...SHARED, ...own.KINDS }, "kind of panel")[kind];
}

/**
 * Builds the panels of `view` by their names, the grid of the stage and the one of the details, in whose columns
 * they stand, and the frame around both.
 * @param {View} view
 */
export function buildPanels(view) {
  /** @type {Map<string, Panel>} */ const panels = new Map();
  /** @type {Map<string, HTMLElement>} */ const columns = new Map();
  const grid = el("div", { class: "ls-grid" });
  const details = el("div", { class: "ls-details" });
  const frame = el("div", { class: "ls-frame", inert: "" }, grid, details); // until there is something to touch
  for (const spec of view.data.panels) {
    const panel = new (kindOf(spec.kind, view.own))(spec, view);
    panels.set(spec.name, panel);
    const column = columns.get(spec.column) ??
      el("div", { class: `ls-column ls-column-${spec.column}` });
    if (!columns.has(spec.column)) (spec.stage ? grid : details).append(column);
    column.classList.toggle("ls-first", Boolean(spec.main) || column.classList.contains("ls-first"));
    column.style.setProperty("--ls-slot", spec.column);
    columns.set(spec.column, column);
    column.append(panel.root);
    // A card lies over the curves: what it is about stays in sight while it is open.
    if (panel.floating) grid.append(panel.floating);
  }
  /** @type {Record<string, Panel>} */
  const named = guarded(Object.fromEntries(panels), "panel");
  for (const panel of panels.values()) {
    /** @type {string[] | undefined} */ const of = panel.spec.of;
    if (of) panel.adopt(of.map((name) => named[name]));
  }
  return { panels, grid, frame };
}

/**
 * The picture that counts as the frame. A panel may hide where there is nothing for it: it is one that is there.
 * @param {Map<string, Panel>} panels
 */
export function mainOf(panels) {
  const shown = [...panels.values()].filter((panel) => !panel.root.hidden);
  return shown.find((panel) => panel.spec.main) ?? shown[0];
}

/**
 * What a playground's panels share, made anew for each view.
 * @param {View} view
 * @returns {Json}
 */
export function sharedBy(view) {
  return guarded(view.own.shared?.(view) ?? {}, "shared object");
}
