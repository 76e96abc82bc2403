// Which frequencies a network has learned: per ring of waves the share of the original's that is there, or the
// power of every picture's waves. Low frequencies come first.

/** @import { Arrays, Axis, Meta, Numbers, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { CanvasPanel, lineOf, scales } from "../../../live/web/panels/canvas.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { select } from "../../../live/web/widgets/controls.js";

const LOW = 110; // px of a drawing in which the name of its upright axis has no room
const LEAST = 1e-9; // power below which nothing is drawn

/**
 * Up to how many cycles at least half of the original's waves is there, without a gap.
 * @param {Numbers} learned per frequency, from 1 on
 */
export function reach(learned) {
  let found = 0;
  while (found < learned.length && learned[found] >= 0.5) found += 1;
  return found;
}

/**
 * The rows of an array [rows, columns].
 * @param {Wire} array
 */
export const rowsOf = (array) =>
  Array.from(
    { length: array.shape[0] },
    (_, row) => array.subarray(row * array.shape[1], (row + 1) * array.shape[1]),
  );

export class Spectrum extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    const choices = ["learned", "power"].map((
      one,
    ) => /** @type {[string, string]} */ ([one, t[`spectrum.as-${one}`]]));
    this.choice = select(
      "spectrum-as",
      { label: t["spectrum.show"], tip: t["tip.spectrum-as"] },
      choices,
      () => this.renew(),
    );
    this.tools.append(this.choice);
    this.said = el("p", { class: "ls-quiet" });
    this.root.append(this.said);
    this.canvas.setAttribute("role", "img");
  }

  /**
   * @param {Arrays} arrays
   * @param {import("../../../live/web/types.d.ts").Frame} frame
   */
  draw(arrays, frame) {
    return Boolean(arrays["spectrum.learned"]) && super.draw(arrays, frame);
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture({ "spectrum.power": power, "spectrum.learned": learned }, meta) {
    const shares = rowsOf(learned);
    this.tell(shares, meta);
    const asPower = this.choice.value === "power";
    const lines = asPower ? rowsOf(power).map((row) => [...row].map(levelOf)) : shares;
    this.curves(lines, asPower, learned.shape[1]);
  }

  /**
   * @param {Numbers[]} lines
   * @param {boolean} asPower with the original before the others
   * @param {number} high
   */
  curves(lines, asPower, high) {
    const { context, box, view: { colours }, texts: t } = this;
    /** @type {Axis} */ const x = { low: 1, high, label: t["spectrum.x"] };
    const all = lines.flatMap((line) => Array.from(line));
    const top = Math.ceil(Math.max(-4, ...all));
    /** @type {Axis} */ const y = asPower
      ? {
        low: Math.max(top - 7, Math.floor(Math.min(...all))),
        high: top,
        log: true,
      }
      : { low: 0, high: 1, label: t["spectrum.learned"] };
    if (box.tall < LOW * colours.scale) delete y.label; // it would be cut; the choice says the same
    drawAxes(context, box, x, y, colours, { grid: true, gap: 40 });
    this.clip();
    const at = scales(box, x, y);
    context.lineWidth = 2.5;
    context.lineJoin = "round";
    lines.forEach((line, i) => {
      const index = asPower ? i - 1 : i;
      context.strokeStyle = index < 0 ? css(colours.muted) : lineOf(index);
      context.setLineDash(index < 0 ? [5, 4] : []);
      context.beginPath();
      for (let k = 0; k < line.length; k += 1) {
        context.lineTo(at.across(k + 1), Math.min(1e4, at.down(line[k])));
      }
      context.stroke();
    });
    context.restore();
  }

  /**
   * @param {Numbers[]} shares
   * @param {Meta} meta
   */
  tell(shares, meta) {
    const [main, plain] = shares.map(reach);
    const text = this.texts[meta.describe.both ? "spectrum.said-both" : "spectrum.said"];
    const said = fill(text, { main, plain });
    setText(this.said, said);
    setAttribute(this.canvas, "aria-label", said);
  }
}

/** @param {number} power */
const levelOf = (power) => Math.log10(Math.max(power, LEAST));
