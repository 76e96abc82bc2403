// A Plotly chart as a picture: Plotly makes it, from the same data in the same colours, and the chart on the page is
// left alone.

/** @import { Json } from "../types.d.ts" */
import { css } from "../colour.js";
import { Chart } from "../panels/chart.js";
import { loadPlotly } from "../plotly.js";

const LEAST = { width: 480, height: 320 }; // px of a drawing by itself
const ROOM = { above: 64, below: 62, left: 24, right: 16, line: 15 }; // px for title and keys, and for what stands below

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
 * The chart by itself, with its title, its keys and the words below, as a drawing of lines and texts.
 * @param {Chart} chart
 * @param {Drawn} figure
 * @param {Words} words
 * @returns {Promise<string>} SVG
 */
export async function drawnAlone(chart, { data, layout }, { title, lines }) {
  const { colours } = chart.view;
  const width = Math.max(LEAST.width, layout.width);
  const tall = Math.max(LEAST.height, layout.height);
  const height = tall + ROOM.above + ROOM.below;
  const small = { size: 0.8 * colours.type, color: css(colours.muted) };
  const below = lines.map((text, i) => ({
    text,
    font: small,
    showarrow: false,
    xref: "container",
    yref: "container",
    x: 0,
    y: 0,
    xanchor: "left",
    yanchor: "bottom",
    xshift: 10,
    yshift: 6 + ROOM.line * (lines.length - 1 - i),
  }));
  // Annotations know no container, so they are placed from the plot's lower corner.
  for (const one of below) {
    Object.assign(one, {
      xref: "paper",
      yref: "paper",
      xshift: -ROOM.left,
      yshift: one.yshift - ROOM.below - 44,
    });
  }
  const margin = { ...layout.margin, t: ROOM.above, b: ROOM.below + 50, l: 64, r: ROOM.right };
  const whole = {
    ...layout,
    width,
    height,
    margin,
    paper_bgcolor: css(colours.background),
    title: {
      text: title,
      x: 0,
      xanchor: "left",
      xref: "paper",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { t: 12 },
      font: { size: 1.15 * colours.type },
    },
    showlegend: true,
    legend: {
      orientation: "h",
      x: 0,
      y: 1,
      yanchor: "bottom",
      font: { size: colours.type },
      bgcolor: "rgba(0,0,0,0)",
    },
    annotations: [...layout.annotations, ...below],
  };
  const address = await chart.plotly.toImage({ data, layout: whole }, { format: "svg", width, height });
  return decodeURIComponent(address.slice(address.indexOf(",") + 1));
}
