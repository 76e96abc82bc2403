// Slow motion: one step told stage by stage, with the numbers that really occurred. The step is taken at once;
// the telling walks through it, by hand or by itself. What a stage says is its playground's affair.

/** @import { Arrays, Meta, Texts, Wire } from "../types.d.ts" */
/** @import { View } from "../view.js" */
import { button, el, fill, setAttribute, setText, tool } from "../dom.js";

const DWELL = 2600; // ms per stage when it goes by itself
const GRACE = 600; // ms in which frames from before the pause may still come

/**
 * The panel whose drawing the story lights up.
 * @typedef {object} Teller
 * @property {View} view
 * @property {Texts} texts
 * @property {HTMLElement} slow the button that begins and ends the story
 * @property {Meta | null} meta
 * @property {boolean} [stale] set when the panel has to write its numbers anew
 * @property {(stage: string | null) => void} highlight
 */

/** @typedef {{ name: string, layer: number | null, arrays: Arrays }} Stage */

export class Story {
  /** @param {Teller} flow */
  constructor(flow) {
    this.flow = flow;
    this.view = flow.view;
    /** @type {Stage[] | null} */ this.stages = null;
    this.at = this.until = 0;
    this.begun = this.step = 0;
    this.auto = this.reached = false; // whether a frame has shown the step that is told
    const t = flow.texts;
    this.title = el("h3", { class: "ls-title" });
    this.count = el("span", { class: "ls-quiet" });
    this.words = el("p", { class: "ls-story-words" });
    this.numbers = el("dl", { class: "ls-story-numbers" });
    this.autoButton = tool(t, "story-auto", () => this.setAuto(!this.auto));
    this.next = tool(t, "story-next", () => this.go(1), "ls-small ls-primary");
    const back = tool(t, "story-back", () => this.go(-1));
    const tools = [back, this.autoButton, this.next, tool(t, "story-close", () => this.close())];
    this.root = el(
      "div",
      { class: "ls-card ls-story", role: "dialog", "aria-label": t["story.title"], hidden: "" },
      el("header", { class: "ls-head" }, this.title, this.count),
      el("div", { class: "ls-story-body", "aria-live": "polite" }, this.words, this.numbers),
      el("div", { class: "ls-tools" }, ...tools),
    );
    this.root.dataset.lsKeys = "arrows"; // they are not the page's in here
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  /**
   * The arrow keys walk through the stages, Escape ends the telling.
   * @param {KeyboardEvent} event
   */
  key(event) {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (event.shiftKey || (!by && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (by) this.go(by);
    else this.close();
  }

  toggle() {
    if (this.stages) this.close();
    else this.begin();
  }

  /** Asks for one step. */
  begin() {
    this.remember();
    this.view.ask("trace", undefined, undefined, (answer, arrays) => {
      if (!answer?.ok) {
        if (answer) this.view.transport.notice(answer.text);
        return;
      }
      /** @type {{ name: string, layer: number | null, arrays: string[] }[]} */ const stages =
        answer.value.stages;
      this.begun = performance.now();
      this.stages = stages.map((stage, number) => ({
        name: stage.name,
        layer: stage.layer,
        arrays: Object.fromEntries(stage.arrays.map((name) => [name, arrays[`${number}.${name}`]])),
      }));
      this.step = answer.value.step;
      this.at = 0;
      this.reached = false;
      this.opened();
      const opening = this.root.hidden;
      this.root.hidden = false;
      setAttribute(this.flow.slow, "aria-pressed", true);
      this.show(this.stages);
      if (opening) this.next.focus();
    });
  }

  /** @param {number} by */
  go(by) {
    const to = this.at + by;
    if (!this.stages || to < 0) return;
    if (to >= this.stages.length) return this.begin(); // the next step
    this.at = to;
    this.show(this.stages);
  }

  /** @param {boolean} auto */
  setAuto(auto) {
    this.auto = auto;
    setAttribute(this.autoButton, "aria-pressed", auto);
    this.until = performance.now() + DWELL;
    this.view.wake();
  }

  close() {
    this.end();
    this.flow.slow.focus();
  }

  end() {
    if (!this.stages) return;
    this.stages = null;
    this.setAuto(false);
    this.root.hidden = true;
    setAttribute(this.flow.slow, "aria-pressed", false);
    this.flow.highlight(null);
    this.flow.stale = true;
    this.forget();
    this.view.wake();
  }

  /**
   * The clock of the telling; also notices that the run goes on without it, or is taken to another moment. True
   * while it is running.
   * @param {number} now
   */
  tick(now) {
    if (!this.stages) return false;
    const { frame } = this.view;
    const settled = now > this.begun + GRACE;
    this.reached ||= frame?.step === this.step;
    const elsewhere = frame && (frame.step > this.step || (this.reached && frame.step < this.step));
    if (elsewhere || (settled && frame?.status === "running")) {
      this.end();
      return false;
    }
    if (!this.auto) return false;
    if (now >= this.until) this.go(1);
    return true;
  }

  /** @param {Stage[]} stages */
  show(stages) {
    const { flow, at } = this;
    const t = flow.texts;
    const { name, arrays } = stages[at];
    this.until = performance.now() + DWELL;
    const facts = this.facts(name, arrays);
    setAttribute(this.root, "data-told", name);
    setText(this.title, t[this.heading(name)]);
    setText(this.count, fill(t["story.count"], { at: at + 1, of: stages.length }));
    setText(this.words, fill(t[this.sentence(name, arrays)], facts));
    const lines = this.samples(name, arrays);
    this.numbers.replaceChildren(
      ...lines.flatMap(([term, value]) => [el("dt", { text: term }), el("dd", { text: value })]),
    );
    flow.highlight(name);
    flow.stale = true;
    this.stageTold(stages.slice(0, at + 1));
    this.view.wake();
  }

  // ---- what a playground says -------------------------------------------------------------
  /** @param {string} name */
  heading(name) {
    return `story.${name}`;
  }

  /**
   * @param {string} name
   * @param {Arrays} _arrays
   */
  sentence(name, _arrays) {
    return `story.${name}.words`;
  }

  /**
   * The numbers of a stage, by the names that its sentence has gaps for.
   * @param {string} _name
   * @param {Arrays} _arrays
   * @returns {Record<string, unknown>}
   */
  facts(_name, _arrays) {
    return {};
  }

  /**
   * Lines of numbers below the sentence.
   * @param {string} _name
   * @param {Arrays} _arrays
   * @returns {string[][]} [term, numbers]
   */
  samples(_name, _arrays) {
    return [];
  }

  /** Called before the step is taken: what is on the screen now may have to stay for a while. */
  remember() {}

  /** Called when a step has been taken, before its first stage is told. */
  opened() {}

  /**
   * Called with every stage up to the one being told.
   * @param {Stage[]} _past
   */
  stageTold(_past) {}

  /** Called when the story is over. */
  forget() {}
}

/**
 * The button that begins and ends a story.
 * @param {Texts} texts
 * @param {string} tip
 * @param {() => void} run
 */
export function slowMotion(texts, tip, run) {
  const says = { tip, content: texts["action.slow-motion"], className: "ls-small", "aria-pressed": "false" };
  return button("slow-motion", says, run);
}

/** @param {Wire | undefined} array */
export const mean = (
  array,
) => (array?.length ? array.reduce((sum, value) => sum + value, 0) / array.length : undefined);

/** @param {Iterable<number> | undefined} array */
export const norm = (array) => (array ? Math.hypot(...array) : undefined);

/**
 * How far the weights have moved.
 * @param {Arrays} arrays
 */
export function moved({ before, after }) {
  return before && after ? Math.hypot(...Array.from(after, (value, i) => value - before[i])) : undefined;
}
