// Numbers as they stand on the page: a real minus sign, and never a digit more than is read.

const MINUS = "−";
const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export const minus = (text) => text.replaceAll("-", MINUS);
const scientific = (value, digits) => minus(value.toExponential(digits).replace("e+", "e"));

/** A whole number, padded with zeros to six digits so that nothing moves as it grows: 000,123. */
export function counter(value) {
  const digits = String(Math.max(0, Math.floor(value + 1e-9))).padStart(6, "0");
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

export const whole = (value) => minus(grouped.format(value));

/** A loss or score: four decimals where they say something, powers of ten elsewhere. */
export function loss(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-4)) return scientific(value, 2);
  return minus(value.toFixed(size < 10 ? 4 : size < 1000 ? 2 : 0));
}

/** A weight, bias or function value: two decimals, three significant digits when small. */
export function weight(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size >= 1e4 || (size > 0 && size < 1e-3)) return scientific(value, 1);
  return minus(value.toFixed(size < 0.1 && size > 0 ? 3 : size < 100 ? 2 : 0));
}

/** Nats: two decimals. */
export const nats = (
  value,
) => (Number.isFinite(value) ? minus(value.toFixed(Math.abs(value) < 1e4 ? 2 : 0)) : loss(value));

/** A speed: whole above ten, one decimal below. */
export function rate(value) {
  if (value === null || value === undefined) return "–";
  return value >= 10 || value === 0 ? whole(Math.round(value)) : value.toFixed(1);
}

/** A value in at most five signs, for a cell. */
export function short(value) {
  if (!Number.isFinite(value)) return "";
  const size = Math.abs(value);
  if (size >= 99999.5) return scientific(value, 0);
  const digits = size < 0.995 ? 2 : size < 99.5 ? 1 : 0;
  const text = minus(value.toFixed(digits)).replace(/\.0$/, "");
  return /^−?0(\.0+)?$/.test(text) ? "0" : text;
}

/** A count in at most four signs. */
export function brief(count) {
  if (count < 1000) return String(count);
  if (count < 1e6) return `${(count / 1000).toFixed(count < 9950 ? 1 : 0)}k`;
  return `${(count / 1e6).toFixed(count < 9.95e6 ? 1 : 0)}M`;
}

/** The nearest 1, 2 or 5 × 10ⁿ that is not below `value`: a scale that rests while values move. */
export function nice(value) {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value * 0.9999);
}
