// The confusion matrix of the measured test images, up to a hundred classes; beside each row the share that is right.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Colours, css, mix } from "../../../live/web/colour.js";
import { el, fill, setText } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";
import { CanvasPanel } from "../../../live/web/panels/canvas.js";

const NUMBERED = 19; // px of a cell that has room for a number

export class Confusion extends CanvasPanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.cell = [0, 0];
    this.read = el("p", { class: "ls-map-read", role: "status" });
    for (
      const [name, value] of Object.entries({ tabindex: 0, role: "application", "data-ls-keys": "arrows" })
    ) {
      this.canvas.setAttribute(name, String(value));
    }
    this.canvas.setAttribute("aria-label", t["confusion.label"]);
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.stage.classList.add("ls-cnn-fill");
    this.root.append(this.read);
  }

  /** @returns {string[]} */
  get names() {
    return this.meta?.describe.classes ?? [];
  }

  get area() {
    const { clientWidth, clientHeight } = this.stage;
    const k = this.names.length || 1;
    const { type } = this.view.colours;
    const left = Math.min(0.3 * clientWidth, this.widest());
    const side = Math.max(
      2,
      Math.floor(Math.min((clientWidth - left - 4 * type) / k, (clientHeight - 1.4 * type) / k)),
    );
    return { left, top: 1.4 * type, side, k };
  }

  widest() {
    this.context.font = `${this.view.colours.type}px ${this.view.colours.font}`;
    return 8 + Math.max(0, ...this.names.map((name) => this.context.measureText(name).width));
  }

  /**
   * @param {Arrays} arrays
   * @param {Meta} meta
   */
  picture({ confusion }, meta) {
    const { context, view: { colours }, texts: t } = this;
    const k = confusion.shape[0];
    if (k !== this.names.length) return;
    const { left, top, side } = this.area;
    const { type, font } = colours;
    context.font = `${type}px ${font}`;
    context.textBaseline = "middle";
    for (let row = 0; row < k; row += 1) {
      let total = 0;
      for (let column = 0; column < k; column += 1) total += confusion[row * k + column];
      const y = top + row * side;
      for (let column = 0; column < k; column += 1) {
        const count = confusion[row * k + column];
        const share = total ? count / total : 0;
        const to = row === column ? colours.negative : colours.positive;
        const shade = mix(
          mix(colours.background, colours.text, 0.05),
          to,
          Math.min(1, Math.sqrt(share)) * 0.9,
        );
        context.fillStyle = css(shade);
        context.fillRect(left + column * side, y, Math.max(1, side - 1), Math.max(1, side - 1));
        if (!count || side < NUMBERED) continue;
        context.fillStyle = Colours.on(shade);
        context.textAlign = "center";
        context.fillText(whole(count), left + (column + 0.5) * side, y + side / 2, side - 2);
      }
      if (side < 0.8 * type && row % 5) continue;
      context.fillStyle = css(colours.text);
      context.textAlign = "right";
      context.fillText(meta.describe.classes[row], left - 5, y + side / 2, left - 6);
      const right = total ? Math.round(100 * confusion[row * k + row] / total) : 0;
      context.textAlign = "left";
      context.fillText(`${right} %`, left + k * side + 5, y + side / 2);
    }
    context.fillStyle = css(colours.muted);
    context.textAlign = "left";
    const of = fill(t["confusion.said"], { count: whole(confusion.reduce((sum, one) => sum + one, 0)) });
    context.fillText(of, 0, type * 0.6, this.stage.clientWidth);
    this.tell();
  }

  tell() {
    const confusion = this.arrays?.confusion;
    const [row, column] = this.cell;
    const { names } = this;
    if (!confusion || confusion.shape[0] !== names.length || row >= names.length) return;
    const count = whole(confusion[row * names.length + column]);
    setText(
      this.read,
      fill(this.texts["confusion.cell"], { count, actual: names[row], said: names[column] }),
    );
  }

  /** @param {PointerEvent} event */
  point({ offsetX, offsetY }) {
    const { left, top, side, k } = this.area;
    const cell = [Math.floor((offsetY - top) / side), Math.floor((offsetX - left) / side)];
    if (cell.some((at) => at < 0 || at >= k)) return;
    this.cell = cell;
    this.tell();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const most = this.names.length - 1;
    this.cell = this.cell.map((at, i) => Math.min(most, Math.max(0, at + by[i])));
    this.tell();
  }
}
