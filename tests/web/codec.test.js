/** @import { Arrays, Json } from "../../core/live/web/types.d.ts" */
import { decode, Receiver } from "../../core/live/web/codec.js";
import { equal, raises } from "./expect.js";

const GOLDEN = new URL("../live/golden/", import.meta.url);

/** @param {object} header */
function envelope(header) {
  const json = new TextEncoder().encode(JSON.stringify(header).padEnd(124));
  const buffer = new ArrayBuffer(4 + json.length);
  new DataView(buffer).setUint32(0, json.length, true);
  new Uint8Array(buffer, 4).set(json);
  return buffer;
}

Deno.test("the golden envelope, which the server writes too, is read", () => {
  const bytes = Deno.readFileSync(new URL("frame-v1.bin", GOLDEN));
  const { header, arrays } = decode(bytes.buffer);
  equal([header.text, header.metrics], ["½ → η", { test_loss: 0.25, r2: null }]);
  const plain = Object.entries(arrays).map((
    [name, array],
  ) => [name, array.constructor.name, array.shape, [...array]]);
  equal(plain, [
    ["map", "Uint8Array", [2, 3], [0, 1, 2, 3, 4, 5]],
    ["curve.loss.x", "Float64Array", [2], [0, 1.5]],
    ["weights", "Float32Array", [1, 1], [-1]],
    ["confusion", "Int32Array", [2, 2], [5, 0, 1, 4]],
    ["empty", "Float32Array", [0, 2], []],
  ]);
});

Deno.test("another version and an unknown type of numbers raise", () => {
  raises(() => decode(envelope({ v: 2 })), /version 2/);
  const arrays = [{ name: "a", dtype: "f2", shape: [0], offset: 0 }];
  raises(() => decode(envelope({ v: 1, arrays })), /no type of numbers called f2/);
});

/**
 * The messages of a file, each behind its length.
 * @param {string} name
 */
function* messages(name) {
  const { buffer } = Deno.readFileSync(new URL(name, GOLDEN));
  for (let at = 0; at < buffer.byteLength;) {
    const length = new DataView(buffer).getUint32(at, true);
    yield buffer.slice(at + 4, at + 4 + length);
    at += 4 + length;
  }
}

const CONTENTS = [
  {
    "curve.loss.x": [1, 2],
    "curve.loss.y": [0.5, 0.25],
    map: [0, 1, 2, 3, 4, 5],
    thumbs: [0, 100, 250],
    weights: [1, -2.5],
    visits: [0, 1, -7],
    here: [0.1],
    nothing: [],
  },
  // Shades in steps of 3, floats without their 13 lowest bits; the rest to the bit.
  { map: [250, 251, 252, 253, 254, 255], thumbs: [0, 103, 255], weights: [1, -2.599609375] },
  { thumbs: [1, 104, 255], weights: [NaN, Infinity], visits: [0, 1, -7] },
];

Deno.test("the golden frames, which the server writes too, are read in their order", async () => {
  /** @type {{ header: Json, arrays: Arrays }[]} */ const found = [];
  const receiver = new Receiver((header, arrays) => found.push({ header, arrays }), () => {
    throw new Error("the receiver broke");
  });
  for (const message of messages("frames-v2.bin")) receiver.take(message);
  receiver.take(envelope({ v: 1, type: "notice" }));
  await receiver.last;
  equal(found.map(({ header }) => [header.type, header.step, header.text]), [
    ["frame", 7, "½ → η"],
    ["frame", 14, "½ → η"],
    ["frame", 21, "½ → η"],
    ["notice", undefined, undefined],
  ]);
  equal(found[0].arrays.map.shape, [2, 3]);
  equal(found[0].arrays.weights.constructor.name, "Float32Array");
  for (const [k, contents] of CONTENTS.entries()) {
    const { arrays } = found[k];
    equal(Object.fromEntries(Object.keys(contents).map((name) => [name, arrays[name]])), contents);
  }
});
