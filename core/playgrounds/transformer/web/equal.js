// How large the model is, and a button that makes it as large as the model of another kind that was here before.

/** @import { Json, Meta, Texts } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setText, tool } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";

/** @typedef {{ kind: string, label: string, params: number, data: string }} Size */

/** @type {{ last: Size | null, former: Size | null, fitted: string }} */
// `fitted`: the last answer, as pair() has it.
const seen = { last: null, former: null, fitted: "" }; // as long as the page lives

/**
 * That of all widths the one with `params` parameters comes nearest to `count`.
 * @param {number} count
 * @param {number} params
 */
const pair = (count, params) => `${count} ${params}`;

/**
 * The model of another kind that was here before this one, on the same data.
 * @param {typeof seen} kept is brought up to date
 * @param {Size} now
 */
export function formerOf(kept, now) {
  if (kept.last && kept.last.data !== now.data) kept.former = null;
  else if (kept.last && kept.last.kind !== now.kind) kept.former = kept.last;
  kept.last = now;
  return kept.former?.kind === now.kind ? null : kept.former;
}

export class Equal {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Texts} */ this.texts = view.texts;
    /** @type {Size | null} */ this.former = null;
    this.words = el("span", { "data-size": "" });
    this.button = tool(this.texts, "equal-parameters", () => this.ask());
    this.root = el("span", { class: "ls-quiet ls-seq-size" }, this.words, this.button);
  }

  /** @param {Meta} meta */
  describe({ describe, config }) {
    this.root.hidden = describe.members.length > 0;
    if (this.root.hidden) return;
    const { kind, label, params } = describe.models[0];
    const data = JSON.stringify([describe.dataset, describe.symbols.length, describe.context]);
    this.former = formerOf(seen, { kind, label, params, data });
    const count = this.former?.params ?? 0;
    const done = params === count || pair(count, params) === seen.fitted;
    this.button.hidden = !this.former || done;
    const said = { model: label, params: whole(params), width: config.width };
    const key = this.former ? done ? "equal.done" : "equal.ask" : "equal.alone";
    setText(this.words, fill(this.texts[key], { ...said, ...this.other() }));
  }

  other() {
    return this.former ? { former: this.former.label, count: whole(this.former.params) } : {};
  }

  ask() {
    if (!this.former) return;
    const count = this.former.params;
    this.view.ask("probe", "equal", { parameters: count }, (answer) => {
      if (!answer) return;
      if (!answer.ok) return this.view.transport.notice(answer.text);
      /** @type {Json} */ const { width, parameters } = answer.value;
      seen.fitted = pair(count, parameters);
      if (width !== this.view.meta?.config.width) return this.view.edit({ width });
      if (this.view.meta) this.describe(this.view.meta); // no other width comes nearer
    });
  }
}
