// The panels that every playground may have; a page names one kind per panel. A playground's own come first.

/** @import { Kind, Own } from "./types.d.ts" */
import { Chart } from "./panels/chart.js";
import { ChoiceChart } from "./panels/choice.js";
import { Diagnosis } from "./panels/diagnosis.js";
import { Tabs } from "./panels/tabs.js";
import { guarded } from "./guard.js";

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
