// The colours of a picture brought down to as many as a GIF may have: median cut over colours of five bits each.

/** A group of colours. @typedef {{ bins: number[], score: number, axis: number }} Group */

const BITS = 5;
const BINS = 1 << (3 * BITS);
const SHIFTS = [2 * BITS, BITS, 0];
const MASK = (1 << BITS) - 1;

/** @param {number} pixel as ImageData keeps it, little-endian */
const binOf = (pixel) => ((pixel & 0xf8) << 7) | ((pixel & 0xf800) >> 6) | ((pixel & 0xf80000) >> 19);

export class Palette {
  /**
   * @param {Uint32Array} pixels
   * @param {number} most colours
   */
  constructor(pixels, most) {
    this.count = new Uint32Array(BINS);
    /** Of red, green and blue in each bin */
    this.sums = [new Float64Array(BINS), new Float64Array(BINS), new Float64Array(BINS)];
    const [red, green, blue] = this.sums;
    for (const pixel of pixels) {
      const bin = binOf(pixel);
      this.count[bin] += 1;
      red[bin] += pixel & 255;
      green[bin] += (pixel >> 8) & 255;
      blue[bin] += (pixel >> 16) & 255;
    }
    /** @type {number[]} */ const used = [];
    for (let bin = 0; bin < BINS; bin++) if (this.count[bin]) used.push(bin);
    /** Bin → number of its colour */ this.numbers = new Uint8Array(BINS);
    /** Three bytes for each colour */ this.bytes = new Uint8Array(3 * 256);
    for (const [number, { bins }] of this.cut(used, most).entries()) this.settle(number, bins);
  }

  /**
   * @param {number[]} used
   * @param {number} most
   */
  cut(used, most) {
    const groups = used.length ? [this.group(used)] : [];
    while (groups.length < most) {
      const widest = groups.reduce((best, one, i) => one.score > groups[best].score ? i : best, 0);
      if (!groups.length || groups[widest].score <= 0) break;
      const { bins, axis } = groups[widest];
      bins.sort((one, other) => ((one >> SHIFTS[axis]) & MASK) - ((other >> SHIFTS[axis]) & MASK));
      const half = bins.reduce((sum, bin) => sum + this.count[bin], 0) / 2;
      let [at, before] = [0, 0];
      while (at < bins.length - 1 && (at === 0 || before + this.count[bins[at]] <= half)) {
        before += this.count[bins[at]];
        at += 1;
      }
      groups[widest] = this.group(bins.slice(0, at));
      groups.push(this.group(bins.slice(at)));
    }
    return groups;
  }

  /**
   * @param {number[]} bins
   * @returns {Group}
   */
  group(bins) {
    const spans = SHIFTS.map((shift) => {
      let [low, high] = [MASK, 0];
      for (const bin of bins) {
        const value = (bin >> shift) & MASK;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      return high - low;
    });
    const span = Math.max(...spans);
    const count = bins.reduce((sum, bin) => sum + this.count[bin], 0);
    return { bins, axis: spans.indexOf(span), score: span * Math.sqrt(count) };
  }

  /**
   * @param {number} number
   * @param {number[]} bins
   */
  settle(number, bins) {
    const count = bins.reduce((sum, bin) => sum + this.count[bin], 0);
    for (const [i, sums] of this.sums.entries()) {
      this.bytes[3 * number + i] = Math.round(bins.reduce((sum, bin) => sum + sums[bin], 0) / count);
    }
    for (const bin of bins) this.numbers[bin] = number;
  }

  /** @param {number} pixel one of those that it was made of */
  numberOf(pixel) {
    return this.numbers[binOf(pixel)];
  }
}
