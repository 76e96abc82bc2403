// What stands in a panel, read at one moment: boxes, texts and drawings in their order, to be painted later and on
// another canvas. A picture of the page itself (SVG's foreignObject) would know none of its fonts, and not every
// browser lets one read back what that has drawn.

/** @import { Panel } from "../panel.js" */
/** @import { Paint, Place } from "./boxes.js" */
/** @import { Origin } from "./words.js" */
import { contextOf, el } from "../dom.js";
import { boxOf } from "./boxes.js";
import { wordsOf } from "./words.js";

/** What is to be painted, some of it once it has been read. @typedef {(Paint | Promise<Paint>)[]} Scene */

// Controls say nothing on paper: what they are set to stands below the title (compose.js).
const LEFT_OUT =
  ".ls-tools, .ls-button:not(.ls-layer), .ls-select, .ls-gears, .ls-undrawn-words, .ls-tooltip, label:has(input, select)," +
  " .ls-key[aria-pressed='false'], input, select, textarea";
// Of a drawing of lines, what the style sheet may have given it
const INK = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
];

const BEYOND = 16; // px that a drawing of lines may reach beyond its box

/**
 * @param {Panel} panel
 * @param {Origin} origin the corner of the picture, on the screen
 * @param {() => Promise<string>} chart its Plotly chart as the address of a picture
 * @returns {Scene}
 */
export function sceneOf(panel, origin, chart) {
  /** @type {Scene} */ const scene = [];
  visit(panel.root, { panel, origin, chart, scene });
  return scene;
}

/**
 * @typedef {object} Reading
 * @property {Panel} panel
 * @property {Origin} origin
 * @property {() => Promise<string>} chart
 * @property {Scene} scene
 */

/**
 * @param {Element} node
 * @param {Reading} reading
 */
function visit(node, reading) {
  const { panel, origin, scene } = reading;
  if (node === panel.head || node.matches(LEFT_OUT)) return;
  const style = getComputedStyle(node);
  const { display, visibility, opacity, clipPath } = style;
  const hidden = clipPath === "inset(50%)"; // from all but assistive technology
  if (display === "none" || visibility === "hidden" || opacity === "0" || hidden) return;
  const { left, top, width, height } = node.getBoundingClientRect();
  const place = { x: left - origin.left, y: top - origin.top, wide: width, tall: height };
  const replaced = node instanceof HTMLCanvasElement || node instanceof HTMLImageElement; // which always clip
  const clips = style.overflowX !== "visible" && node !== panel.root && display !== "contents" && !replaced;
  const cut = cutOf(clipPath, place);
  const group = clips || cut !== null || opacity !== "1";
  if (group) {
    scene.push((context) => {
      context.save();
      context.globalAlpha *= Number(opacity);
      for (const { x, y, wide, tall } of [...(clips ? [place] : []), ...(cut ? [cut] : [])]) {
        context.beginPath();
        context.rect(x, y, wide, tall);
        context.clip();
      }
    });
  }
  scene.push(...boxOf(style, place), ...aside(node, "::before", place));
  within(node, style, place, reading);
  scene.push(...aside(node, "::after", place));
  if (node.classList.contains("ls-cells")) scene.push(linesOf(style, place));
  if (group) scene.push((context) => context.restore());
}

/**
 * What a style sheet leaves of an element that it cuts at its edges.
 * @param {string} clipPath `inset(2px 3%)`: top, right, bottom, left, as a margin has them
 * @param {Place} place
 * @returns {Place | null}
 */
export function cutOf(clipPath, { x, y, wide, tall }) {
  const given = /^inset\(([^r]+?)\)$/.exec(clipPath)?.[1].trim().split(/\s+/);
  if (!given) return null;
  const [top, right = top, bottom = top, left = right] = given;
  /** @param {string} length @param {number} whole */
  const px = (length, whole) => length.endsWith("%") ? parseFloat(length) * whole / 100 : parseFloat(length);
  const [up, down, before, behind] = [px(top, tall), px(bottom, tall), px(left, wide), px(right, wide)];
  return { x: x + before, y: y + up, wide: wide - before - behind, tall: tall - up - down };
}

/**
 * @param {Element} node
 * @param {CSSStyleDeclaration} style
 * @param {Place} place
 * @param {Reading} reading
 */
