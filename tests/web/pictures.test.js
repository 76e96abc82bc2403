import { parted, stopsOf } from "../../core/live/web/pictures/boxes.js";
import { broken } from "../../core/live/web/pictures/compose.js";
import { chosen } from "../../core/live/web/pictures/film.js";
import { Gif, packed } from "../../core/live/web/pictures/gif.js";
import { Palette } from "../../core/live/web/pictures/palette.js";
import { cutOf } from "../../core/live/web/pictures/scene.js";
import { equal, holds } from "./expect.js";

/**
 * What a reader of GIFs makes of the blocks (Appendix F of the specification).
 * @param {Uint8Array} data
 */
function unpacked(data) {
  const bytes = [];
  for (let at = 1; data[at]; at += data[at] + 1) bytes.push(...data.subarray(at + 1, at + 1 + data[at]));
  /** @type {number[][]} */ let words = [];
  let [size, before] = [9, /** @type {number[] | null} */ (null)];
  const out = [];
  for (let bit = 0;;) {
    let code = 0;
    for (let i = 0; i < size; i++, bit++) code |= ((bytes[bit >> 3] >> (bit & 7)) & 1) << i;
    if (code === 257) return Uint8Array.from(out);
    if (code === 256) {
      words = Array.from({ length: 258 }, (_, i) => [i]);
      [size, before] = [9, null];
      continue;
    }
    const word = words[code] ?? [...(before ?? []), before?.[0] ?? 0];
    out.push(...word);
    if (before && words.length < 4096) words.push([...before, word[0]]);
    if (words.length === 1 << size && size < 12) size += 1;
    before = word;
  }
}

Deno.test("what is packed for a GIF is read again, over many tables of codes", () => {
  let seed = 7;
  const noise = Uint8Array.from({ length: 40_000 }, () => (seed = (seed * 1103515245 + 12345) >>> 0) >> 24);
  const flat = new Uint8Array(70_000).map((_, i) => i > 60_000 ? i % 3 : 9);
  for (const numbers of [noise, flat, Uint8Array.of(5), noise.subarray(0, 255)]) {
    const blocks = packed(numbers);
    equal([blocks[0], blocks[blocks.length - 1]], [8, 0]);
    holds(unpacked(blocks).every((one, i) => one === numbers[i]));
    equal(unpacked(blocks).length, numbers.length);
  }
  holds(packed(flat).length < 1500);
});

Deno.test("few colours are kept as they are, many are brought down to near ones", () => {
  const few = Uint32Array.of(0xff000000, 0xffffffff, 0xff2060a0, 0xff2060a0);
  const kept = new Palette(few, 255);
  const colour = (/** @type {Palette} */ palette, /** @type {number} */ pixel) => {
    const at = 3 * palette.numberOf(pixel);
    return [...palette.bytes.subarray(at, at + 3)];
  };
  equal(colour(kept, 0xff2060a0), [0xa0, 0x60, 0x20]);
  equal(colour(kept, 0xffffffff), [255, 255, 255]);
  const many = Uint32Array.from({ length: 65_536 }, (_, i) => 0xff800000 | ((i >> 8) << 8) | (i & 255)).map((
    one,
  ) => one >>> 0);
  const near = new Palette(many, 255);
  let worst = 0;
  for (const pixel of many) {
    const [red, green, blue] = colour(near, pixel);
    worst = Math.max(
      worst,
      Math.abs(red - (pixel & 255)),
      Math.abs(green - ((pixel >> 8) & 255)),
      Math.abs(blue - 128),
    );
  }
  holds(worst <= 16);
});

Deno.test("a film holds of a picture only what has changed", () => {
  const gif = new Gif(40, 30);
  const first = new Uint32Array(1200).fill(0xff112233);
  gif.add(first, 8);
  const changed = first.slice();
  changed[40 * 5 + 7] = changed[40 * 9 + 11] = 0xffffffff;
  equal(gif.changed(changed), { x: 7, y: 5, wide: 5, tall: 5 });
  gif.add(changed, 8);
  equal(gif.changed(changed), { x: 0, y: 0, wide: 1, tall: 1 });
  gif.add(changed, 150);
  equal(gif.end().size, gif.bytes);
});

Deno.test("a film goes to moments that lie evenly, with both ends and none twice", () => {
  const crowded = [0, 1, 2, 3, 500, 900, 990, 995, 1000];
  equal(chosen(crowded, 3), [0, 500, 1000]);
  equal(chosen(crowded, 120), [0, 3, 500, 900, 990, 1000]);
  equal(chosen([4], 24), [4]);
  holds(chosen(Array.from({ length: 400 }, (_, i) => i), 60).length === 60);
});

Deno.test("scales of colours are read from the style, and no others", () => {
  equal(stopsOf("linear-gradient(to right, rgb(0, 1, 2) 0%, rgb(3, 4, 5) 100%)"), [
    [0, "rgb(0, 1, 2)"],
    [1, "rgb(3, 4, 5)"],
  ]);
  equal(stopsOf("linear-gradient(90deg, rgb(0, 1, 2), red 40% 60%, blue)")?.map(([share]) => share), [
    0,
    0.4,
    0.6,
    1,
  ]);
  equal([stopsOf("none"), stopsOf("linear-gradient(45deg, red, blue)"), stopsOf("url(x)")], [
    null,
    null,
    null,
  ]);
  equal(parted("a(b, c), d"), ["a(b, c)", "d"]);
});

Deno.test("what a style sheet cuts off is cut off", () => {
  const place = { x: 10, y: 20, wide: 100, tall: 50 };
  equal(cutOf("inset(2px 3px 10%)", place), { x: 13, y: 22, wide: 94, tall: 43 });
  equal(cutOf("inset(5px)", place), { x: 15, y: 25, wide: 90, tall: 40 });
  equal([cutOf("none", place), cutOf("circle(3px)", place)], [null, null]);
});

Deno.test("an address is broken where it may be, and ends in dots", () => {
  const context =
    /** @type {any} */ ({ measureText: (/** @type {string} */ text) => ({ width: text.length }) });
  equal(broken(context, "http://x/mlp?mlp.lr=0.1&mlp.hidden=3", 14, 3), [
    "http://x/mlp?",
    "mlp.lr=0.1&",
    "mlp.hidden=3",
  ]);
  equal(broken(context, "a".repeat(30), 10, 2), ["a".repeat(10), `${"a".repeat(9)}…`]);
  equal(broken(context, "short", 10, 2), ["short"]);
});
