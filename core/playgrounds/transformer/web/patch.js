// Activation patching: two prompts, and what it is worth to carry one place of the stream over from one to the other.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { Written } from "../../../live/web/panels/written.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { PatchMap } from "./patchmap.js";
import { partText } from "./parts.js";
import { Prompts } from "./prompts.js";
import { chanceTable } from "./tables.js";
import { label, likeliest, percent } from "./tokens.js";

const TOKENS = 6; // likeliest ones of each of the three
const LIKELIEST = "-1"; // the answer that follows the other prompt

export class Patch extends Written {
  round = 0; // rises while cells are to be done and no update comes
  /** @type {{ layer: number, position: number } | null} */ cell = null;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.measure = select("patch-measure", { label: t["patch.measure"], tip: t["tip.patch.measure"] }, [
      ["difference", t["patch.difference"]],
      ["chance", t["patch.chance"]],
    ], () => this.again());
    this.answer = select("patch-answer", { label: t["patch.answer"], tip: t["tip.patch.answer"] }, [], () => {
      this.asks();
    });
    this.tools.append(this.measure, this.answer);
    this.prompts = new Prompts(view, () => {
      this.cell = null;
      this.asks();
    });
    this.map = new PatchMap(view, (layer, position) => {
      this.cell = { layer, position };
      this.asks();
    });
    this.read = el("p", { class: "ls-map-read", role: "status", "data-patch-read": "" });
    this.table = el("div", { class: "ls-seq-wide", "data-patch-table": "" });
    this.root.append(
      this.prompts.root,
      el("div", { class: "ls-seq-beside" }, this.map.root, this.table),
      this.read,
    );
  }

  asks() {
    this.view.watch.changed();
    this.view.wake();
  }

  options() {
    const answer = Number(this.answer.value || LIKELIEST);
    return {
      ...this.prompts.asked,
      ...this.cell,
      ...(answer >= 0 ? { answer } : {}),
      model: this.subject.attending.kind ?? "transformer",
      round: this.round,
    };
  }

  get leading() {
    return "patch.into";
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.subject.describe(meta);
    this.root.hidden = !this.subject.attends;
    if (meta.build !== this.meta?.build) this.cell = null;
    super.describe(meta);
    const { symbols, grouped } = meta.describe;
    const divides = this.subject.attending.kind === "encdec";
    this.prompts.describe([...symbols, ...grouped], meta.describe.words.length > 0, divides);
    offer(this.answer, [
      [LIKELIEST, this.texts["patch.likeliest"]],
      ...symbols.map((/** @type {string} */ one, /** @type {number} */ id) => [String(id), label(one)]),
    ]);
  }

  clear() {
    this.map.clear();
    this.table.replaceChildren();
  }

  /**
   * @param {Arrays} arrays
   * @param {import("../../../live/web/types.d.ts").Frame} frame
   */
  draw(arrays, frame) {
    if (!super.draw(arrays, frame)) return false;
    if (frame.status !== "running" && arrays["patch.left"]?.[0]) {
      this.round = (this.round + 1) % 1e9;
      this.view.watch.changed();
    }
    return true;
  }

  /** @param {number} id */
  name(id) {
    return label(this.meta.describe.symbols[id] ?? "");
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const t = this.texts;
    const named = (/** @type {string} */ which) => Array.from(arrays[which], (id) => this.name(id));
    const [from, into] = [named("patch.from"), named("patch.into")];
    this.prompts.show(arrays, this.meta.describe.symbols);
    const there = Boolean(arrays["patch.difference"]);
    for (const one of [this.map.root, this.table]) one.hidden = !there;
    if (!there) return setText(this.read, "");
    const which = this.measure.value === "chance" ? "chance" : "difference";
    const [layer, position] = arrays["patch.cell"];
    const values = arrays[`patch.${which}`];
    const count = values.shape[1];
    const cut = [from, into].map((tokens) => tokens.slice(-count));
    const at = layer * count + position;
    const { attending } = this.subject;
    const names = Array.from(
      { length: values.shape[0] },
      (_, l) => l ? partText(attending, l - 1, t, "patch.behind") : t["lens.start"],
    );
    this.map.show(values, cut[0], cut[1], { layer, position, which, names });
    const [answer, against] = Array.from(arrays["patch.answers"], (id) => this.name(id));
    const ends = arrays["patch.ends"];
    const change = arrays["patch.difference"][at];
    const place = {
      answer,
      against,
      position: position + 1,
      token: cut[0][position],
      before: fixed(ends[0], 2),
      after: fixed(ends[0] + change, 2),
      other: fixed(ends[2], 2),
      share: percent(ends[1]),
      then: percent(Math.max(0, ends[1] + arrays["patch.chance"][at])),
      there: percent(ends[3]),
    };
    const key = Number.isFinite(change) ? "patch.told_start" : "patch.working";
    const behind = layer && Number.isFinite(change);
    setText(this.read, behind ? partText(attending, layer - 1, t, "patch.told", place) : fill(t[key], place));
    this.tabled(arrays);
  }

  /** What follows before and after, and in the other prompt: the likeliest of each. @param {Arrays} arrays */
  tabled({ "patch.chances": chances, "patch.answers": answers }) {
    const [, count] = chances.shape;
    const three = [0, 1, 2].map((i) => chances.subarray(i * count, (i + 1) * count));
    const shown = new Set(Array.from(answers));
    for (const one of three) for (const id of likeliest(one, 3)) shown.add(id);
    const ids = [...shown].sort((a, b) => three[2][b] - three[2][a] || a - b).slice(0, TOKENS + 2);
    const heads = ["before", "after", "other"].map((name) => this.texts[`patch.column.${name}`]);
    const rows = ids.map((id) => ({ name: this.name(id), chances: three.map((one) => one[id]) }));
    this.table.replaceChildren(chanceTable([this.texts["apart.head.token"], ...heads], rows));
  }
}
