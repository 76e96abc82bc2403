// The prompt: the task's own, or one that the viewer types. Characters that the model does not know are named.

/** @import { Json } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { begun, unknown, wordsIn } from "./tokens.js";

const LONGEST = 256; // characters

export class Prompt {
  /** @param {View} view */
  constructor(view) {
    const t = view.texts;
    this.texts = t;
    /** @type {Subject} */ this.subject = view.shared.subject;
    /** @type {string[]} */ this.symbols = [];
    /** @type {string[]} */ this.words = []; // that a prompt may have, where tokens are words
    const id = "ls-seq-prompt";
    this.field = el("input", {
      id,
      type: "text",
      class: "ls-field",
      maxlength: LONGEST,
      autocomplete: "off",
      spellcheck: "false",
      "data-action": "prompt",
      on: { input: () => this.typed() },
    });
    this.usual = tool(t, "prompt-usual", () => {
      this.field.value = "";
      this.typed();
    });
    this.problem = el("p", { class: "ls-map-read ls-seq-problem", role: "status" });
    const row = el(
      "div",
      { class: "ls-seq-row" },
      el("label", { for: id, text: t["prompt.label"] }),
      this.field,
      this.usual,
    );
    this.root = el("div", { class: "ls-seq-prompt" }, row, this.problem);
  }

  /** @param {Json} about */
  describe({ symbols, prompt, context, words, grouped }) {
    this.symbols = [...symbols, ...grouped];
    this.words = words;
    this.context = context;
    setAttribute(this.field, "placeholder", prompt.replaceAll("\n", "↵"));
    if (document.activeElement !== this.field) this.field.value = this.subject.now.prompt;
    this.say();
  }

  typed() {
    const text = this.field.value;
    if (!this.strange.length) this.subject.set({ prompt: text, position: null, hand: null });
    this.say();
  }

  get strange() {
    return unknown(this.field.value, this.symbols, this.words.length > 0);
  }

  say() {
    const { field: { value }, words, symbols, strange } = this;
    const more = words.length ? "_word" : "";
    const long = (more ? wordsIn(value) : [...value]).length > (this.context ?? LONGEST);
    // A word that is only begun is none to complain of.
    const wrong = strange.length > (more && begun(value, symbols) ? 1 : 0);
    const key = wrong ? `prompt.unknown${more}` : long ? `prompt.long${more}` : "";
    const said = { characters: strange.join(" "), context: this.context, known: words.join(", ") };
    setText(this.problem, key ? fill(this.texts[key], said) : "");
    this.problem.hidden = !key;
    setAttribute(this.field, "aria-invalid", wrong);
    this.usual.hidden = !this.field.value;
  }
}
