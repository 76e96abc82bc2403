// Editing the world while the agent learns in it: a palette of cells, rewards dragged up and down, the size.
// Every edit is drawn at once and goes to Streamlit as `{map: CODE}`; one that makes no sense is refused.

/** @import { Meta, Wire } from "../../../live/web/types.d.ts" */
import { button, el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { arrows, readings } from "../../../live/web/numerals.js";
import { LETTERS, WorldMap } from "./worldmap.js";
import { drawSign, KIND, signed } from "./worldsigns.js";

const TOOLS = ["look", "floor", "wall", "pit", "goal", "start", "reward"];
const PX_PER_STEP = 6; // of a drag, per step of a reward
const STEP = 0.05;
const PATIENCE = 6000; // ms after which an edit that was not confirmed is taken for refused
const SETTLE = 500; // ms after the last key press until a changed reward is sent
const MOST = 16; // cells on a side
const LEAST = 2;
const KEPT = 100; // edits that can be undone

export class WorldEdit {
  /** @param {unknown} world */
  constructor(world) {
    this.world = world;
    this.view = world.view;
    this.texts = world.texts;
    this.tool = "look";
    this.map = null;
    this.sent = null;
    this.past = [];
    this.stroke = null;
    const t = this.texts;
    this.tools = new Map(TOOLS.map((name) => [name, this.toolButton(name)]));
    this.field = el("input", {
      type: "text",
      autocomplete: "off",
      class: "ls-field ls-reward-field",
      "aria-label": t["edit.reward"],
      "data-tip": t["tip.edit.reward-field"],
      "data-action": "cell-reward",
      on: { change: () => this.typed() },
    });
    arrows(this.field, { step: STEP }, () => this.typed());
    /**
     * @param {string} action
     * @param {number[]} by
     * @param {string} text
     */
    const size = (action, by, text) =>
      button(action, {
        label: t[`action.${action}`],
        tip: t[`action.${action}`],
        content: [text],
        className: "ls-small",
      }, () => this.resize(...by));
    this.undo = button("undo-edit", {
      label: t["action.undo-edit"],
      tip: t["tip.undo-edit"],
      content: [t["action.undo"]],
      className: "ls-small",
    }, () => this.back());
    this.columns = el("span", { class: "ls-count" });
    this.rows = el("span", { class: "ls-count" });
    this.root = el(
      "div",
      { class: "ls-world-row", hidden: "" },
      el(
        "div",
        { class: "ls-tools ls-palette", role: "group", "aria-label": t["edit.label"] },
        ...this.tools.values(),
      ),
      el("label", { class: "ls-reward" }, el("span", { text: t["edit.reward.short"] }), this.field),
      el(
        "div",
        { class: "ls-tools" },
        size("narrower", [-1, 0], "−"),
        this.columns,
        size("wider", [1, 0], "+"),
      ),
      el("div", { class: "ls-tools" }, size("lower", [0, -1], "−"), this.rows, size("taller", [0, 1], "+")),
      this.undo,
    );
  }

  /** @param {string} name */
  toolButton(name) {
    const t = this.texts;
    const sign = el("canvas", { class: "ls-tool-sign", "aria-hidden": "true" });
    return el(
      "button",
      {
        type: "button",
        class: "ls-button ls-small ls-tool",
        "data-action": `tool-${name}`,
        "aria-pressed": String(name === this.tool),
        "aria-label": t[`tool.${name}`],
        "data-tip": t[`tip.tool.${name}`],
        on: { click: () => this.choose(name) },
      },
      KIND[name] === undefined ? null : sign,
      el("span", { text: t[`tool.${name}`] }),
    );
  }

  /** The signs on the buttons, in the theme's colours. */
  paint() {
    const { colours } = this.view;
    for (const [name, node] of this.tools) {
      const canvas = node.querySelector("canvas");
      if (!canvas) continue;
      const context = sizeCanvas(canvas, 20, 20);
      context.clearRect(0, 0, 20, 20);
      const board = { kind: [KIND[name]], reward: [NaN], marks: { start: this.texts["world.mark.start"] } };
      const grown = name === "start" ? 42 : 20; // a letter lies in the corner of a cell
      drawSign(context, board, 0, 0, 0, grown, colours, colours.neutral);
    }
  }

  /** @param {string} name */
  choose(name) {
    this.tool = name;
    for (const [other, node] of this.tools) setAttribute(node, "aria-pressed", other === name);
    setAttribute(this.world.stage, "data-tool", name);
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { editable, map, rewards = [-10, 10] } = meta.describe;
    this.root.hidden = !editable || this.world.play.on;
    this.editable = editable;
    this.rewards = rewards;
    if (!editable) {
      this.choose("look");
      this.map = null;
      this.sent = null;
      this.past = [];
      this.stroke = null;
      this.known = null;
      return;
    }
    if (this.sent && (map === this.sent || performance.now() > this.until)) this.sent = null;
    if (!this.sent && !this.stroke && !this.waiting) this.map = null;
    if (!this.map && this.known !== map && this.known !== null && map !== this.expected) this.past = []; // another world altogether
    this.known = map;
    this.tell();
  }

  /** The map as the viewer sees it. */
  get current() {
    return this.map ?? WorldMap.read(this.known);
  }

  tell() {
    const { current } = this;
    if (!current) return;
    setText(this.columns, fill(this.texts["edit.columns"], { count: current.width }));
    setText(this.rows, fill(this.texts["edit.rows"], { count: current.height }));
    setAttribute(this.undo, "aria-disabled", !this.past.length);
    this.tellReward();
  }

  /** The reward of the cell with the cursor, unless somebody is typing. */
  tellReward() {
    const { current, world } = this;
    if (!current || document.activeElement === this.field) return;
    const index = world.cursor.cell;
    const own = world.model?.reward?.[index];
    this.field.disabled = current.cells[index] === "w" || !Number.isFinite(own);
    this.field.value = this.field.disabled ? "" : String(Math.round(100 * own) / 100);
  }

  // ---- changes --------------------------------------------------------------------------------
  /**
   * Takes `map` if it makes sense, draws it and sends it; says what is wrong otherwise.
   * @param {Wire} map
   */
  commit(map, before = this.current) {
    const problem = map.problem();
    if (problem) {
      this.world.say(this.texts[`edit.${problem}`]);
      this.map = before.code === this.known ? null : before;
      this.world.edited();
      this.tell();
      return false;
    }
    const { code } = map;
    if (code === before.code) return true;
    this.past = [...this.past, before.code].slice(-KEPT);
    this.send(map);
    return true;
  }

  /** @param {Wire} map */
  send(map) {
    this.map = map;
    this.sent = this.expected = map.code;
    this.until = performance.now() + PATIENCE;
    this.view.edit({ map: map.code });
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.view.meta && this.world.describe(this.view.meta, this.view.statics),
      PATIENCE + 50,
    );
    this.world.edited();
    this.tell();
  }

  back() {
    const code = this.past.pop();
    if (code) this.send(WorldMap.read(code));
  }

  /**
   * @param {number} wider
   * @param {number} taller
   */
  resize(wider, taller) {
    const { current } = this;
    const [width, height] = [current.width + wider, current.height + taller];
    if (Math.min(width, height) < LEAST || Math.max(width, height) > MOST) {
      this.world.say(fill(this.texts["edit.size"], { least: LEAST, most: MOST }));
    } else this.commit(current.resized(width, height));
  }

  /**
   * A pressed pointer on cell `index`: the beginning of a stroke, or of a reward's drag. True where it was ours.
   * @param {number} index
   * @param {number} y
   */
  press(index, y) {
    if (!this.editable || this.tool === "look") return false;
    const before = this.current;
    if (this.tool === "reward" && before.cells[index] === "w") return true; // nobody enters a wall
    this.stroke = { before, map: before.copy(), index, y, from: this.world.model.reward[index] };
    if (this.tool !== "reward") this.dab(index);
    return true;
  }

  /**
   * @param {number} index
   * @param {number} y
   */
  drag(index, y) {
    if (!this.stroke) return;
    if (this.tool !== "reward") {
      this.dab(index);
      return;
    }
    const steps = Math.round((this.stroke.y - y) / PX_PER_STEP);
    this.reward(this.stroke.map, this.stroke.index, this.stroke.from + steps * STEP);
    this.show(this.stroke.map);
  }

  release() {
    const { stroke } = this;
    if (!stroke) return;
    this.stroke = null;
    this.commit(stroke.map, stroke.before);
  }

  /** @param {number} index */
  dab(index) {
    if (index < 0 || !this.stroke.map.put(index, LETTERS[KIND[this.tool]])) return;
    this.show(this.stroke.map);
  }

  /** @param {Wire} map */
  show(map) {
    this.map = map;
    this.world.edited();
    this.tell();
  }

  /**
   * @param {Wire} map
   * @param {number} index
   * @param {number} value
   */
  reward(map, index, value) {
    const [low, high] = this.rewards;
    map.rewards.set(index, Math.min(high, Math.max(low, Math.round(100 * value) / 100)));
  }

  /**
   * + and − on the cell with the cursor, Enter puts the tool's cell there; true where the key was ours.
   * @param {KeyboardEvent} event
   * @param {number} index
   */
  key(event, index) {
    if (!this.editable) return false;
    const by = { "+": 1, "=": 1, "-": -1, "−": -1 }[event.key];
    if (by) {
      const before = this.current;
      if (before.cells[index] === "w") return true;
      const map = before.copy();
      this.reward(map, index, this.world.model.reward[index] + 2 * by * STEP);
      this.waiting ??= before;
      this.show(map);
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.settle(), SETTLE);
      return true;
    }
    if (event.key !== "Enter" || this.tool === "look" || this.tool === "reward") return false;
    const map = this.current.copy();
    map.put(index, LETTERS[KIND[this.tool]]);
    this.commit(map);
    return true;
  }

  /** What keys have changed goes out once they rest. */
  settle() {
    const before = this.waiting;
    this.waiting = undefined;
    if (before && this.map) this.commit(this.map, before);
  }

  typed() {
    const [value, other] = readings(this.field.value);
    const [low, high] = this.rewards;
    if (!(value >= low && value <= high) || other !== undefined) {
      this.world.say(fill(this.texts["edit.reward.bounds"], { low: signed(low), high: signed(high) }));
      this.field.blur();
      this.tellReward();
      return;
    }
    const map = this.current.copy();
    this.reward(map, this.world.cursor.cell, value);
    this.commit(map);
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.typing);
  }
}
