// Editing the world while the agent learns in it: cells put by the palette's tools, rewards dragged up and down.
// Every edit is drawn at once and goes to Streamlit as `{map: CODE}`; one that makes no sense is refused.

/** @import { Meta } from "../../../live/web/types.d.ts" */
/** @import { World } from "./world.js" */
/** @import { WorldMap } from "./worldmap.js" */
import { fill, setAttribute } from "../../../live/web/dom.js";
import { readings } from "../../../live/web/numerals.js";
import { Edits, PATIENCE } from "./worldmap.js";
import { described } from "./worldmodel.js";
import { STEP, WorldPalette } from "./worldpalette.js";
import { signed } from "./worldsigns.js";

const PX_PER_STEP = 6; // of a drag, per step of a reward
const SETTLE = 500; // ms after the last key press until a changed reward is sent
const MOST = 16; // cells on a side
const LEAST = 2;
/**
 * What a key does to a reward, in two steps.
 * @type {Record<string, number>}
 */
const KEYS = { "+": 1, "=": 1, "-": -1, "−": -1 };

/**
 * A pressed pointer's way: the map before and now, the cells on it, and of its beginning cell, height and reward.
 * @typedef {{ before: WorldMap, map: WorldMap, cells: Set<number>, index: number, y: number, from: number }} Stroke
 */

export class WorldEdit {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    this.view = world.view;
    this.texts = world.texts;
    this.edits = new Edits();
    this.editable = false;
    /** @type {number[]} */ this.rewards = []; // bounds
    /** @type {Stroke | null} */ this.stroke = null;
    /** @type {WorldMap | null} */ this.waiting = null; // the map before keys began to change a reward
    this.palette = new WorldPalette(world.texts, this);
    this.root = this.palette.root;
  }

  paint() {
    this.palette.paint(this.view.colours);
  }

  /** @param {string} name */
  choose(name) {
    this.palette.choose(name);
    setAttribute(this.world.stage, "data-tool", name);
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { editable, map, rewards } = described(meta);
    this.root.hidden = !editable || this.world.play.on;
    this.editable = editable;
    this.rewards = rewards;
    if (!editable) {
      this.choose("look");
      this.edits.forget();
      this.stroke = null;
      return;
    }
    this.edits.hear(map, performance.now(), Boolean(this.stroke ?? this.waiting));
    this.tell();
  }

  get current() {
    return this.edits.current;
  }

  tell() {
    const { current } = this;
    if (!current) return;
    this.palette.tell(current, this.edits.past.length > 0);
    this.tellReward();
  }

  tellReward() {
    const { current, world: { model, cursor: { cell } } } = this;
    if (current) this.palette.tellReward(current.solid(cell) || !model ? NaN : model.reward[cell]);
  }

  // ---- changes --------------------------------------------------------------------------------
  /**
   * Takes `map` if it makes sense, draws it and sends it; says what is wrong otherwise.
   * @param {WorldMap} map
   * @param {WorldMap} before
   */
  commit(map, before) {
    const problem = map.problem();
    if (problem) {
      this.world.readout.say(this.texts[`edit.${problem}`]);
      this.show(before.code === this.edits.known ? null : before);
    } else if (map.code !== before.code) {
      this.edits.keep(before);
      this.send(map);
    }
  }

  /** @param {WorldMap} map */
  send(map) {
    this.edits.send(map, performance.now());
    this.view.edit({ map: map.code });
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.view.meta && this.world.describe(this.view.meta, this.view.statics),
      PATIENCE + 50,
    );
    this.show(map);
  }

  /** @param {WorldMap | null} map */
  show(map) {
    this.edits.map = map;
    this.world.edited();
    this.tell();
  }

  back() {
    const map = this.edits.back();
    if (map) this.send(map);
  }

  /**
   * @param {number} wider
   * @param {number} taller
   */
  resize(wider, taller) {
    const { current } = this;
    if (!current) return;
    const [width, height] = [current.width + wider, current.height + taller];
    if (Math.min(width, height) < LEAST || Math.max(width, height) > MOST) {
      this.world.readout.say(fill(this.texts["edit.size"], { least: LEAST, most: MOST }));
    } else this.commit(current.resized(width, height), current);
  }

  /**
   * A pressed pointer on cell `index`: the beginning of a stroke, or of a reward's drag. True where it was ours.
   * @param {number} index
   * @param {number} y
   */
  press(index, y) {
    const { current: before, palette: { tool }, world: { model } } = this;
    if (!this.editable || !before || !model || tool === "look") return false;
    if (tool === "reward" && before.solid(index)) return true; // nobody enters a wall
    this.stroke = { before, map: before.copy(), cells: new Set(), index, y, from: model.reward[index] };
    if (tool !== "reward") this.dab(this.stroke, index);
    return true;
  }

  /**
   * @param {number} index
   * @param {number} y
   */
  drag(index, y) {
    const { stroke } = this;
    if (!stroke) return;
    if (this.palette.tool !== "reward") return this.dab(stroke, index);
    const steps = Math.round((stroke.y - y) / PX_PER_STEP);
    stroke.map.pay(stroke.index, stroke.from + steps * STEP, this.rewards);
    this.show(stroke.map);
  }

  release() {
    const { stroke } = this;
    this.stroke = null;
    if (stroke) this.commit(stroke.map, stroke.before);
  }

  /**
   * What can't be painted keeps its cell, and the stroke goes on behind it.
   * @param {Stroke} stroke
   * @param {number} index
   */
  dab(stroke, index) {
    const { letter } = this.palette;
    if (index < 0 || !letter || stroke.cells.has(index)) return;
    stroke.map = stroke.before.copy();
    const problem = stroke.map.paint(letter, stroke.cells.add(index));
    if (problem) this.world.readout.say(this.texts[`edit.${problem}`]);
    this.show(stroke.map);
  }

  /**
   * + and − on the cell with the cursor, Enter puts the tool's cell there; true where the key was ours.
   * @param {KeyboardEvent} event
   * @param {number} index
   */
  key(event, index) {
    const { current, palette: { letter }, world: { model } } = this;
    if (!this.editable || !current || !model) return false;
    const by = KEYS[event.key];
    if (by) {
      if (!current.solid(index)) this.nudge(current, index, model.reward[index] + 2 * by * STEP);
      return true;
    }
    if (event.key !== "Enter" || !letter) return false;
    const map = current.copy();
    map.put(index, letter);
    this.commit(map, current);
    return true;
  }

  /**
   * A reward changed by keys goes out once they rest.
   * @param {WorldMap} before
   * @param {number} index
   * @param {number} value
   */
  nudge(before, index, value) {
    const map = before.copy();
    map.pay(index, value, this.rewards);
    this.waiting ??= before;
    this.show(map);
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.settle(), SETTLE);
  }

  settle() {
    const before = this.waiting;
    this.waiting = null;
    if (before && this.edits.map) this.commit(this.edits.map, before);
  }

  /** @param {string} text of the reward of the cell with the cursor */
  typed(text) {
    const [value, other] = readings(text);
    const [low, high] = this.rewards;
    const { current, palette: { field } } = this;
    if (!current) return;
    if (!(value >= low && value <= high) || other !== undefined) {
      this.world.readout.say(
        fill(this.texts["edit.reward.bounds"], { low: signed(low), high: signed(high) }),
      );
      field.blur();
      this.tellReward();
      return;
    }
    const map = current.copy();
    map.pay(this.world.cursor.cell, value, this.rewards);
    this.commit(map, current);
  }

  close() {
    for (const timer of [this.timer, this.typing]) clearTimeout(timer);
  }
}
