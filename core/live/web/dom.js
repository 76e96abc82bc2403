// Small helpers around the DOM: everything here is used by several panels.

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

/**
 * Sets a canvas to a CSS size at the screen's own resolution and returns its 2-D context, scaled.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sizeCanvas(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
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
