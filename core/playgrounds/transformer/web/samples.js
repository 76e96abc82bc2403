// What the model writes on from the prompt, each token coloured by its probability; of a task that has answers, rows of
// the validation set with what was answered. A token that is pointed at or chosen by the arrow keys shows what else
// could have stood there.

/** @import { Arrays, Frame, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { Written } from "../../../live/web/panels/written.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { besides } from "./forced.js";
import { label, percent, surprise } from "./tokens.js";
import { rowsOf } from "./rows.js";
import { Verdict } from "./verdict.js";

/** @typedef {"temperature" | "top_k" | "top_p"} Name */
/** @type {{ name: Name, min: number, max: number, step: number, digits: number }[]} */
const SLIDERS = [
  { name: "temperature", min: 0, max: 2, step: 0.05, digits: 2 },
  { name: "top_k", min: 0, max: 20, step: 1, digits: 0 },
  { name: "top_p", min: 0.05, max: 1, step: 0.05, digits: 2 },
];

const LONG = 5; // letters of a word, about

export class Samples extends Written {
  place = -1; // the token of the continuation that is meant

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.another = tool(
      t,
      "sample-again",
      () => this.subject.set({ again: (this.subject.now.again + 1) % 1000 }),
    );
    this.beside = toggle("forced", wordsOf(t, "forced"), false, () => {
      this.view.watch.changed();
      this.again();
    });
    this.tools.append(this.beside, this.another);
    this.forced = el("div", { class: "ls-seq-forced", "data-forced": "" });
    const keys = {
      tabindex: 0,
      role: "application",
      "data-ls-keys": "arrows",
      "aria-label": t["samples.label"],
    };
    this.text = el("div", { class: "ls-seq-text", "data-samples": "", ...keys });
    this.text.addEventListener("pointerover", ({ target }) => this.over(target));
    this.text.addEventListener("click", ({ target }) => this.over(target));
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.others = el("p", { class: "ls-map-read ls-seq-others", role: "status" });
    this.rows = el("div", { class: "ls-seq-rows" });
    this.verdict = new Verdict(view, this.subject);
    this.root.append(
      this.verdict.root,
      el("div", { class: "ls-seq-scroll" }, this.text, this.forced, this.rows),
      this.others,
      this.controls(),
    );
    this.subject.chosen.watch(() => this.place = -1);
  }

  controls() {
    const t = this.texts;
    return el(
      "div",
      { class: "ls-seq-how" },
      ...SLIDERS.map(({ name, min, max, step, digits }) => {
        const value = el("output", { class: "ls-range-value" });
        const show = () => {
          const now = this.subject.now[name];
          setText(value, name === "top_k" && !now ? t["samples.all"] : now.toFixed(digits));
        };
        const range = el("input", {
          type: "range",
          class: "ls-range",
          min,
          max,
          step,
          value: this.subject.now[name],
          "data-action": name,
          "aria-label": t[`samples.${name}`],
          on: {
            input: () => {
              this.subject.set({ [name]: Number(range.value) });
              show();
            },
          },
        });
        show();
        const said = { class: "ls-seq-slider", "data-tip": t[`tip.samples.${name}`] };
        return el("label", said, el("span", { text: t[`samples.${name}`] }), range, value);
      }),
    );
  }

  options() {
    return isOn(this.beside) ? { ...this.subject.how, forced: 1 } : this.subject.how;
  }

  /** @returns {Record<string, import("../../../live/web/types.d.ts").Options>} */
  also() {
    return this.verdict.also();
  }

  get loners() {
    return ["mistakes"];
  }

  get leading() {
    return "samples.ids";
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.subject.describe(meta);
    this.beside.hidden = !meta.describe.continues;
    this.verdict.describe(meta);
    super.describe(meta);
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    this.verdict.mistakes = arrays.mistakes ?? this.verdict.mistakes;
    return super.draw(arrays, frame);
  }

  tick() {
    this.verdict.tick();
    return super.tick();
  }

  clear() {
    this.place = -1;
    this.text.replaceChildren();
    this.rows.replaceChildren();
    this.forced.replaceChildren();
  }

  /** @param {number} id */
  name(id) {
    return this.meta.describe.symbols[id] ?? "";
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const { colours } = this.view;
    const start = arrays["samples.start"][0];
    const spaced = this.meta.describe.symbols.some((/** @type {string} */ one) => [...one].length > 1);
    const tokens = Array.from(arrays["samples.ids"], (id, i) => {
      const name = this.name(id);
      const node = el("span", {
        class: "ls-seq-token",
        text: name === "\n" ? "↵\n" : spaced ? `${name} ` : name,
      });
      if (i < start) node.classList.add("ls-seq-given");
      else {
        setAttribute(node, "data-at", i - start);
        const p = arrays["samples.chances"][i - start];
        node.style.background = css(mix(colours.background, colours.positive, 0.75 * surprise(p)));
      }
      return node;
    });
    this.text.replaceChildren(...tokens);
    const beside = isOn(this.beside)
      ? besides(arrays, (id) => label(this.name(id)), this.texts, colours)
      : [];
    this.forced.replaceChildren(...beside);
    const shape = arrays["rows.ids"]?.shape;
    const words = this.meta.describe.words.length > 0;
    this.rows.classList.toggle("ls-seq-spaced", words);
    const wide = 3 + 0.62 * (words ? LONG : 1) * (shape ? shape[1] : 0);
    this.rows.style.setProperty("--ls-seq-row", `${wide}em`);
    this.rows.replaceChildren(...rowsOf(arrays, (id) => label(this.name(id)), this.texts));
    this.mark();
  }

  /** @param {EventTarget | null} target */
  over(target) {
    const at = target instanceof HTMLElement ? target.dataset.at : undefined;
    if (at === undefined) return;
    this.place = Number(at);
    this.mark();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const last = (this.arrays?.["samples.chances"].length ?? 0) - 1;
    if (!by || last < 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.place = Math.min(last, Math.max(0, this.place + by));
    this.mark();
  }

  /** The token that is meant, and what else could have stood there. */
  mark() {
    const { arrays, place, texts: t } = this;
    for (const one of this.text.querySelectorAll(".ls-seq-token")) {
      one.classList.toggle("ls-seq-meant", one.getAttribute("data-at") === String(place));
    }
    const chance = arrays?.["samples.chances"][place];
    if (!arrays || chance === undefined) return setText(this.others, t["samples.hint"]);
    const each = arrays["samples.others"].shape[1];
    const id = arrays["samples.ids"][arrays["samples.start"][0] + place];
    const others = Array.from({ length: each }, (_, k) => {
      const at = place * each + k;
      const said = { token: label(this.name(arrays["samples.others"][at])) };
      return fill(t["samples.other"], { ...said, share: percent(arrays["samples.other_chances"][at]) });
    });
    const told = { token: label(this.name(id)), share: percent(chance), others: others.join("  ") };
    setText(this.others, fill(t["samples.told"], told));
  }
}
