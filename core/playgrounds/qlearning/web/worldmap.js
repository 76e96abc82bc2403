// The kinds of cells, and the grid world as Config holds it, `WxH-CELLS-REWARDS`: what an edit makes of it, and whether it makes sense.

export const KIND = { floor: 0, wall: 1, pit: 2, goal: 3, start: 4, ice: 5, hole: 6, cliff: 7, landmark: 8 };
export const ENDS = new Set([KIND.pit, KIND.goal, KIND.hole, KIND.cliff]);
export const LETTERS = ["o", "w", "p", "g", "s"]; // by board.kind: floor, wall, pit, goal, start
const FLOOR = "o";
const WALL = "w";
export const PATIENCE = 6000; // ms after which an edit that was not confirmed is taken for refused
const KEPT = 100; // edits that can be undone
/** @type {Record<string, number>} */
const OWN = { p: -1, g: 1 }; // what entering a kind pays; all others nothing

export class WorldMap {
  /**
   * @param {number} width
   * @param {number} height
   * @param {string[]} cells a letter each, row by row
   * @param {Map<number, number>} rewards cell → what entering it gives, where it is its own
   */
  constructor(width, height, cells, rewards) {
    this.width = width;
    this.height = height;
    this.cells = cells;
    this.rewards = rewards;
  }

  /**
   * From its code; null where that is none.
   * @param {string} code
   */
  static read(code) {
    const [size, letters, own = ""] = code.split("-");
    const [width, height] = size.split("x").map(Number);
    if (!letters || letters.length !== width * height) return null;
    /** @type {Map<number, number>} */ const rewards = new Map();
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

  /** @param {number} cell */
  solid(cell) {
    return this.cells[cell] === WALL;
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
   * Puts `letter` there, unless that left a world that makes no sense; whether it stands there.
   * @param {number} cell
   * @param {string} letter
   */
  puts(cell, letter) {
    const [kind, reward] = [this.cells[cell], this.rewards.get(cell)];
    if (!this.put(cell, letter) || !this.problem()) return true;
    this.cells[cell] = kind;
    if (reward !== undefined) this.rewards.set(cell, reward);
    return false;
  }

  /**
   * Puts `letter` on all `cells` but those that leave a world that makes no sense, as the last goal would. What is
   * wrong with these is returned, null if there are none.
   * @param {string} letter
   * @param {Iterable<number>} cells
   */
  paint(letter, cells) {
    let left = [...cells];
    for (let before = Infinity; left.length < before;) {
      before = left.length; // what is put may have opened the way to one that was refused
      left = left.filter((cell) => !this.puts(cell, letter));
    }
    const whole = this.copy();
    for (const cell of left) whole.put(cell, letter);
    return whole.problem();
  }

  /**
   * What entering a cell gives, to the hundredth and within `bounds`.
   * @param {number} cell
   * @param {number} value
   * @param {number[]} bounds
   */
  pay(cell, value, [low, high]) {
    this.rewards.set(cell, Math.min(high, Math.max(low, Math.round(100 * value) / 100)));
  }

  /**
   * The same world with another size: cut off or filled up with floor on the right and below.
   * @param {number} width
   * @param {number} height
   */
  resized(width, height) {
    /** @type {string[]} */ const cells = new Array(width * height).fill(FLOOR);
    /** @type {Map<number, number>} */ const rewards = new Map();
    for (let row = 0; row < Math.min(height, this.height); row += 1) {
      for (let column = 0; column < Math.min(width, this.width); column += 1) {
        const from = row * this.width + column;
        const to = row * width + column;
        cells[to] = this.cells[from];
        const own = this.rewards.get(from);
        if (own !== undefined) rewards.set(to, own);
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
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
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

/** The map between viewer and server: what was changed here and is not confirmed yet, and what can be undone. */
export class Edits {
  /** @type {WorldMap | null} */ map = null; // as the viewer has changed it
  /** @type {string | null} */ known = null; // the server's
  /** @type {string | null} */ sent = null; // not yet confirmed
  /** @type {string | null} */ expected = null; // the last that was sent
  /** @type {string[]} */ past = [];
  until = 0;

  /** The map as the viewer sees it. */
  get current() {
    return this.map ?? WorldMap.read(this.known ?? "");
  }

  /**
   * The server has this map; `busy`: the viewer is about to change it.
   * @param {string} code
   * @param {number} now
   * @param {boolean} busy
   */
  hear(code, now, busy) {
    if (this.sent && (code === this.sent || now > this.until)) this.sent = null;
    if (!this.sent && !busy) this.map = null;
    const another = this.known !== code && this.known !== null && code !== this.expected;
    if (!this.map && another) this.past = []; // another world altogether
    this.known = code;
  }

  /**
   * @param {WorldMap} map
   * @param {number} now
   */
  send(map, now) {
    this.map = map;
    this.sent = this.expected = map.code;
    this.until = now + PATIENCE;
  }

  /** @param {WorldMap} before to be gone back to */
  keep(before) {
    this.past = [...this.past, before.code].slice(-KEPT);
  }

  /** What was before the last edit. */
  back() {
    return WorldMap.read(this.past.pop() ?? "");
  }

  /** Nothing is edited here. */
  forget() {
    this.map = this.sent = this.known = null;
    this.past = [];
  }
}
