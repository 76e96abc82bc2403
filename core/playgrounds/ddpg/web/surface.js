// The critic's opinion of the policy, Q(s, π(s)), or the policy itself, over two variables of the state;
// the others are held as they are now. A cross marks the agent that trains, a ring the one in the picture.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Scene } from "./index.js" */
/** @import { Action } from "./steering.js" */
/** @import { Variable } from "./stateplane.js" */
import { css } from "../../../live/web/colour.js";
import { contextOf, el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { PlanePanel } from "./planepanel.js";
import { Range, tick as written } from "../../../live/web/widgets/axes.js";
import { clipped } from "../../../live/web/widgets/scatter.js";
import { onAxis } from "./stateplane.js";
import { cross, ring, way } from "./strokes.js";

const HELD_EVERY = 250; // ms
const VALUES = new Set(["value", "advantage"]);

export class Surface extends PlanePanel {
  /** @type {ImageData | null} */ image = null;
  /** @type {Uint32Array} */ pixels;
  /** @type {Action[]} */ actions = [];
  /** @type {string[]} */ states = []; // the names of its numbers
  range = new Range(1e-3);
  heldAt = 0;
  shown = ""; // where the ring was drawn

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    const t = view.texts;
    const of = select("surface-of", { label: t["surface.of"] }, [], () => this.choose());
    super(spec, view, { array: "surface", label: t["surface.label"], tool: of });
    this.of = of;
    /** @type {Scene} */ this.scene = view.shared.scene;
    /** @type {Shared<Arrays | null>} */ this.world = view.shared.world;
    this.held = el("p", { class: "ls-quiet ls-held" });
    this.root.append(this.held);
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
    const t = this.texts;
    this.actions = meta.describe.action;
    this.states = meta.describe.state.map((/** @type {Action} */ { name }) => name);
    const many = this.actions.length > 1;
    offer(this.of, [
      ["value", t["surface.value"]],
      ...this.actions.map((one, k) => /** @type {[string, string]} */ ([
        `policy ${k}`,
        many ? fill(t["surface.policy_of"], { name: this.plane.name(one) }) : t["surface.policy"],
      ])),
    ]);
    if (this.meta?.build !== meta.build) {
      this.range = new Range(1e-3);
      this.base.hidden = true;
    }
    super.describe(meta);
  }

  get signed() {
    return !VALUES.has(this.of.value.split(" ")[0]);
  }

  /**
   * The ends of the colour scale: what there is of Q, or the action's own bounds.
   * @param {Iterable<number>} surface
   */
  ends(surface) {
    if (this.signed) return this.actions[this.options().action];
    let [low, high] = [Infinity, -Infinity];
    for (const value of surface) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return this.range.follow(low, high);
  }

  render() {
    if (!this.under || !this.arrays?.surface) return;
    const { surface, "surface.here": here } = this.arrays;
    const [rows, columns] = surface.shape;
    if (this.base.width !== columns || this.base.height !== rows || !this.image) {
      Object.assign(this.base, { width: columns, height: rows });
      this.image = new ImageData(columns, rows);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const { low, high } = this.ends(surface);
    const lut = this.signed ? this.view.colours.lut : this.view.colours.sequence;
    const scale = 255 / (high - low || 1);
    for (let i = 0; i < surface.length; i += 1) {
      this.pixels[i] = lut[Math.min(255, Math.max(0, Math.round((surface[i] - low) * scale)))];
    }
    contextOf(this.base).putImageData(this.image, 0, 0);
    this.base.hidden = false;
    this.explain(written(low), written(high));
    setAttribute(this.root, "data-here", Array.from(here, (value) => value.toFixed(4)).join());
    this.marks();
  }

  /**
   * @param {string} low
   * @param {string} high
   */
  explain(low, high) {
    const { signed, texts: t } = this;
    const label = fill(t[signed ? "map.legend_scale" : "surface.scale"], { low, high });
    const name = t[signed ? "surface.symbol_policy" : "surface.symbol_value"];
    this.scale(label, { low, high }, name, signed ? "ls-bar" : "ls-bar ls-bar-ramp");
  }

  /** The agents' places, and the way here. */
  marks() {
    const { context, frame, arrays } = this;
    if (!context || !this.meta) return;
    context.clearRect(0, 0, this.width, this.height);
    const { "surface.here": here, "surface.path": path } = arrays ?? {};
    const shown = this.demonstrated();
    this.shown = rounded(shown);
    clipped(context, frame, () => {
      if (path?.length > 2) {
        const points = Array.from(
          { length: path.length / 2 },
          (_, i) => this.place(path[2 * i], path[2 * i + 1]),
        );
        way(context, points, frame.side / 2);
      }
      if (here) cross(context, ...this.place(here[0], here[1]));
      if (shown) ring(context, ...this.place(shown[0], shown[1]), css(this.view.colours.classes[5]));
    });
  }

  /** Where the agent in the main picture is on these axes, where they are its body's own. */
  demonstrated() {
    const pose = this.scene.demonstrated(); // the training agent has its cross
    if (!pose) return null;
    const values = this.plane.axes.map((index) => onAxis(pose[index], this.plane.variables[index]));
    return values.every(Number.isFinite) ? values : null;
  }

  paint() {
    super.paint();
    this.marks();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.onScreen || !this.meta) return false;
    const shown = this.demonstrated();
    if (shown && rounded(shown) !== this.shown) this.marks();
    this.tellHeld();
    return super.tick(now);
  }

  /** What the variables that are not shown are held at. */
  tellHeld() {
    const { plane, texts: t } = this;
    const state = this.world.value?.["world.state"];
    const held = plane.variables.filter((_, index) => !plane.axes.includes(index));
    if (!held.length || !state) {
      this.held.hidden = !held.length;
      return;
    }
    this.held.hidden = false;
    const now = performance.now();
    if (now - this.heldAt < HELD_EVERY) return;
    this.heldAt = now;
    const parts = held.filter(({ name }) => this.states.includes(name)).map((variable) => {
      const value = weight(state[this.states.indexOf(variable.name)]);
      return fill(t["surface.held_one"], { name: plane.name(variable), value });
    });
    const text = fill(t["surface.held"], { values: parts.join(", ") });
    setText(this.held, text);
    setAttribute(this.held, "title", text);
  }

  say() {
    const { looked, texts: t } = this;
    if (!looked || !this.arrays?.surface) return t[this.scene.drawn ? "surface.hint" : "surface.hint_cross"];
    const { surface } = this.arrays;
    const [rows, columns] = surface.shape;
    const [u, v] = looked;
    const value = surface[Math.round(v * (rows - 1)) * columns + Math.round(u * (columns - 1))];
    const [x, y] = this.values(looked);
    const [across, up] = this.plane.labels;
    return fill(t[this.signed ? "surface.read_policy" : "surface.read_value"], {
      across,
      x: weight(x),
      up,
      y: weight(y),
      value: weight(value),
    });
  }
}

/** @param {number[] | null} values */
const rounded = (values) => values?.map((value) => value.toFixed(3)).join() ?? "";
