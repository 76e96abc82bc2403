// Numbers as people write them, by the rules of core/reading.py, and what one press of + or − makes of one.

const LEAD = "[1-9]\\d{0,2}"; // what stands before the first group of three
const SPACED = new RegExp(`^${LEAD}([ '])\\d{3}(\\1\\d{3})*([.,]\\d*)?$`);
const MARKED = [",.", ".,"].map(([group, point]) => [group, point, new RegExp(`^${LEAD}(\\${group}\\d{3})(\\${group}\\d{3}|\\${point}\\d*$)+$`)]);

/** What `text` may mean: nothing, one number, or two between which nobody can tell (1,000). */
export function readings(text) {
  const found = simple(text).match(/^([+-]?) ?([\d.,' ]*\d[.,]?)(e[+-]?\d+)?$/i);
  if (!found) return [];
  const [, sign, body, power = ""] = found;
  const plain = plainly(body);
  return (power ? plain.slice(0, 1) : plain).map((one) => Number(sign + one + power));
}

function plainly(body) {
  if (SPACED.test(body)) return [body.replace(/[ ']/g, "").replace(",", ".")];
  for (const [group, point, shape] of MARKED) if (shape.test(body)) return [body.replaceAll(group, "").replace(point, ".")];
  if (!/^(\d+[.,]?\d*|[.,]\d+)$/.test(body)) return [];
  const decimal = body.replace(",", ".");
  const twofold = body.includes(",") && new RegExp(`^${LEAD},\\d{3}$`).test(body);
  return twofold ? [decimal, decimal.replace(".", "")] : [decimal];
}

const simple = (text) => [...text].map(sign).join("").trim();

function sign(letter) {
  if (/\p{Nd}/u.test(letter)) return String(digit(letter.codePointAt(0)));
  if (/\s/.test(letter)) return " ";
  if (/\p{Cf}/u.test(letter)) return "";
  if (/[‐-—−]/.test(letter)) return "-";
  if (letter === "’") return "'";
  return /[\uff00-\uffef\ufe50-\ufe6f]/.test(letter) ? letter.normalize("NFKC") : letter;
}

/** Digits stand in rows of ten: how far this one is from the beginning of its row. */
function digit(code) {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
}

/** `value` after `by` presses, +1 or −1; without a `step` by one unit of its own leading decade. */
export function stepped(value, by, { low = -Infinity, high = Infinity, step = null }) {
  const size = step ?? decade(Math.abs(value) || low || high * 1e-6, by);
  return Math.min(high, Math.max(low, tidy(value + by * size)));
}

/** 0.1 goes up by 0.1 and down by 0.01: there and back again. */
function decade(size, by) {
  const power = tidy(Math.log10(size));
  return 10 ** (by > 0 ? Math.floor(power) : Math.ceil(power) - 1);
}

const tidy = (value) => Number(value.toPrecision(10));

/** Arrow keys step the number in `input`; `done` is called after each. */
export function arrows(input, spec, done = () => {}) {
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const found = readings(input.value);
    if (!by || event.altKey || event.ctrlKey || event.metaKey || found.length !== 1) return;
    event.preventDefault();
    input.value = String(stepped(found[0], by, spec));
    done();
  });
}
