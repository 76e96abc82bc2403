// Points as a table: x1, x2, the class or the value, and whether a point is for training or only tests.

/** @import { Numbers } from "../../../live/web/types.d.ts" */

/** @typedef {{ classes: string[], edge: number, most: number }} Wanted no classes: values in −1…1 */

/** What is wrong with a table: `csv.KEY` of the texts, and what fills it. */
export class TableError extends Error {
  /**
   * @param {string} key
   * @param {Record<string, unknown>} values
   */
  constructor(key, values = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

/** @param {string} name */
const plain = (name) => name.replaceAll("−", "-").replace(/^\+/, "").trim();

/**
 * @param {Record<string, Numbers>} points as the view has them
 * @param {string[]} classes
 */
export function written({ "points.x": x, "points.y": y, "points.test": test }, classes) {
  const lines = [`x1,x2,${classes.length ? "class" : "value"},split`];
  const number = (/** @type {number} */ value) => String(Math.round(value * 1e6) / 1e6);
  for (let i = 0; i < y.length; i += 1) {
    const last = classes.length ? plain(classes[y[i]]) : number(y[i]);
    lines.push(`${number(x[2 * i])},${number(x[2 * i + 1])},${last},${test[i] ? "test" : "train"}`);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * The points of such a table, as the act `load` takes them: [x1, x2, y, 1 where it only tests]. A table that says
 * nothing of the latter has every `every`th point test. Raises TableError.
 * @param {string} text
 * @param {Wanted} wanted
 * @param {number} every
 */
export function read(text, { classes, edge, most }, every = 5) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/).map((line) => line.trim());
  const separator = [";", "\t"].find((one) => lines[0].includes(one)) ?? ",";
  const cells = (/** @type {string} */ line) =>
    line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const names = cells(lines[0]).map((name) => name.toLowerCase());
  const column = classes.length ? "class" : "value";
  const [x1, x2, y, split] = ["x1", "x2", column, "split"].map((name) => names.indexOf(name));
  if (x1 < 0 || x2 < 0 || y < 0) throw new TableError("columns", { column });
  const known = classes.map(plain);
  /** @type {number[][]} */ const points = [];
  lines.forEach((written, at) => {
    if (!at || !written) return;
    const row = cells(written);
    const line = at + 1;
    const place = [x1, x2].map((one) => number(row[one]));
    if (!place.every((value) => Math.abs(value) <= edge)) throw new TableError("place", { line });
    const value = classes.length ? known.indexOf(plain(row[y] ?? "")) : number(row[y]);
    if (classes.length && value < 0) {
      throw new TableError("class", { line, name: (row[y] ?? "").slice(0, 30), known: classes.join(", ") });
    }
    if (!(Math.abs(value) <= 1) && !classes.length) throw new TableError("value", { line });
    const test = split < 0 ? (points.length + 1) % every === 0 : /^test/i.test(row[split] ?? "");
    points.push([...place, value, Number(test)]);
  });
  if (!points.length) throw new TableError("empty");
  if (points.length > most) throw new TableError("many", { count: points.length, most });
  return points;
}

/** @param {string | undefined} text */
const number = (text) => (text?.trim() ? Number(text.replaceAll("−", "-")) : NaN);
