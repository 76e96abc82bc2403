// The curves of all runs in one chart, each in its colour and with its dashes; where they differ in the seed alone, the
// mean of them and a band of one standard deviation.

/** @import { Json, Numbers } from "../types.d.ts" */
/** @import { Arena } from "./arena.js" */
import { css, mix } from "../colour.js";
import { el, fill, setAttribute, setText } from "../dom.js";
import { inWords } from "../format.js";
import { thin } from "../panels/smooth.js";
import { layoutOf, loadPlotly } from "../plotly.js";
import { offer, select, toggle } from "../widgets/controls.js";
import { DASHES } from "./entrant.js";
import { band } from "./numbers.js";

const EVERY = 500; // ms between two refreshes
const FAINT = 0.45; // how strong one seed is behind the mean of all
const CONFIG = { displayModeBar: false, responsive: false, displaylogo: false, doubleClick: "reset" };
const AXIS = { zeroline: false, automargin: true, title_standoff: 4 };
const MARGIN = { l: 8, r: 12, t: 8, b: 8 };

export class Overlay {
  /** @param {Arena} arena */
  constructor(arena) {
    this.arena = arena;
    const t = arena.texts;
    this.metric = "";
    this.isLog = this.asked = false;
    this.banded = true;
    this.said = ""; // what was drawn
    this.drawn = 0;
    /** @type {any} */ this.plotly = null;
    this.choice = select("compare-metric", { label: t["arena.metric"] }, [], (name) => this.choose(name));
    const words = { text: t["action.log"], tip: t["tip.log"] };
    this.log = toggle("log", words, false, (on) => this.scale(on));
    const said = { text: t["arena.band"], tip: t["arena.band-tip"] };
    this.mean = toggle("band", said, true, (on) => {
      this.banded = on;
      this.said = "";
    });
    this.box = el("div", { class: "ls-chart ls-overlay-chart", role: "img" });
    const head = el(
      "header",
      { class: "ls-head" },
      this.choice,
      el("div", { class: "ls-tools" }, this.mean, this.log),
    );
    this.root = el("section", { class: "ls-overlay", "aria-label": t["arena.curves"] }, head, this.box);
    this.observer = new ResizeObserver(() => this.relayout());
    this.observer.observe(this.box);
  }

  /** @param {string} name */
  choose(name) {
    this.metric = name;
    this.said = "";
    this.tick();
  }

  /** @param {boolean} on */
  scale(on) {
    this.isLog = on;
    this.relayout();
  }

  update() {
    this.said = "";
    this.relayout();
  }

  /** The metrics that have a curve: what is measured on held-out data first. */
  names() {
    const { meta, history } = this.arena.view;
    if (!meta) return [];
    const known = Object.keys(meta.metrics).filter((name) => history.curves.has(name));
    const judged = known.filter((name) => meta.metrics[name].headline && meta.metrics[name].better);
    const first = judged.find((name) => !name.startsWith("train")) ?? judged[0] ?? known[0];
    if (!known.includes(this.metric)) this.metric = first ?? "";
    return known;
  }

  tick() {
    const { view, entrants } = this.arena;
    const names = this.names();
    const metrics = view.meta?.metrics;
    if (!metrics || !this.metric) return;
    if (this.choice.dataset.names !== names.join()) {
      this.choice.dataset.names = names.join();
      offer(this.choice, names.map((name) => [name, metrics[name].label]));
      this.choice.value = this.metric;
    }
    const seeds = this.arena.differing.join() === "seed";
    this.mean.hidden = !seeds;
    if (!this.plotly) {
      if (!this.asked && view.frames) this.load();
      return;
    }
    const now = performance.now();
    const said = JSON.stringify([entrants.map((one) => [one.id, one.view.history.revision]), this.metric]);
    if (said === this.said || now - this.drawn < EVERY) return;
    this.said = said;
    this.drawn = now;
    this.draw(seeds && this.banded);
  }

