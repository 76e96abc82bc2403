// Small helpers around the DOM, used by several panels, and the few pictures on buttons: drawn on a 24 × 24 grid
// in the colour of the text.

import { guarded } from "./guard.js";

/**
 * Attributes of an element: `on` has its listeners, `text` its text; a null attribute is left out.
 * @typedef {{ on?: Listeners, [name: string]: unknown }} Attributes
 * @typedef {{ [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K] & Where) => unknown }} Listeners
 * @typedef {{ currentTarget: HTMLElement, target: HTMLElement }} Where
 * @typedef {Node | string | null | undefined} Child
 */

/**
 * An element with attributes, listeners and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (name === "text") node.textContent = String(value);
    else node.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== null && child !== undefined) node.append(child);
  return node;
}

/**
 * The element inside `root` that is known to be there.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function within(root, selector) {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`There is no ${selector} here.`);
  return found;
}

/**
 * Adds a style sheet that not every page needs, once; settled when it is there, or can't be had.
 * @param {string} href
 * @returns {Promise<unknown>}
 */
export function wear(href) {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((done) => {
    document.head.append(el("link", { rel: "stylesheet", href, on: { load: done, error: done } }));
  });
}

/**
 * Fills `{name}` in a translated sentence.
 * @param {string} text
 * @param {Record<string, unknown>} values
 */
export function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * Writes a text only if it differs: an unchanged write would still cost style and layout.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * @param {Element} node
 * @param {string} name
 * @param {unknown} value
 */
export function setAttribute(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/**
 * A button that says what it does in words: `label` for assistive technology, `tip` in the tooltip.
 * @param {string} action
 * @param {Attributes & { label?: string, tip?: string, content?: Child | Child[], className?: string }} says
 * @param {(event: MouseEvent & Where) => unknown} onClick
 */
export function button(action, { label, tip, content, className = "", ...rest }, onClick) {
  const attributes = {
    type: "button",
    class: `ls-button ${className}`.trim(),
    "data-action": action,
    "aria-label": label || null,
    "data-tip": tip || null,
    ...rest,
  };
  return el("button", { ...attributes, on: { click: onClick } }, ...[content].flat());
}

/**
 * A small button of a panel; its words are `action.NAME` and `tip.NAME`.
 * @param {Record<string, string>} texts
 * @param {string} action
 * @param {() => unknown} run
 * @param {string} className
 */
export const tool = (texts, action, run, className = "ls-small") =>
  button(action, { tip: texts[`tip.${action}`], content: texts[`action.${action}`], className }, run);

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser does not draw on canvases.");
  return context;
}

/** Pixels of a drawing per pixel of the style sheet: as the screen has them, or finer while one is being saved. */
export const pixels = {
  least: 1,
  get ratio() {
    return Math.max(this.least, window.devicePixelRatio || 1);
  },
};

/**
 * Sets a canvas to a CSS size at the screen's own resolution and returns its 2-D context, scaled.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sizeCanvas(canvas, width, height) {
  const { ratio } = pixels;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/**
 * A picture of many cells with thin lines between them; `columns` and `rows` may change later.
 * @param {HTMLElement} canvas
 * @param {number | string} columns
 */
export function cells(canvas, columns, rows = 1) {
  const root = el("div", { class: "ls-cells" }, canvas);
  root.style.setProperty("--ls-columns", String(columns));
  root.style.setProperty("--ls-rows", String(rows));
  return root;
}

/**
 * Says beside a panel's title that its pictures come from an averaged generator.
 * @param {HTMLElement} root
 * @param {boolean} averaged
 * @param {string} text
 */
export function markAveraged(root, averaged, text) {
  const title = within(root, ".ls-title");
  const old = title.parentElement?.querySelector(".ls-averaged");
  const mark = old instanceof HTMLElement ? old : el("span", { class: "ls-quiet ls-averaged" });
  setText(mark, text);
  mark.hidden = !averaged;
  title.after(mark);
}

/** @type {Record<string, string>} */
const FILLED = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z",
  step: "M5 5v14l10-7zM16.5 5H19v14h-2.5z",
  epoch: "M2.5 5.5v13l8-6.5zM10.5 5.5v13l8-6.5zM19.2 5.5h2.3v13h-2.3z",
  crawl: "M7 17h10v3.5H7z",
  slow: "M7 13h10v7.5H7z",
  smooth: "M7 8.5h10v12H7z",
  flat: "M7 3.5h10v17H7z",
  reset: "M19 5v14L9 12zM5 5h2.5v14H5z",
};
/** @type {Record<string, string>} */
const STROKED = {
  "new-seed":
    "M6.5 4h11A2.5 2.5 0 0 1 20 6.5v11a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17.5v-11A2.5 2.5 0 0 1 6.5 4zM8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01",
  now: "M3.5 12h12M10.5 7l5 5-5 5M20 5v14",
  branch: "M6 4v16M6 14c0-5 12-3 12-9M15 8l3-3.5L21 8",
  undo: "M8.5 4.5 4 9l4.5 4.5M4 9h10a5.5 5.5 0 0 1 0 11H9",
  compare: "M4 4.5h6.5v15H4zM13.5 4.5H20v15h-6.5z",
  pictures:
    "M4.5 7.5h3L9 5h6l1.5 2.5h3A1.5 1.5 0 0 1 21 9v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18V9a1.5 1.5 0 0 1 1.5-1.5zM12 9.5a3.6 3.6 0 1 0 0 7.2a3.6 3.6 0 1 0 0-7.2",
  keep: "M6.5 3.5h11v17l-5.5-4.2-5.5 4.2z",
  cast: "M12 10.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4M12 14.5V21M8 17a6 6 0 1 1 8 0M5.2 19.2a9.6 9.6 0 1 1 13.6 0",
  save: "M12 3.5v11M7 10l5 5 5-5M4.5 19.5h15",
  present: "M4 9.5V4h5.5M14.5 4H20v5.5M20 14.5V20h-5.5M9.5 20H4v-5.5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  alarm: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2h.01",
  undrawn:
    "M2.5 12s3.5-6 9.5-6 9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6zM12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M4 20 20 4",
  well: "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M8 12.3l2.8 2.8 5.2-5.8",
};

/** @param {string} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `ls-icon ${name in FILLED ? "" : "ls-icon-line"}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", guarded({ ...STROKED, ...FILLED }, "icon")[name]);
  svg.append(path);
  return svg;
}
