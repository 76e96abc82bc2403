// The binary envelope (PROTOCOL.md): header length · JSON header · arrays. Arrays are views, not copies.

/** @import { Arrays, Json } from "./types.d.ts" */
import { guarded } from "./guard.js";

const TYPES = guarded(
  { u1: Uint8Array, i4: Int32Array, f4: Float32Array, f8: Float64Array },
  "type of numbers",
);
const text = new TextDecoder();

/**
 * Arrays are typed arrays with `.shape`; throws on another version.
 * @param {ArrayBuffer} buffer
 * @returns {{ header: Json, arrays: Arrays }}
 */
export function decode(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(text.decode(new Uint8Array(buffer, 4, length)));
  if (header.v !== 1) throw new Error(`envelope version ${header.v}`);
  /** @type {Arrays} */ const arrays = {};
  /** @type {{ name: string, dtype: keyof typeof TYPES, shape: number[], offset: number }[]} */
  const entries = header.arrays ?? [];
  for (const { name, dtype, shape, offset } of entries) {
    const size = shape.reduce((product, n) => product * n, 1);
    // The server pads so that every array is aligned for its type: a view is always possible.
    arrays[name] = Object.assign(new TYPES[dtype](buffer, 4 + length + offset, size), { shape });
  }
  return { header, arrays };
}
