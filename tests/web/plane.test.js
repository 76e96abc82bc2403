import { Plane } from "../../core/playgrounds/mlp/web/plane.js";
import { equal } from "./expect.js";

const number = { kinds: [], low: 0, high: 10, median: 4, mean: 4, deviation: 2 };
const TABLE = {
  columns: [
    { ...number, name: "size" },
    { ...number, name: "colour", kinds: ["blue", "red"], low: -0.5, high: 1.5, median: 1 },
    { ...number, name: "age", low: -10 },
  ],
  axes: [2, 0],
  components: [
    { share: 0.6, loads: [["age", 0.9]], low: -2, high: 2 },
    { share: 0.3, loads: [["size", -0.4]], low: -1, high: 1 },
  ],
  target: { name: "price", shift: 100, factor: 20 },
};
const TEXTS = { "plane.component": "Component {n} ({share} %)" };

function plane() {
  const made = new Plane();
  made.take(TABLE);
  return made;
}

Deno.test("without a table nothing is asked for", () => {
  equal(new Plane().options(), {});
});

Deno.test("a table begins with the axes that the server names and its medians", () => {
  equal(plane().options(), { x: 2, y: 0, at: [4, 1, 4] });
  equal(plane().others, [1]);
  equal(plane().axis(0, TEXTS), { low: -10, high: 10, label: "age" });
});

Deno.test("an axis takes another column, or changes places with the other one", () => {
  const one = plane();
  one.turn(0, 1);
  equal(one.axes, [1, 0]);
  equal(one.axis(0, TEXTS).names, ["blue", "red"]);
  one.turn(0, 0);
  equal(one.axes, [0, 1]);
});

Deno.test("a choice stays while the columns do", () => {
  const one = plane();
  one.turn(0, 1);
  one.at = [9, 0, 9];
  one.take({ ...TABLE, rows: 7 });
  equal(one.options(), { x: 1, y: 0, at: [9, 0, 9] });
  one.take({ ...TABLE, columns: TABLE.columns.slice(0, 2), axes: [0, 1] });
  equal(one.options(), { x: 0, y: 1, at: [4, 1] });
});

Deno.test("components have axes of their own and nothing to move", () => {
  const one = plane();
  one.components = true;
  equal(one.options(), { components: true });
  equal(one.others, []);
  equal(one.axis(1, TEXTS), { low: -1, high: 1, label: "Component 2 (30 %)" });
});

Deno.test("places are read in the columns' own units, kinds by their names", () => {
  const one = plane();
  equal(one.read(0, 0.75, TEXTS), "5.0");
  one.turn(0, 1);
  equal(one.read(0, 0.9, TEXTS), "red");
  equal(one.told(-0.5), 90);
});

Deno.test("rows lie where their columns say, as shares of the sides", () => {
  const one = plane();
  const values = Object.assign(new Float32Array([5, 0, 0, 1, 0.5]), { shape: [1, 5] });
  equal([...one.places({ "table.values": values }, TEXTS)], [0.5, 0.5]);
  one.components = true;
  equal([...one.places({ "table.values": values }, TEXTS)], [0.75, 0.75]);
});
