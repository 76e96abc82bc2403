// The chosen weight: its value to be changed, its chain rule and update with the numbers of this moment, and a finite
// difference that knows nothing of either.

/** @import { Arrays, Json, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Told } from "./rule.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { Formula } from "../../../live/web/widgets/formula.js";
import { numberField } from "./cells.js";
import { short } from "./lesson.js";
import { delta, forward, gradient, update } from "./rule.js";
import { reached } from "./stages.js";

const ASK_EVERY = 250; // ms between two questions for the finite difference
const PARTS = ["forward", "delta", "gradient", "check", "update"];

export class WeightPanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {import("./lesson.js").Lesson} */ this.lesson = view.shared.lesson;
    this.written = this.answered = -1;
    this.asked = 0;
    this.waiting = false;
    this.name = el("span", { class: "ls-weight-name" });
    this.field = numberField({
      label: t["field.weight"],
      enter: (value) => view.command("set_weight", { ...this.lesson.chosen, value }),
      refuse: (typed) => {
        view.transport.notice(
          fill(t[typed ? "number.not_a_number" : "number.empty"], { typed, kept: this.kept }),
        );
        this.field.value = this.kept;
      },
      "data-weight": "",
    });
    this.tools.append(this.name, this.field);
    this.error = el("p", { class: "ls-quiet ls-weight-error" });
    /** @type {Map<string, { line: HTMLElement, name: string, formulas: Formula[] }>} */ this.lines =
      new Map();
    const list = el("div", {
      class: "ls-rule",
      tabindex: "0",
      role: "group",
      "aria-label": t["weight.gradient"],
    });
    for (const part of PARTS) {
      const line = el("div", { class: "ls-rule-line", "data-rule": part });
      this.lines.set(part, { line, name: "", formulas: [] });
      list.append(el("h3", { class: "ls-rule-title", text: t[`weight.${part}`] }), line);
      if (part === "check") line.append(this.error);
    }
    this.root.append(list);
  }

  also() {
    return { weights: {}, examples: {} };
  }

  /** The weight as its field has it. */
  get kept() {
    const { arrays } = this.lesson;
    return arrays ? String(Number(arrays.weights[this.lesson.index(this.lesson.chosen)].toPrecision(5))) : "";
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.lesson.describe(meta);
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    return this.lesson.take(arrays);
  }

  /** @param {number} now */
  tick(now) {
    const { lesson } = this;
    if (!lesson.arrays) return false;
    if (this.written !== lesson.version) this.write(lesson.arrays);
    if (this.answered === lesson.version || this.waiting || this.hurried) return false;
    if (now - this.asked < ASK_EVERY) return true;
    this.ask(now);
    return false;
  }

  /** Whether steps come faster than a check of one of them could be read. */
  get hurried() {
    const { frame } = this.view;
    return frame?.status === "running" && ["smooth", "flat"].includes(frame.gear);
  }

  /** @param {number} now */
  ask(now) {
    const { lesson } = this;
    this.asked = now;
    this.waiting = true;
    const version = lesson.version;
    this.view.ask("probe", "check", { ...lesson.chosen, eps: 1e-4 }, (answer) => {
      this.waiting = false;
      this.answered = version;
      if (answer?.ok && version === this.lesson.version) this.checked(answer.value);
      this.view.wake();
    });
  }

  /** @param {Json} value */
  checked({ difference, error }) {
    this.tell("check", { name: "check", numbers: { difference: short(difference ?? NaN) } });
    setText(this.error, fill(this.texts["weight.agree"], { error: weight(error) }));
  }

  /** @param {Arrays} arrays */
  write(arrays) {
    const { lesson, view } = this;
    this.written = lesson.version;
    const config = view.meta?.config ?? {};
    const at = reached(lesson.layers, lesson.at);
    const { layer } = lesson.chosen;
    setText(this.name, lesson.title(lesson.chosen));
    if (document.activeElement !== this.field) this.field.value = this.kept;
    this.tell("forward", forward(lesson, arrays), at.forward(layer));
    this.tell("delta", delta(lesson, arrays, config.loss), at.backward(layer));
    this.tell("gradient", gradient(lesson, arrays), at.backward(layer));
    if (this.answered !== lesson.version) { // the number below is of another step
      this.tell("check", { name: "check", numbers: { difference: "" } }, false);
      setText(this.error, "");
    }
    this.tell("update", update(lesson, arrays, config), at.update || lesson.at === lesson.resting);
  }

  /**
   * A formula with its numbers; without them where the stages have not reached it.
   * @param {string} part
   * @param {Told} told
   */
  tell(part, { name, numbers }, known = true) {
    const place = this.lines.get(part);
    if (!place) return;
    if (place.name !== name) {
      place.name = name;
      place.formulas = this.spec.formulas[name].map((/** @type {string} */ one) => new Formula(one));
      place.line.replaceChildren(...place.formulas.map(({ root }) => root));
      if (part === "check") place.line.append(this.error);
    }
    for (const formula of place.formulas) {
      const own = Object.entries(numbers).filter(([key]) => formula.places.has(key));
      formula.write(Object.fromEntries(own));
      formula.root.hidden = !known && own.length > 0;
    }
  }
}
