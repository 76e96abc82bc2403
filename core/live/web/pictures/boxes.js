// What a style sheet draws around texts and drawings: backgrounds, scales of colour, borders.

/** @typedef {{ x: number, y: number, wide: number, tall: number }} Place */
/** @typedef {(context: CanvasRenderingContext2D) => void} Paint */

const CLEAR = /^(transparent|rgba\(.*, 0\)|color\(.*\/ 0\))$/;
const SIDES = ["Top", "Right", "Bottom", "Left"];

/** @param {string} colour */
const seen = (colour) => colour !== "" && !CLEAR.test(colour);

/**
 * The parts of a CSS value between the commas that stand in no brackets.
 * @param {string} text
 */
export function parted(text) {
  /** @type {string[]} */ const parts = [""];
  let depth = 0;
  for (const letter of text) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (letter === "," && !depth) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

/**
 * The stops of a scale from left to right as [share, colour], or null for any other picture.
 * @param {string} image as computed: `linear-gradient(to right, rgb(0, 0, 0) 0%, …)`
 * @returns {[number, string][] | null}
 */
export function stopsOf(image) {
  const inner = /^linear-gradient\((.*)\)$/s.exec(image)?.[1];
  if (!inner) return null;
  const [way, ...stops] = parted(inner);
  if (way !== "to right" && way !== "90deg") return null;
  return stops.flatMap((stop, i) => {
    const [, colour, places = ""] = /^(.*?)((?:\s+[\d.]+%)*)$/s.exec(stop) ?? [];
    const at = places.match(/[\d.]+/g)?.map((percent) => Number(percent) / 100) ??
      [i / Math.max(1, stops.length - 1)];
    return at.map((share) => /** @type {[number, string]} */ ([share, colour.trim()]));
  });
}

/**
 * @param {CSSStyleDeclaration} style
 * @param {Place} place
 * @returns {Paint[]}
 */
export function boxOf(style, { x, y, wide, tall }) {
  if (wide <= 0 || tall <= 0) return [];
  /** @type {Paint[]} */ const paints = [];
  const radius = parseFloat(style.borderTopLeftRadius) || 0;
  const round = style.borderTopLeftRadius.endsWith("%") ? Math.min(wide, tall) / 2 : radius;
  /** @param {CanvasRenderingContext2D} context */
  const outline = (context, inset = 0) => {
    context.beginPath();
    context.roundRect(x + inset, y + inset, wide - 2 * inset, tall - 2 * inset, Math.max(0, round - inset));
  };
  const { backgroundColor } = style;
  if (seen(backgroundColor)) {
    paints.push((context) => {
      context.fillStyle = backgroundColor;
      outline(context);
      context.fill();
    });
  }
  const stops = stopsOf(style.backgroundImage);
  if (stops) {
    paints.push((context) => {
      const scale = context.createLinearGradient(x, 0, x + wide, 0);
      for (const [share, colour] of stops) scale.addColorStop(Math.min(1, share), colour);
      context.fillStyle = scale;
      outline(context);
      context.fill();
    });
  }
  return [...paints, ...bordersOf(style, { x, y, wide, tall }, outline), ...ringsOf(style, outline)];
}

/**
 * Lines around a box that take no room: shadows that are not blurred, outlines.
 * @param {CSSStyleDeclaration} style
 * @param {(context: CanvasRenderingContext2D, inset: number) => void} outline
 * @returns {Paint[]}
 */
function ringsOf({ boxShadow, outlineStyle, outlineWidth, outlineOffset, outlineColor }, outline) {
  const rings = parted(boxShadow).flatMap((shadow) => {
    const [, colour, spread, inset] = /^(.+?\)) 0px 0px 0px ([\d.]+)px( inset)?$/.exec(shadow) ?? [];
    if (!colour) return [];
    const width = Number(spread);
    return [{ width, kind: "solid", colour, at: inset ? width / 2 : -width / 2 }];
  });
  if (outlineStyle !== "none" && seen(outlineColor)) {
    const width = parseFloat(outlineWidth) || 0;
    const at = -(parseFloat(outlineOffset) || 0) - width / 2;
    if (width) rings.push({ width, kind: outlineStyle, colour: outlineColor, at });
  }
  return rings.map((ring) => (context) => {
    stroke(context, ring);
    outline(context, ring.at);
    context.stroke();
    context.setLineDash([]);
  });
}

/**
 * @param {CSSStyleDeclaration} style
 * @param {Place} place
 * @param {(context: CanvasRenderingContext2D, inset: number) => void} outline
 * @returns {Paint[]}
 */
function bordersOf(style, { x, y, wide, tall }, outline) {
  /** @type {any} */ const read = style;
  const sides = SIDES.map((side) => ({
    width: parseFloat(read[`border${side}Width`]) || 0,
    kind: String(read[`border${side}Style`]),
    colour: String(read[`border${side}Color`]),
  }));
  const drawn = sides.map(({ width, kind, colour }) => width > 0 && kind !== "none" && seen(colour));
  const [first] = sides;
  if (drawn.every(Boolean) && sides.every((one) => JSON.stringify(one) === JSON.stringify(first))) {
    return [(context) => {
      stroke(context, first);
      outline(context, first.width / 2);
      context.stroke();
      context.setLineDash([]);
    }];
  }
  return sides.flatMap((side, i) => {
    if (!drawn[i]) return [];
    const half = side.width / 2;
    const [right, bottom] = [x + wide, y + tall];
    const ends = [
      [x, y + half, right, y + half],
      [right - half, y, right - half, bottom],
      [x, bottom - half, right, bottom - half],
      [x + half, y, x + half, bottom],
    ][i];
    return [(/** @type {CanvasRenderingContext2D} */ context) => {
      stroke(context, side);
      context.beginPath();
      context.moveTo(ends[0], ends[1]);
      context.lineTo(ends[2], ends[3]);
      context.stroke();
      context.setLineDash([]);
    }];
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ width: number, kind: string, colour: string }} line
 */
function stroke(context, { width, kind, colour }) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(kind === "dotted" ? [width, width] : kind === "dashed" ? [3 * width, 2 * width] : []);
}
