import { totals } from "../../core/playgrounds/qlearning/web/worldlooks.js";
import { Edits, PATIENCE, WorldMap } from "../../core/playgrounds/qlearning/web/worldmap.js";
import { WorldModel } from "../../core/playgrounds/qlearning/web/worldmodel.js";
import { signed } from "../../core/playgrounds/qlearning/web/worldsigns.js";
import { close, equal, holds } from "./expect.js";

const CORRIDOR = "5x2-sooogooooo";

/** @param {string} code */
function map(code) {
  const found = WorldMap.read(code);
  if (!found) throw new Error(`${code} is no map`);
  return found;
}

Deno.test("a map's code is read and written; rewards that its kinds pay anyway are left out", () => {
  for (const code of [CORRIDOR, `${CORRIDOR}-1m50_7p125`]) equal(map(code).code, code);
  equal(map(`${CORRIDOR}-7p25_4p100_1m50`).code, `${CORRIDOR}-1m50_7p25`);
  for (const code of ["", "5x2", "5x2-sog", "grid"]) equal(WorldMap.read(code), null);
});

Deno.test("entering pays what the kind pays, or a cell's own reward", () => {
  close(map("4x1-sopg-1m50").pays, [0, -0.5, -1, 1]);
});

Deno.test("another kind of cell gives what its kind gives", () => {
  const found = map(`${CORRIDOR}-1m50`);
  holds(!found.put(1, "o"));
  equal(found.code, `${CORRIDOR}-1m50`);
  holds(found.put(1, "w"));
  equal(found.code, "5x2-swoogooooo");
});

Deno.test("a reward is rounded to the hundredth and kept within its bounds", () => {
  const found = map(CORRIDOR);
  [0.126, 99, -99].forEach((value, cell) => found.pay(cell + 1, value, [-10, 10]));
  equal(found.code, `${CORRIDOR}-1p13_2p1000_3m1000`);
});

Deno.test("another size cuts off, or fills up with floor, on the right and below; rewards go along", () => {
  const found = map(`${CORRIDOR}-1m50_7p25`);
  equal(found.resized(6, 3).code, "6x3-sooogooooooooooooo-1m50_8p25");
  equal(found.resized(2, 1).code, "2x1-so-1m50");
});

Deno.test("a copy can be changed alone", () => {
  const found = map(CORRIDOR);
  const copy = found.copy();
  copy.put(0, "w");
  copy.pay(1, 2, [-10, 10]);
  equal(found.code, CORRIDOR);
});

Deno.test("a world needs a goal, a start, and a way from each start that does not lead through a pit", () => {
  const said = ["3x1-soo", "3x1-oog", "3x1-sog", "3x1-spg", "3x1-swg", "4x1-sogs", "3x2-swgooo", "4x1-swgs"];
  const problems = ["no_goal", "no_start", null, "unreachable", "unreachable", null, null, "unreachable"];
  equal(said.map((code) => map(code).problem()), problems);
});

Deno.test("a stroke paints all cells but those that a world can't do without", () => {
  /**
   * @param {string} code
   * @param {string} letter
   * @param {number[]} cells
   */
  const painted = (code, letter, cells) => {
    const found = map(code);
    const problem = found.paint(letter, cells);
    return [found.code, problem];
  };
  equal(painted("5x2-sooogooooo", "w", [0, 1, 2]), ["5x2-swwogooooo", "no_start"]);
  equal(painted("5x2-sooogooooo-4p250", "p", [2, 4, 9]), ["5x2-sopogoooop-4p250", "no_goal"]);
  equal(painted("5x2-sooogooooo", "w", [2, 7, 9]), ["5x2-sowogoooow", "unreachable"]);
  equal(painted("5x2-sowwgooooo", "o", [2, 3]), ["5x2-sooogooooo", null]);
  equal(painted("5x1-owwsg", "s", [0, 1, 2]), ["5x1-ssssg", null]); // cell 0 once the others are there
});

