// A picture of a panel as people show it elsewhere: its title, what its controls are set to, what it shows, and below
// it the step and the address with the settings. Twice as fine as the screen, and light where it is for paper.

/** @import { Panel } from "../panel.js" */
/** @import { View } from "../view.js" */
/** @import { Scene } from "./scene.js" */
import { css } from "../colour.js";
import { contextOf, el, fill, pixels } from "../dom.js";
import { whole } from "../format.js";
import { Chart } from "../panels/chart.js";
import { addressOf, aloneOf, figureOf, ready } from "./charts.js";
import { sceneOf } from "./scene.js";

const EDGE = 16; // px around everything
const LINE = 1.35; // of a line of text, times its size
const MOST_LINES = 3; // of the address
const MOST_PIXELS = 32e6;
const PASSING = ["play", "gear", "present", "embed", "show"]; // of an address: no settings

/**
 * @typedef {object} Look
 * @property {boolean} light black on white, whatever the page is
 * @property {number} ratio pixels of the picture per pixel of the style sheet
 */
/**
 * @typedef {object} Still
 * @property {number} wide of what the panel shows, in the style sheet's pixels
 * @property {number} tall
 * @property {Scene} scene
 * @property {string} title
 * @property {string} set what its controls are set to
 * @property {string[]} lines below it
 * @property {{ back: string, text: string, muted: string, font: string, type: number }} ink
 */

/**
 * What can be saved now: panels that are on the page with something in them.
 * @param {View} view
 */
export function offered(view) {
  return [...view.panels.values()].filter(({ root, spec }) =>
    spec.kind !== "tabs" && !root.hidden && root.offsetHeight > 0
  );
}

/** @param {Panel} panel */
export const titleOf = (panel) => panel.heading.textContent?.trim() || panel.spec.title;

/**
 * The step and the address of the settings.
 * @param {View} view
 */
export function wordsBelow(view) {
  const address = new URL(window.location.href);
  for (const name of PASSING) address.searchParams.delete(name);
  const step = fill(view.texts["pictures.caption"], { step: whole(view.frame?.step ?? 0) });
  return [step, decodeURI(address.href)];
}

/**
 * Does `read` while the panel is drawn as `look` wants it. The page is never painted so: all happens in one go.
 * @template T
 * @param {View} view
 * @param {Panel} panel
 * @param {Look} look
 * @param {() => T} read
 * @returns {T}
 */
export function dressed(view, panel, { light, ratio }, read) {
  const lit = light && view.colours.dark;
  if (!lit && ratio <= pixels.ratio) return read();
  const before = pixels.least;
  const redraw = () => {
    view.dress();
    view.colours.dress(view.root.style);
    // A chart is drawn by itself (charts.js); what has no view of its own is drawn along with another panel.
    for (const one of panel.watched === null ? view.panels.values() : [panel]) {
      if (one instanceof Chart || one.root.hidden) continue;
      anew(one);
      one.paint();
      one.tick(performance.now());
    }
  };
  const { classList } = document.documentElement;
  classList.toggle("ls-light", lit);
  pixels.least = ratio;
  try {
    redraw();
    return read();
  } finally {
    classList.remove("ls-light");
    pixels.least = before;
    redraw();
  }
}

/**
 * Panels make their canvases anew only where their place has another size: for a moment it has.
 * @param {Panel} panel
 */
function anew(panel) {
  panel.root.style.paddingRight = "2px";
  panel.resize();
  panel.root.style.paddingRight = "";
  panel.resize();
}

/**
 * The panel as it stands.
 * @param {View} view
 * @param {Panel} panel
 * @param {Look} look
 * @returns {Promise<Still>}
 */
export async function stillOf(view, panel, look) {
  if (panel instanceof Chart) await ready(panel);
  return dressed(view, panel, look, () => {
    const { root, head } = panel;
    const { left, top, right, bottom } = root.getBoundingClientRect();
    const under = head.offsetHeight ? head.getBoundingClientRect().bottom : top;
    const figure = panel instanceof Chart ? figureOf(panel) : null;
    const chart = () => figure && panel instanceof Chart ? addressOf(panel, figure) : Promise.resolve("");
    const { background, text, muted, font, type } = view.colours;
    return {
      wide: right - left,
      tall: bottom - under,
      scene: sceneOf(panel, { left, top: under }, chart),
      title: titleOf(panel),
      set: setOf(panel),
      lines: wordsBelow(view),
      ink: { back: css(background), text: css(text), muted: css(muted), font, type },
    };
  });
}

