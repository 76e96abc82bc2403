// A mark for every test image: its class's letter in its class's colour, so that no class is known by colour alone.

/** @import { Rgb } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
import { css, mix } from "../../../live/web/colour.js";
import { contextOf } from "../../../live/web/dom.js";

const MARK = 12; // px of a mark's letter

/**
 * One letter per class: its name where that is one, else its initial, else its number.
 * @param {string[]} classes
 */
export function letters(classes) {
  if (classes.every((name) => [...name].length === 1)) return classes;
  const initials = classes.map((name) => [...name][0].toLocaleUpperCase());
  return new Set(initials).size === classes.length ? initials : classes.map((_, index) => String(index % 10));
}

/** Small pictures of the marks, drawn once per theme: hundreds of letters a frame would cost too much. */
export class Marks {
  /**
   * @param {string[]} classes
   * @param {Colours} colours
   */
  constructor(classes, colours) {
    const ratio = window.devicePixelRatio || 1;
    const names = classes.length ? letters(classes) : ["●"];
    this.size = MARK + 4;
    this.sprites = names.map((name, index) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.ceil(this.size * ratio);
      const context = contextOf(canvas);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.font = `700 ${MARK}px ${colours.font}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineWidth = 2;
      context.lineJoin = "round";
      context.strokeStyle = css(colours.background);
      context.strokeText(name, this.size / 2, this.size / 2 + 1);
      context.fillStyle = css(classColour(colours, index, names.length));
      context.fillText(name, this.size / 2, this.size / 2 + 1);
      return canvas;
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} label
   * @param {number} x
   * @param {number} y
   */
  draw(context, label, x, y) {
    const half = this.size / 2;
    context.drawImage(this.sprites[label] ?? this.sprites[0], x - half, y - half, this.size, this.size);
  }
}

/**
 * A class's colour, lifted off a dark page and pressed into a light one where it would be too near.
 * @param {Colours} colours
 * @param {number} index
 * @param {number} count
 */
export function classColour(colours, index, count) {
  const colour = colours.classColour(index, Math.max(3, count));
  return colours.dark ? mix(colour, [255, 255, 255], 0.18) : colour;
}
