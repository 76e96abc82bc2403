// The grid world as Config holds it, `WxH-CELLS-REWARDS`: what an edit makes of it, and whether it makes sense.

export const LETTERS = ["o", "w", "p", "g", "s"]; // by board.kind: floor, wall, pit, goal, start
const FLOOR = "o";
const OWN = { p: -1, g: 1 }; // what entering a kind pays; all others nothing

export class WorldMap {
  /**
   * @param {number} width
   * @param {number} height
   * @param {unknown} cells
   */
  constructor(width, height, cells, rewards = new Map()) {
    this.width = width;
    this.height = height;
    this.cells = cells;
    this.rewards = rewards; // rewards: cell → what entering it gives, where it is its own
  }

  /**
   * From its code; null where that is none.
   * @param {number} code
   */
  static read(code) {
    const [size, letters, own = ""] = (code ?? "").split("-");
    const [width, height] = (size ?? "").split("x").map(Number);
    if (!letters || letters.length !== width * height) return null;
    const rewards = new Map();
    for (const text of own.split("_")) {
      const found = /^(\d+)([pm])(\d+)$/.exec(text);
      if (found) rewards.set(Number(found[1]), (found[2] === "m" ? -1 : 1) * (Number(found[3]) / 100));
    }
    return new WorldMap(width, height, [...letters], rewards);
  }

  /** @param {number} cell */
  kindPays(cell) {
    return OWN[this.cells[cell]] ?? 0;
  }

  /** What entering each cell pays. */
  get pays() {
    return Float32Array.from(this.cells, (_, cell) => this.rewards.get(cell) ?? this.kindPays(cell));
  }

  get code() {
    const head = `${this.width}x${this.height}-${this.cells.join("")}`;
    const own = [...this.rewards].filter(([cell, value]) => value !== this.kindPays(cell)).sort(([a], [b]) =>
      a - b
    ).map(([cell, value]) => {
      const hundredths = Math.round(100 * value);
      return `${cell}${hundredths < 0 ? "m" : "p"}${Math.abs(hundredths)}`;
    });
    return own.length ? `${head}-${own.join("_")}` : head;
  }

  copy() {
    return new WorldMap(this.width, this.height, [...this.cells], new Map(this.rewards));
  }

  /**
   * Another kind of cell gives what its kind gives.
   * @param {number} cell
   * @param {string} letter
   */
  put(cell, letter) {
    if (this.cells[cell] === letter) return false;
    this.cells[cell] = letter;
    this.rewards.delete(cell);
    return true;
  }

  /**
   * The same world with another size: cut off or filled up with floor on the right and below.
   * @param {number} width
   * @param {number} height
   */
  resized(width, height) {
    const cells = new Array(width * height).fill(FLOOR);
    const rewards = new Map();
    for (let row = 0; row < Math.min(height, this.height); row += 1) {
      for (let column = 0; column < Math.min(width, this.width); column += 1) {
        const from = row * this.width + column;
        const to = row * width + column;
        cells[to] = this.cells[from];
        if (this.rewards.has(from)) rewards.set(to, this.rewards.get(from));
      }
    }
    return new WorldMap(width, height, cells, rewards);
  }

  /** What is wrong with it: "no_goal", "no_start", "unreachable" (a start with no way to any goal), or null. */
  problem() {
    if (!this.cells.includes("g")) return "no_goal";
    if (!this.cells.includes("s")) return "no_start";
    const { width, height, cells } = this;
    const reached = new Set(cells.flatMap((letter, cell) => (letter === "g" ? [cell] : [])));
    const open = [...reached]; // backwards from the goals: a pit ends the episode, nothing leads through it
    while (open.length) {
      const cell = open.pop();
      const [row, column] = [Math.floor(cell / width), cell % width];
      for (const [down, right] of [[0, 1], [0, -1], [1, 0], [-1, 0]]) {
        const [r, c] = [row + down, column + right];
        const next = r * width + c;
        if (r < 0 || c < 0 || r >= height || c >= width || reached.has(next) || !"os".includes(cells[next])) {
          continue;
        }
        reached.add(next);
        open.push(next);
      }
    }
    return cells.some((letter, cell) => letter === "s" && !reached.has(cell)) ? "unreachable" : null;
  }
}
