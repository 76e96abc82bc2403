// The links of the network drawing, all on one canvas: width is the size of a weight, colour its sign,
// and dashes flow towards the output while the network learns.

/** @import { Wire } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Neuron } from "./pointing.js" */
/** @import { Shape } from "./shape.js" */
import { css, mix } from "../../../live/web/colour.js";
import { sizeCanvas } from "../../../live/web/dom.js";
import { arcs } from "./insidelayers.js";

const WIDEST = 0.16; // of a neuron's side: small neurons stand close, and so do their links
const BUCKETS = 14; // widths told apart: links of one sign and width are stroked together
const EVERY = 90; // ms between two drawings at most
const DASH = [7, 4];
const SPEED = 0.022; // px per ms
const REACH = 6; // px at which a link is hit
/** @type {MediaQueryList | null} */ let still = null; // asked when the first link is drawn

/**
 * How far along its height a link is after the share `t` of its way: level at both ends.
 * @param {number} t
 */
const ease = (t) => t * t * (3 - 2 * t);

/**
 * A layer's place: the edges of its neurons and their heights.
 * @typedef {{ left: number, right: number, ys: number[] }} Column
 */
/** @typedef {{ layer: number, source: number, target: number, index: number }} Link */

export class Links {
  /** @type {CanvasRenderingContext2D} */ context;
  /** @type {Shape} */ shape;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Column[]} */ this.columns = [];
    /** @type {Wire | null} */ this.weights = null;
    /** @type {Float32Array | null} */ this.told = null; // what slow motion shows in their place
    this.width = this.height = this.widest = 0;
    this.scale = 1;
    this.drawn = 0;
    this.cost = 0;
    this.dirty = false;
    /** @type {Link | null} */ this.hot = null; // the link pointed at
    /** @type {Neuron | null} */ this.active = null; // a neuron whose links stand out
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {Column[]} columns the first has only the inputs that are on
   * @param {Shape} shape
   */
  layout(width, height, columns, shape) {
    this.context = sizeCanvas(this.canvas, width, height);
    this.width = width;
    this.height = height;
    this.columns = columns;
    this.shape = shape;
    this.widest = WIDEST * (columns[0].right - columns[0].left);
    this.dirty = true;
  }

  /**
   * New weights. The scale is a round number that only follows when it must, so widths can be compared.
   * @param {Wire} weights
   * @param {Shape} shape
   */
  update(weights, shape) {
    this.weights = weights;
    const largest = shape.largest(weights);
    if (Number.isFinite(largest) && (largest > this.scale || largest < this.scale / 6)) {
      this.scale = round(largest);
    }
    this.dirty = true;
  }

  /**
   * Other numbers in place of the weights, on a scale of their own; null: the weights again.
   * @param {Float32Array | null} values as the weights are laid out
   */
  tell(values) {
    this.told = values;
    this.dirty = true;
  }

  /**
   * Draws if due; true while another drawing is wanted.
   * @param {number} now
   * @param {boolean} running
   * @param {Colours} colours
   */
  tick(now, running, colours) {
    still ??= window.matchMedia("(prefers-reduced-motion: reduce)");
    const flowing = running && !still.matches;
    if (!this.context || !this.weights || (!this.dirty && !flowing)) return false;
    // A drawing that costs much is done less often: never more than a tenth of the time.
    if (now - this.drawn < Math.max(EVERY, 10 * this.cost)) return true;
    this.drawn = now;
    this.dirty = false;
    const start = performance.now();
    this.draw(colours, flowing ? now * SPEED : 0);
    this.cost = 0.8 * this.cost + 0.2 * (performance.now() - start);
    return flowing;
  }

  /**
   * @param {Colours} colours
   * @param {number} flow px that the dashes have gone
   */
  draw(colours, flow) {
    const { context } = this;
    const singled = Boolean(this.hot ?? this.active);
    /** @type {(Path2D | null)[]} */
    const plain = Array.from({ length: 2 * BUCKETS }, () => null);
    /** @type {(Path2D | null)[]} */
    const bright = Array.from({ length: 2 * BUCKETS }, () => null);
    this.collect((batch, standsOut) => ((standsOut ? bright : plain)[batch] ??= new Path2D()));
    context.clearRect(0, 0, this.width, this.height);
    context.lineDashOffset = -(flow % (DASH[0] + DASH[1]));
    context.setLineDash(DASH);
    context.globalAlpha = singled ? 0.3 : 1;
    this.stroke(plain, colours, 0.5);
    context.globalAlpha = 1;
    context.setLineDash(flow ? DASH : []);
    this.stroke(bright, colours, 2.2);
    arcs(context, this.columns, this.shape, colours);
  }

  /**
   * Puts every link into the path that `pathOf` gives for its batch: sign and width.
   * @param {(batch: number, standsOut: boolean) => Path2D} pathOf
   */
  collect(pathOf) {
    const { shape, columns } = this;
    const weights = this.told ?? this.weights;
    if (!weights) return;
    const scale = this.told ? shape.largest(this.told) || 1 : this.scale;
    for (let layer = 1; layer <= shape.last; layer += 1) {
      const from = columns[layer - 1];
      const to = columns[layer];
      const middle = (from.right + to.left) / 2;
      for (let i = 0; i < from.ys.length; i += 1) {
        for (let j = 0; j < to.ys.length; j += 1) {
          const value = weights[shape.index(layer, i, j)];
          const size = Math.min(1, Math.abs(value) / scale) || 0;
          const batch = (value < 0 ? 0 : BUCKETS) + Math.min(BUCKETS - 1, Math.floor(size * BUCKETS));
          const path = pathOf(batch, this.stands(layer, i, j));
          path.moveTo(from.right, from.ys[i]);
          path.bezierCurveTo(middle, from.ys[i], middle, to.ys[j], to.left, to.ys[j]);
        }
      }
    }
  }

  /**
   * @param {(Path2D | null)[]} batches
   * @param {Colours} colours
   * @param {number} narrowest
   */
  stroke(batches, colours, narrowest) {
    batches.forEach((path, index) => {
      if (!path) return;
      const size = ((index % BUCKETS) + 0.5) / BUCKETS;
      const full = index < BUCKETS ? colours.negative : colours.positive;
      this.context.strokeStyle = css(mix(colours.background, full, 0.5 + 0.5 * Math.sqrt(size)));
      this.context.lineWidth = Math.max(narrowest, this.widest * size);
      this.context.stroke(path);
    });
  }

  /**
   * @param {number} layer
   * @param {number} source
   * @param {number} target
   */
  stands(layer, source, target) {
    const { hot, active } = this;
    if (hot) return hot.layer === layer && hot.source === source && hot.target === target;
    return active?.layer === layer && active.neuron === target;
  }

  /**
   * Which link lies under the point, or null. All links of a gap share their ends' x, hence one ease.
   * @param {number} x
   * @param {number} y
   * @returns {Link | null}
   */
  hit(x, y) {
    const { columns, shape } = this;
    for (let layer = 1; layer < columns.length; layer += 1) {
      const from = columns[layer - 1];
      const to = columns[layer];
      if (x <= from.right + 1 || x >= to.left - 1) continue;
      const run = to.left - from.right;
      const t = along((x - from.right) / run);
      /** @type {Link | null} */ let best = null;
      let nearest = REACH;
      from.ys.forEach((y0, source) =>
        to.ys.forEach((y1, target) => {
          const slope = ((y1 - y0) * 6 * t * (1 - t)) / (run * (1.5 - 3 * t * (1 - t)));
          const distance = Math.abs(y - y0 - (y1 - y0) * ease(t)) / Math.hypot(1, slope);
          if (distance >= nearest) return;
          nearest = distance;
          best = { layer, source, target, index: shape.index(layer, source, target) };
        })
      );
      return best;
    }
    return null;
  }
}

/**
 * The curve's parameter at the share `x` of its width: x(t) = 1.5 t − 1.5 t² + t³, which rises steadily.
 * @param {number} x
 */
function along(x) {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 20; i += 1) {
    const t = (low + high) / 2;
    if (t * (1.5 + t * (t - 1.5)) < x) low = t;
    else high = t;
  }
  return (low + high) / 2;
}

/**
 * The next of 0.5, 1, 2, 5, 10 … at or above `value`.
 * @param {number} value
 */
function round(value) {
  if (value <= 0.5) return 0.5;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}
