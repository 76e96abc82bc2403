// An animated GIF, made in the browser (GIF89a, https://www.w3.org/Graphics/GIF/spec-gif89a.txt): every picture has
// colours of its own and holds only what has changed since the one before.

import { Palette } from "./palette.js";

const COLOURS = 255; // of a picture; one more number means: as it was
const SAME = 255;
const BLOCK = 255; // bytes
const CODES = 4096;
const DIGITS = 8; // of the numbers of colours
const CLEAR = 1 << DIGITS, END = CLEAR + 1;

/** @param {number} value */
const short = (value) => [value & 255, value >> 8];

export class Gif {
  /**
   * @param {number} width px
   * @param {number} height px
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.bytes = 0;
    /** @type {Uint8Array[]} */ this.parts = [];
    /** @type {Uint32Array | null} */ this.before = null;
    this.put([
      ...[..."GIF89a"].map((one) => one.charCodeAt(0)),
      ...short(width),
      ...short(height),
      0x70,
      0,
      0,
    ]);
    this.put([0x21, 0xff, 11, ...[..."NETSCAPE2.0"].map((one) => one.charCodeAt(0)), 3, 1, 0, 0, 0]); // for ever
  }

  /** @param {ArrayLike<number>} bytes */
  put(bytes) {
    const part = Uint8Array.from(bytes);
    this.parts.push(part);
    this.bytes += part.length;
  }

  /**
   * One more picture.
   * @param {Uint32Array} pixels [height × width], as ImageData keeps them
   * @param {number} shown hundredths of a second
   */
  add(pixels, shown) {
    const { x, y, wide, tall } = this.changed(pixels);
    const { before, width } = this;
    const part = new Uint32Array(wide * tall);
    for (let row = 0; row < tall; row++) {
      part.set(pixels.subarray((y + row) * width + x, (y + row) * width + x + wide), row * wide);
    }
    const palette = new Palette(part, COLOURS);
    const numbers = new Uint8Array(part.length);
    for (let i = 0; i < part.length; i++) {
      const old = before?.[(y + Math.floor(i / wide)) * width + x + i % wide];
      numbers[i] = part[i] === old ? SAME : palette.numberOf(part[i]);
    }
    this.put([0x21, 0xf9, 4, 5, ...short(shown), SAME, 0]); // left in place; SAME is seen through
    this.put([0x2c, ...short(x), ...short(y), ...short(wide), ...short(tall), 0x87]);
    this.put(palette.bytes);
    this.put(packed(numbers));
    this.before = pixels;
  }

  /**
   * The smallest rectangle outside of which everything is as it was.
   * @param {Uint32Array} pixels
   */
  changed(pixels) {
    const { before, width, height } = this;
    if (!before) return { x: 0, y: 0, wide: width, tall: height };
    let [left, right, top, bottom] = [width, -1, height, -1];
    for (let row = 0, i = 0; row < height; row++) {
      for (let column = 0; column < width; column++, i++) {
        if (pixels[i] === before[i]) continue;
        if (column < left) left = column;
        if (column > right) right = column;
        if (row < top) top = row;
        bottom = row;
      }
    }
    if (right < 0) return { x: 0, y: 0, wide: 1, tall: 1 };
    return { x: left, y: top, wide: right - left + 1, tall: bottom - top + 1 };
  }

  /** @returns {Blob} */
  end() {
    this.put([0x3b]);
    return new Blob(/** @type {any[]} */ (this.parts), { type: "image/gif" });
  }
}

/**
 * LZW as GIF has it, in blocks.
 * @param {Uint8Array} numbers
 */
export function packed(numbers) {
  let out = new Uint8Array(1024 + numbers.length);
  let [length, start, held, bits] = [1, 1, 0, 0]; // `start`: of the present block, whose length stands there
  out[0] = DIGITS;
  length = start + 1;
  /** @param {number} byte */
  const byte = (byte) => {
    if (length + 2 > out.length) {
      const longer = new Uint8Array(2 * out.length);
      longer.set(out);
      out = longer;
    }
    out[length++] = byte;
    if (length - start > BLOCK) {
      out[start] = BLOCK;
      start = length++;
    }
  };
  const known = new Uint16Array(CODES << DIGITS); // code and number → code of both together
  let [next, size] = [END + 1, DIGITS + 1];
  /** @param {number} code */
  const say = (code) => {
    held |= code << bits;
    bits += size;
    while (bits >= 8) {
      byte(held & 255);
      held >>>= 8;
      bits -= 8;
    }
  };
  say(CLEAR);
  let code = numbers[0];
  for (let i = 1; i < numbers.length; i++) {
    const at = (code << DIGITS) | numbers[i];
    if (known[at]) {
      code = known[at];
      continue;
    }
    say(code);
    code = numbers[i];
    if (next === CODES) {
      say(CLEAR);
      known.fill(0);
      [next, size] = [END + 1, DIGITS + 1];
    } else {
      if (next === 1 << size) size += 1;
      known[at] = next++;
    }
  }
  say(code);
  say(END);
  if (bits) byte(held & 255);
  out[start] = length - start - 1;
  if (out[start]) out[length++] = 0;
  return out.subarray(0, length);
}
