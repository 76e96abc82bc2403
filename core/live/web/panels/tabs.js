// Several panels share one place, and one of them is seen: a row of tabs above them. What is not seen is not
// watched, so that nobody computes it; a panel that has nothing to show loses its tab.

import { el, setAttribute } from "../dom.js";

export class Tabs {
  constructor(spec, view) {
    Object.assign(this, { spec, view, chosen: null });
    this.list = el("div", { class: "ls-tabs", role: "tablist", "aria-label": spec.title });
    this.root = el("div", { class: "ls-tabs-panel", "data-panel": spec.name }, this.list);
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.tabs = new Map(spec.of.map((name) => [name, this.tab(name)]));
  }

  tab(name) {
    const attributes = {
      type: "button",
      class: "ls-tab",
      role: "tab",
      id: `ls-tab-${name}`,
      "data-tab": name,
    };
    const tab = el("button", { ...attributes, on: { click: () => this.choose(name) } });
    this.list.append(tab);
    return tab;
  }

  describe() {
    // The panels themselves say whether they have something to show, and they come later than this one.
    queueMicrotask(() => this.refresh());
  }

  refresh() {
    const { panels } = this.view;
    const there = this.spec.of.filter((name) => panels.get(name) && !panels.get(name).root.hidden);
    if (!there.includes(this.chosen)) this.chosen = there[0];
    for (const [name, tab] of this.tabs) {
      const panel = panels.get(name);
      if (!panel) continue;
      const on = name === this.chosen;
      tab.hidden = !there.includes(name);
      if (!tab.textContent) tab.textContent = panel.spec.tab ?? panel.spec.title;
      setAttribute(tab, "aria-selected", on);
      setAttribute(tab, "tabindex", on ? 0 : -1);
      panel.root.classList.toggle("ls-tab-off", !on);
      panel.root.setAttribute("role", "tabpanel");
      panel.root.setAttribute("aria-labelledby", tab.id);
    }
    this.view.wake();
  }

  choose(name, focus = false) {
    this.chosen = name;
    this.refresh();
    if (focus) this.tabs.get(name).focus();
  }

  /** The arrow keys go from tab to tab, as in every list of tabs. */
  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const shown = this.spec.of.filter((name) => !this.tabs.get(name).hidden);
    const at = (shown.indexOf(this.chosen) + by + shown.length) % shown.length;
    this.choose(shown[at], true);
  }

  paint() {}
}
