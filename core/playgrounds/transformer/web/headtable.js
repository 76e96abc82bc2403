// What each head does: how far back it looks, its named scores now and over time, and what is lost without it, or
// without all heads of a layer.

/** @import { Arrays, Meta, Spec, Texts } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setText, tool } from "../../../live/web/dom.js";
import { fixed, loss } from "../../../live/web/format.js";
import { Written } from "../../../live/web/panels/written.js";
import { Scores } from "./scores.js";
import { wayOf } from "./takeaway.js";
import { partOf, partText, whichOf } from "./parts.js";
import { percent } from "./tokens.js";

const LEAST = 0.3; // the score from which a head has a name
const NAMES = ["before", "followed", "same"];

/**
 * What a head is called by its scores: the highest, where it says something.
 * @param {ArrayLike<number>} scores
 * @param {Texts} t
 */
export function nameOf(scores, t) {
  let best = 0;
  for (let i = 1; i < NAMES.length; i += 1) if (scores[i] > scores[best]) best = i;
  return scores[best] >= LEAST ? t[`heads.${NAMES[best]}`] : t["heads.none"];
}

export class HeadTable extends Written {
  round = 0; // rises while heads are to be tried and no update comes

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.words = el("p", { class: "ls-map-read" });
    this.body = el("tbody", {});
    const t = this.texts;
    const names = ["head", "profile", "before", "followed", "same", "name", "loss", "right", "zero"];
    const head = names.map((name) =>
      el("th", { scope: "col", text: t[`heads.column.${name}`], "data-tip": t[`tip.heads.${name}`] })
    );
    const table = el(
      "table",
      { class: "ls-seq-numbers-table" },
      el("thead", {}, el("tr", {}, ...head)),
      this.body,
    );
    this.all = tool(t, "heads-all", () => this.subject.set({ off: [] }));
    this.tools.append(wayOf(t, this.subject), this.all);
    this.now = el("p", { class: "ls-map-read", role: "status", "data-heads-now": "" });
    this.scores = new Scores(view);
    this.root.append(
      el(
        "div",
        { class: "ls-seq-beside" },
        el("div", { class: "ls-seq-wide" }, table),
        this.scores.root,
      ),
      this.words,
      this.now,
    );
    this.subject.chosen.watch(() => this.again());
  }

  options() {
    const { layer, head, by } = this.subject.now;
    return {
      ...this.subject.without,
      model: this.subject.attending.kind ?? "transformer",
      by,
      layer,
      head,
      round: this.round,
    };
  }

  get leading() {
    return "heads.profile";
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.subject.describe(meta);
    this.root.hidden = !this.subject.attends;
    super.describe(meta);
  }

  clear() {
    this.body.replaceChildren();
  }

  /**
   * @param {Arrays} arrays
   * @param {import("../../../live/web/types.d.ts").Frame} frame
   */
  draw(arrays, frame) {
    if (!super.draw(arrays, frame)) return false;
    if (frame.status !== "running" && arrays["heads.left"][0]) {
      this.round = (this.round + 1) % 1e9;
      this.view.watch.changed();
    }
    return true;
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const t = this.texts;
    const [layers, heads] = arrays["heads.profile"].shape;
    const { answers } = this.meta.describe;
    const focus = document.activeElement instanceof HTMLElement
      ? document.activeElement.dataset.zero
      : undefined;
    this.body.replaceChildren(
      ...Array.from({ length: layers }, (_, layer) => [
        ...Array.from({ length: heads }, (_, head) => this.line(arrays, layer, head)),
        ...(heads > 1 ? [this.layer(arrays, layer, heads)] : []),
      ]).flat(),
    );
    if (focus) /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-zero="${focus}"]`))?.focus();
    this.all.hidden = !this.subject.now.off.length;
    const [loss_, right, lossNow, rightNow] = arrays["heads.now"];
    const told = { loss: loss(loss_), right: percent(right || 0) };
    setText(this.words, fill(t[answers ? "heads.words" : "heads.words_text"], told));
    const now = { loss: loss(lossNow), right: percent(rightNow || 0) };
    const off = Number.isFinite(lossNow) && this.subject.now.off.length;
    setText(this.now, off ? fill(t[answers ? "heads.now" : "heads.now_text"], now) : "");
    const { layer, head } = this.subject.now;
    this.scores.root.hidden = Boolean(this.subject.attending.parts?.includes("cross")); // it has no such scores
    this.scores.show(arrays["heads.when"], arrays["heads.past"], { layer, head });
  }

  /** @param {Arrays} arrays @param {number} layer @param {number} head */
  line(arrays, layer, head) {
    const t = this.texts;
    const { "heads.profile": profile, "heads.without": without, "heads.whole": whole } = arrays;
    const [, heads, distances] = profile.shape;
    const i = layer * heads + head;
    const three = arrays["heads.scores"].subarray(3 * i, 3 * i + 3);
    const { now, attending } = this.subject;
    const which = whichOf(attending, layer, head, t);
    const ahead = ["encoder", "cross"].includes(partOf(attending, layer)); // not back, or into another sequence
    const divided = attending.parts?.includes("cross"); // rows of which no half repeats the other
    const choose = el("button", {
      type: "button",
      class: "ls-seq-link",
      text: which,
      "aria-pressed": String(now.layer === layer && now.head === head),
      on: { click: () => this.subject.set({ layer, head }) },
    });
    const box = this.box(
      `${layer}.${head}`,
      fill(t["heads.zero_which"], { which }),
      this.subject.isOff(layer, head),
      () => this.subject.toggle(layer, head),
    );
    return row([
      choose,
      ahead ? t["heads.none"] : bars(profile.subarray(i * distances, (i + 1) * distances)),
      ...Array.from(three, (one) => divided ? t["heads.none"] : fixed(one, 2)),
      nameOf(three, t),
      more(without[2 * i] - whole[2 * i]),
      this.right(without[2 * i + 1]),
      box,
    ]);
  }

  /** All heads of a layer. @param {Arrays} arrays @param {number} layer @param {number} heads */
  layer(arrays, layer, heads) {
    const t = this.texts;
    const [whole, , without, right] = arrays["heads.layers"].subarray(4 * layer, 4 * layer + 4);
    const { attending } = this.subject;
    const box = this.box(
      String(layer),
      partText(attending, layer, t, "heads.zero_layer"),
      this.subject.isLayerOff(layer, heads),
      () => this.subject.toggleLayer(layer, heads),
    );
    const cells = [
      partText(attending, layer, t, "heads.layer"),
      "",
      "",
      "",
      "",
      "",
      more(without - whole),
      this.right(right),
      box,
    ];
    const node = row(cells);
    node.classList.add("ls-seq-layer");
    return node;
  }

  /** @param {number} share */
  right(share) {
    const told = this.meta.describe.answers && Number.isFinite(share);
    return told ? fill(this.texts["value.percent"], { value: percent(share) }) : "–";
  }

  /** @param {string} which @param {string} label @param {boolean} on @param {() => void} change */
  box(which, label, on, change) {
    const attributes = { type: "checkbox", "data-zero": which, "aria-label": label, on: { change } };
    const node = el("input", attributes);
    node.checked = on;
    return node;
  }
}

/** @param {(string | HTMLElement)[]} cells */
const row = (cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, cell)));

/**
 * A loss that comes on top, with its sign.
 * @param {number} by
 */
const more = (by) => Number.isFinite(by) ? `${by > 0 ? "+" : ""}${fixed(by, 3)}` : "–";

/** @param {Iterable<number>} shares how much of the weight lies 0, 1, … places back */
function bars(shares) {
  const each = [...shares].map((share) => {
    const node = el("i", {});
    node.style.height = `${Math.round(100 * Math.min(1, share))}%`;
    return node;
  });
  return el("span", { class: "ls-seq-profile", "aria-hidden": "true" }, ...each);
}
