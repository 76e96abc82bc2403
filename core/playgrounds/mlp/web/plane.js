// Which plane of a table the map shows: two of its columns, the others standing still, or its first two
// principal components. Each viewer has a choice of one's own; the server is asked for it with every picture.

/** @import { Arrays, Axis, Json, Options, Texts } from "../../../live/web/types.d.ts" */
import { fill } from "../../../live/web/dom.js";
import { fixed, weight } from "../../../live/web/format.js";
import { tick } from "../../../live/web/widgets/axes.js";

const LETTERS = 9; // of a kind at an axis

/**
 * @typedef {{ name: string, kinds: string[], low: number, high: number, median: number, mean: number,
 *             deviation: number }} Column
 * @typedef {{ share: number, loads: [string, number][], low: number, high: number }} Component
 */

export class Plane {
  constructor() {
    /** @type {Json | null} */ this.table = null; // as the server describes it; null: no table
    /** @type {number[]} */ this.axes = [0, 1];
    this.components = false;
    /** @type {number[]} */ this.at = []; // where each column stands
    this.key = "";
  }

  /**
   * What there is to choose from; a choice stays while the columns do.
   * @param {Json | null | undefined} table
   */
  take(table) {
    const key = JSON.stringify(
      table?.columns.map((/** @type {Column} */ one) => [one.name, one.kinds]) ?? null,
    );
    this.table = table ?? null;
    if (key === this.key) return;
    this.key = key;
    this.components = false;
    this.axes = table ? [...table.axes] : [0, 1];
    this.at = this.medians;
  }

  /** @returns {Column[]} */
  get columns() {
    return this.table?.columns ?? [];
  }

  get medians() {
    return this.columns.map((one) => one.median);
  }

  /** The columns that stand still: their places. */
  get others() {
    return this.components ? [] : [...this.columns.keys()].filter((one) => !this.axes.includes(one));
  }

  /** @returns {Options} */
  options() {
    if (!this.table) return {};
    if (this.components) return { components: true };
    const [x, y] = this.axes;
    return y === undefined ? { at: this.at } : { x, y, at: this.at };
  }

  /**
   * Another column along an axis; the two change places where it is the other one's.
   * @param {0 | 1} side
   * @param {number} column
   */
  turn(side, column) {
    const [x, y] = this.axes;
    const swap = this.axes[1 - side] === column;
    const next = swap ? [y, x] : side === 0 ? [column, y] : [x, column];
    this.axes = next.filter((one) => one !== undefined);
  }

  /**
   * @param {0 | 1} side 0 is across
   * @param {Texts} texts
   * @returns {Axis}
   */
  axis(side, texts) {
    if (this.components) {
      const { low, high, share } = /** @type {Component} */ (this.table?.components[side]);
      const label = fill(texts["plane.component"], { n: side + 1, share: fixed(100 * share, 0) });
      return { low, high, label };
    }
    const column = this.columns[this.axes[side]];
    if (!column) return { low: -1, high: 1, label: "", names: [] };
    const { low, high, name, kinds } = column;
    return kinds.length ? { low, high, label: name, names: kinds.map(short) } : { low, high, label: name };
  }

  /**
   * Where the rows shown lie: shares of the map's side from the left and from below.
   * @param {Arrays} statics
   * @param {Texts} texts
   * @returns {Float32Array}
   */
  places({ "table.values": values }, texts) {
    const [rows, width] = values.shape;
    const found = new Float32Array(2 * rows);
    for (const side of /** @type {const} */ ([0, 1])) {
      const { low, high } = this.axis(side, texts);
      const column = this.components ? width - 2 + side : this.axes[side];
      for (let i = 0; i < rows; i += 1) {
        // Rows of one kind would lie on each other: they are spread, always the same way.
        const spread = this.components || !this.columns[column]?.kinds.length ? 0 : 0.5 * strewn(i) - 0.25;
        const value = column === undefined ? 1.6 * strewn(i) - 0.8 : values[i * width + column] + spread;
        found[2 * i + side] = (value - low) / (high - low);
      }
    }
    return found;
  }

  /**
   * A place of the map as it is read.
   * @param {0 | 1} side
   * @param {number} share of the map's side
   * @param {Texts} texts
   */
  read(side, share, texts) {
    const { low, high } = this.axis(side, texts);
    const value = low + share * (high - low);
    const column = this.components ? undefined : this.axes[side];
    return column === undefined ? weight(value) : this.say(column, value);
  }

  /**
   * A column's value in words: a number, or the kind that it stands for.
   * @param {number} column
   * @param {number} value
   */
  say(column, value) {
    const { kinds, deviation } = this.columns[column];
    if (kinds.length) return kinds[Math.min(kinds.length - 1, Math.max(0, Math.round(value)))];
    if (Math.abs(value) >= 1e5 || deviation < 1e-4) return tick(value);
    return fixed(value, Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(deviation)))));
  }

  /**
   * The value of the target that a number of the map stands for.
   * @param {number} value
   */
  told(value) {
    const { shift, factor } = this.table?.target ?? { shift: 0, factor: 1 };
    return shift + factor * value;
  }
}

/** @param {string} kind */
const short = (kind) => kind.length > LETTERS ? `${kind.slice(0, LETTERS - 1)}…` : kind;

/**
 * A number in 0…1 for every row, without any pattern: the golden ratio's multiples.
 * @param {number} row
 */
const strewn = (row) => (row * 0.618034) % 1;
