// The last update of the chosen optimiser: its formulas, with the numbers of this moment in their places.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { fixed, minus, weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { Formula } from "../../../live/web/widgets/formula.js";

const EVERY = 120; // ms between two changes of the numbers
const COUNTED = new Set(["t"]);
const SET = new Set(["lr", "mu", "alpha", "beta", "beta1", "beta2", "decay", "scale"]); // as somebody has set them

/**
 * A number as it stands in a formula: what was set as it is, all others to four places or so.
 * @param {string} name
 * @param {number} value
 */
export function written(name, value) {
  if (COUNTED.has(name)) return fixed(value, 0);
  if (SET.has(name)) return minus(String(Number(value.toPrecision(4))));
  return weight(value);
}

export class UpdatePanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<string>} */ this.member = view.shared.member;
    /** @type {Meta | null} */ this.meta = null;
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Formula[]} */ this.formulas = [];
    this.shown = "";
    this.stale = false;
    this.written = 0;
    this.choice = select(
      "member",
      { label: this.texts["action.member"] },
      [],
      (name) => this.member.set(name),
    );
    this.lines = el("div", { class: "ls-lines", tabindex: "0", role: "group", "aria-label": spec.title });
    this.tools.append(this.choice);
    this.weights = el("p", { class: "ls-quiet", hidden: "" });
    this.root.append(this.weights, this.lines);
    this.member.watch((name) => this.choose(name));
  }

  options() {
    return this.member.value ? { member: this.member.value } : {};
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.meta = meta;
    const { letters: [first, second], parameters: count } = meta.describe;
    this.weights.hidden = count === 2;
    setText(this.weights, fill(this.texts["update.weights"], { count, first, second }));
    const names = /** @type {string[]} */ (meta.describe.runners);
    offer(this.choice, names.map((name) => /** @type {const} */ ([name, this.spec.runners[name].label])));
    this.choose(this.member.value);
  }

  /** @param {string} name */
  choose(name) {
    if (!this.meta?.describe.runners.includes(name)) return;
    this.choice.value = name;
    this.arrays = null; // the numbers on their way may still be another's
    if (name !== this.shown) {
      this.shown = name;
      this.formulas = this.spec.formulas[name].map((/** @type {string} */ line) =>
        new Formula(line, "ls-line-of")
      );
      this.lines.replaceChildren(...this.formulas.map(({ root }) => root));
    }
    this.entitle(fill(this.texts["update.of"], { name: this.spec.runners[name].label }));
    this.view.watch?.changed();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays.numbers || this.meta?.describe.runners[arrays.member[0]] !== this.shown) return false;
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale || !this.arrays || !this.meta) return false;
    if (now - this.written < EVERY) return true;
    this.written = now;
    this.stale = false;
    const { numbers } = this.arrays;
    /** @type {string[]} */ const names = this.meta.describe.numbers[this.shown];
    const texts = new Map(names.map((name, i) => [name, written(name, numbers[i])]));
    for (const formula of this.formulas) {
      const here = [...formula.places.keys()].map((name) => [name, texts.get(name) ?? "–"]);
      formula.write(Object.fromEntries(here));
    }
    return false;
  }
}