  async load() {
    this.asked = true;
    try {
      this.plotly = await loadPlotly(this.arena.view.data.assets);
    } catch {
      setText(this.box, this.arena.texts["chart.unavailable"]);
    }
  }

  /** @param {boolean} banded */
  draw(banded) {
    const { entrants, texts } = this.arena;
    /** @type {Json[]} */ const traces = [];
    /** @type {{ x: number[], y: number[], length: number }[]} */ const lines = [];
    const most = Math.max(200, this.box.clientWidth);
    for (const { view: { history }, colour, index, words, seconds } of entrants) {
      const curve = history.curves.get(this.metric);
      const length = curve ? history.until(curve) : 0;
      const chosen = curve ? thin(curve.y, length, most) ?? [...Array(length).keys()] : [];
      const steps = chosen.map((k) => curve?.x[k] ?? NaN);
      const x = this.bySteps ? steps : [...seconds.of(steps)];
      const y = chosen.map((k) => curve?.y[k] ?? NaN);
      if (length) lines.push({ x, y, length: x.length });
      const line = { color: colour, width: banded ? 1.2 : 2.4, dash: DASHES[index % DASHES.length] };
      const hovertemplate = fill(texts[this.bySteps ? "arena.hover-step" : "arena.hover-second"], {
        name: words,
        value: "%{y:.4g}",
        at: this.bySteps ? "%{x:,d}" : "%{x:.2f}",
      }) + "<extra></extra>";
      const opacity = banded ? FAINT : 1;
      traces.push({ x, y, mode: "lines", type: "scatter", line, opacity, hovertemplate, name: words });
    }
    if (banded) traces.unshift(...this.meanOf(lines));
    this.plotly.react(this.box, traces, this.layout(), CONFIG);
    this.say();
  }

  get bySteps() {
    return this.arena.data.clock === "steps";
  }

  /**
   * @param {{ x: number[], y: number[], length: number }[]} lines
   * @returns {Json[]}
   */
  meanOf(lines) {
    const { colours } = this.arena.view;
    const { x, mean, low, high } = band(lines);
    const fillcolor = css(mix(colours.background, colours.text, 0.2));
    const edge = { x, mode: "lines", type: "scatter", line: { width: 0 }, hoverinfo: "skip" };
    const line = { color: css(colours.text), width: 3 };
    const name = this.arena.texts["arena.mean"];
    return [
      { ...edge, y: low },
      { ...edge, y: high, fill: "tonexty", fillcolor },
      { x, y: /** @type {Numbers} */ (mean), mode: "lines", type: "scatter", line, name },
    ];
  }

  layout() {
    const { clientWidth: width, clientHeight: height } = this.box;
    const { view, texts } = this.arena;
    const label = view.meta?.metrics[this.metric].label ?? "";
    const xaxis = {
      ...AXIS,
      title_text: texts[this.bySteps ? "arena.steps" : "arena.seconds"],
      rangemode: "tozero",
    };
    const figure = { data: [], layout: { margin: MARGIN, xaxis, yaxis: { ...AXIS, title_text: label } } };
    return layoutOf(figure, view.colours, { width, height, isLog: this.isLog });
  }

  relayout() {
    if (this.plotly && this.box.clientWidth && this.box.querySelector(".plot-container")) {
      this.plotly.relayout(this.box, this.layout());
      this.said = "";
    }
  }

  /** The chart in words. */
  say() {
    const { entrants, texts, view } = this.arena;
    const metric = view.meta?.metrics[this.metric];
    if (!metric) return;
    const values = entrants.map(({ view: { frame }, words }) => {
      const beside = (/** @type {string} */ name) => frame?.metrics[name];
      return `${words} ${inWords(metric, frame?.metrics[this.metric], { texts, beside })}`;
    });
    const title = fill(texts["arena.curves-of"], { metric: metric.label });
    setAttribute(this.box, "aria-label", fill(texts["chart.label"], { title, values: values.join(", ") }));
  }

  close() {
    this.observer.disconnect();
    if (this.plotly) this.plotly.purge(this.box);
  }
}
