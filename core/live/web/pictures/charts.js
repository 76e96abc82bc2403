// A Plotly chart as a picture: Plotly makes it, from the same data in the same colours, and the chart on the page is
// left alone.

/** @import { Json } from "../types.d.ts" */
/** @import { Chart } from "../panels/chart.js" */
import { css } from "../colour.js";
import { layoutOf, loadPlotly } from "../plotly.js";

const LEAST = { width: 480, height: 320 }; // px of a drawing by itself
const ROOM = { above: 84, axis: 48, line: 15, left: 64, right: 16, edge: 8 }; // px around the plot

/** @typedef {{ data: Json[], layout: Json }} Drawn */
/** What stands above and below. @typedef {{ title: string, lines: string[] }} Words */

/**
 * The chart has been drawn once, and shows the present.
 * @param {Chart} chart
 */
export async function ready(chart) {
  if (!chart.plot) {
    chart.plotly = await loadPlotly(chart.view.data.assets);
    if (!chart.plot) chart.create();
  }
  if (chart.variant && chart.plot) chart.refresh(chart.variant);
}

/**
 * What there is to draw, in the colours of this moment; `plot` has its traces' newest arrays.
 * @param {Chart} chart
 * @returns {Drawn}
 */
export function figureOf(chart) {
  const data = chart.plot.data.map((/** @type {Json} */ trace) => ({ ...trace }));
  return { data, layout: chart.layout() };
}

/**
 * @param {Chart} chart
 * @param {Drawn} figure
 * @returns {Promise<string>} its address
 */
export function addressOf(chart, figure) {
  const { width, height } = figure.layout;
  return chart.plotly.toImage(figure, { format: "svg", width, height });
}

/**
 * The chart by itself, with its title, its keys, its axes' names and the words below, in the colours of this moment.
 * @param {Chart} chart
 * @param {Words} words
 * @returns {Drawn}
 */
export function aloneOf(chart, { title, lines }) {
  const { data, layout } = figureOf(chart);
  const { view: { colours }, variant, isLog } = chart;
  const width = Math.max(LEAST.width, layout.width);
  const under = ROOM.axis + ROOM.line * lines.length + ROOM.edge;
  const height = Math.max(LEAST.height, layout.height) + ROOM.above + under;
  for (const [i, { key }] of variant?.bind.entries() ?? []) { // raw ones come first, pale ones last
    if (key === false) data[i + data.length / 3].showlegend = false;
  }
  const named = variant && layoutOf(variant.figure, colours, { width, height, isLog });
  const below = lines.map((text, i) => ({
    text,
    font: { size: 0.8 * colours.type, color: css(colours.muted) },
    showarrow: false,
    xref: "paper",
    yref: "paper",
    x: 0,
    y: 0,
    xanchor: "left",
    yanchor: "top",
    xshift: ROOM.edge - ROOM.left,
    yshift: -ROOM.axis - ROOM.line * i,
  }));
  const whole = {
    ...layout,
    xaxis: named?.xaxis,
    yaxis: { ...named?.yaxis, ...(layout.yaxis.range ? { range: layout.yaxis.range } : {}) },
    width,
    height,
    margin: { t: ROOM.above, b: under, l: ROOM.left, r: ROOM.right },
    paper_bgcolor: css(colours.background),
    title: {
      text: title,
      xref: "container",
      x: ROOM.edge / width,
      xanchor: "left",
      yref: "container",
      y: 1,
      yanchor: "top",
      pad: { t: 12 },
      font: { size: 1.15 * colours.type, weight: 600 },
    },
    showlegend: true,
    legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" },
    annotations: [...layout.annotations, ...below],
  };
  return { data, layout: whole };
}

/**
 * @param {string} address what Plotly gives
 * @returns {string} SVG
 */
export const linesOf = (address) => decodeURIComponent(address.slice(address.indexOf(",") + 1));
