// One sentence on what the model can do at its present loss. It changes with a measurement, not with every update.

/** @import { Frame, Meta, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { sentenceOf } from "./looks.js";
import { percent } from "./tokens.js";
import { perNat, unit } from "./unit.js";

export class Verdict {
  /** @type {Meta | null} */ meta = null;
  /** @type {Wire | null} */ mistakes = null;
  said = ""; // what the sentence depends on

  /**
   * @param {View} view
   * @param {Subject} subject
   */
  constructor(view, subject) {
    this.view = view;
    this.subject = subject;
    this.root = el("p", { class: "ls-seq-verdict-words", role: "status", "data-looks": "" });
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (meta.build !== this.meta?.build) this.mistakes = null;
    this.meta = meta;
    this.said = "";
  }

  /**
   * The views that are needed besides.
   * @returns {Record<string, import("../../../live/web/types.d.ts").Options>}
   */
  also() {
    const { model } = this.subject.asked;
    return this.meta?.describe.dataset === "addition" ? { mistakes: model ? { model } : {} } : {};
  }

  tick() {
    const { frame } = this.view;
    const { meta, mistakes } = this;
    if (!meta || !frame || frame.build !== meta.build) return;
    const kind = meta.describe.members.length ? `.${this.subject.model.kind}` : "";
    const number = (/** @type {string} */ name) => {
      const found = `${name}${kind}` in meta.metrics ? frame.metrics[`${name}${kind}`] : null;
      return found ?? NaN;
    };
    const loss = number("val_loss");
    const depends = [kind, loss, unit.value, ...(mistakes ?? [])].join(" ");
    if (depends === this.said) return;
    this.said = depends;
    const known = {
      loss,
      mistakes,
      train: number("train_loss"),
      blind: number("blind_loss"),
      symbols: number("val_accuracy"),
      exact: number("exact_accuracy"),
      learned: number("train_accuracy"),
    };
    const key = sentenceOf(known, meta);
    setAttribute(this.root, "data-looks", key);
    const told = (/** @type {number} */ nats) =>
      fill(this.view.texts[`looks.${unit.value}`], { value: fixed(nats * perNat(), 2) });
    const [tried, wrong, carries] = Array.from(mistakes ?? [0, 0, 0]);
    const values = {
      loss: told(loss),
      train: told(known.train),
      blind: told(known.blind),
      symbols: percent(known.symbols),
      exact: percent(known.exact),
      tried,
      wrong,
      carries,
    };
    setText(this.root, key ? fill(this.view.texts[`looks.${key}`], values) : "");
  }
}
