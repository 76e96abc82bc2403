// Several panels share one place, and one of them is seen: a row of tabs above them. What is not seen is not
// watched, so that nobody computes it; a panel that has nothing to show loses its tab.

/** @import { Spec } from "../types.d.ts" */
/** @import { View } from "../view.js" */
import { el, setAttribute } from "../dom.js";
import { Panel } from "../panel.js";

export class Tabs extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Panel | undefined} */ this.chosen = undefined;
    /** @type {Map<Panel, HTMLElement>} */ this.tabs = new Map();
    this.asked = view.data.tabs ?? []; // the names of those that a link brings forward
    this.list = el("div", { class: "ls-tabs", role: "tablist", "aria-label": spec.title });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.root.append(this.list);
  }

  shell() {
    return el("div", {
      class: "ls-tabs-panel",
      "data-panel": this.spec.name,
      "data-stage": this.spec.stage ? "" : null,
    });
  }

  /** @param {Panel[]} panels */
  adopt(panels) {
    this.tabs = new Map(panels.map((panel) => [panel, this.tab(panel)]));
    this.list.append(...this.tabs.values());
  }

  /** @param {Panel} panel */
  tab(panel) {
    const { name, tab, title } = panel.spec;
    const id = `ls-tab-${name}`;
    panel.root.setAttribute("role", "tabpanel");
    panel.root.setAttribute("aria-labelledby", id);
    panel.front = () => this.choose(panel);
    const text = tab ?? title;
    return el("button", {
      type: "button",
      class: "ls-tab",
      role: "tab",
      id,
      "data-tab": name,
      "data-wide": text, // as wide as when it is chosen and bold, so that the row never breaks anew
      text,
      on: { click: () => this.choose(panel) },
    });
  }

  describe() {
    // The panels themselves say whether they have something to show, and they come later than this one.
    queueMicrotask(() => this.refresh());
  }

  refresh() {
    const there = [...this.tabs.keys()].filter((panel) => !panel.root.hidden);
    if (!this.chosen || !there.includes(this.chosen)) {
      this.chosen = there.find(({ spec }) => this.asked.includes(spec.name)) ?? there[0];
    }
    for (const [panel, tab] of this.tabs) {
      const on = panel === this.chosen;
      tab.hidden = panel.root.hidden;
      setAttribute(tab, "aria-selected", on);
      setAttribute(tab, "tabindex", on ? 0 : -1);
      panel.root.classList.toggle("ls-tab-off", !on);
    }
    this.view.wake();
  }

  /** @param {Panel} panel */
  choose(panel) {
    this.chosen = panel;
    this.refresh();
  }

  /**
   * The arrow keys go from tab to tab, as in every list of tabs.
   * @param {KeyboardEvent} event
   */
  key(event) {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const shown = [...this.tabs].filter(([, tab]) => !tab.hidden);
    const at = shown.findIndex(([panel]) => panel === this.chosen);
    const [panel, tab] = shown[(at + by + shown.length) % shown.length];
    this.choose(panel);
    tab.focus();
  }
}
