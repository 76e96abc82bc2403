import { guarded } from "../../core/live/web/guard.js";
import { Shared } from "../../core/live/web/panel.js";
import { kindOf } from "../../core/live/web/building.js";
import { equal, raises } from "./expect.js";

Deno.test("reading a name that is not there raises; `in` asks", () => {
  /** @type {Record<string, string>} */
  const texts = guarded({ "action.play": "Play" }, "text");
  equal(texts["action.play"], "Play");
  equal(["action.play" in texts, "action.fly" in texts], [true, false]);
  raises(() => texts["action.fly"], /There is no text called action.fly/);
});

Deno.test("what is declared may be missing", () => {
  /** @type {Record<string, number>} */
  const arrays = guarded({ map: 1 }, "array", (name) => name === "map.sure");
  const { map, "map.sure": sure } = arrays;
  equal([map, sure], [1, undefined]);
  raises(() => arrays["map.sur"], /no array called map.sur/);
});

Deno.test("a guarded record is copied, spread and written as JSON like any other", () => {
  const metrics = guarded({ loss: 0.5 }, "metric");
  equal({ ...metrics }, { loss: 0.5 });
  equal(JSON.stringify(metrics), '{"loss":0.5}');
  equal(String(metrics), "[object Object]");
});

Deno.test("a playground's own kinds of panels come first; an unknown one raises", () => {
  class Own {}
  const own = /** @type {any} */ ({ KINDS: { chart: Own } });
  equal(kindOf("chart", own), Own);
  equal(kindOf("tabs", own).name, "Tabs");
  raises(() => kindOf("carpet", own), /no kind of panel called carpet/);
});

Deno.test("what is shared tells everybody who watches", () => {
  const shared = new Shared(1);
  /** @type {number[]} */ const heard = [];
  for (const times of [1, 10]) shared.watch((value) => heard.push(times * value));
  shared.set(3);
  equal([shared.value, heard], [3, [3, 30]]);
});
