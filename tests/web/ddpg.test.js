import { Film, stepsOf } from "../../core/playgrounds/ddpg/web/film.js";
import { hardness } from "../../core/playgrounds/ddpg/web/picture.js";
import { onAxis } from "../../core/playgrounds/ddpg/web/stateplane.js";
import { way } from "../../core/playgrounds/ddpg/web/strokes.js";
import { pivot, tip, valley } from "../../core/playgrounds/ddpg/web/worlds.js";
import { close, equal, holds } from "./expect.js";

const BOX = { left: 10, top: 20, wide: 300, tall: 200 };
const ANGLE = { name: "angle", unit: "rad", low: -Math.PI, high: Math.PI };

/** @param {number[]} values */
const wire = (values) => Object.assign(Float32Array.from(values), { shape: [values.length] });

/** Two steps' answer of a body of two numbers and one action. */
const ANSWER = {
  "show.body": wire([1, 2, 3, 4]),
  "show.reward": wire([-1, -0.5]),
  "show.action": wire([0.25, 0.75]),
};
const VALUE = { number: 3, step: 12, return: -5, over: true };

Deno.test("a pendulum stands upright at angle 0 and turns counter-clockwise", () => {
  const { x, y, reach } = pivot(BOX);
  equal([x, y, reach], [160, 120, 84]);
  close(tip(BOX, 0), [x, y - reach]);
  close(tip(BOX, Math.PI / 2), [x - reach, y]);
});

Deno.test("the valley lies in its box, the flag higher than the floor", () => {
  const { place } = valley(BOX);
  for (const position of [-1.2, 0.6]) {
    const [x] = place(position);
    holds(x >= BOX.left && x <= BOX.left + BOX.wide);
  }
  const [floor, flag] = [place(-Math.PI / 6), place(0.45)];
  holds(flag[1] < floor[1] && flag[0] > floor[0]);
  holds(floor[1] <= BOX.top + BOX.tall && flag[1] >= BOX.top);
});

Deno.test("a drag pushes by its part along the way of the body, and no harder than the hardest", () => {
  equal([hardness(50, 30, null, 100), hardness(-300, 0, null, 100), hardness(3, 3, null, 100)], [0.5, -1, 0]);
  close([hardness(-50, 0, 0, 100), hardness(0, 50, Math.PI / 2, 100)], [0.5, 0.5]); // counter-clockwise
  close([hardness(0, 50, 0, 100)], [0]); // along the rod
});

Deno.test("an angle lies on its axis however often it has turned; what is no full turn stays", () => {
  close([0.5, 0.5 + 2 * Math.PI, 0.5 - 6 * Math.PI].map((value) => onAxis(value, ANGLE)), [0.5, 0.5, 0.5]);
  equal([onAxis(9, { ...ANGLE, unit: "" }), onAxis(9, { ...ANGLE, high: 5 })], [9, 9]);
});

Deno.test("a way that leaves on one side and comes back on the other is no line across the picture", () => {
  /** @type {string[]} */ const drawn = [];
  const context = {
    beginPath() {},
    stroke() {},
    moveTo: (/** @type {number} */ x) => drawn.push(`to ${x}`),
    lineTo: (/** @type {number} */ x) => drawn.push(`line ${x}`),
  };
  way(/** @type {any} */ (context), [[10, 5], [2, 5], [98, 5], [90, 5]], 50);
  equal(drawn, ["to 10", "line 2", "to 98", "line 90"]);
});

Deno.test("an answer's steps count up to where it stands, their returns too", () => {
  const [first, second] = stepsOf(VALUE, ANSWER);
  equal([first.body, first.action, second.body, second.action], [[1, 2], [0.25], [3, 4], [0.75]]);
  equal([first.step, second.step, first.return, second.return], [11, 12, -4.5, -5]);
  equal([first.over, second.over, first.number], [false, true, 3]);
});

Deno.test("fewer pictures than steps: each is that of the last step of its share", () => {
  const steps = stepsOf(VALUE, { ...ANSWER, "show.frames": wire([7, 8, 9]), "show.sizes": wire([3]) });
  equal(steps.map(({ picture }) => picture?.size), [undefined, 3]);
});

Deno.test("between two steps the body is between them, but not its last number: a force", () => {
  const film = new Film(/** @type {any} */ ({}), "show");
  equal([film.now, film.shown], [null, null]);
  film.steps = stepsOf({ ...VALUE, over: false }, ANSWER);
  film.clock = 0.5;
  equal(film.now?.body, [2, 4]);
});
