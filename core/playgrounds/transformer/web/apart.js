// The token that is pointed at, taken apart: what the model computes of it, stage by stage, forwards and back.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Stage } from "./stages.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { Written } from "../../../live/web/panels/written.js";
import { numberOf, partOf } from "./parts.js";
import { stagesOf } from "./stages.js";
import { Strip } from "./strip.js";
import { logitTable, scoreTable, unitTable } from "./tables.js";
import { label } from "./tokens.js";

/** @type {Record<string, number>} */
const KEYS = { ArrowLeft: -1, ArrowRight: 1 };

const OWN = ["qkv_cross", "scores_cross", "scores_encoder"]; // stages that read otherwise there

export class Apart extends Written {
  at = 0; // the stage that is shown
  /** @type {Strip[]} */ strips = [];

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.back = tool(t, "stage-back", () => this.step(-1));
    this.next = tool(t, "stage-next", () => this.step(1));
    this.left = tool(t, "token-before", () => this.move(-1));
    this.right = tool(t, "token-next", () => this.move(1));
    this.tools.append(this.left, this.right, this.back, this.next);
    this.who = el("p", { class: "ls-seq-who", role: "status" });
    this.list = el("ol", { class: "ls-seq-stages" });
    const keys = {
      tabindex: 0,
      role: "application",
      "data-ls-keys": "arrows",
      "aria-label": t["apart.label"],
    };
    this.words = el("p", { class: "ls-seq-words", "data-stage-words": "" });
    this.body = el("div", { class: "ls-seq-strips" });
    this.table = el("div", { class: "ls-seq-scroll ls-seq-table" });
    this.sheet = el("div", { class: "ls-seq-sheet", ...keys }, this.words, this.body, this.table);
    this.sheet.addEventListener("keydown", (event) => this.key(event));
    this.root.append(this.who, this.list, this.sheet);
  }

  options() {
    return this.subject.place;
  }

  get leading() {
    return "apart.where";
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.subject.describe(meta);
    super.describe(meta);
  }

  /** @param {number} by */
  step(by) {
    this.at = Math.max(0, this.at + by);
    this.again();
  }

  /**
   * The token before or after.
   * @param {number} by
   */
  move(by) {
    const where = this.arrays?.["apart.where"];
    const count = this.arrays?.["apart.ids"].length ?? 0;
    if (where) this.subject.set({ position: Math.min(count - 1, Math.max(0, where[0] + by)) });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = KEYS[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) this.move(by);
    else this.step(by);
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const t = this.texts;
    const stages = stagesOf(arrays);
    this.at = Math.min(this.at, stages.length - 1);
    const [position, layer, head] = arrays["apart.where"];
    const token = label(this.meta.describe.symbols[arrays["apart.ids"][position]]);
    const { model } = this.subject;
    const part = partOf(model, layer);
    const place = { token, position: position + 1, layer: numberOf(model, layer), head: head + 1 };
    const who = part === "layer"
      ? arrays["apart.q"] ? "apart.who" : "apart.who_recurrent"
      : `apart.who_${part}`;
    setText(this.who, fill(t[who], place));
    this.listed(stages);
    const stage = stages[this.at];
    const key = OWN.includes(`${stage.key}_${part}`) ? `${stage.key}_${part}` : stage.key;
    setText(this.words, fill(t[`apart.${key}`], { ...place, ...stage.numbers }));
    setAttribute(this.back, "aria-disabled", this.at === 0);
    setAttribute(this.next, "aria-disabled", this.at === stages.length - 1);
    this.shown(stage);
    this.table.replaceChildren(...this.tabled(stage, arrays));
  }

  /** @param {Stage[]} stages */
  listed(stages) {
    const t = this.texts;
    const keys = stages.map(({ key }) => key).join();
    if (this.list.dataset.keys !== keys) {
      this.list.dataset.keys = keys;
      this.list.replaceChildren(...stages.map(({ key }, i) => {
        const click = () => {
          this.at = i;
          this.again();
        };
        const text = t[`apart.name.${key}`];
        return el(
          "li",
          {},
          el("button", {
            type: "button",
            class: "ls-seq-stage",
            "data-stage-name": key,
            text,
            on: { click },
          }),
        );
      }));
    }
    [...this.list.children].forEach((one, i) => {
      if (one.firstElementChild) {
        setAttribute(one.firstElementChild, "aria-current", i === this.at ? "step" : "false");
      }
    });
  }

  /** @param {Stage} stage */
  shown({ strips }) {
    while (this.strips.length < strips.length) this.strips.push(new Strip());
    if (this.body.childElementCount !== strips.length) {
      this.body.replaceChildren(...this.strips.slice(0, strips.length).map(({ root }) => root));
    }
    strips.forEach(({ name, values }, i) => {
      this.strips[i].show(this.texts[`apart.vector.${name}`], values, this.view.colours);
    });
  }

  /** @param {Stage} stage @param {Arrays} arrays */
  tabled(stage, arrays) {
    const symbols = this.meta.describe.symbols;
    if (stage.table === "scores") {
      const all = partOf(this.subject.model, arrays["apart.where"][1]) === "layer";
      return [scoreTable(arrays, symbols, stage.key, this.texts, this.view.colours, all)];
    }
    if (stage.table === "units") return [unitTable(arrays["apart.units"], this.texts)];
    if (stage.table === "logits") return [logitTable(arrays, symbols, this.texts)];
    return [];
  }
}
