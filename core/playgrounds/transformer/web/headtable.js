// What each head does: how far back it looks, its named scores, and what is lost without it.

/** @import { Arrays, Meta, Spec, Texts } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { el, fill, setText, tool } from "../../../live/web/dom.js";
import { fixed, loss } from "../../../live/web/format.js";
import { Written } from "../../../live/web/panels/written.js";
import { whichOf } from "./parts.js";
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
    this.tools.append(this.all);
    this.root.append(el("div", { class: "ls-seq-wide" }, table), this.words);
    this.subject.chosen.watch(() => this.again());
  }

  options() {
    return { model: this.subject.attending.kind ?? "transformer", round: this.round };
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
    const {
      "heads.profile": profile,
      "heads.scores": scores,
      "heads.without": without,
      "heads.whole": whole,
    } = arrays;
    const [layers, heads, distances] = profile.shape;
    const answers = this.meta.describe.answers;
    const { attending } = this.subject;
    const divided = attending.parts.includes("cross"); // rows of which no half repeats the other
    const focus = document.activeElement instanceof HTMLElement
      ? document.activeElement.dataset.zero
      : undefined;
    this.body.replaceChildren(...Array.from({ length: layers * heads }, (_, i) => {
      const [layer, head] = [Math.floor(i / heads), i % heads];
      const three = scores.subarray(3 * i, 3 * i + 3);
      const name = whichOf(attending, layer, head, t);
      const choose = {
        type: "button",
        class: "ls-seq-link",
        text: name,
        on: { click: () => this.subject.set({ layer, head }) },
      };
      const box = el("input", {
        type: "checkbox",
        "data-zero": `${layer}.${head}`,
        "aria-label": fill(t["heads.zero_which"], { which: name }),
        on: { change: () => this.subject.toggle(layer, head) },
      });
      box.checked = this.subject.isOff(layer, head);
      const right = answers ? fill(t["value.percent"], { value: percent(without[2 * i + 1] || 0) }) : "–";
      /** @type {(string | HTMLElement)[]} */
      const cells = [
        el("button", choose),
        bars(profile.subarray(i * distances, (i + 1) * distances)),
        ...Array.from(three, (one) => divided ? t["heads.none"] : fixed(one, 2)),
        nameOf(three, t),
        more(without[2 * i] - whole[2 * i]),
        right,
        box,
      ];
      return el("tr", {}, ...cells.map((cell) => el("td", {}, cell)));
    }));
    if (focus) /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-zero="${focus}"]`))?.focus();
    this.all.hidden = !this.subject.now.off.length;
    const told = { loss: loss(whole[0]), right: percent(whole[1] || 0) };
    setText(this.words, fill(t[answers ? "heads.words" : "heads.words_text"], told));
  }
}

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
