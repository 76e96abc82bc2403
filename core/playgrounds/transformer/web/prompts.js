// The two prompts of activation patching: the task's own, or the viewer's. What cannot be patched is said in a sentence.

/** @import { Arrays, Options } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { unknown } from "./tokens.js";

const LONGEST = 256; // characters
const NAMES = ["from", "into"];

let made = 0; // so many on the page: runs may be compared

export class Prompts {
  /**
   * @param {View} view
   * @param {() => void} changed
   */
  constructor(view, changed) {
    const t = this.texts = view.texts;
    const number = made += 1;
    this.changed = changed;
    /** @type {string[]} */ this.symbols = [];
    this.words = this.divides = false; // what symbols are; whether one part of a row is read and one written
    this.fields = NAMES.map((name) =>
      el("input", {
        id: `ls-seq-patch-${name}-${number}`,
        type: "text",
        class: "ls-field",
        maxlength: LONGEST,
        autocomplete: "off",
        spellcheck: "false",
        "data-action": `patch-${name}`,
        "data-tip": t[`tip.patch.${name}`],
        on: { input: () => this.typed() },
      })
    );
    this.problem = el("p", { class: "ls-map-read ls-seq-problem", role: "status", hidden: "" });
    const rows = this.fields.map((field, i) =>
      el(
        "div",
        { class: "ls-seq-row" },
        el("label", { for: field.id, text: t[`patch.${NAMES[i]}`] }),
        field,
      )
    );
    this.root = el(
      "div",
      { class: "ls-seq-prompt" },
      el("div", { class: "ls-seq-pair" }, ...rows),
      this.problem,
    );
  }

  /** The characters that the model does not know, as one text. */
  get strange() {
    const each = this.fields.map(({ value }) => unknown(value, this.symbols, this.words));
    return [...new Set(each.flat())].join(" ");
  }

  /** What is asked for: nothing while something typed is unknown. */
  get asked() {
    /** @type {Options} */ const options = {};
    if (this.strange) return options;
    NAMES.forEach((name, i) => {
      if (this.fields[i].value) options[name] = this.fields[i].value;
    });
    return options;
  }

  /** @param {string[]} symbols @param {boolean} words @param {boolean} divides */
  describe(symbols, words, divides) {
    Object.assign(this, { words, divides });
    if (symbols.join("\0") !== this.symbols.join("\0")) {
      for (const field of this.fields) {
        if (unknown(field.value, symbols, words).length) field.value = "";
      }
    }
    this.symbols = symbols;
    this.named();
  }

  typed() {
    this.named();
    if (!this.strange) this.changed();
  }

  named() {
    const { strange } = this;
    this.say(strange ? fill(this.texts["prompt.unknown"], { characters: strange }) : "");
  }

  /** @param {string} sentence */
  say(sentence) {
    setText(this.problem, sentence);
    this.problem.hidden = !sentence;
    for (const field of this.fields) setAttribute(field, "aria-invalid", sentence !== "");
  }

  /**
   * What the server has made of them.
   * @param {Arrays} arrays
   * @param {string[]} symbols
   */
  show(arrays, symbols) {
    const spaced = symbols.some((one) => [...one].length > 1);
    const counts = NAMES.map((name, i) => {
      const ids = arrays[`patch.${name}`];
      const text = Array.from(ids, (id) => symbols[id] ?? "").join(spaced ? " " : "");
      if (!this.fields[i].value) setAttribute(this.fields[i], "placeholder", text.replaceAll("\n", "↵"));
      return ids.length;
    });
    if (this.strange) return;
    const [from, into] = counts;
    const shown = arrays["patch.difference"]?.shape[1] ?? from;
    const mapped = Boolean(arrays["patch.difference"]);
    if (from !== into) this.say(fill(this.texts["patch.lengths"], { from, into }));
    else if (!mapped && this.divides) this.say(this.texts["patch.divided"]);
    else this.say(shown < from ? fill(this.texts["patch.long"], { count: shown }) : "");
  }
}
