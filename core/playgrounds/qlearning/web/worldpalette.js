// The row below the board with which the world is edited: what a press puts into a cell, a cell's reward, the
// size, undo. It says what is wanted; worldedit.js does it.

/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Texts } from "../../../live/web/types.d.ts" */
/** @import { WorldMap } from "./worldmap.js" */
import { button, el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { arrows } from "../../../live/web/numerals.js";
import { KIND, LETTERS } from "./worldmap.js";
import { drawSign } from "./worldsigns.js";

/**
 * The kinds of cells that tools put.
 * @type {Record<string, number>}
 */
const PUTS = { floor: KIND.floor, wall: KIND.wall, pit: KIND.pit, goal: KIND.goal, start: KIND.start };
const TOOLS = ["look", ...Object.keys(PUTS), "reward"];
export const STEP = 0.05; // of a reward

/**
 * What the row's controls do.
 * @typedef {object} Does
 * @property {(name: string) => void} choose takes a tool up
 * @property {(text: string) => void} typed a reward
 * @property {(wider: number, taller: number) => void} resize
 * @property {() => void} back undoes an edit
 */

export class WorldPalette {
  /**
   * @param {Texts} texts
   * @param {Does} does
   */
  constructor(texts, does) {
    this.texts = texts;
    this.does = does;
    this.tool = "look";
    this.told = ""; // what stands in the field for a reward, unless somebody is typing
    this.tools = new Map(TOOLS.map((name) => [name, this.toolButton(name)]));
    this.field = this.rewardField();
    this.columns = el("span", { class: "ls-count" });
    this.rows = el("span", { class: "ls-count" });
    this.undo = button("undo-edit", {
      label: texts["action.undo-edit"],
      tip: texts["tip.undo-edit"],
      content: texts["action.undo"],
      className: "ls-small",
    }, () => does.back());
    const group = { class: "ls-tools ls-palette", role: "group", "aria-label": texts["edit.label"] };
    const [narrower, wider] = [this.sizer("narrower", -1, 0, "−"), this.sizer("wider", 1, 0, "+")];
    const [lower, taller] = [this.sizer("lower", 0, -1, "−"), this.sizer("taller", 0, 1, "+")];
    this.root = el(
      "div",
      { class: "ls-world-row", hidden: "" },
      el("div", group, ...this.tools.values()),
      el("label", { class: "ls-reward" }, el("span", { text: texts["edit.reward.short"] }), this.field),
      el("div", { class: "ls-tools" }, narrower, this.columns, wider),
      el("div", { class: "ls-tools" }, lower, this.rows, taller),
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
        on: { click: () => this.does.choose(name) },
      },
      name in PUTS ? sign : null,
      el("span", { text: t[`tool.${name}`] }),
    );
  }

  rewardField() {
    const typed = () => {
      this.does.typed(field.value);
      this.told = field.value;
    };
    /** @type {HTMLInputElement} */ const field = el("input", {
      type: "text",
      autocomplete: "off",
      class: "ls-field ls-reward-field",
      "aria-label": this.texts["edit.reward"],
      "data-tip": this.texts["tip.edit.reward-field"],
      "data-action": "cell-reward",
      on: { change: typed, keydown: (event) => event.key === "Escape" && this.restore(event) },
    });
    arrows(field, { step: STEP }, typed);
    return field;
  }

  /**
   * @param {string} action
   * @param {number} wider
   * @param {number} taller
   * @param {string} content
   */
  sizer(action, wider, taller, content) {
    const label = this.texts[`action.${action}`];
    const says = { label, tip: label, content, className: "ls-small" };
    return button(action, says, () => this.does.resize(wider, taller));
  }

  /** The letter of the cell that the tool puts, or undefined. */
  get letter() {
    return this.tool in PUTS ? LETTERS[PUTS[this.tool]] : undefined;
  }

  /** @param {string} name */
  choose(name) {
    this.tool = name;
    for (const [other, node] of this.tools) setAttribute(node, "aria-pressed", other === name);
  }

  /**
   * The signs on the buttons, in the theme's colours.
   * @param {Colours} colours
   */
  paint(colours) {
    const marks = { start: this.texts["world.mark.start"] };
    for (const [name, node] of this.tools) {
      const canvas = node.querySelector("canvas");
      if (!canvas) continue;
      const context = sizeCanvas(canvas, 20, 20);
      context.clearRect(0, 0, 20, 20);
      const cell = name === "start" ? 42 : 20; // a letter lies in the corner of a cell
      const board = { kind: [PUTS[name]], reward: [NaN], marks, letters: {} };
      drawSign({ context, x: 0, y: 0, cell, colours }, board, 0, colours.neutral);
    }
  }

  /**
   * @param {WorldMap} map
   * @param {boolean} undoable
   */
  tell({ width, height }, undoable) {
    setText(this.columns, fill(this.texts["edit.columns"], { count: width }));
    setText(this.rows, fill(this.texts["edit.rows"], { count: height }));
    setAttribute(this.undo, "aria-disabled", !undoable);
  }

  /**
   * The reward of the cell with the cursor, unless somebody is typing; NaN where it has none of its own.
   * @param {number} own
   */
  tellReward(own) {
    if (document.activeElement === this.field) return;
    this.field.disabled = !Number.isFinite(own);
    this.field.value = this.told = this.field.disabled ? "" : String(Math.round(100 * own) / 100);
  }

  /** @param {KeyboardEvent} event Escape: what was typed and not yet taken goes */
  restore(event) {
    event.preventDefault();
    this.field.value = this.told;
  }
}
