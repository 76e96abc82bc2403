// The single update spelled out: every symbol of Q ← Q + α [r + γ max Q′ − Q] with its number of the last step
// below it. Which name stands for max Q′ is the method's affair.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Described } from "./worldmodel.js" */
import { firstOf } from "../../../live/web/guard.js";
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed, minus, weight } from "../../../live/web/format.js";
import { slowMotion } from "../../../live/web/panels/story.js";
import { STAGES, UpdateStory } from "./story.js";
import { actionOf, described } from "./worldmodel.js";

const EVERY = 120; // ms between two changes of the numbers
const TERMS = [
  "alpha",
  "r",
  "gamma",
  "bootstrap",
  "target",
  "before",
  "error",
  "after",
  "epsilon",
  "exploring",
];
// The equation: operators as they are, terms by name.
const LEARNED = [
  "after",
  "←",
  "before",
  "+",
  "alpha",
  "[",
  "r",
  "+",
  "gamma",
  "bootstrap",
  "−",
  "before",
  "]",
];
const PLANNED = ["after", "←", "r", "+", "gamma", "bootstrap"];

const CONSTANTS = new Set(["alpha", "r", "gamma", "epsilon"]);

/**
 * Numbers that can be reckoned with: values to three places or so, what somebody has set as it is.
 * @param {number} value
 */
const exact = (value, name = "") => {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (CONSTANTS.has(name)) {
    return size && size < 1e-3 ? weight(value) : minus(String(Number(value.toPrecision(3))));
  }
  return fixed(value, size < 0.9995 ? 3 : size < 99.995 ? 2 : size < 9999.5 ? 1 : 0);
};

/**
 * A term of the equation, and the value of a next action.
 * @typedef {{ name: string, node: HTMLElement, number: HTMLElement }} Term
 * @typedef {{ node: HTMLElement, number: HTMLElement }} Next
 */

export class UpdatePanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Meta | null} */ this.meta = null;
    this.written = 0;
    this.known = "";
    this.stale = false;
    /** @type {Term[]} */ this.terms = [];
    /** @type {Next[]} */ this.nexts = [];
    const t = this.texts;
    this.story = new UpdateStory(this);
    this.slow = slowMotion(t, t["tip.slow-q"], () => this.story.toggle());
    this.tools.append(this.slow);
    this.method = el("span", { class: "ls-quiet ls-method" });
    this.heading.after(this.method);
    this.who = el("p", { class: "ls-update-who" });
    this.equation = el("div", { class: "ls-equation", role: "group", "aria-label": t["update.label"] });
    this.rest = el("p", { class: "ls-update-rest" });
    this.next = el("p", { class: "ls-update-next" });
    this.root.append(this.who, this.equation, el("div", { class: "ls-update-foot" }, this.rest, this.next));
  }

  /** Lies over the curves, so that the world stays in sight. */
  get floating() {
    return this.story.root;
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { method, planned, actions } = described(meta);
    if (this.meta?.build !== meta.build) {
      this.story.end();
      this.arrays = null;
    }
    this.meta = meta;
    this.stale = true;
    const known = `${method} ${actions.map(({ id }) => id)}`;
    if (known === this.known) return;
    this.known = known;
    setText(this.method, this.texts[`method.${method}`]);
    this.terms = [];
    /** @param {string} name */
    const term = (name) => {
      const number = el("span", { class: "ls-term-number", text: "–" });
      const symbol = firstOf(this.texts, `term.${name}.${method}`, `term.${name}`);
      const node = el(
        "span",
        {
          class: "ls-term",
          "data-term": name,
          tabindex: "0",
          "data-tip": firstOf(this.texts, `tip.term.${name}.${method}`, `tip.term.${name}`),
        },
        el("span", { class: "ls-term-symbol", text: symbol }),
        number,
      );
      this.terms.push({ name, node, number });
      return node;
    };
    const parts = planned ? PLANNED : LEARNED;
    this.equation.replaceChildren(
      ...parts.map((
        part,
      ) => (TERMS.includes(part)
        ? term(part)
        : el("span", { class: "ls-op", "aria-hidden": "true", text: part }))
      ),
    );
    this.rest.replaceChildren(...(planned ? ["error"] : ["target", "error", "epsilon"]).map(term));
    for (const node of this.rest.children) node.classList.add("ls-term-inline");
    this.nexts = actions.map(({ id }) => {
      const number = el("b", { "data-next": id });
      return { number, node: actionOf(this.texts, id, number) };
    });
    this.nextName = el("span", {
      class: "ls-term-symbol",
      text: firstOf(this.texts, `update.next.${method}`, "update.next"),
    });
    const cross = el("span", { class: "ls-compass" }, ...this.nexts.map(({ node }) => node));
    this.next.replaceChildren(this.nextName, cross);
    this.view.wake();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    this.arrays = arrays["update.terms"] ? arrays : null;
    this.stale = true;
    return Boolean(this.arrays);
  }

  /** @param {number} now */
  tick(now) {
    if (!this.onScreen || !this.meta) return false;
    const waiting = this.story.tick(now);
    if (!this.stale) return waiting;
    if (now - this.written < EVERY) return true;
    this.written = now;
    this.stale = false;
    this.write(this.meta);
    return waiting;
  }

  /** @param {Meta} meta */
  write(meta) {
    const { arrays } = this;
    const terms = arrays?.["update.terms"];
    for (const { name, node, number } of this.terms) {
      const value = terms ? terms[TERMS.indexOf(name)] : NaN;
      setText(number, exact(value, name));
      setAttribute(node, "data-value", terms ? value : "");
    }
    setText(this.who, this.say(described(meta)));
    const next = arrays?.["update.next"];
    const over = Boolean(arrays?.["update.cell"][7]);
    const best = next ? Math.max(...next) : NaN;
    this.nexts.forEach(({ number }, action) => {
      setText(number, over || !next ? "–" : exact(next[action]));
      setAttribute(number, "data-best", !over && next?.[action] === best);
    });
    this.equation.classList.toggle("ls-over", over);
  }

  /**
   * Where the agent was, what it did, where that led.
   * @param {Described} world
   */
  say({ actions, planned }) {
    const t = this.texts;
    const { arrays } = this;
    if (!arrays) return t["update.none"];
    const [row, column, , action, nextRow, nextColumn, , over] = arrays["update.cell"];
    const exploring = arrays["update.terms"][9];
    const values = {
      row: row + 1,
      column: column + 1,
      action: t[`move.${actions[action]?.id}`],
      next_row: nextRow + 1,
      next_column: nextColumn + 1,
    };
    if (planned) return fill(t["update.planned"], values);
    const ending = over ? "_end" : nextRow < 0 ? "_away" : "";
    const steps = arrays["update.steps"]?.[0]; // of an n-step return
    if (steps) return fill(t[`update.n${ending}`], { ...values, steps });
    return fill(t[`update.${exploring ? "exploring" : "greedy"}${ending}`], values);
  }

  /**
   * Lights up what a stage of slow motion is about; null: everything alike.
   * @param {string | null} stage
   */
  highlight(stage) {
    const lit = stage ? STAGES[stage] ?? [] : null;
    setAttribute(this.root, "data-told", stage ?? "");
    for (const { name, node } of this.terms) {
      node.classList.toggle("ls-dim", Boolean(lit && !lit.includes(name)));
    }
    this.next.classList.toggle("ls-dim", Boolean(lit && !lit.includes("next")));
    this.story.point(stage);
  }

  close() {
    this.story.end();
  }
}
