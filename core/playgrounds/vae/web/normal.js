// The standard normal distribution: its cumulative function and the inverse of that.

/**
 * Φ(x), within 1.5e-7 (Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.26).
 * @param {number} x
 */
export function normal(x) {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const series = t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp(-z * z)) / 2;
  return x < 0 ? tail : 1 - tail;
}

/**
 * The x with Φ(x) = share, for 0 < share < 1.
 * @param {number} share
 */
export function quantile(share) {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (normal(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** @param {number} x */
export const density = (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
