// A chart with a choice of what it shows: several figures share one place, and only those are offered
// whose numbers this run has; a figure that requires none is always there.

import { el } from "../dom.js";
import { Chart } from "./chart.js";

export class ChoiceChart extends Chart {
  constructor(spec, view) {
    super(spec, view);
    const label = view.texts["choice.label"];
    this.choice = el("select", {
      class: "ls-select ls-small",
      "data-action": "choose-chart",
      "aria-label": label,
      "data-tip": label,
      on: { change: () => this.describe(this.known) },
    });
    this.root.querySelector(".ls-tools").prepend(this.choice);
    this.root.querySelector(".ls-title").classList.add("ls-hidden-title");
  }

  describe(meta) {
    this.known = meta;
    super.describe(meta);
  }

  pick({ kind, metrics = [], scalars = [] }) {
    if (this.spec.only && this.spec.only !== kind) return undefined;
    const offered = this.spec.variants.filter((one) =>
      !one.requires || metrics.includes(one.requires) || scalars.includes(one.requires)
    );
    const titles = offered.map((one) => one.title);
    if (titles.join() !== [...this.choice.options].map((option) => option.value).join()) {
      const held = this.choice.value;
      this.choice.replaceChildren(...titles.map((title) => el("option", { value: title, text: title })));
      if (titles.includes(held)) this.choice.value = held;
    }
    return offered[Math.max(0, this.choice.selectedIndex)];
  }
}
