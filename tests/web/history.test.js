import { History } from "../../core/live/web/history.js";
import { equal } from "./expect.js";

/**
 * @param {number} from
 * @param {number[]} x
 * @param {number[]} y
 */
function delta(from, x, y, version = 1) {
  const wire = (/** @type {Float32Array | Float64Array} */ array) =>
    Object.assign(array, { shape: [array.length] });
  return {
    news: { version, curves: { loss: { from } } },
    arrays: {
      "curve.loss.x": wire(Float64Array.from(x)),
      "curve.loss.y": wire(Float32Array.from(y)),
    },
  };
}

/** @param {History} history */
function points(history) {
  const curve = history.curves.get("loss");
  return curve ? Array.from({ length: curve.length }, (_, i) => [curve.x[i], curve.y[i]]) : [];
}

Deno.test("a delta is appended from its cursor: what was still open is written anew", () => {
  const history = new History();
  for (const { news, arrays } of [delta(0, [1, 2, 3], [9, 8, 7]), delta(2, [4, 6], [6.5, 5])]) {
    history.apply(news, arrays);
  }
  equal(points(history), [[1, 9], [2, 8], [4, 6.5], [6, 5]]);
  equal(history.last("loss"), 5);
});

Deno.test("the last value keeps its sign, and there is none before the first", () => {
  const history = new History();
  equal(history.last("loss"), null);
  const { news, arrays } = delta(0, [1], [-3]);
  history.apply(news, arrays);
  equal(history.last("loss"), -3);
});

Deno.test("another version forgets every curve", () => {
  const history = new History();
  const first = delta(0, [1, 2], [1, 2]);
  const second = delta(0, [2], [1.5], 2);
  history.apply(first.news, first.arrays);
  history.apply(second.news, second.arrays);
  equal(points(history), [[2, 1.5]]);
});

Deno.test("another build forgets every curve, also those that it has no point of yet", () => {
  const history = new History();
  const { news, arrays } = delta(0, [1, 2], [1, 2]);
  history.apply(news, arrays, 1);
  const { revision } = history;
  history.apply({ version: 1, curves: {} }, {}, 2);
  equal(points(history), []);
  equal(history.revision > revision, true);
});

Deno.test("more points than there was room for lose nothing", () => {
  const history = new History();
  const x = Array.from({ length: 1000 }, (_, i) => i);
  for (let from = 0; from < 1000; from += 100) {
    const { news, arrays } = delta(from, x.slice(from, from + 100), x.slice(from, from + 100));
    history.apply(news, arrays);
  }
  equal(points(history), x.map((i) => [i, i]));
});

Deno.test("the revision rises with every change, and only then", () => {
  const history = new History();
  const { news, arrays } = delta(0, [1], [1]);
  history.apply(news, arrays);
  const before = history.revision;
  const nothing = delta(1, [], []);
  history.apply(nothing.news, nothing.arrays);
  equal(history.revision, before);
  const more = delta(1, [2], [2]);
  history.apply(more.news, more.arrays);
  equal(history.revision, before + 1);
});

Deno.test("events are cut to their cursor and appended", () => {
  const history = new History();
  const event = (/** @type {number} */ step) => ({ step, kind: "set", name: "lr", old: "1", new: "2" });
  history.apply({ version: 1, events: { from: 0, items: [event(1), event(2)] } }, {});
  history.apply({ version: 1, events: { from: 1, items: [event(5)] } }, {});
  equal(history.events.map(({ step }) => step), [1, 5]);
  const { eventRevision } = history;
  history.apply({ version: 1, events: { from: 2, items: [] } }, {});
  equal(history.eventRevision, eventRevision);
});

Deno.test("what lies after the moment that is shown, and other lines, are told apart", () => {
  const history = new History();
  const wire = (/** @type {number[]} */ numbers) =>
    Object.assign(Float64Array.from(numbers), { shape: [numbers.length] });
  const frame = (
    /** @type {number} */ step,
    /** @type {object} */ timeline,
    news = {},
  ) => /** @type {any} */ ({ step, timeline, history: { version: 1, ...news } });
  const arrays = { "curve.loss.x": wire([0, 10, 20]), "curve.loss.y": wire([3, 2, 1]) };
  const now = { first: 0, last: 20, line: 0 };
  equal(history.take(frame(20, now, { curves: { loss: { from: 0 } } }), arrays), true);
  equal([history.at, history.last("loss")], [Infinity, 1]);
  const before = history.revision;
  equal(history.take(frame(10, now), {}), false);
  equal([history.at, history.last("loss"), history.revision > before], [10, 2, true]);
  const others = { "line.3.loss.x": wire([10, 20]), "line.3.loss.y": wire([2, 5]) };
  history.take(frame(20, { ...now, lines: [{ line: 3, last: 20, diverged: false }] }), others);
  equal(history.others.get("loss")?.map(({ y }) => Array.from(y)), [[2, 5]]);
  history.take(frame(20, { ...now, lines: [] }), {});
  equal(history.others.size, 0);
});
