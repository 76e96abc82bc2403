// A Plotly chart of curves from the history. Figures come from Python; here they only get data, the
// theme's colours, the smoothed curve over the raw one, and the stamps of what was changed while running.

/** @import { Json, Meta, Spec, Variant } from "../types.d.ts" */
/** @import { View } from "../view.js" */
import { el, fill, setAttribute, setText } from "../dom.js";
import { loss } from "../format.js";
import { Panel } from "../panel.js";
import { layoutOf, loadPlotly, markOf, onPaper, stampsOf, wordsOfStamp } from "../plotly.js";
import { curveKey, select, toggle, wordsOf } from "../widgets/controls.js";
import { beyondOf, tailOf, tracesOf } from "./smooth.js";

const EVERY = 400; // ms between two refreshes at most
const SLOWEST = 1000; // ms, however busy the machine is
const SHARE = 20; // a refresh (10 ms at the least: Plotly lays everything out anew) may take 1/20 of the time
const WINDOWS = [0, 5, 25, 101];
const CONFIG = { displayModeBar: false, responsive: false, displaylogo: false, doubleClick: "reset" };

export class Chart extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Variant | null} */ this.variant = null;
    this.traces = tracesOf; // the data of a variant's traces
    /** @type {any} */ this.plotly = null; // Plotly has no types here
    /** @type {any} */ this.plot = null;
    /** @type {Set<string>} */ this.hiddenCurves = new Set();
    this.window = this.cost = this.drawn = 0;
    this.revision = this.eventRevision = -1;
    this.asked = this.zoomed = this.isLog = false;
    /** @type {[number, number] | null} */ this.range = null; // of a y axis that follows the tail
    /** @type {import("./smooth.js").Beyond | null} */ this.beyond = null; // what it leaves out
    const t = this.texts;
    this.log = toggle("log", wordsOf(t, "log"), false, () => this.toggleLog());
    const windows = WINDOWS.map((window) => /** @type {[number, string]} */ (
      [window, window ? fill(t["smooth.points"], { count: window }) : t["smooth.none"]]
    ));
    this.smoothing = select(
      "smooth",
      { label: t["smooth.label"], tip: t["tip.smooth"] },
      windows,
      (value) => {
        this.window = Number(value);
        this.refreshSoon();
      },
    );
    this.tools.append(this.log, this.smoothing);
    this.keys = el("div", { class: "ls-keys" });
    this.box = el("div", { class: "ls-chart", role: "img", "aria-label": spec.title });
    this.stamp = el("p", { class: "ls-quiet ls-stamp" });
    this.root.append(this.keys, this.box, this.stamp);
    this.root.classList.add("ls-panel-chart");
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.box);
  }

  /** @param {Meta} meta */
  describe(meta) {
    const variant = this.pick(meta.describe);
    this.root.hidden = !variant;
    if (!variant || variant === this.variant) return;
    this.variant = variant;
    for (const { curve } of variant.bind) meta.metrics[curve]; // a curve that is no metric is a mistake
    this.entitle(variant.title ?? this.spec.title);
    this.isLog = variant.figure.layout?.yaxis?.type === "log";
    this.log.hidden = !variant.log;
    setAttribute(this.log, "aria-pressed", this.isLog);
    this.hiddenCurves = new Set();
    this.keys.replaceChildren(
      ...this.named(variant).map(({ trace, curve }) =>
        curveKey(variant.figure.data[trace], curve, (shown) => this.showCurve(curve, shown))
      ),
    );
    if (this.plot) this.create();
  }

  /**
   * What there is to show: of several variants the first whose numbers this run has.
   * @param {Json} describe
   * @returns {Variant | undefined}
   */
  pick({ metrics = [] }) {
    const { variants } = this.spec;
    if (!variants) return /** @type {any} */ (this.spec); // the figure lies in the spec itself
    return variants.find((/** @type {Variant} */ one) => metrics.includes(one.requires));
  }

  /**
   * The curves that have an entry in the legend.
   * @param {Variant} variant
   */
  named({ bind }) {
    return bind.filter(({ key }) => key !== false);
  }

  /**
   * @param {string} curve
   * @param {boolean} shown
   */
  showCurve(curve, shown) {
    if (shown) this.hiddenCurves.delete(curve);
    else this.hiddenCurves.add(curve);
    this.refreshSoon();
  }

  refreshSoon() {
    this.revision = -1;
    this.view.wake();
  }

  /** @param {number} now */
  tick(now) {
    const { history, main } = this.view;
    if (!this.variant || !this.onScreen) return false;
    if (!this.plot) {
      // The first picture comes first: Plotly's script would hold it up.
      const shown = this.view.frames > 0 || (this.view.frame && main === this);
      if (shown && !this.asked) this.load();
      return false;
    }
    if (history.revision === this.revision) return false;
    const rest = Math.min(SLOWEST, Math.max(EVERY, SHARE * this.cost));
    if (now - this.drawn < rest || this.view.charted === now) return true;
    this.view.charted = now; // one chart per animation frame, so that none of them is long
    this.drawn = now;
    const start = performance.now();
    this.refresh(this.variant);
    this.cost = 0.7 * this.cost + 0.3 * (performance.now() - start);
    return false;
  }

  async load() {
    this.asked = true;
    try {
      this.plotly = await loadPlotly(this.view.data.assets);
      if (!this.view.closed) this.create();
    } catch {
      setText(this.stamp, this.texts["chart.unavailable"]);
    }
  }

  create() {
    if (!this.variant) return;
    const { figure, bind } = this.variant;
    this.range = this.beyond = null;
    // Raw curves lie beneath as thin twins: smoothing never hides them.
    const traces = bind.map(({ trace }) => ({ ...figure.data[trace], x: [], y: [] }));
    const raw = traces.map((trace) => ({
      ...trace,
      customdata: undefined,
      hovertemplate: undefined,
      hoverinfo: "skip",
      showlegend: false,
      opacity: 0.4,
      line: { ...trace.line, width: 1 },
    }));
    const pale = raw.map((trace) => ({ ...trace, opacity: 0.3, zorder: -1 })); // the future, and other lines
    this.plotly.newPlot(this.box, [...raw, ...traces, ...pale], this.layout(), CONFIG);
    [this.plot, this.zoomed] = [this.box, false];
    this.plot.on("plotly_relayout", (/** @type {Json} */ change) => {
      if ("yaxis.range[0]" in change) this.zoomed = true; // by hand
      else if (change["xaxis.autorange"]) this.zoomed = false; // a double click
    });
    this.refreshSoon();
  }

  layout() {
    const { clientWidth: width, clientHeight: height } = this.box;
    const { figure } = /** @type {Variant} */ (this.variant);
    const made = layoutOf(figure, this.view.colours, { width, height, isLog: this.isLog });
    if (this.range) made.yaxis.range = this.range;
    return { ...made, ...this.stamps() };
  }

  stamps() {
    const { history: { events }, colours } = this.view;
    const { shapes, annotations } = stampsOf(events, colours, (event) => wordsOfStamp(this.texts, event));
    return { shapes, annotations: [...annotations, ...markOf(this.beyond, this.texts, colours)] };
  }

  /** @param {Variant} variant */
  refresh(variant) {
    const { history } = this.view;
    const most = Math.max(200, this.box.clientWidth);
    const how = { hidden: this.hiddenCurves, window: this.window, most };
    const data = this.traces(variant, this.view, how);
    const stamped = this.eventRevision !== history.eventRevision;
    const tail = Boolean(variant.tail) && !this.zoomed;
    const range = this.range = tail ? tailOf(variant, history, this.hiddenCurves) : null;
    this.beyond = range && beyondOf(variant, history, this.hiddenCurves, range);
    /** @type {Json} */ const layout = stamped || variant.tail ? this.stamps() : {};
    if (tail) Object.assign(layout, range ? { "yaxis.range": range } : { "yaxis.autorange": true });
    this.plotly.update(this.plot, data, layout, data.x.map((_, i) => i));
    this.revision = history.revision;
    if (stamped) {
      this.eventRevision = history.eventRevision;
      const last = history.events.at(-1);
      setText(this.stamp, last ? wordsOfStamp(this.texts, last) : "");
    }
    this.say(variant);
  }

  /** @param {Variant} variant */
  latest(variant) {
    return this.named(variant).map(({ trace, curve }) =>
      `${variant.figure.data[trace].name} ${loss(this.view.history.last(curve))}`
    );
  }

  /**
   * The chart in words: its latest values.
   * @param {Variant} variant
   */
  say(variant) {
    const said = { title: this.spec.title, values: this.latest(variant).join(", ") };
    setAttribute(this.box, "aria-label", fill(this.texts["chart.label"], said));
  }

  toggleLog() {
    this.isLog = !this.isLog;
    setAttribute(this.log, "aria-pressed", this.isLog);
    this.relayout({ uirevision: `log ${this.isLog}` });
  }

  /** @param {Json} more */
  relayout(more = {}) {
    // Behind a tab there is no room to lay anything out; it comes with the size (resize).
    if (this.plot && this.box.clientWidth) this.plotly.relayout(this.plot, { ...this.layout(), ...more });
  }

  resize() {
    if (!this.box.clientWidth || !this.box.clientHeight) return;
    if (!this.plot && (this.plotly = onPaper())) { // also what nobody has scrolled to
      this.create();
      if (this.variant) this.refresh(this.variant);
    } else this.relayout(); // what fits beside the curves depends on the size
  }

  paint() {
    this.relayout();
  }

  close() {
    this.observer.disconnect();
    if (this.plot) this.plotly.purge(this.plot);
  }
}
