// The tools of drawing, shown while "Draw" is pressed: what the pointer does, which class or value is drawn, and
// what is done with all points.

/** @import { Meta } from "../../../live/web/types.d.ts" */
/** @import { Hand } from "./hand.js" */
/** @import { Tool } from "./brush.js" */
import { css, mix } from "../../../live/web/colour.js";
import { button, el, fill, icon, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { Files } from "./files.js";

/** @type {Tool[]} */
const TOOLS = ["look", "add", "erase", "move"];
const STEP = 0.1; // of a value

export class Toolbar {
  /** @param {Hand} hand */
  constructor(hand) {
    this.hand = hand;
    this.files = new Files(hand);
    const t = hand.map.texts;
    this.label = 0; // the class that is drawn
    this.classes = 0;
    this.key = "";
    this.button = toggle(
      "draw-points",
      { ...wordsOf(t, "draw-points"), className: "ls-small ls-draw-open" },
      false,
      (on) => this.open(on),
    );
    this.tools = TOOLS.map((name) =>
      button(
        `tool-${name}`,
        { ...says(t, `tool-${name}`), className: "ls-small", "aria-pressed": "false" },
        () => this.take(name),
      )
    );
    this.value = el("input", {
      type: "range",
      class: "ls-draw-value",
      min: -1,
      max: 1,
      step: STEP,
      value: 1,
      "data-action": "draw-value",
      "aria-label": t["draw.value"],
      "data-tip": t["tip.draw-value"],
      on: { input: () => this.show() },
    });
    this.swatch = el("span", { class: "ls-draw-swatch" });
    this.kinds = el("div", { class: "ls-draw-kinds", role: "group", "aria-label": t["draw.classes"] });
    /**
     * @param {string} name
     * @param {"undo" | "redo"} act
     */
    const turn = (name, act) => {
      const words = { label: t[`action.${name}`], tip: t[`action.${name}`], content: icon("undo") };
      return button(name, { ...words, className: "ls-round" }, () => hand.act(act));
    };
    this.undo = turn("undo-points", "undo");
    this.redo = turn("redo-points", "redo");
    this.clear = tool(t, "clear-points", () => hand.act("clear"));
    this.restore = tool(t, "restore-points", () => hand.act("restore"));
    this.root = el(
      "div",
      { class: "ls-drawbar", hidden: "" },
      el("div", { class: "ls-draw-tools", role: "group", "aria-label": t["draw.tools"] }, ...this.tools),
      this.kinds,
      el("div", { class: "ls-draw-tools" }, this.undo, this.redo, this.clear, this.restore),
      el("div", { class: "ls-draw-tools" }, ...this.files.buttons),
    );
  }

  /** @param {boolean} on */
  open(on) {
    this.root.hidden = !on;
    this.take(on ? "add" : "look");
    if (on) this.hand.map.withTest(); // those drawn that only test are to be seen
    this.hand.map.resize();
  }

  /** @param {Tool} name */
  take(name) {
    this.hand.brush.take(name);
    TOOLS.forEach((one, i) => setAttribute(this.tools[i], "aria-pressed", one === name));
    this.hand.said = "";
    this.hand.map.moved();
  }

  /** @param {Meta} meta */
  describe({ describe: { classes, drawing } }) {
    this.button.hidden = !drawing;
    if (!drawing && !this.root.hidden) this.open(false);
    if (!drawing) setAttribute(this.button, "aria-pressed", false);
    const key = classes.join();
    if (key === this.key && this.kinds.childElementCount) return;
    this.key = key;
    this.classes = classes.length;
    this.label = Math.min(this.label, Math.max(0, this.classes - 1));
    const t = this.hand.map.texts;
    this.kinds.replaceChildren(
      ...classes.map((/** @type {string} */ name, /** @type {number} */ i) =>
        button(`class-${i}`, {
          label: fill(t["draw.class"], { name }),
          tip: fill(t["draw.class"], { name }),
          content: [el("i", { class: "ls-swatch" }), name],
          className: "ls-small ls-draw-class",
        }, () => {
          this.label = i;
          this.show();
        })
      ),
      ...(this.classes ? [] : [this.value, this.swatch]),
    );
    this.show();
  }

  /** Which class or value is chosen, in the colours of the theme. */
  show() {
    const { colours } = this.hand.view;
    if (!this.classes) {
      const value = Number(this.value.value);
      setText(this.swatch, value.toFixed(1).replace("-", "−"));
      const sign = value < 0 ? colours.negative : colours.positive;
      this.swatch.style.borderBottomColor = css(mix(colours.neutral, sign, Math.abs(value)));
    }
    [...this.kinds.querySelectorAll("button")].forEach((one, i) => {
      setAttribute(one, "aria-pressed", i === this.label);
      const dot = one.querySelector("i");
      if (dot) dot.style.background = css(colours.classColour(i, this.classes));
    });
  }

  /**
   * The class, or the value, of a point that is drawn now.
   * @param {boolean} other whether it is the next one
   */
  drawn(other) {
    if (this.classes) return (this.label + (other ? 1 : 0)) % this.classes;
    const value = Number(this.value.value);
    return Math.round((other ? -value : value) * 100) / 100;
  }

  /** @param {number[]} edits */
  edits([undo, redo, , edited]) {
    setAttribute(this.undo, "aria-disabled", !undo);
    setAttribute(this.redo, "aria-disabled", !redo);
    setAttribute(this.restore, "aria-disabled", !edited);
  }
}

/**
 * @param {Record<string, string>} t
 * @param {string} name
 */
const says = (t, name) => ({ tip: t[`tip.${name}`], content: t[`action.${name}`] });
