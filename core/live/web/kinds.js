// The panels that every playground may have; a page names one kind per panel. A playground's own come first.

import { Chart } from "./panels/chart.js";
import { ChoiceChart } from "./panels/choice.js";
import { Diagnosis } from "./panels/diagnosis.js";
import { Tabs } from "./panels/tabs.js";

const SHARED = { chart: Chart, choice: ChoiceChart, diagnosis: Diagnosis, tabs: Tabs };

/** The class of a panel's kind; `own` are the playground's. A kind that nobody knows is a mistake. */
export function kindOf(kind, own) {
  const found = own[kind] ?? SHARED[kind];
  if (!found) throw new Error(`There is no kind of panel called ${kind}.`);
  return found;
}

/** What the server computes for this panel: the name of a view, or null. */
export const watched = (panel) => (panel.watched === undefined ? panel.spec.view : panel.watched);
