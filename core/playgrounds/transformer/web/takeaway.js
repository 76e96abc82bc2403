// Heads are taken away by a button; a choice says whether nothing stands in their place or what they say on average.

/** @import { Texts } from "../../../live/web/types.d.ts" */
/** @import { Subject } from "./subject.js" */
import { setAttribute, setText } from "../../../live/web/dom.js";
import { select, toggle, wordsOf } from "../../../live/web/widgets/controls.js";

const WAYS = ["zero", "mean"];

/**
 * The choice between zero and the mean; it follows the subject.
 * @param {Texts} t
 * @param {Subject} subject
 */
export function wayOf(t, subject) {
  const says = { label: t["heads.by"], tip: t["tip.heads.by"] };
  const node = select("take-away-by", says, WAYS.map((one) => [one, t[`heads.by_${one}`]]), (by) => {
    subject.set({ by: by === "mean" ? "mean" : "zero" });
  });
  subject.chosen.watch(({ by }) => node.value = by);
  return node;
}

/**
 * The button for the head that is looked at, which follows the subject.
 * @param {Texts} t
 * @param {Subject} subject
 */
export function takeAway(t, subject) {
  const node = toggle("zero-head", wordsOf(t, "zero-head"), false, () => {
    const { layer, head } = subject.now;
    subject.toggle(layer, head);
  });
  const follow = () => {
    const { layer, head, by } = subject.now;
    setAttribute(node, "aria-pressed", subject.isOff(layer, head));
    setText(node, t[`action.${by}-head`]);
    setAttribute(node, "data-tip", t[`tip.${by}-head`]);
  };
  subject.chosen.watch(follow);
  return node;
}
