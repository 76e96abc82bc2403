// The binary envelope (PROTOCOL.md): header length · JSON header · arrays. Arrays are views, not copies.

const TYPES = { u1: Uint8Array, i4: Int32Array, f4: Float32Array, f8: Float64Array };
const text = new TextDecoder();

/** `buffer` → {header, arrays: {name: typed array with .shape}}; throws on another version. */
export function decode(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(text.decode(new Uint8Array(buffer, 4, length)));
  if (header.v !== 1) throw new Error(`envelope version ${header.v}`);
  const arrays = {};
  for (const { name, dtype, shape, offset } of header.arrays ?? []) {
    const size = shape.reduce((product, n) => product * n, 1);
    // The server pads so that every array is aligned for its type: a view is always possible.
    const view = new TYPES[dtype](buffer, 4 + length + offset, size);
    view.shape = shape;
    arrays[name] = view;
  }
  return { header, arrays };
}
