// The numbers of the formulas as texts: negative ones in brackets where a sign stands before them.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
import { weight } from "../../../live/web/format.js";

/** @param {number} value */
const signed = (value) => value < 0 ? `(${weight(value)})` : weight(value);
/** @param {number} lr */
const rate = (lr) => String(Number(lr.toPrecision(3)));

/**
 * Of lines and polynomials; of several fits the first.
 * @param {Arrays} arrays
 * @param {number} lr
 * @returns {Record<string, string>}
 */
export function ofFits({ beta, gradient, closed, bound }, lr) {
  const size = closed.length;
  const length = (/** @type {(i: number) => number} */ of) =>
    Math.hypot(...Array.from({ length: size }, (_, i) => of(i)));
  return {
    b0: weight(beta[0]),
    b1: signed(beta[1]),
    g0: signed(gradient[0]),
    g1: signed(gradient[1]),
    lr: rate(lr),
    n0: weight(beta[0] - lr * gradient[0]),
    n1: weight(beta[1] - lr * gradient[1]),
    s0: weight(closed[0]),
    s1: weight(closed[1]),
    bound: weight(bound[0]),
    norm: weight(length((i) => gradient[i])),
    gap: weight(length((i) => beta[i] - closed[i])),
  };
}

/**
 * Of one neuron of a network: its weights, their gradients, and the plain step that these ask for.
 * @param {Arrays} arrays
 * @param {number} index
 * @param {number} lr
 * @returns {Record<string, string>}
 */
export function ofNeuron({ neuron, "neuron.gradient": gradient }, index, lr) {
  const at = 3 * Math.min(index, neuron.length / 3 - 1);
  return {
    j: String(at / 3 + 1),
    w: signed(neuron[at]),
    b: signed(neuron[at + 1]),
    v: weight(neuron[at + 2]),
    bend: weight(-neuron[at + 1] / neuron[at]),
    gw: signed(gradient[at]),
    gb: signed(gradient[at + 1]),
    gv: signed(gradient[at + 2]),
    lr: rate(lr),
  };
}

/**
 * Of fits of classes, both losses at one point: of two classes the probability of the second, of more that of the
 * point's own, with the first column's gradients. Names end in `c` for the cross-entropy and in `m` for the squares.
 * @param {Arrays} arrays
 * @param {string[]} losses
 * @param {number} index of the point
 * @param {number} lr
 * @param {string[]} names of the classes
 * @returns {Record<string, string>}
 */
export function ofClasses({ beta, gradient, probability, factor, places, label }, losses, index, lr, names) {
  const [, count, classes] = probability.shape;
  const size = beta.shape[1];
  const columns = classes > 2 ? classes : 1;
  const i = Math.min(index, count - 1, label.length - 1);
  const shown = classes > 2 ? 0 : 1; // the class whose probability is written
  const t = label[i] === shown ? 1 : 0;
  /** @type {Record<string, string>} */ const found = {
    i: String(i + 1),
    t: String(t),
    x: signed(places[2 * i]),
    lr: rate(lr),
    class: names[shown],
  };
  losses.forEach((loss, m) => {
    const end = loss === "mse" ? "m" : "c";
    const at = m * size;
    const p = Array.from({ length: classes }, (_, k) => probability[(m * count + i) * classes + k]);
    const rest = p.map((_, k) => p.reduce((sum, value, j) => j === k ? sum : sum + value, 0)); // 1 − p, exact
    const off = p.map((value, k) => label[i] === k ? -rest[k] : value);
    const mean = classes > 2 ? p.reduce((sum, value, k) => sum + value * off[k], 0) : 0;
    const slope = classes > 2 ? off[shown] - mean : off[shown] * rest[shown];
    const term = loss === "mse" ? 2 * p[shown] * slope : off[shown];
    const z = [0, 1, 2].map((row) => beta[at + row * columns]);
    Object.assign(found, {
      [`w0${end}`]: weight(z[0]),
      [`w1${end}`]: signed(z[1]),
      [`w2${end}`]: signed(z[2]),
      [`p${end}`]: weight(p[shown]),
      [`off${end}`]: signed(off[shown]),
      [`s${end}`]: weight(p[shown] * rest[shown]),
      [`term${end}`]: signed(term * places[2 * i]),
      [`g1${end}`]: signed(gradient[at + columns]),
      [`n1${end}`]: weight(z[1] - lr * gradient[at + columns]),
      [`f${end}`]: weight(factor[m]),
    });
  });
  return found;
}
