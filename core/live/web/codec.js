// What the server sends, as bytes (PROTOCOL.md): envelopes, which stand for themselves, and packed frames, each of
// which says what has changed since the one before.

/** @import { Arrays, Json, Typed } from "./types.d.ts" */
import { guarded } from "./guard.js";

const TYPES = guarded(
  { u1: Uint8Array, i4: Int32Array, f4: Float32Array, f8: Float64Array },
  "type of numbers",
);
const SIZES = { bytes: 1, shades: 1, words: 4, floats: 4 }; // of a number in each group, in their order
const utf8 = new TextDecoder();

/** @typedef {keyof typeof TYPES} Dtype */
/** @typedef {{ name: string, dtype: Dtype, shape: number[], offset: number, group: string }} Entry */
/** @typedef {{ header: Json, arrays: Arrays }} Message */

/**
 * The JSON at the beginning of `buffer` and where it ends.
 * @param {ArrayBuffer} buffer
 */
function heading(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  return { header: JSON.parse(utf8.decode(new Uint8Array(buffer, 4, length))), end: 4 + length };
}

/** @param {number[]} shape */
const count = (shape) => shape.reduce((product, n) => product * n, 1);

/**
 * An envelope: header length · JSON header · arrays, which are views and not copies.
 * Arrays are typed arrays with `.shape`; throws on another version.
 * @param {ArrayBuffer} buffer
 * @returns {Message}
 */
export function decode(buffer) {
  const { header, end } = heading(buffer);
  if (header.v !== 1) throw new Error(`envelope version ${header.v}`);
  /** @type {Arrays} */ const arrays = {};
  for (const { name, dtype, shape, offset } of /** @type {Entry[]} */ (header.arrays ?? [])) {
    // The server pads so that every array is aligned for its type: a view is always possible.
    arrays[name] = Object.assign(new TYPES[dtype](buffer, end + offset, count(shape)), { shape });
  }
  return { header, arrays };
}

/** The messages of one connection, in order. */
export class Receiver {
  /**
   * @param {(header: Json, arrays: Arrays) => void} deliver
   * @param {() => void} broken what has come makes no sense, and nor will what follows
   */
  constructor(deliver, broken) {
    this.deliver = deliver;
    this.broken = broken;
    this.closed = false;
    this.unpacker = new Unpacker();
    this.last = Promise.resolve();
  }

  /** @param {ArrayBuffer} buffer */
  take(buffer) {
    this.last = this.last.then(() => this.read(buffer));
  }

  /** @param {ArrayBuffer} buffer */
  async read(buffer) {
    if (this.closed) return;
    try {
      const { v, key } = heading(buffer).header;
      const packed = v === 2;
      if (packed && key) this.unpacker = new Unpacker(); // of a broadcast: a new stream begins here
      const { header, arrays } = packed ? await this.unpacker.unpack(buffer) : decode(buffer);
      if (!this.closed) this.deliver(header, arrays);
    } catch (error) {
      reportError(error);
      this.close();
      this.broken();
    }
  }

  close() {
    this.closed = true;
  }
}

/** Packed frames of one connection: holds what came last, array by array. */
export class Unpacker {
  constructor() {
    const { readable, writable } = new DecompressionStream("deflate-raw");
    this.inflated = readable.getReader();
    this.deflated = writable.getWriter();
    /** @type {Map<string, Uint8Array | Int32Array>} */ this.held = new Map();
  }

  /**
   * @param {ArrayBuffer} buffer
   * @returns {Promise<Message>}
   */
  async unpack(buffer) {
    const { header: head, end } = heading(buffer);
    const body = new Uint8Array(head.size);
    await Promise.all([this.deflated.write(new Uint8Array(buffer, end)), this.fill(body)]);
    return this.read(body.buffer);
  }

  /**
   * What a message inflates to is there with its last byte: the server flushes.
   * @param {Uint8Array} body
   */
  async fill(body) {
    for (let filled = 0; filled < body.length;) {
      const { value, done } = await this.inflated.read();
      if (done) throw new Error("the stream of frames has ended");
      body.set(value, filled);
      filled += value.length;
    }
  }

  /**
   * @param {ArrayBuffer} body
   * @returns {Message}
   */
  read(body) {
    const { header, end } = heading(body);
    const [step, drop] = header.grain;
    /** @type {Entry[]} */ const entries = header.arrays;
    /** @type {Arrays} */ const arrays = {};
    let offset = end;
    for (const { name, dtype, shape } of entries.filter(({ group }) => group === "plain")) {
      const bytes = count(shape) * TYPES[dtype].BYTES_PER_ELEMENT;
      arrays[name] = typed(dtype, body.slice(offset, offset + bytes), shape);
      offset += bytes;
    }
    for (const [group, size] of Object.entries(SIZES)) {
      const members = entries.filter((entry) => entry.group === group);
      const total = members.reduce((sum, { shape }) => sum + count(shape), 0);
      const coded = new Uint8Array(body, offset, size * total);
      offset += coded.length;
      for (let k = 0, at = 0; k < members.length; at += count(members[k].shape), k += 1) {
        const { name, dtype, shape } = members[k];
        const before = this.recall(name, size, count(shape));
        const now = size === 1
          ? bytes(before, coded.subarray(at), group === "shades" ? step : 1)
          : words(before, coded, at, group === "floats" ? drop : 0);
        this.held.set(name, now);
        arrays[name] = typed(dtype, now.buffer, shape); // panels only read: types.d.ts
      }
    }
    return { header, arrays };
  }

  /**
   * What came last of an array; zeros where it was not there or had another length.
   * @param {string} name
   * @param {number} size
   * @param {number} length
   */
  recall(name, size, length) {
    const held = this.held.get(name);
    if (held?.BYTES_PER_ELEMENT === size && held.length === length) return held;
    return size === 1 ? new Uint8Array(length) : new Int32Array(length);
  }
}

/**
 * @param {Dtype} dtype
 * @param {ArrayBuffer} buffer
 * @param {number[]} shape
 * @returns {Typed & { shape: number[] }}
 */
function typed(dtype, buffer, shape) {
  return Object.assign(new TYPES[dtype](buffer), { shape });
}

/**
 * @param {Uint8Array | Int32Array} before
 * @param {Uint8Array} coded the changes, modulo 256, or in steps of more than 1 and signed
 * @param {number} step
 */
function bytes(before, coded, step) {
  if (step === 1) return Uint8Array.from(before, (value, k) => value + coded[k]);
  const clamped = Uint8ClampedArray.from(before, (value, k) => value + step * (coded[k] << 24 >> 24));
  return new Uint8Array(clamped.buffer);
}

/**
 * @param {Uint8Array | Int32Array} before
 * @param {Uint8Array} coded the group's lowest bytes, then its second ones, …
 * @param {number} at where this array begins in each
 * @param {number} drop the lowest bits that have been rounded away
 */
function words(before, coded, at, drop) {
  const plane = coded.length / 4;
  const half = (1 << drop) >> 1;
  const now = new Int32Array(before.length);
  for (let k = 0; k < now.length; k += 1) {
    let word = 0;
    for (let place = 3; place >= 0; place -= 1) word = word << 8 | coded[place * plane + at + k];
    const change = word >>> 1 ^ -(word & 1);
    now[k] = (before[k] + half >> drop) + change << drop;
  }
  return now;
}
