// Texts where the page has laid them out: word by word, so that lines break and columns stand as they do there.

/** @import { Paint } from "./boxes.js" */

/** @typedef {{ left: number, top: number }} Origin */

/**
 * @param {Text} text
 * @param {CSSStyleDeclaration} style of the element that it stands in
 * @param {Origin} origin
 * @returns {Paint[]}
 */
export function wordsOf(text, style, origin) {
  const range = document.createRange();
  /** @type {Paint[]} */ const paints = [];
  /** @param {number} from @param {number} to */
  const take = (from, to) => {
    range.setStart(text, from);
    range.setEnd(text, to);
    const rects = range.getClientRects();
    if (rects.length > 1 && to - from > 1) { // broken in its middle: letter by letter
      for (let at = from; at < to;) {
        const next = at + String.fromCodePoint(text.data.codePointAt(at) ?? 0).length;
        take(at, next);
        at = next;
      }
    } else if (rects.length && rects[0].width > 0) {
      paints.push(wordOf(cased(text.data.slice(from, to), style.textTransform), style, rects[0], origin));
    }
  };
  for (const { index, 0: word } of text.data.matchAll(/\S+/g)) take(index, index + word.length);
  return paints;
}

/**
 * @param {string} word
 * @param {string} how
 */
function cased(word, how) {
  return how === "uppercase" ? word.toUpperCase() : how === "lowercase" ? word.toLowerCase() : word;
}

/**
 * @param {string} word
 * @param {CSSStyleDeclaration} style
 * @param {DOMRect} rect
 * @param {Origin} origin
 * @returns {Paint}
 */
function wordOf(word, style, rect, origin) {
  const { color, fontStyle, fontWeight, fontSize, fontFamily, letterSpacing, writingMode } = style;
  const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const [left, top] = [rect.left - origin.left, rect.top - origin.top];
  const upright = writingMode.startsWith("horizontal");
  const turned = style.transform.startsWith("matrix(-1") ? -1 : 1;
  return (context) => {
    context.save();
    context.font = font;
    context.fillStyle = color;
    context.textBaseline = "alphabetic"; // first: it is what the font is measured from
    if (letterSpacing !== "normal") context.letterSpacing = letterSpacing;
    if (upright) {
      const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText(word);
      context.fillText(word, left, top + (rect.height - up - down) / 2 + up);
    } else {
      context.translate(left + rect.width / 2, top + rect.height / 2);
      context.rotate(turned * Math.PI / 2);
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(word, 0, 0);
    }
    context.restore();
  };
}
