import { equal } from "./expect.js";
import { moved, stepped } from "../../core/live/web/numerals.js";

const LOG = { low: 1e-5, high: 10, step: null };

/** @param {Record<string, string>} own */
const slider = (
  own,
) => /** @type {HTMLInputElement} */ (/** @type {unknown} */ ({
  min: "0",
  max: "0.99",
  step: "0.01",
  ...own,
}));

Deno.test("a press of + or − keeps all digits that a number has", () => {
  equal(stepped(0.00123456, 1, LOG), 0.00223456);
  equal(stepped(0.1234567890123, -1, LOG), 0.0234567890123);
  equal(stepped(0.1, -1, LOG), 0.09);
  equal(stepped(0.09, 1, LOG), 0.1);
  equal(stepped(1e-5, -1, LOG), 1e-5);
  equal(stepped(0.011, -1, { low: 0, high: 1, step: 0.01 }), 0.001);
  equal(stepped(9.995, 1, { low: 0, high: 10, step: 0.01 }), 10);
});

Deno.test("keys move a slider by its steps, by a tenth of its range, and to its ends", () => {
  equal(moved(slider({ value: "0.5" }), "ArrowRight", false), 0.51);
  equal(moved(slider({ value: "0.5" }), "ArrowDown", false), 0.49);
  equal(moved(slider({ value: "0.5" }), "ArrowLeft", true), 0.4);
  equal(moved(slider({ value: "0.5" }), "PageUp", false), 0.6);
  equal(moved(slider({ value: "0.99" }), "ArrowRight", false), 0.99);
  equal(moved(slider({ value: "0.5" }), "Home", false), 0);
  equal(moved(slider({ value: "0.5" }), "End", false), 0.99);
  equal(moved(slider({ value: "0.5" }), "a", false), null);
  equal(moved(slider({ min: "1", max: "9", step: "1", value: "3" }), "ArrowUp", false), 4);
});
