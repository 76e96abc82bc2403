import { decode } from "../../core/live/web/connection.js";
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
  const [file] = [...Deno.readDirSync(GOLDEN)].filter(({ name }) => name.endsWith(".bin"));
  const bytes = Deno.readFileSync(new URL(file.name, GOLDEN));
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
