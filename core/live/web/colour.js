// One palette for everything: blue for negative and class 0, orange for positive and class 1, and a
// colour-blind-safe list for more classes. Streamlit's theme comes in through its --st-* variables.

/** @import { Palette, Rgb, Room } from "./types.d.ts" */
const CLASSES = [
  "#0072b2",
  "#d55e00",
  "#12a866",
  "#c68cac",
  "#1fc6f8",
  "#f8aa00",
  "#246c60",
  "#0c54e4",
  "#a83024",
  "#3c90fc",
];
const SMALL = 14; // px of small type, for which the sizes of drawings are given
const MIDDLE = { light: "#f1f2f3", dark: "#22272f" };

// From little to much where there is no sign: rising evenly in lightness, and from blue to yellow, so that
// it reads the same for every common kind of colour vision and in print.
const RAMP = ["#0b2a5b", "#2f4a76", "#566a7c", "#7d8a79", "#a9a76a", "#d8c552", "#ffe94f"];

/** @type {CanvasRenderingContext2D | null} */ let scratch = null; // made when the first colour is read

/**
 * Any CSS colour → [r, g, b]; the canvas is the browser's own parser.
 * @param {string} colour
 */
export function rgb(colour) {
  scratch ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!scratch) throw new Error("This browser does not draw on canvases.");
  scratch.fillStyle = "#808080";
  scratch.fillStyle = colour;
  const text = String(scratch.fillStyle);
  if (text[0] === "#") return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  return (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/** @param {Rgb} colour */
export const css = ([r, g, b]) => `rgb(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)})`;

/**
 * From `a` to `b` by `share` in 0…1.
 * @param {Rgb} a
 * @param {Rgb} b
 * @param {number} share
 */
export const mix = (a, b, share) => a.map((value, i) => value + (b[i] - value) * share);

/**
 * Relative luminance as WCAG defines it.
 * @param {Rgb} colour
 */
export function luminance(colour) {
  const [r, g, b] = colour.map((value) => {
    const v = value / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * One pixel as ImageData keeps it: little-endian, so alpha is the highest byte.
 * @param {Rgb} colour
 */
const pixel = ([r, g, b]) =>
  (0xff000000 | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;

export class Colours {
  /**
   * @param {Palette | null} palette
   * @param {Element} element
   */
  constructor(palette, element) {
    const style = getComputedStyle(element);
    /**
     * @param {string} name
     * @param {string} fallback
     */
    const read = (name, fallback) => {
      const value = style.getPropertyValue(name).trim();
      return value && value !== "unset" ? value : fallback;
    };
    this.background = rgb(read("--st-background-color", "#ffffff"));
    this.text = rgb(read("--st-text-color", "#222831"));
    this.primary = rgb(read("--st-primary-color", "#0b63a5"));
    this.font = read("--st-font", "system-ui, sans-serif");
    this.type = parseFloat(read("--ls-small", "")) || SMALL; // px; larger where a hall looks on
    this.scale = this.type / SMALL;
    this.dark = luminance(this.background) < 0.2;
    this.muted = mix(this.background, this.text, 0.74);
    this.line = mix(this.background, this.text, 0.2);
    const { classes = CLASSES, middle = MIDDLE, negative = classes[0], positive = classes[1] } = palette ??
      {};
    this.negative = rgb(negative);
    this.positive = rgb(positive);
    this.neutral = rgb(middle[this.dark ? "dark" : "light"]);
    this.classes = classes.map(rgb);
    // Code 0 is −scale, 255 is +scale; the curve lifts small values off neutral so that a young network
    // is not all grey, and stays short of the pure colour so that points of it can be seen on it.
    this.lut = Uint32Array.from({ length: 256 }, (_, code) => pixel(this.diverging((code - 127.5) / 127.5)));
    this.ramp = RAMP.map(rgb);
    this.sequence = Uint32Array.from({ length: 256 }, (_, code) => pixel(this.sequential(code / 255)));
    this.steps = Uint32Array.from(
      { length: 256 },
      (_, code) => pixel(this.diverging(code < 127.5 ? -0.7 : 0.7)),
    );
  }

  /**
   * Room for type around a drawing, given for small type, as the type in use needs it.
   * @param {Room} room
   */
  room({ left, right, top, bottom }) {
    const [l, r, t, b] = [left, right, top, bottom].map((value) => Math.round(value * this.scale));
    return { left: l, right: r, top: t, bottom: b };
  }

  /**
   * The colour of a value in −1…1.
   * @param {number} value
   */
  diverging(value) {
    const size = Math.min(1, Math.abs(value));
    return mix(this.neutral, value < 0 ? this.negative : this.positive, 0.72 * size ** 0.8);
  }

  /**
   * The colour of a share in 0…1 of what there is.
   * @param {number} share
   */
  sequential(share) {
    const at = Math.min(1, Math.max(0, share)) * (this.ramp.length - 1);
    const below = Math.min(this.ramp.length - 2, Math.floor(at));
    return mix(this.ramp[below], this.ramp[below + 1], at - below);
  }

  /**
   * The full colour of a class or of a sign.
   * @param {number} index
   * @param {number} count
   */
  classColour(index, count) {
    if (count <= 2) return index > 0 ? this.positive : this.negative;
    return this.classes[index % this.classes.length];
  }

  /**
   * Per class, 256 pixels from unsure (neutral) to certain; `flat` gives the winner's colour alone.
   * @param {number} count
   * @param {boolean} flat
   */
  classLuts(count, flat) {
    return Array.from({ length: count }, (_, index) =>
      Uint32Array.from({ length: 256 }, (_, sure) => {
        const spread = Math.max(0, (sure / 255 - 1 / count) / (1 - 1 / count));
        return pixel(mix(this.neutral, this.classColour(index, count), flat ? 0.6 : 0.12 + 0.62 * spread));
      }));
  }

  /**
   * What the style sheets need of the palette.
   * @param {CSSStyleDeclaration} style
   */
  dress(style) {
    style.setProperty("--ls-on-primary", Colours.on(this.primary));
    style.setProperty("--ls-negative", `rgb(${this.negative})`);
    style.setProperty("--ls-positive", `rgb(${this.positive})`);
    style.colorScheme = this.dark ? "dark" : "light";
  }

  /**
   * A colour of the palette as ink for lines and words: lifted off a dark page.
   * @param {Rgb} colour
   */
  ink(colour) {
    return css(this.dark ? mix(colour, [255, 255, 255], 0.3) : colour);
  }

  /**
   * Black or white, whichever reads better on `colour`.
   * @param {Rgb} colour
   */
  static on(colour) {
    return luminance(colour) > 0.36 ? "#111111" : "#ffffff";
  }
}