/**
 * What the controls of a panel are set to, in their own words.
 * @param {Panel} panel
 */
function setOf(panel) {
  const said = [...panel.tools.querySelectorAll("select, [aria-pressed=true]")].filter((one) =>
    one instanceof HTMLElement && one.offsetWidth > 0
  ).map((one) => one instanceof HTMLSelectElement ? one.selectedOptions[0]?.text : one.textContent);
  const title = titleOf(panel);
  return said.filter((text) => text && text !== title && text !== panel.texts["smooth.none"]).join(" · ");
}

/**
 * The picture; with `size` its pixels are so many, whatever the panel has become (a film).
 * @param {Still} still
 * @param {number} ratio
 * @param {{ width: number, height: number } | null} [size]
 */
export async function painted(still, ratio, size = null) {
  const paints = await Promise.all(still.scene);
  const { wide, ink: { back, text, muted, font, type } } = still;
  const canvas = el("canvas");
  const context = contextOf(canvas);
  const small = Math.round(0.86 * type);
  const fonts = [`600 ${Math.round(1.15 * type)}px ${font}`, `${type}px ${font}`, `${small}px ${font}`];
  context.font = fonts[0];
  const titles = broken(context, still.title, wide, 2);
  context.font = fonts[1];
  const set = still.set ? broken(context, still.set, wide, 2) : [];
  context.font = fonts[2];
  const below = still.lines.flatMap((line) => broken(context, line, wide, MOST_LINES));
  const heights = [1.15 * type, type, small].map((one) => Math.round(one * LINE));
  const above = EDGE + titles.length * heights[0] + set.length * heights[1] + 6;
  const [width, height] = [wide + 2 * EDGE, above + still.tall + 6 + below.length * heights[2] + EDGE];
  const fine = Math.min(ratio, Math.sqrt(MOST_PIXELS / (width * height)));
  canvas.width = size?.width ?? Math.round(width * fine);
  canvas.height = size?.height ?? Math.round(height * fine);
  context.fillStyle = back;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const scale = Math.min(canvas.width / width, canvas.height / height);
  context.scale(scale, scale);
  context.textBaseline = "top";
  let y = EDGE;
  /** @param {string[]} lines @param {number} kind @param {string} colour */
  const write = (lines, kind, colour) => {
    [context.font, context.fillStyle] = [fonts[kind], colour];
    for (const line of lines) {
      context.fillText(line, EDGE, y);
      y += heights[kind];
    }
  };
  write(titles, 0, text);
  write(set, 1, muted);
  context.save();
  context.translate(EDGE, above);
  for (const paint of paints) paint(context);
  context.restore();
  y = above + still.tall + 6;
  write(below, 2, muted);
  return canvas;
}

/**
 * The text in lines no wider than `wide`, broken between words where there are any; the last may end in “…”.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} wide
 * @param {number} most
 */
export function broken(context, text, wide, most) {
  const lines = [""];
  for (const word of text.split(/(?<=\s)|(?<=[&/?])/)) {
    for (const piece of context.measureText(word).width > wide ? word : [word]) {
      const longer = lines[lines.length - 1] + piece;
      if (context.measureText(longer.trimEnd()).width <= wide || longer === piece) {
        lines[lines.length - 1] = longer;
      } else lines.push(piece);
    }
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1].slice(0, -1)}…`];
}

/**
 * A chart by itself as a drawing of lines.
 * @param {View} view
 * @param {Chart} chart
 * @param {boolean} light
 * @returns {Promise<string>} its address
 */
export async function chartOf(view, chart, light) {
  await ready(chart);
  const words = { title: titleOf(chart), lines: wordsBelow(view) };
  return addressOf(chart, dressed(view, chart, { light, ratio: 1 }, () => aloneOf(chart, words)));
}

/**
 * @param {string} address of a drawing of lines
 * @param {number} ratio
 */
export async function rasterised(address, ratio) {
  const found = new Image();
  found.src = address;
  await found.decode();
  const canvas = el("canvas", { width: ratio * found.width, height: ratio * found.height });
  contextOf(canvas).drawImage(found, 0, 0, canvas.width, canvas.height);
  return canvas;
}
