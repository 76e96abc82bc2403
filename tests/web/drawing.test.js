import { read, TableError, written } from "../../core/playgrounds/mlp/web/csv.js";
import { Held, inside } from "../../core/playgrounds/mlp/web/held.js";
import { Strokes } from "../../core/playgrounds/mlp/web/strokes.js";
import { equal, holds } from "./expect.js";

/** @typedef {import("../../core/live/web/types.d.ts").Json} Json */

const SIGNS = ["−1", "+1"];
const POINTS = { "points.x": [1, -2.5, 0.25, 6], "points.y": [0, 1], "points.test": [0, 1] };
const WANTED = { classes: SIGNS, edge: 6, most: 5 };

Deno.test("points are saved as a table and come back as they were", () => {
  const text = written(POINTS, SIGNS);
  equal(text.split("\n"), ["x1,x2,class,split", "1,-2.5,-1,train", "0.25,6,1,test", ""]);
  equal(read(text, WANTED), [[1, -2.5, 0, 0], [0.25, 6, 1, 1]]);
  const values = { ...POINTS, "points.y": [-0.5, 1] };
  equal(read(written(values, []), { ...WANTED, classes: [] }), [[1, -2.5, -0.5, 0], [0.25, 6, 1, 1]]);
});

Deno.test("a table of another hand is read too; without a split every fifth point tests", () => {
  const rows = ["Class;x2;X1", ...Array(5).fill('"+1";−2;3')];
  equal(read(`\uFEFF${rows.join("\r\n")}\r\n\r\n`, WANTED).map((row) => row.join()), [
    "3,-2,1,0",
    "3,-2,1,0",
    "3,-2,1,0",
    "3,-2,1,0",
    "3,-2,1,1",
  ]);
});

Deno.test("a table that cannot be used is refused with its line", () => {
  /** @param {string} text */
  const refused = (text) => {
    try {
      read(text, WANTED);
    } catch (error) {
      if (error instanceof TableError) return [error.key, error.values.line ?? 0];
    }
    return [];
  };
  equal(refused(""), ["columns", 0]);
  equal(refused("a,b\n1,2"), ["columns", 0]);
  equal(refused("x1,x2,class\n"), ["empty", 0]);
  equal(refused("x1,x2,class\n1,2,-1\n7,0,-1"), ["place", 3]);
  equal(refused("x1,x2,class\n1,,-1"), ["place", 2]);
  equal(refused("x1,x2,class\n1,NaN,-1"), ["place", 2]);
  equal(refused("x1,x2,class\n1,2,C"), ["class", 2]);
  equal(refused(`x1,x2,class\n${"1,2,1\n".repeat(6)}`), ["many", 0]);
});

Deno.test("points that the server has shown are no longer drawn beside them", () => {
  const held = new Held();
  held.fresh = [
    { x1: 1, x2: 2, y: 0, told: 7, here: false },
    { x1: 3, x2: 4, y: 1, told: Infinity, here: false },
  ];
  const wire = (/** @type {number[]} */ values) =>
    Object.assign(Float32Array.from(values), { shape: [values.length] });
  const version = { "points.version": wire([5]), "points.edits": wire([1, 0, 2, 1]) };
  holds(!held.take(version, 8));
  equal(held.fresh.length, 2);
  const all = { "points.x": wire([1, 2]), "points.y": wire([0]), "points.test": wire([0]) };
  holds(held.take({ ...version, ...all }, 8));
  equal([held.version, held.fresh.length, held.count], [5, 2, 2]); // until the picture of all has been renewed
  held.settle();
  equal([held.fresh.length, held.count], [1, 2]);
  held.fresh[0].told = 9; // drawn and erased again before the next frame: the points are as they were
  holds(!held.take(version, 9)); // made before the server had it
  equal(held.count, 2);
  holds(held.take(version, 10));
  held.settle();
  equal([held.fresh.length, held.count], [0, 1]);
  equal(held.enclosed([[0, 0], [2, 0], [2, 3], [0, 3]]), [0]);
});

Deno.test("what lies inside a polygon, also a bent one", () => {
  const bent = [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]];
  holds(inside([1, 1], bent) && inside([3.8, 3], bent));
  holds(!inside([2, 3], bent) && !inside([5, 1], bent) && !inside([-1, 1], bent));
});

Deno.test("a spray is few acts: what waits of one stroke goes as one, and two are under way at most", () => {
  /** @type {{ name: string, args: Json, done: (answer: Json | null) => void }[]} */ const sent = [];
  /** @type {string[]} */ const said = [];
  const strokes = new Strokes(
    (name, args, done) => sent.push({ name, args, done }),
    (text) => said.push(text),
  );
  let answered = 0;
  const draw = (/** @type {number} */ x, stroke = 1) =>
    strokes.add("draw", { points: [[x, 0, 0]], stroke }, () => answered += 1);
  for (let x = 0; x < 10; x += 1) {
    draw(x);
    strokes.send();
  }
  strokes.add("draw", { points: [], stroke: 1, last: true });
  strokes.add("undo", {});
  draw(99, 2);
  equal(sent.map(({ args }) => args.points.length), [1, 1]);
  sent[0].done({ ok: true });
  strokes.send();
  equal([sent[2].args.points.length, sent[2].args.last, answered], [8, true, 1]);
  sent[1].done({ ok: true });
  strokes.send();
  equal(sent[3].name, "undo");
  sent[2].done({ ok: false, text: "full" });
  sent[3].done({ ok: true });
  equal([answered, said.join()], [10, "full"]);
  strokes.send();
  equal(sent[4].args.points, [[99, 0, 0]]);
  holds(!strokes.idle);
  sent[4].done(null);
  holds(strokes.idle);
});
