// A Plotly chart of arrays that come with the frames (spectra, histograms), not of the run's history.
// Real curves are static and come once; the generated one follows at the charts' calm pace.

import { css, mix } from "../../../live/web/colour.js";
import { el, panelFrame, setAttribute, setText } from "../../../live/web/dom.js";
import { loadPlotly } from "../../../live/web/plotly.js";

const EVERY = 250; // ms between two refreshes at most
const CONFIG = { displayModeBar: false, responsive: false, displaylogo: false };

export class Profile {
  constructor(spec, view) {
    Object.assign(this, {
      spec,
      view,
      texts: view.texts,
      variant: spec.variants[0],
      arrays: {},
      statics: {},
      drawn: 0,
    });
    const label = this.texts["choice.label"];
    const options = spec.variants.map((one, i) => el("option", { value: i, text: one.title }));
    this.choice = el(
      "select",
      {
        class: "ls-select ls-small",
        "data-action": "choose-chart",
        "aria-label": label,
        "data-tip": label,
        on: { change: () => this.choose() },
      },
      ...options,
    );
    this.root = panelFrame(spec.name, spec.title, [this.choice]).root;
    this.root.classList.add("ls-panel-chart");
    this.root.querySelector(".ls-title").classList.add("ls-hidden-title");
    this.box = el("div", { class: "ls-chart", role: "img" });
    this.root.append(this.box);
    this.observer = new ResizeObserver(() => this.plot && this.plotly.relayout(this.plot, this.layout()));
    this.observer.observe(this.box);
  }

  get watched() {
    return this.variant.panel;
  }

  choose() {
    this.variant = this.spec.variants[Number(this.choice.value)];
    this.view.watch.changed();
    if (this.plot) this.create();
  }

  describe(meta, statics) {
    this.root.hidden = meta.describe.kind !== "signals";
    this.statics = statics;
    this.arrays = {};
    this.stale = true;
  }

  draw(arrays) {
    this.arrays = arrays;
    this.stale = true;
    return false;
  }

  tick(now) {
    if (this.root.hidden || this.onScreen === false || !this.stale) return false;
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
    this.plotly.react(
      this.box,
      this.variant.figure.data.map((trace) => ({ ...trace })),
      this.layout(),
      CONFIG,
    );
    this.plot = this.box;
    setAttribute(this.box, "aria-label", this.variant.title);
    this.stale = true;
    this.view.wake();
  }

  layout() {
    const { colours } = this.view;
    const base = this.variant.figure.layout ?? {};
    const grid = css(mix(colours.background, colours.text, 0.13));
    const titled = ({ title, title_text: text } = {}) => ({ ...(title ?? { text }), font: { size: 14 } });
    const axis = (given) => ({
      ...given,
      title: titled(given),
      gridcolor: grid,
      zerolinecolor: grid,
      linecolor: css(colours.line),
      automargin: true,
    });
    return {
      ...base,
      autosize: false,
      width: this.box.clientWidth,
      height: this.box.clientHeight,
      font: { size: 14, family: colours.font, color: css(colours.text) },
      hoverlabel: {
        bgcolor: css(mix(colours.background, colours.text, 0.06)),
        bordercolor: css(colours.line),
        font: { size: 14, color: css(colours.text) },
      },
      xaxis: axis(base.xaxis),
      yaxis: axis(base.yaxis),
    };
  }

  refresh() {
    const all = { ...this.statics, ...this.arrays };
    const { bind } = this.variant;
    const list = (name) => Array.from(all[name] ?? []);
    const update = { x: bind.map(({ x }) => list(x)), y: bind.map(({ y }) => list(y)) };
    this.plotly.restyle(this.plot, update, bind.map(({ trace }) => trace));
  }

  paint() {
    if (this.plot) this.plotly.relayout(this.plot, this.layout());
  }

  close() {
    this.observer.disconnect();
    if (this.plot) this.plotly.purge(this.plot);
  }
}
