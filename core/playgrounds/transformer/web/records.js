// What a board keeps of runs that learned to add: one record per task and model, in the browser's own storage.

/** @import { Json } from "../../../live/web/types.d.ts" */

export const WANTED = 0.99; // of the answers, from which a model counts as one that adds
export const MOST = 100; // records that are kept
const KEY = "learnscope.transformer.adders";
const KINDS = ["transformer", "rnn", "gru", "lstm", "encdec"];

/**
 * @typedef {{ task: string, kind: string, layers: number, width: number, heads: number, params: number,
 *   exact: number, step: number }} Record `heads` is 0 without attention, `exact` the best so far, at `step`
 */

/**
 * Which sums these are: "2 reversed".
 * @param {Json} config
 */
export const taskOf = ({ digits, digit_order }) => `${digits} ${digit_order}`;

/** @param {Record} one */
const nameOf = ({ task, kind, layers, width, heads, params }) =>
  [task, kind, layers, width, heads, params].join(" ");

/**
 * The records with `one` among them, if it is better than what was there of the same model.
 * @param {Record[]} records
 * @param {Record} one
 * @returns {Record[]} the same array where nothing has changed
 */
export function added(records, one) {
  const before = records.find((other) => nameOf(other) === nameOf(one));
  if (before && before.exact >= one.exact) return records;
  return bounded([...records.filter((other) => other !== before), one]);
}

/**
 * The oldest go first, but for the best of each task.
 * @param {Record[]} records
 */
function bounded(records) {
  if (records.length <= MOST) return records;
  const best = new Set(records.map(({ task }) => smallest(records, task)));
  const spare = records.find((one) => !best.has(one)) ?? records[0];
  return records.filter((one) => one !== spare);
}

/**
 * The smallest model of a task that adds, or undefined.
 * @param {Record[]} records
 * @param {string} task
 */
export const smallest = (records, task) => ranked(records, task).find(({ exact }) => exact >= WANTED);

/**
 * Those of a task: first those that add, the smallest first; then the others, the best first.
 * @param {Record[]} records
 * @param {string} task
 */
export function ranked(records, task) {
  const adds = (/** @type {Record} */ { exact }) => Number(exact >= WANTED);
  return records.filter((one) => one.task === task).sort((a, b) =>
    adds(b) - adds(a) || (adds(a) ? 0 : b.exact - a.exact) || a.params - b.params
  );
}

/**
 * What was kept, without what no board has written.
 * @param {string | null} text
 * @returns {Record[]}
 */
export function parsed(text) {
  try {
    const found = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter(sound).slice(-MOST) : [];
  } catch {
    return [];
  }
}

/** @param {Json} one */
function sound(one) {
  const whole = (/** @type {unknown} */ value, least = 1) =>
    Number.isInteger(value) && Number(value) >= least;
  return one !== null && typeof one === "object" && /^[23] (reversed|plain)$/.test(one.task) &&
    KINDS.includes(one.kind) &&
    [one.layers, one.width, one.params, one.step].every((value) => whole(value)) &&
    whole(one.heads, 0) && one.exact >= 0 && one.exact <= 1;
}

/** @type {Record[]} */ let held = []; // where the browser keeps nothing it holds as long as the page

/** What this browser keeps. */
export function read() {
  try {
    return held = parsed(globalThis.localStorage.getItem(KEY));
  } catch {
    return held;
  }
}

/** @param {Record[]} records */
export function write(records) {
  held = records;
  try {
    globalThis.localStorage.setItem(KEY, JSON.stringify(records));
  } catch { /* as above */ }
}