function within(node, style, place, reading) {
  const { scene, chart, origin } = reading;
  if (node instanceof HTMLCanvasElement) scene.push(...drawingOf(node, style, place));
  else if (node instanceof HTMLImageElement) scene.push((context) => image(context, node, place));
  else if (node instanceof SVGElement) {
    const { x, y, wide, tall } = place;
    const room = { x: x - BEYOND, y: y - BEYOND, wide: wide + 2 * BEYOND, tall: tall + 2 * BEYOND };
    scene.push(shown(addressOf(node, place), room));
  } else if (node.classList.contains("js-plotly-plot")) scene.push(shown(chart(), place));
  else {
    /** @type {[number, Element][]} */ const children = [];
    for (const child of node.childNodes) {
      if (child instanceof Text) scene.push(...wordsOf(child, style, origin));
      else if (child instanceof Element) children.push([height(child), child]);
    }
    children.sort(([one], [other]) => one - other);
    for (const [, child] of children) visit(child, reading);
  }
}

/**
 * How far above the others an element lies.
 * @param {Element} node
 */
function height(node) {
  const { position, zIndex } = getComputedStyle(node);
  return position === "static" ? 0 : (Number(zIndex) || 0) + 0.5;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {CSSStyleDeclaration} style
 * @param {Place} place
 * @returns {Paint[]}
 */
function drawingOf(canvas, style, { x, y, wide, tall }) {
  if (!canvas.width || !canvas.height || !wide || !tall) return [];
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  contextOf(copy).drawImage(canvas, 0, 0);
  const smooth = !/pixelated|crisp/.test(style.imageRendering);
  const mirrored = style.transform.startsWith("matrix(-1");
  const edge = parseFloat(style.borderTopWidth) || 0;
  return [(context) => {
    context.save();
    context.imageSmoothingEnabled = smooth;
    context.imageSmoothingQuality = "high";
    context.translate(mirrored ? x + wide : x, y);
    if (mirrored) context.scale(-1, 1);
    context.drawImage(copy, edge, edge, wide - 2 * edge, tall - 2 * edge);
    context.restore();
  }];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLImageElement} found
 * @param {Place} place
 */
function image(context, found, { x, y, wide, tall }) {
  if (found.complete && found.naturalWidth) context.drawImage(found, x, y, wide, tall);
}

/**
 * @param {Promise<string> | string} address
 * @param {Place} place
 * @returns {Promise<Paint>}
 */
async function shown(address, { x, y, wide, tall }) {
  const found = new Image();
  found.src = await address;
  if (!found.src || !wide || !tall) return () => {};
  await found.decode();
  return (context) => context.drawImage(found, x, y, wide, tall);
}

/**
 * A drawing of lines as the address of a picture, with the style that the page gives it.
 * @param {SVGElement} svg
 * @param {Place} place
 */
function addressOf(svg, { wide, tall }) {
  const copy = /** @type {SVGElement} */ (svg.cloneNode(true));
  const pairs = [
    [svg, copy],
    ...[...svg.querySelectorAll("*")].map((one, i) => [one, copy.querySelectorAll("*")[i]]),
  ];
  for (const [one, other] of pairs) {
    const style = getComputedStyle(one);
    for (const name of INK) /** @type {any} */ (other).style.setProperty(name, style.getPropertyValue(name));
  }
  for (const [name, value] of Object.entries({ width: wide, height: tall, x: BEYOND, y: BEYOND })) {
    copy.setAttribute(name, String(value));
  }
  copy.style.cssText += "; overflow: visible; inset: auto;";
  const size = `width="${wide + 2 * BEYOND}" height="${tall + 2 * BEYOND}"`;
  const inner = new XMLSerializer().serializeToString(copy);
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${inner}</svg>`;
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`;
}

/**
 * What a style sheet draws before or after what stands in an element: a cross, a cursor.
 * @param {Element} node
 * @param {string} which
 * @param {Place} place
 * @returns {Paint[]}
 */
function aside(node, which, { x, y }) {
  const style = getComputedStyle(node, which);
  if (style.content === "none" || style.content === "normal" || style.position !== "absolute") return [];
  const [left, top, wide, tall] = [style.left, style.top, style.width, style.height].map(parseFloat);
  if (![left, top, wide, tall].every(Number.isFinite)) return [];
  return boxOf(style, { x: x + left, y: y + top, wide, tall });
}

/**
 * The thin lines between the cells of a picture (dom.js, pictures.css).
 * @param {CSSStyleDeclaration} style
 * @param {Place} place
 * @returns {Paint}
 */
function linesOf(style, { x, y, wide, tall }) {
  const [columns, rows, colour] = ["--ls-columns", "--ls-rows", "--ls-back"].map((name) =>
    style.getPropertyValue(name).trim()
  );
  return (context) => {
    context.fillStyle = colour;
    for (let i = 1; i <= Number(columns); i++) {
      context.fillRect(x + wide * i / Number(columns) - 1.5, y, 1.5, tall);
    }
    for (let i = 1; i <= Number(rows); i++) context.fillRect(x, y + tall * i / Number(rows) - 1.5, wide, 1.5);
  };
}
