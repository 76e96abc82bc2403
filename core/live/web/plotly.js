// What Plotly needs. It is 4.8 MB: fetched once per page, after the first picture is on the screen. Its layout is
// in the theme's colours, and stamps mark what was changed while running.

/** @import { Colours } from "./colour.js" */
/** @import { Figure, Json, Stamp, Texts } from "./types.d.ts" */
import { css, mix } from "./colour.js";
import { fill } from "./dom.js";
import { short, whole } from "./format.js";

/** @type {Promise<any> | null} */
let loading = null;

/** @param {string} assets */
export function loadPlotly(assets) {
  loading ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement("script");
    script.src = `${assets}plotly.min.js`;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      loading = null; // the next chart may try again
      reject(new Error(`${script.src} did not load`));
    };
    return document.head.append(script);
  });
  return loading;
}

/** Plotly if it is there and paper is waiting for what is drawn now, else null (media.js). */
export const onPaper = () => document.documentElement.classList.contains("ls-paper") && window.Plotly || null;

const MOST_STAMPS = 40;
const LETTER = 0.52; // of the size of type, on average

/**
 * @param {Figure} figure
 * @param {Colours} colours
 * @param {{ width: number, height: number, isLog: boolean }} look
 * @returns {Json}
 */
export function layoutOf(figure, colours, { width, height, isLog }) {
  const base = figure.layout ?? {};
  const grid = css(mix(colours.background, colours.text, 0.13));
  /**
   * @param {Json | undefined} given
   * @param {boolean} room for its name
   */
  const axis = (given = {}, room = true) => ({
    ...given,
    title: room
      ? { ...(given.title ?? { text: given.title_text }), font: { size: colours.type } }
      : { text: "" },
    gridcolor: grid,
    linecolor: css(colours.line),
    zerolinecolor: grid,
    automargin: true,
  });
  /** @param {Json | undefined} given */
  const holds = (given = {}) => {
    const { length } = given.title?.text ?? given.title_text ?? "";
    const words = Math.min(115 * colours.scale, LETTER * colours.type * length);
    return height > Math.max(130 * colours.scale, words + 55 * colours.scale); // below the axis there are numbers and a name
  };
  return {
    uirevision: "curves",
    hovermode: "closest",
    ...base,
    showlegend: false,
    template: undefined,
    title: undefined,
    autosize: false,
    width,
    height,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...base.font, size: colours.type, family: colours.font, color: css(colours.text) },
    hoverlabel: {
      bgcolor: css(mix(colours.background, colours.text, 0.06)),
      bordercolor: css(colours.line),
      font: { size: colours.type, color: css(colours.text) },
    },
    xaxis: {
      ...axis(base.xaxis, height > 130 * colours.scale && width > 200 * colours.scale),
      nticks: Math.max(2, Math.floor(width / (64 * colours.scale))),
      tickangle: 0,
    },
    yaxis: {
      ...axis(base.yaxis, holds(base.yaxis) && width > 200 * colours.scale),
      type: isLog ? "log" : "linear",
      ...(isLog ? { dtick: null, exponentformat: colours.scale > 1 ? "e" : "power" } : {}),
    },
  };
}

/**
 * Vertical lines at the steps where something was changed, with the words on pointing at their heads.
 * @param {Stamp[]} events
 * @param {Colours} colours
 * @param {(event: Stamp) => string} words
 * @returns {{ shapes: Json[], annotations: Json[] }}
 */
export function stampsOf(events, colours, words) {
  const shown = events.slice(-MOST_STAMPS);
  const colour = css(colours.muted);
  const shapes = shown.map(({ step }) => ({
    type: "line",
    xref: "x",
    yref: "paper",
    x0: step,
    x1: step,
    y0: 0,
    y1: 1,
    line: { color: colour, width: 1, dash: "dot" },
  }));
  const annotations = shown.map((event) => ({
    x: event.step,
    y: 1,
    xref: "x",
    yref: "paper",
    yanchor: "middle",
    showarrow: false,
    text: "▾",
    font: { size: 16 * colours.scale, color: colour },
    hovertext: words(event),
    captureevents: true,
  }));
  return { shapes, annotations };
}

/**
 * Where values lie beyond the y axis: a sign at its edge, and how far they go.
 * @param {import("./panels/smooth.js").Beyond | null} beyond
 * @param {Texts} texts
 * @param {Colours} colours
 * @returns {Json[]}
 */
export function markOf(beyond, texts, colours) {
  if (!beyond) return [];
  const { x, value, below } = beyond;
  return [{
    x,
    y: below ? 0 : 1,
    xref: "x",
    yref: "paper",
    xanchor: "left",
    xshift: 4,
    yanchor: below ? "bottom" : "top",
    showarrow: false,
    text: `${below ? "▾" : "▴"} ${short(value)}`,
    font: { size: colours.type, color: css(colours.muted) },
    hovertext: fill(texts["chart.beyond"], { value: short(value) }),
    captureevents: true,
  }];
}

/**
 * What was changed, in words.
 * @param {Texts} texts
 * @param {Stamp} event
 */
export function wordsOfStamp(texts, event) {
  const isNew = event.kind === "act" && (event.old === null || event.old === "");
  const key = isNew ? "event.act_new" : `event.${event.kind}`;
  const text = texts[key in texts ? key : "event.set"];
  return fill(text, { ...event, name: event.label ?? event.name, step: whole(event.step) });
}
