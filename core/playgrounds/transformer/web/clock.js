// What arithmetic modulo p becomes: the table of right and wrong answers, the frequencies in the embedding, and the
// circle on which the numbers lie.

/** @import { Arrays, Box, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el, fill, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { CanvasPanel } from "../../../live/web/panels/canvas.js";

const [WRONG, RIGHT, NOT_YET] = [0, 1, 2];
const GAP = 24; // px between two of the three

/**
 * How many of those that are kept apart, and of those that are learned from, are right.
 * @param {ArrayLike<number>} right
 * @param {ArrayLike<number>} learned
 */
export function counted(right, learned) {
  const found = { kept: 0, keptRight: 0, learned: 0, learnedRight: 0 };
  for (let i = 0; i < right.length; i += 1) {
    if (right[i] !== WRONG && right[i] !== RIGHT) continue;
    found[learned[i] ? "learned" : "kept"] += 1;
    found[learned[i] ? "learnedRight" : "keptRight"] += right[i];
  }
  return found;
}

export class Clock extends CanvasPanel {
  round = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.stage.classList.add("ls-seq-plot");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", spec.title);
    this.words = el("p", { class: "ls-map-read", role: "status" });
    this.root.append(this.words);
  }

  options() {
    const { model } = this.subject.asked;
    return { ...(model ? { model } : {}), round: this.round };
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.subject.describe(meta);
    this.root.hidden = meta.describe.dataset !== "modular";
    super.describe(meta);
  }

  /**
   * @param {Arrays} arrays
   * @param {import("../../../live/web/types.d.ts").Frame} frame
   */
  draw(arrays, frame) {
    if (!arrays["clock.right"]) return false;
    if (frame.status !== "running" && arrays["clock.left"][0]) {
      this.round = (this.round + 1) % 1e9;
      this.view.watch.changed();
    }
    return super.draw(arrays, frame);
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const { clientWidth, clientHeight } = this.stage;
    const head = 1.6 * this.view.colours.type;
    const stacked = clientWidth < 560;
    const each = stacked ? clientWidth : (clientWidth - 2 * GAP) / 3;
    const tall = stacked ? clientHeight / 3 : clientHeight;
    const boxes = [0, 1, 2].map((i) => ({
      left: stacked ? 0 : i * (each + GAP),
      top: (stacked ? i * tall : 0) + head,
      wide: each,
      tall: tall - head - 6,
    }));
    const t = this.texts;
    const frequency = arrays["clock.frequency"][0];
    this.entitled(boxes[0], t["clock.table"]);
    this.entitled(boxes[1], t["clock.power"]);
    this.entitled(boxes[2], fill(t["clock.circle"], { frequency }));
    this.table(boxes[0], arrays);
    this.power(boxes[1], arrays);
    this.circle(boxes[2], arrays);
    const { kept, keptRight, learned, learnedRight } = counted(
      arrays["clock.right"],
      arrays["clock.learned"],
    );
    const share = fixed(100 * arrays["clock.power"][frequency - 1], 0);
    setText(this.words, fill(t["clock.words"], { kept, keptRight, learned, learnedRight, frequency, share }));
  }

  /** @param {Box} box @param {string} text */
  entitled({ left, top, wide }, text) {
    const { context, view: { colours } } = this;
    context.fillStyle = css(colours.text);
    context.font = `600 ${colours.type}px ${colours.font}`;
    context.textAlign = "left";
    context.textBaseline = "bottom";
    context.fillText(text, left, top - 4, wide);
  }

  /** @param {Box} box @param {Arrays} arrays */
  table({ left, top, wide, tall }, { "clock.right": right, "clock.learned": learned }) {
    const { context, view: { colours } } = this;
    const p = right.shape[0];
    const side = Math.min(wide, tall) / p;
    const ground = mix(colours.background, colours.text, 0.06);
    for (let a = 0; a < p; a += 1) {
      for (let b = 0; b < p; b += 1) {
        const i = a * p + b;
        const full = right[i] === RIGHT ? colours.negative : right[i] === WRONG ? colours.positive : ground;
        const strong = right[i] >= NOT_YET ? 1 : learned[i] ? 0.4 : 1;
        context.fillStyle = css(mix(ground, full, strong));
        context.fillRect(left + b * side, top + a * side, side, side);
      }
    }
  }

  /** @param {Box} box @param {Arrays} arrays */
  power({ left, top, wide, tall }, { "clock.power": power, "clock.frequency": frequency }) {
    const { context, view: { colours } } = this;
    const most = Math.max(...power, 1e-9);
    const each = wide / power.length;
    const room = 1.4 * colours.type;
    power.forEach((share, i) => {
      const high = (tall - room) * share / most;
      context.fillStyle = css(i + 1 === frequency[0] ? colours.positive : colours.negative);
      context.fillRect(left + i * each, top + tall - room - high, Math.max(1, each - 1), high);
    });
    context.fillStyle = css(colours.muted);
    context.font = `${colours.type}px ${colours.font}`;
    context.textBaseline = "bottom";
    context.fillText("1", left, top + tall);
    context.textAlign = "right";
    context.fillText(String(power.length), left + wide, top + tall);
  }

  /** @param {Box} box @param {Arrays} arrays */
  circle({ left, top, wide, tall }, { "clock.circle": circle }) {
    const { context, view: { colours } } = this;
    let most = 1e-9;
    circle.forEach((value) => most = Math.max(most, Math.abs(value)));
    const half = Math.min(wide, tall) / 2;
    context.font = `${0.8 * colours.type}px ${colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const scale = (half - colours.type) / most;
    for (let n = 0; n < circle.shape[0]; n += 1) {
      context.fillStyle = css(n ? colours.text : colours.positive);
      context.fillText(
        String(n),
        left + half + scale * circle[2 * n],
        top + half - scale * circle[2 * n + 1],
      );
    }
  }
}
