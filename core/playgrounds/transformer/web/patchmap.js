// What every place of the stream is worth: layers down, tokens across, blue and orange to both sides of nothing.

/** @import { Numbers, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Colours, css } from "../../../live/web/colour.js";
import { el, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";

const SMALLEST = 0.01; // of the scale
const ROOMY = 14; // tokens up to which cells have numbers in them
/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * The largest effect either way: the colours' scale.
 * @param {Numbers} values those not yet known are no numbers
 */
export function largest(values) {
  let most = SMALLEST;
  for (let i = 0; i < values.length; i += 1) {
    if (Number.isFinite(values[i])) most = Math.max(most, Math.abs(values[i]));
  }
  return most;
}

/**
 * A number with its sign.
 * @param {number} value
 * @param {number} decimals
 */
export function signed(value, decimals) {
  const text = fixed(value, decimals);
  return value > 0 && Number(text) ? `+${text}` : text;
}

export class PatchMap {
  /**
   * @param {View} view
   * @param {(layer: number, position: number) => void} choose
   */
  constructor(view, choose) {
    this.view = view;
    this.choose = choose;
    this.layer =
      this.position =
      this.layers =
      this.count =
        0;
    const keys = {
      tabindex: 0,
      role: "application",
      "data-ls-keys": "arrows",
      "aria-label": view.texts["patch.label"],
    };
    this.table = el("table", { class: "ls-seq-lens ls-seq-map", ...keys });
    this.table.addEventListener("click", ({ target }) => this.meant(target));
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.low = el("span", {});
    this.high = el("span", {});
    this.bar = el("span", { class: "ls-seq-scale-bar", "aria-hidden": "true" });
    this.unit = el("span", {});
    const scale = el("p", { class: "ls-map-read ls-seq-scale" }, this.low, this.bar, this.high, this.unit);
    this.root = el(
      "div",
      { class: "ls-seq-map-box" },
      el("div", { class: "ls-seq-wide" }, this.table),
      scale,
    );
  }

  clear() {
    this.table.replaceChildren();
  }

  /**
   * @param {Wire} values [S, T]
   * @param {string[]} from
   * @param {string[]} into
   * @param {{ layer: number, position: number, which: "chance" | "difference", names: string[] }} chosen
   *   and what the rows are called
   */
  show(values, from, into, { layer, position, which, names }) {
    const { texts: t, colours } = this.view;
    [this.layers, this.count] = values.shape;
    Object.assign(this, { layer, position });
    const most = largest(values);
    const factor = which === "chance" ? 100 : 1;
    const decimals = which === "chance" ? 0 : 1;
    const rows = Array.from({ length: this.layers }, (_, l) => {
      const cells = Array.from({ length: this.count }, (_, i) => {
        const at = l * this.count + i;
        const value = values[at];
        const known = Number.isFinite(value);
        const cell = el("td", { "data-at": at });
        if (known && this.count <= ROOMY) cell.textContent = signed(factor * value, decimals);
        const colour = colours.diverging(known ? value / most : 0);
        cell.style.background = css(colour);
        cell.style.color = Colours.on(colour);
        if (l === layer && i === position) cell.setAttribute("aria-selected", "true");
        return cell;
      });
      return el("tr", {}, el("th", { scope: "row", text: names[l] }), ...cells);
    });
    this.table.replaceChildren(
      this.heads(t["patch.from"], from, into),
      this.heads(t["patch.into"], into, from),
      ...rows,
    );
    const sides = [-1, 1].map((sign) => signed(sign * factor * most, decimals));
    setText(this.low, sides[0]);
    setText(this.high, sides[1]);
    const stops = [-1, -0.5, 0, 0.5, 1].map((one) => css(colours.diverging(one)));
    this.bar.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    setText(this.unit, t[`patch.unit_${which}`]);
    setAttribute(this.table, "data-cell", `${layer}.${position}`);
  }

  /**
   * A prompt above the columns; where the other one differs it stands out.
   * @param {string} title
   * @param {string[]} tokens
   * @param {string[]} others
   */
  heads(title, tokens, others) {
    const each = tokens.map((name, i) =>
      el("td", { text: name, class: name === others[i] ? null : "ls-seq-differs" })
    );
    return el("tr", { class: "ls-seq-given" }, el("th", { scope: "row", text: title }), ...each);
  }

  /** @param {EventTarget | null} target */
  meant(target) {
    const at = target instanceof HTMLElement ? Number(target.dataset.at ?? NaN) : NaN;
    if (Number.isFinite(at)) this.choose(Math.floor(at / this.count), at % this.count);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = KEYS[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey || !this.count) return;
    event.preventDefault();
    event.stopPropagation();
    const held = (/** @type {number} */ value, /** @type {number} */ count) =>
      Math.min(count - 1, Math.max(0, value));
    this.layer = held(this.layer + by[0], this.layers); // faster than answers come, too
    this.position = held(this.position + by[1], this.count);
    this.choose(this.layer, this.position);
  }
}
