import { LOOP, reached, stagesOf } from "../../core/playgrounds/backprop/web/stages.js";
import { equal, holds } from "./expect.js";

Deno.test("a step goes once round the loop, forward through the layers and back through them", () => {
  for (const layers of [1, 2, 4]) {
    const stages = stagesOf(layers);
    const places = stages.map((one) => LOOP.indexOf(one.place));
    equal([...new Set(places)], places.filter((place, i) => place !== places[i - 1]));
    equal([places[0], places.at(-1)], [0, LOOP.length - 1]);
    const layersOf = (/** @type {string[]} */ ...names) =>
      stages.filter((one) => names.includes(one.name)).map((one) => one.layer);
    const every = Array.from({ length: layers }, (_, k) => k + 1);
    equal([layersOf("forward", "output"), layersOf("backward")], [every, every.toReversed()]);
  }
});

Deno.test("each stage reaches its own numbers, and none is lost by a later one", () => {
  for (const layers of [1, 3]) {
    const stages = stagesOf(layers);
    /** What has been reached at a stage, as a list of truths. @param {number} at */
    const all = (at) => {
      const now = reached(layers, at);
      const of = stages.filter((one) => one.layer).map((one) => one.layer);
      return [now.features, now.loss, now.update, ...of.flatMap((k) => [now.forward(k), now.backward(k)])];
    };
    stages.forEach(({ name, layer }, at) => {
      const here = reached(layers, at);
      const before = reached(layers, at - 1);
      /** @type {Record<string, [boolean, boolean]>} */
      const news = {
        features: [before.features, here.features],
        forward: [before.forward(layer), here.forward(layer)],
        output: [before.forward(layer), here.forward(layer)],
        loss: [before.loss, here.loss],
        backward: [before.backward(layer), here.backward(layer)],
        update: [before.update, here.update],
      };
      if (name in news) equal([name, news[name]], [name, [false, true]]);
      all(at - 1).forEach((was, i) => holds(!was || all(at)[i]));
    });
    holds(all(stages.length - 1).every(Boolean));
  }
});
