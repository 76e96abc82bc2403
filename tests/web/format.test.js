import * as format from "../../core/live/web/format.js";
import { equal, raises } from "./expect.js";

const TEXTS = {
  "value.percent": "{value} %",
  "value.of": "{value} of {total}",
  "value.spread": "{value} ± {spread}",
};

/**
 * @param {string} name
 * @param {string} beside
 */
const metric = (name, beside = "") => {
  const format = /** @type {import("../../core/live/web/types.d.ts").Format} */ (name);
  const rest = { unit: "", better: /** @type {""} */ (""), evaluated_on: "", headline: false };
  return { label: "", help: "", format, beside, ...rest };
};

/**
 * @param {string} name
 * @param {number | null} value
 * @param {number} [second]
 */
const said = (name, value, second) =>
  format.inWords(metric(name, second === undefined ? "" : "second"), value, {
    texts: TEXTS,
    beside: () => second,
  });

Deno.test("a counter has no digits that say nothing, and room for those to come", () => {
  equal([0, 126, 1234567, -5].map(format.counter), ["0", "126", "1,234,567", "0"]);
  const counts = ["–", "0", "999,999", "1,000,000", "999,999,999", "1,000,000,000"];
  equal(counts.map(format.roomFor), [7, 7, 7, 11, 11, 15]);
});

Deno.test("what rounds to nothing has no sign", () => {
  const { fixed, loss, nats, rate, short, weight, whole } = format;
  equal([fixed(-0.04, 1), fixed(-0, 2), fixed(-0.06, 1)], ["0.0", "0.00", "−0.1"]);
  equal([-0, -0.3].map(whole), ["0", "0"]);
  equal([nats(-0.001), weight(-0), loss(-0), short(-0.004), rate(-0)], ["0.00", "0.00", "0.0000", "0", "0"]);
  equal(said("percent", -0.0001), "0.0 %");
});

Deno.test("a loss has four decimals where they say something", () => {
  const values = [0.12345, -1.5, 12.345, 4321.5, 123456, 0.00001234, 0, NaN, Infinity, -Infinity, null];
  const words = ["0.1235", "−1.5000", "12.35", "4322", "1.23e5", "1.23e−5", "0.0000", "–", "∞", "−∞", "–"];
  equal(values.map(format.loss), words);
});

Deno.test("a weight has two decimals, three when small", () => {
  equal([1.234, -0.0567, 0, 123.4, 12345, 0.0004].map(format.weight), [
    "1.23",
    "−0.057",
    "0.00",
    "123",
    "1.2e4",
    "4.0e−4",
  ]);
});

Deno.test("nats, rates, cells and counts", () => {
  equal([-123.456, 12345.6].map(format.nats), ["−123.46", "12346"]);
  equal([null, 0, 3.14159, 12.6, 12345].map(format.rate), ["–", "0", "3.1", "13", "12,345"]);
  equal([0.5, -0.001, 12.34, 123.4, 1e6, NaN].map(format.short), ["0.50", "0", "12.3", "123", "1e6", ""]);
  equal([999, 1234, 9999, 1234567].map(format.brief), ["999", "1.2k", "10k", "1.2M"]);
});

Deno.test("a nice scale is the next of 1, 2, 5 and never below", () => {
  equal([0.3, 1, 1.2, 3, 7, 0, NaN].map(format.nice), [0.5, 1, 2, 5, 10, 1, 1]);
});

Deno.test("every metric is written in the format that it declares", () => {
  equal(said("loss", 0.5), "0.5000");
  equal(said("percent", 0.9375), "93.8 %");
  equal(said("count", 1234), "1,234");
  equal(said("nats", -1.234), "−1.23");
  equal(said("weight", 0.5), "0.50");
  equal(said("of", 7, 8), "7 of 8");
  equal(said("spread", -150, 80), "−150 ± 80.00");
  equal(said("percent", null), "–");
  raises(() => said("carats", 1), /no format called carats/);
});
