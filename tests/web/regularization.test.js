import { memberOf, squares } from "../../core/playgrounds/regularization/web/members.js";
import { among } from "../../core/live/web/panels/among.js";
import { tall } from "../../core/playgrounds/regularization/web/weights.js";
import { readDescent } from "../../core/playgrounds/regularization/web/widths.js";
import { equal, holds } from "./expect.js";

Deno.test("maps are as large as they can be with their captions", () => {
  const room = { caption: 40, gap: 8 };
  equal(squares(616, 736, 9, room), { columns: 3, side: 200 });
  equal(squares(1000, 150, 4, room), { columns: 4, side: 110 });
  for (const [width, height] of [[500, 500], [300, 900], [1200, 400]]) {
    const { columns, side } = squares(width, height, 9, room);
    const rows = Math.ceil(9 / columns);
    holds(columns * (side + 8) - 8 <= width && rows * (side + 48) - 8 <= height);
  }
  equal(squares(0, 0, 9, room).side, 0);
});

Deno.test("a chart has both curves of those who take part, and no others", () => {
  const bind = ["train_loss.a", "train_loss.b", "test_loss.a", "test_loss.b"].map((curve, trace) => ({
    trace,
    curve,
  }));
  const found = among({ figure: { data: ["ta", "tb", "a", "b"] }, bind }, ["train_loss.b", "test_loss.b"]);
  equal(found.figure.data, ["tb", "b"]);
  equal(found.bind.map(({ trace, curve }) => [trace, memberOf(curve)]), [[0, "b"], [1, "b"]]);
});

Deno.test("double descent is read from its three places", () => {
  const found = readDescent([5, 10, 20, 38, 40, 80, 480], [0.6, 0.4, 0.5, 9, 7, 0.5, 0.1], 40);
  equal(found, { narrow: 0.4, peak: 9, at: 38, wide: 0.1, most: 480 });
});

Deno.test("bars grow with their counts, from nothing to the tallest", () => {
  equal([tall(0, 100), tall(100, 100), tall(0, 0)], [0, 1, 0]);
  holds(tall(1, 100) > 0.1 && tall(10, 100) < tall(11, 100));
});
