// From the page's list of panels to panels in their columns: those of the stage, and the details below it.
//
// The stage: what moves fits one screen. The style sheet gives it the height of the window less what stands above
// it, which is measured here: notes and banners come and go. The line of controls stays on the screen; below the last
// panel, where it would go with them, it floats.

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

const BELOW = 10; // px between the stage and the window's lower edge
const HEAD = 138; // px that the page's header and the line of controls take

export class Stage {
  /**
   * @param {View} view
   * @param {HTMLElement} grid
   * @param {HTMLElement} frame around the grid and the details
   */
  constructor(view, grid, frame) {
    this.frame = frame;
    this.root = view.root;
    this.controls = view.transport.root;
    this.grid = grid;
    this.above = 0;
    this.scroller = view.root.closest("[data-testid=stMain]") ?? document.documentElement;
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this.controls);
    const page = view.root.closest("[data-testid=stMainBlockContainer]");
    if (page) this.sizes.observe(page); // grows with what stands above
    const end = el("i");
    view.root.append(end);
    this.ending = new IntersectionObserver(([{ isIntersecting, boundingClientRect: { top } }]) => {
      this.root.classList.toggle("ls-afloat", !isIntersecting && top < 2 * HEAD);
    }, { rootMargin: `-${HEAD}px 0px 0px 0px` });
    this.ending.observe(end);
    this.measure();
  }

  /** There is something to touch. */
  open() {
    this.frame.inert = false;
  }

  measure() {
    const { left, width } = this.root.getBoundingClientRect();
    const floats = this.root.classList.contains("ls-afloat");
    const place = { left: `${left}px`, width: `${width}px`, height: `${this.controls.offsetHeight}px` };
    for (const [name, value] of Object.entries(place)) {
      this.root.style.setProperty(`--ls-float-${name}`, value);
    }
    const above = Math.ceil(this.grid.getBoundingClientRect().top + this.scroller.scrollTop) + BELOW;
    if (above === this.above || floats || !this.grid.isConnected) return;
    this.above = above;
    this.root.style.setProperty("--ls-above", `${above}px`);
  }

  close() {
    this.sizes.disconnect();
    this.ending.disconnect();
  }
}
