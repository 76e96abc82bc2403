// A Plotly chart of curves from the history. Figures come from Python; here they only get data, the
// theme's colours, the smoothed curve over the raw one, and the stamps of what was changed while running.

import { css, mix } from "../colour.js";
import { button, el, fill, panelFrame, setAttribute, setText } from "../dom.js";
import { loss, whole } from "../format.js";
import { loadPlotly } from "../plotly.js";
import { smooth, thin } from "./smooth.js";

const EVERY = 400; // ms between two refreshes at most
const SLOWEST = 500; // ms, however busy the machine is
const SHARE = 20; // a refresh (10 ms at the least: Plotly lays everything out anew) may take 1/20 of the time
const WINDOWS = [0, 5, 25, 101];
const MOST_STAMPS = 40;
const FIRST = 0.1; // of the steps: what a chart with `tail` lets fall out of the picture
const CONFIG = { displayModeBar: false, responsive: false, displaylogo: false, doubleClick: "reset" };

export class Chart {
  constructor(spec, view) {
    Object.assign(this, {
      spec,
      view,
      texts: view.texts,
      variant: null,
      plot: null,
      window: 0,
      revision: -1,
      cost: 0,
      drawn: 0,
    });
    const t = this.texts;
    this.log = button(
      "log",
      { tip: t["tip.log"], content: [t["action.log"]], className: "ls-small", "aria-pressed": "false" },
      () => this.toggleLog(),
    );
    const options = WINDOWS.map((window) =>
      el("option", {
        value: window,
        text: window ? fill(t["smooth.points"], { count: window }) : t["smooth.none"],
      })
    );
    this.smoothing = el(
      "select",
      {
        class: "ls-select ls-small",
        "data-action": "smooth",
        "aria-label": t["smooth.label"],
        "data-tip": t["tip.smooth"],
        on: { change: () => this.setWindow() },
      },
      ...options,
    );
    const { root } = panelFrame(spec.name, spec.title, [this.log, this.smoothing]);
    this.root = root;
    this.keys = el("div", { class: "ls-keys" });
    this.box = el("div", { class: "ls-chart", role: "img" });
    this.stamp = el("p", { class: "ls-quiet ls-stamp" });
    root.append(this.keys, this.box, this.stamp);
    root.classList.add("ls-panel-chart");
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.box);
  }

  describe(meta) {
    const variant = this.pick(meta.describe ?? {});
    this.root.hidden = !variant;
    if (!variant || variant === this.variant) return;
    this.variant = variant;
    setText(this.root.querySelector(".ls-title"), variant.title ?? this.spec.title);
    this.isLog = variant.figure.layout?.yaxis?.type === "log";
    this.log.hidden = !variant.log;
    setAttribute(this.log, "aria-pressed", this.isLog);
    this.hiddenCurves = new Set();
    this.keys.replaceChildren(
      ...variant.bind.filter(({ key }) => key !== false).map(({ trace, curve }) =>
        this.key(variant.figure.data[trace], curve)
      ),
    );
    if (this.plot) this.create();
  }

  /** What there is to show: of several variants the first whose numbers this run has. */
  pick({ metrics = [] }) {
    const { variants } = this.spec;
    return variants ? variants.find((one) => metrics.includes(one.requires)) : this.spec;
  }

  /** One entry of the legend, which also hides its curve: Plotly's own takes half of a small chart. */
  key(trace, curve) {
    const line = el("i", { class: "ls-line" });
    line.style.borderTopColor = trace.line?.color ?? "currentColor";
    line.style.borderTopStyle = { dot: "dotted", dash: "dashed" }[trace.line?.dash] ?? "solid";
    line.style.borderTopWidth = `${Math.min(4, trace.line?.width ?? 2)}px`;
    const click = (event) => {
      const shown = this.hiddenCurves.delete(curve);
      if (!shown) this.hiddenCurves.add(curve);
      setAttribute(event.currentTarget, "aria-pressed", shown);
      this.revision = -1;
      this.view.wake();
    };
    const attributes = {
      type: "button",
      class: "ls-key",
      "data-curve": curve,
      "aria-pressed": "true",
      on: { click },
    };
    return el("button", attributes, line, trace.name);
  }

  /** Called in the animation loop; true while a refresh waits for its turn. */
  tick(now) {
    const { history, main } = this.view;
    if (!this.variant || this.onScreen === false) return false;
    if (!this.plot) {
      // The first picture comes first: Plotly's script would hold it up.
      const shown = this.view.frames > 0 || (this.view.frame && main === this);
      if (shown && !this.asked) this.load();
      return false;
    }
    if (history.revision === this.revision) return false;
    if (
      now - this.drawn < Math.min(SLOWEST, Math.max(EVERY, SHARE * this.cost)) || this.view.charted === now
    ) return true;
    this.view.charted = now; // one chart per animation frame, so that none of them is long
    this.drawn = now;
    const start = performance.now();
    this.refresh();
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
    const { figure, bind } = this.variant;
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
    this.plotly.newPlot(this.box, [...raw, ...traces], this.layout(), CONFIG);
    this.plot = this.box;
    this.zoomed = false;
    this.box.on("plotly_relayout", (change) => {
      if ("yaxis.range[0]" in change) this.zoomed = true; // by hand
      else if (change["xaxis.autorange"]) this.zoomed = false; // a double click
    });
    this.revision = -1;
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
      linecolor: css(colours.line),
      zerolinecolor: grid,
      automargin: true,
    });
    const { stamps, notes } = this.stamps();
    return {
      uirevision: "curves",
      hovermode: "closest",
      ...base,
      showlegend: false,
      template: undefined,
      title: undefined,
      autosize: false,
      width: this.box.clientWidth,
      height: this.box.clientHeight,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { size: 14, ...base.font, family: colours.font, color: css(colours.text) },
      hoverlabel: {
        bgcolor: css(mix(colours.background, colours.text, 0.06)),
        bordercolor: css(colours.line),
        font: { size: 14, color: css(colours.text) },
      },
      xaxis: axis(base.xaxis),
      yaxis: {
        ...axis(base.yaxis),
        type: this.isLog ? "log" : "linear",
        ...(this.isLog ? { dtick: null, exponentformat: "power" } : {}),
      },
      shapes: stamps,
      annotations: notes,
    };
  }

  /** Vertical lines at the steps where something was changed, with the words on pointing at their heads. */
  stamps() {
    const { colours, history } = this.view;
    const events = history.events.slice(-MOST_STAMPS);
    const colour = css(colours.muted);
    const stamps = events.map(({ step }) => ({
      type: "line",
      xref: "x",
      yref: "paper",
      x0: step,
      x1: step,
      y0: 0,
      y1: 1,
      line: { color: colour, width: 1, dash: "dot" },
    }));
    const notes = events.map((event) => ({
      x: event.step,
      y: 1,
      xref: "x",
      yref: "paper",
      yanchor: "middle",
      showarrow: false,
      text: "▾",
      font: { size: 16, color: colour },
      hovertext: this.words(event),
      captureevents: true,
    }));
    return { stamps, notes };
  }

  words(event) {
    const t = this.texts;
    const key = event.kind === "act" && (event.old === null || event.old === "")
      ? "event.act_new"
      : `event.${event.kind}`;
    return fill(t[key] ?? t["event.set"], {
      ...event,
      name: event.label ?? event.name,
      step: whole(event.step),
    });
  }

  refresh() {
    const { history, epochs } = this.view;
    const most = Math.max(200, this.box.clientWidth);
    const { bind } = this.variant;
    const xs = [];
    const ys = [];
    const epochsOf = [];
    const put = (at, x, y, custom) => {
      xs[at] = x;
      ys[at] = y;
      epochsOf[at] = custom ? epochs.of(x) : [];
    };
    bind.forEach(({ curve: name }, i) => {
      const curve = history.curves.get(name);
      const length = this.hiddenCurves.has(name) ? 0 : curve?.length ?? 0;
      const chosen = length ? thin(curve.y, length, most) : null;
      const pick = (array) => (!length ? [] : chosen ? chosen.map((k) => array[k]) : array.slice(0, length));
      const x = pick(curve?.x);
      if (this.window) put(i, x, pick(curve?.y), false);
      else put(i, [], [], false);
      put(
        bind.length + i,
        x,
        pick(this.window && length ? smooth(curve.y, length, this.window) : curve?.y),
        true,
      );
    });
    const update = { x: xs, y: ys, customdata: epochsOf };
    const indices = xs.map((_, i) => i);
    const stamped = this.eventRevision !== history.eventRevision;
    const { stamps, notes } = stamped ? this.stamps() : {};
    const layout = stamped ? { shapes: stamps, annotations: notes } : {};
    if (this.variant.tail && !this.zoomed) Object.assign(layout, this.tail());
    this.plotly.update(this.plot, update, layout, indices);
    this.revision = history.revision;
    if (stamped) {
      this.eventRevision = history.eventRevision;
      setText(this.stamp, history.events.length ? this.words(history.events.at(-1)) : "");
    }
    this.say();
  }

  /** A y axis for what comes after the first steps: beside their fall all later changes would look flat. */
  tail() {
    const { history } = this.view;
    const values = this.variant.bind.flatMap(({ curve: name }) => {
      const curve = this.hiddenCurves.has(name) ? null : history.curves.get(name);
      if (!curve?.length) return [];
      const begin = FIRST * curve.x[curve.length - 1];
      return Array.from(curve.y.subarray(0, curve.length)).filter((y, i) =>
        curve.x[i] >= begin && Number.isFinite(y)
      );
    });
    if (values.length < 6) return { "yaxis.autorange": true };
    const [low, high] = values.reduce(([least, most], y) => [Math.min(least, y), Math.max(most, y)], [
      Infinity,
      -Infinity,
    ]);
    const room = 0.06 * (high - low || 1);
    return { "yaxis.range": [low - room, high + room] };
  }

  /** Names and latest values of the curves. */
  latest() {
    const named = this.variant.bind.filter(({ key }) => key !== false);
    return named.map(({ trace, curve }) =>
      `${this.variant.figure.data[trace].name} ${loss(this.view.history.last(curve))}`
    );
  }

  /** The chart in words: its latest values. */
  say() {
    const values = this.latest();
    setAttribute(
      this.box,
      "aria-label",
      fill(this.texts["chart.label"], { title: this.spec.title, values: values.join(", ") }),
    );
  }

  toggleLog() {
    this.isLog = !this.isLog;
    setAttribute(this.log, "aria-pressed", this.isLog);
    if (this.plot) this.plotly.relayout(this.plot, { ...this.layout(), uirevision: `log ${this.isLog}` });
  }

  setWindow() {
    this.window = Number(this.smoothing.value);
    this.revision = -1;
    this.view.wake();
  }

  resize() {
    if (!this.plot || !this.box.clientWidth) return;
    this.plotly.relayout(this.plot, { width: this.box.clientWidth, height: this.box.clientHeight });
  }

  paint() {
    if (this.plot) this.plotly.relayout(this.plot, this.layout());
  }

  close() {
    this.observer.disconnect();
    if (this.plot) this.plotly.purge(this.plot);
  }
}
