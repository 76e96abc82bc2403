// A Plotly chart of arrays that come with the frames (spectra, histograms), not of the run's history.
// Real curves are static and come once; the generated one follows at the charts' calm pace.

/** @import { Arrays, Figure, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, setAttribute, setText } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { layoutOf, loadPlotly } from "../../../live/web/plotly.js";
import { select } from "../../../live/web/widgets/controls.js";

const EVERY = 250; // ms between two refreshes at most
const CONFIG = { displayModeBar: false, responsive: false, displaylogo: false };

/**
 * A chart of the choice: `panel` is the view that it needs, `bind` the arrays of its traces.
 * @typedef {{ title: string, panel: string, figure: Figure, bind: { trace: number, x: string, y: string }[] }} Chosen
 */

export class Profile extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Chosen[]} */ const variants = spec.variants;
    this.variant = variants[0];
    /** @type {Arrays} */ this.arrays = {};
    /** @type {Arrays} */ this.statics = {};
    /** @type {any} */ this.plotly = null; // Plotly has no types here
    /** @type {any} */ this.plot = null;
    this.drawn = 0;
    this.stale = this.asked = false;
    const label = this.texts["choice.label"];
    const titles = variants.map(({ title }, i) => /** @type {[number, string]} */ ([i, title]));
    this.choice = select("choose-chart", { label }, titles, (at) => this.choose(variants[Number(at)]));
    this.tools.append(this.choice);
    this.root.classList.add("ls-panel-chart");
    this.heading.classList.add("ls-hidden-title");
    this.box = el("div", { class: "ls-chart", role: "img", "aria-label": spec.title });
    this.root.append(this.box);
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(this.box);
  }

  get watched() {
    return this.variant.panel;
  }

  /** @param {Chosen} variant */
  choose(variant) {
    this.variant = variant;
    this.view.watch.changed();
    if (this.plot) this.create();
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.root.hidden = meta.describe.kind !== "signals";
    this.statics = statics;
    this.arrays = {};
    this.stale = true;
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    this.arrays = arrays;
    this.stale = true;
    return false;
  }

  /** @param {number} now */
  tick(now) {
    if (this.root.hidden || !this.onScreen || !this.stale) return false;
    if (!this.plot) {
      if (this.view.frames > 0 && !this.asked) this.load();
      return false;
    }
    if (now - this.drawn < EVERY || this.view.charted === now) return true;
    this.view.charted = now;
    this.drawn = now;
    this.stale = false;
    this.refresh();
    return false;
  }

  async load() {
    this.asked = true;
    try {
      this.plotly = await loadPlotly(this.view.data.assets);
      if (!this.view.closed) this.create();
    } catch {
      setText(this.box, this.texts["chart.unavailable"]);
    }
  }

  create() {
    const traces = this.variant.figure.data.map((trace) => ({ ...trace }));
    this.plotly.react(this.box, traces, this.layout(), CONFIG);
    this.plot = this.box;
    setAttribute(this.box, "aria-label", this.variant.title);
    this.stale = true;
    this.view.wake();
  }

  layout() {
    const { clientWidth: width, clientHeight: height } = this.box;
    const { figure } = this.variant;
    const { font, hoverlabel, xaxis, yaxis } = layoutOf(figure, this.view.colours, {
      width,
      height,
      isLog: false,
    });
    const { type } = figure.layout?.yaxis ?? {};
    return {
      ...figure.layout,
      autosize: false,
      width,
      height,
      font,
      hoverlabel,
      xaxis,
      yaxis: { ...yaxis, type },
    };
  }

  refresh() {
    const all = { ...this.statics, ...this.arrays };
    const { bind } = this.variant;
    const list = (/** @type {string} */ name) => Array.from(all[name] ?? []);
    const update = { x: bind.map(({ x }) => list(x)), y: bind.map(({ y }) => list(y)) };
    this.plotly.restyle(this.plot, update, bind.map(({ trace }) => trace));
  }

  paint() {
    if (this.plot && this.box.clientWidth) this.plotly.relayout(this.plot, this.layout()); // hidden, it has no size
  }

  close() {
    this.observer.disconnect();
    if (this.plot) this.plotly.purge(this.plot);
  }
}
