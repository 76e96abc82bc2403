// Numbers as people write them, by the rules of core/params/reading.py, and what one press of + or − makes of one.

/** @typedef {{ low?: number, high?: number, step?: number | null }} Bounds */

const LEAD = "[1-9]\\d{0,2}"; // what stands before the first group of three
const SPACED = new RegExp(`^${LEAD}([ '])\\d{3}(\\1\\d{3})*([.,]\\d*)?$`);
const MARKED = [",.", ".,"].map(([group, point]) => {
  const shape = new RegExp(`^${LEAD}(\\${group}\\d{3})(\\${group}\\d{3}|\\${point}\\d*$)+$`);
  return { group, point, shape };
});

/**
 * What `text` may mean: nothing, one number, or two between which nobody can tell (1,000).
 * @param {string} text
 * @returns {number[]}
 */
export function readings(text) {
  const found = simple(text).match(/^([+-]?) ?([\d.,' ]*\d[.,]?)(e[+-]?\d+)?$/i);
  if (!found) return [];
  const [, sign, body, power = ""] = found;
  const plain = plainly(body);
  return (power ? plain.slice(0, 1) : plain).map((one) => Number(sign + one + power));
}

/** @param {string} body */
function plainly(body) {
  if (SPACED.test(body)) return [body.replace(/[ ']/g, "").replace(",", ".")];
  for (const { group, point, shape } of MARKED) {
    if (shape.test(body)) return [body.replaceAll(group, "").replace(point, ".")];
  }
  if (!/^(\d+[.,]?\d*|[.,]\d+)$/.test(body)) return [];
  const decimal = body.replace(",", ".");
  const twofold = body.includes(",") && new RegExp(`^${LEAD},\\d{3}$`).test(body);
  return twofold ? [decimal, decimal.replace(".", "")] : [decimal];
}

/** @param {string} text */
const simple = (text) => [...text].map(sign).join("").trim();

/** @param {string} letter */
function sign(letter) {
  if (/\p{Nd}/u.test(letter)) return String(digit(letter.codePointAt(0) ?? 0));
  if (/\s/.test(letter)) return " ";
  if (/\p{Cf}/u.test(letter)) return "";
  if (/[‐-—−]/.test(letter)) return "-";
  if (letter === "’") return "'";
  return /[\uff00-\uffef\ufe50-\ufe6f]/.test(letter) ? letter.normalize("NFKC") : letter;
}

/**
 * Digits stand in rows of ten: how far this one is from the beginning of its row.
 * @param {number} code
 */
function digit(code) {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
}

/**
 * `value` after `by` presses, +1 or −1; without a `step` by one unit of its own leading decade.
 * @param {number} value
 * @param {number} by
 * @param {Bounds} bounds
 */
export function stepped(value, by, { low = -Infinity, high = Infinity, step = null }) {
  const size = step ?? decade(Math.abs(value) || low || high * 1e-6, by);
  const exact = (value + by * size).toFixed(Math.min(100, Math.max(places(value), places(size))));
  return Math.min(high, Math.max(low, Number(exact)));
}

/**
 * How many digits `value` has behind the point, as it is written: they stay.
 * @param {number} value
 */
function places(value) {
  const [digits, power = "0"] = String(value).split("e");
  return Math.max(0, (digits.split(".")[1] ?? "").length - Number(power));
}

/**
 * 0.1 goes up by 0.1 and down by 0.01: there and back again.
 * @param {number} size
 * @param {number} by
 */
function decade(size, by) {
  const power = Number(Math.log10(size).toPrecision(10));
  return Number(`1e${by > 0 ? Math.floor(power) : Math.ceil(power) - 1}`);
}

/**
 * +1 or −1 for an arrow key up or down, else 0.
 * @param {KeyboardEvent} event
 */
export function pressed({ key, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey) return 0;
  return key === "ArrowUp" ? 1 : key === "ArrowDown" ? -1 : 0;
}

/**
 * Arrow keys step the number in `input`; `done` is called after each.
 * @param {HTMLInputElement} input
 * @param {Bounds} bounds
 */
export function arrows(input, bounds, done = () => {}) {
  input.addEventListener("keydown", (event) => {
    const by = pressed(event);
    const found = readings(input.value);
    if (!by || found.length !== 1) return;
    event.preventDefault();
    input.value = String(stepped(found[0], by, bounds));
    done();
  });
}

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
/** @type {Record<string, number>} */
const PAGES = { PageUp: 1, PageDown: -1, Home: -Infinity, End: Infinity };

/**
 * Where a press of `key` takes a slider, as Streamlit has it: by a step, with Shift by a tenth of the range; null for
 * a key that does not move it.
 * @param {{ min: string, max: string, step: string, value: string }} slider
 * @param {string} key
 * @param {boolean} shift
 */
export function moved({ min, max, step, value }, key, shift) {
  if (!(key in STEPS || key in PAGES)) return null;
  const [low, high, one, at] = [min, max, step, value].map(Number);
  const page = Math.max(one, Math.round((high - low) / 10 / one) * one);
  const to = key in PAGES ? at + PAGES[key] * page : at + STEPS[key] * (shift ? page : one);
  const steps = Math.round((Math.min(high, Math.max(low, to)) - low) / one);
  return Number((low + steps * one).toFixed(Math.max(places(low), places(one))));
}
