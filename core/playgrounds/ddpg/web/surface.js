// The critic's opinion of the policy, Q(s, π(s)), or the policy itself, over two variables of the state;
// the others are held as they are now. A cross marks the agent that trains, a ring the one in the picture.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { PlanePanel } from "./planepanel.js";
import { Range, tick as written } from "../../../live/web/widgets/axes.js";
import { clipped } from "../../../live/web/widgets/scatter.js";

const INK = "#ffffff";
const EDGE = "#10151c"; // the marks lie on any colour: white with a dark edge is seen on all of them
const VALUES = new Set(["value", "advantage"]);

export class Surface extends PlanePanel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    const t = view.texts;
    const of = select("surface-of", { label: t["surface.of"] }, [], () => this.choose());
    super(spec, view, { label: t["surface.label"], tools: [of] });
    this.of = of;
    this.tools.append(this.choice);
    this.heading.classList.add("ls-hidden-title");
    this.held = el("p", { class: "ls-quiet ls-held" });
    this.root.append(this.held);
    this.range = new Range(1e-3);
  }

  options() {
    const [of, action] = (this.of.value || "value").split(" ");
    return { axes: this.plane.axes, of, action: Number(action ?? 0) };
  }

  /** The state that is held comes with the world. */
  also() {
    return { world: {} };
  }

  choose() {
    this.range = new Range(1e-3);
    this.arrays = null;
    this.base.hidden = true;
    this.view.watch.changed();
    this.paint();
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { action } = meta.describe;
    const t = this.texts;
    const policies = action.map((
      { name },
      k,
    ) => [
      `policy ${k}`,
      action.length > 1
        ? fill(t["surface.policy_of"], { name: this.plane.name({ name }) })
        : t["surface.policy"],
    ]);
    const offered = [["value", t["surface.value"]], ...policies];
    offer(this.of, offered);
    if (this.meta?.build !== meta.build) {
      this.range = new Range(1e-3);
      this.base.hidden = true;
    }
    super.describe(meta);
  }

  get signed() {
    return !VALUES.has(this.of.value.split(" ")[0]);
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays.surface) return false;
    this.arrays = arrays;
    this.render();
    this.stale = true;
    return true;
  }

  /** The ends of the colour scale: what there is of Q, or the action's own bounds. */
  get ends() {
    const { surface } = this.arrays;
    if (this.signed) {
      const { low, high } = this.meta.describe.action[this.options().action];
      return [low, high];
    }
    let [low, high] = [Infinity, -Infinity];
    for (const value of surface) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.range.follow(low, high);
    return [this.range.low, this.range.high];
  }

  render() {
    if (!this.under || !this.arrays?.surface) return;
    const { surface } = this.arrays;
    const [rows, columns] = surface.shape;
    if (this.base.width !== columns || this.base.height !== rows || !this.image) {
      Object.assign(this.base, { width: columns, height: rows });
      this.image = new ImageData(columns, rows);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const [low, high] = this.ends;
    const lut = this.signed ? this.view.colours.lut : this.view.colours.sequence;
    const scale = 255 / (high - low || 1);
    for (let i = 0; i < surface.length; i += 1) {
      this.pixels[i] = lut[Math.min(255, Math.max(0, Math.round((surface[i] - low) * scale)))];
    }
    this.base.getContext("2d").putImageData(this.image, 0, 0);
    this.base.hidden = false;
    this.explain(low, high);
    setAttribute(
      this.root,
      "data-here",
      Array.from(this.arrays["surface.here"], (value) => value.toFixed(4)).join(),
    );
    this.marks();
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  explain(low, high) {
    const key = `${low} ${high} ${this.of.value}`;
    if (this.legendKey === key) return;
    this.legendKey = key;
    const ends = { low: written(low), high: written(high) };
    setAttribute(
      this.legend,
      "aria-label",
      fill(this.texts[this.signed ? "map.legend_scale" : "surface.scale"], ends),
    );
    const name = this.signed ? this.texts["surface.symbol_policy"] : this.texts["surface.symbol_value"];
    this.legend.replaceChildren(
      el("span", { text: ends.low }),
      el("i", { class: `ls-bar${this.signed ? "" : " ls-bar-ramp"}` }),
      el("span", { text: ends.high }),
      el("b", { text: name }),
    );
  }

  /** The agents' places, and the way here. */
  marks() {
    const { context, frame, arrays } = this;
    if (!context || !this.meta) return;
    context.clearRect(0, 0, this.width, this.height);
    const { "surface.here": here, "surface.path": path } = arrays ?? {};
    const shown = this.demonstrated();
    this.shown = shown && shown.map((value) => value.toFixed(3)).join();
    clipped(context, frame, () => {
      if (path?.length > 2) this.drawPath(path);
      if (here) this.drawCross(...this.place(here[0], here[1]));
      if (shown) this.drawRing(...this.place(...shown));
    });
  }

  /** Where the agent in the main picture is on these axes, where they are its body's own. */
  demonstrated() {
    const pose = this.view.shared.scene.demonstrated(); // the training agent has its cross
    if (!pose) return null;
    const values = this.plane.axes.map((index) => {
      const { unit, low, high } = this.meta.describe.axes[index];
      const value = pose[index];
      return unit === "rad" && high - low < 6.3
        ? ((((value - low) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)) + low
        : value;
    });
    return values.every(Number.isFinite) ? values : null;
  }

  /** @param {unknown} path */
  drawPath(path) {
    const { context, frame } = this;
    for (const [style, width] of [[EDGE, 4], [INK, 1.8]]) {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.beginPath();
      let before = null;
      for (let i = 0; i < path.length; i += 2) {
        const at = this.place(path[i], path[i + 1]);
        // An angle leaves on one side and comes back on the other: no line across the picture.
        const jumps = !before || Math.abs(at[0] - before[0]) > frame.side / 2 ||
          Math.abs(at[1] - before[1]) > frame.side / 2;
        if (jumps) context.moveTo(...at);
        else context.lineTo(...at);
        before = at;
      }
      context.globalAlpha = 0.75;
      context.stroke();
      context.globalAlpha = 1;
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  drawCross(x, y) {
    const { context } = this;
    for (const [style, width] of [[EDGE, 6], [INK, 3]]) {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x - 9, y);
      context.lineTo(x + 9, y);
      context.moveTo(x, y - 9);
      context.lineTo(x, y + 9);
      context.stroke();
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  drawRing(x, y) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, 8, 0, 2 * Math.PI);
    context.strokeStyle = EDGE;
    context.lineWidth = 6;
    context.stroke();
    context.strokeStyle = css(this.view.colours.classes[5]);
    context.lineWidth = 3;
    context.stroke();
  }

  paint() {
    super.paint();
    this.marks();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.onScreen || !this.meta) return false;
    const shown = this.demonstrated();
    if (shown && shown.map((value) => value.toFixed(3)).join() !== this.shown) this.marks();
    this.tellHeld();
    return super.tick(now);
  }

  /** What the variables that are not shown are held at. */
  tellHeld() {
    const { describe } = this.meta;
    const state = this.view.shared.world.value?.["world.state"];
    const held = describe.axes.map((axis, index) => [axis, index]).filter(([, index]) =>
      !this.plane.axes.includes(index)
    );
    if (!held.length || !state) {
      this.held.hidden = !held.length;
      return;
    }
    this.held.hidden = false;
    const now = performance.now();
    if (now - (this.heldAt ?? 0) < 250) return;
    this.heldAt = now;
    const parts = held.map(([axis]) => {
      const index = describe.state.findIndex(({ name }) => name === axis.name);
      return index < 0
        ? null
        : fill(this.texts["surface.held_one"], { name: this.plane.name(axis), value: weight(state[index]) });
    });
    this.held.textContent = fill(this.texts["surface.held"], { values: parts.filter(Boolean).join(", ") });
    setAttribute(this.held, "title", this.held.textContent);
  }

  say() {
    const t = this.texts;
    const bodies = this.view.shared.scene.drawn;
    if (!this.looked || !this.arrays?.surface) return t[bodies ? "surface.hint" : "surface.hint_cross"];
    const { surface } = this.arrays;
    const [rows, columns] = surface.shape;
    const [u, v] = this.looked;
    const value = surface[Math.round(v * (rows - 1)) * columns + Math.round(u * (columns - 1))];
    const [x, y] = this.values(this.looked);
    const [across, up] = [0, 1].map((which) => this.plane.label(this.plane.axis(which)));
    return fill(t[this.signed ? "surface.read_policy" : "surface.read_value"], {
      across,
      x: weight(x),
      up,
      y: weight(y),
      value: weight(value),
    });
  }
}
