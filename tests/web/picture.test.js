import { colourAt, errorOf, opaque, pixelAt, sideOf } from "../../core/playgrounds/picture/web/pixels.js";
import { reach, rowsOf } from "../../core/playgrounds/picture/web/spectrum.js";
import { Finer } from "../../core/playgrounds/picture/web/finer.js";
import { equal, holds } from "./expect.js";

Deno.test("three bytes become one opaque pixel, at its place", () => {
  const into = new Uint32Array(3);
  opaque([1, 2, 3, 255, 0, 128], into, 1);
  equal([...into], [0, 0xff030201, 0xff8000ff]);
});

Deno.test("errors are four times the distance, cut off at white", () => {
  equal([...errorOf([10, 0, 255], [12, 0, 0])], [8, 0, 255]);
});

Deno.test("a place is a pixel, and beside the picture none", () => {
  equal(pixelAt(0.5, 0.99, 64), [32, 63]);
  equal([pixelAt(1, 0.5, 64), pixelAt(0.5, -0.01, 64)], [null, null]);
  equal(colourAt([0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 0], 2), [1, 2, 3]);
});

Deno.test("squares fit their place with their captions", () => {
  equal(sideOf(924, 300, { count: 3, columns: 3, gap: 12, caption: 44 }), 256);
  equal(sideOf(600, 900, { count: 3, columns: 3, gap: 12, caption: 44 }), 192);
  equal(sideOf(312, Infinity, { count: 3, columns: 2, gap: 12, caption: 44 }), 150);
  equal(sideOf(0, 0, { count: 3, columns: 3, gap: 12, caption: 44 }), 0);
});

Deno.test("frequencies are there up to the first gap", () => {
  equal([reach([1, 0.9, 0.4, 0.8]), reach([0.2, 1]), reach([1, 1])], [2, 0, 2]);
  const array = Object.assign(Float32Array.from([1, 2, 3, 4]), { shape: [2, 2] });
  equal(rowsOf(array).map((row) => [...row]), [[1, 2], [3, 4]]);
});

Deno.test("finer pictures are asked for until all rows are of one step", () => {
  /** @type {number[]} */ const asked = [];
  let step = 7;
  const view = /** @type {any} */ ({
    wake() {},
    ask(
      /** @type {string} */ _type,
      /** @type {string} */ _name,
      /** @type {any} */ { row },
      /** @type {any} */ done,
    ) {
      asked.push(row);
      done({ ok: true, value: { row, rows: 4, of: 8, step } }, {});
    },
  });
  const finer = new Finer(view, () => {});
  finer.tick(0, 7);
  equal(asked, []);
  finer.begin(2);
  finer.tick(0, 7);
  step = 8; // learned from between the two halves
  finer.tick(0, 8);
  equal([finer.done, asked], [-1, [0, 4]]);
  finer.tick(0, 8);
  finer.tick(0, 8);
  finer.tick(0, 8);
  equal([finer.done, asked], [8, [0, 4, 0, 4]]);
  finer.tick(0, 9);
  holds(asked.length === 5);
});