Deno.test("an edit is shown until the server has it, or nobody confirms it", () => {
  const edits = new Edits();
  edits.hear(CORRIDOR, 0, false);
  const [first, second] = [map("5x2-swoogooooo"), map("5x2-swwogooooo")];
  edits.send(first, 0);
  edits.send(second, 10);
  edits.hear(first.code, 20, false); // the one before: the newest stays
  equal(edits.current?.code, second.code);
  edits.hear(second.code, 30, false);
  equal([edits.map, edits.sent, edits.current?.code], [null, null, second.code]);
  edits.send(first, 40);
  edits.hear(second.code, 40 + PATIENCE, false);
  equal(edits.current?.code, first.code);
  edits.hear(second.code, 41 + PATIENCE, false); // refused
  equal(edits.current?.code, second.code);
});

Deno.test("what the viewer is about to change stays, whatever the server says", () => {
  const edits = new Edits();
  edits.hear(CORRIDOR, 0, false);
  edits.map = map("5x2-swoogooooo");
  edits.hear(CORRIDOR, 1, true);
  equal(edits.current?.code, "5x2-swoogooooo");
  edits.hear(CORRIDOR, 2, false);
  equal(edits.current?.code, CORRIDOR);
});

Deno.test("edits are undone one by one; another world forgets them, one's own edit does not", () => {
  const edits = new Edits();
  const codes = [CORRIDOR, "5x2-swoogooooo", "5x2-swwogooooo"];
  edits.hear(codes[0], 0, false);
  for (const code of codes.slice(1)) {
    edits.keep(map(edits.current?.code ?? ""));
    edits.send(map(code), 0);
    edits.hear(code, 0, false);
  }
  equal([edits.back()?.code, edits.back()?.code, edits.back()], [codes[1], codes[0], null]);
  edits.keep(map(CORRIDOR));
  edits.hear("3x1-sog", 0, false);
  equal(edits.back(), null);
});

Deno.test("the board of an edit has its kinds and rewards, and no states until the server knows its size", () => {
  const shaped = (/** @type {number[]} */ values) => Object.assign(Float64Array.from(values), { shape: [3] });
  const statics = {
    "board.kind": shaped([4, 0, 3]),
    "board.reward": shaped([0, 0, 1]),
    "board.state": shaped([0, 1, 2]),
    "best.q": shaped([1, 2, 3, 4, 0, 0]),
    "best.v": shaped([2, 4, 0]),
    "best.greedy": shaped([2, 2, 3]),
  };
  const describe = { actions: [{ id: "left" }, { id: "right" }], size: [1, 3], wind: [0, 0, 0] };
  const texts = { "world.mark.start": "S", "world.mark.pickup": "P", "world.mark.dropoff": "D" };
  const board = (/** @type {WorldMap | null} */ edit) =>
    new WorldModel(/** @type {any} */ ({ describe }), statics, texts, edit);
  const acts = (/** @type {WorldModel} */ model) => [...model.kind.keys()].map((cell) => model.acts(cell));
  const known = board(null);
  equal([known.usual, known.windy, acts(known)], [0, false, [true, true, false]]);
  equal(known.bestOn(0), { q: [1, 2, 3, 4, NaN, NaN], v: [2, 4, NaN], greedy: [2, 2, 0] });
  const walled = board(map("3x1-swg-0p50"));
  equal([walled.kind, walled.reward, acts(walled)], [[4, 1, 3], [0.5, 0, 1], [true, false, false]]);
  const wider = board(map("4x1-soog"));
  equal([wider.size, wider.cells, acts(wider)], [[1, 4], 4, [false, false, false, false]]);
});

Deno.test("a cell's visits are those of all its actions; a reward has its sign", () => {
  equal(totals([1, 2, 3, 4, 5, 6], 2), [6, 15]);
  equal([signed(0.5), signed(-1), signed(0), signed(1.004)], ["+0.5", "−1", "0", "+1"]);
});
