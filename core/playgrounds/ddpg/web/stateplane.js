// Two variables of the state, chosen once for all panels that show a plane: the critic's surface and the
// replay memory lie on the same axes, so that one can turn from one to the other.

/** @import { Meta } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { fill, setAttribute } from "../../../live/web/dom.js";
import { offer, select } from "../../../live/web/widgets/controls.js";

/**
 * What an axis may show, as `describe.axes` has it.
 * @typedef {{ name: string, unit: string, low: number, high: number }} Variable
 */
/**
 * A choice of the variable across (0) or upwards (1).
 * @typedef {{ node: HTMLSelectElement, which: number }} Choice
 */

export class StatePlane {
  /** @type {Meta | null} */ meta = null;
  /** @type {Variable[]} */ variables = [];
  /** @type {Choice[]} */ selects = [];
  axes = [0, 1];
  names = "";
  revision = 0; // rises with every change of the axes

  /** @param {View} view */
  constructor(view) {
    this.view = view;
  }

  /**
   * A new description: the axes stay as they are while it still has them.
   * @param {Meta} meta
   */
  describe(meta) {
    if (this.meta === meta) return;
    this.meta = meta;
    this.variables = meta.describe.axes;
    const names = this.variables.map(({ name, low, high }) => [name, low, high].join()).join();
    if (names !== this.names) {
      this.axes = [...meta.describe.surface];
      this.revision += 1;
    }
    this.names = names;
    this.selects = this.selects.filter(({ node }) => node.isConnected);
    this.tell();
  }

  /**
   * The variable across (0) or upwards (1).
   * @param {number} which
   */
  axis(which) {
    return this.variables[this.axes[which]];
  }

  /** What the two axes are called. */
  get labels() {
    return [0, 1].map((which) => this.label(this.axis(which)));
  }

  /** @param {Variable} variable */
  label(variable) {
    const { unit } = variable;
    const name = this.name(variable);
    return unit ? fill(this.view.texts["axis.with_unit"], { name, unit }) : name;
  }

  /**
   * What a variable or an action is called in the viewer's language, where we know it.
   * @param {{ name: string }} given
   */
  name({ name }) {
    const key = `variable.${name}`;
    return key in this.view.texts ? this.view.texts[key] : name;
  }

  /**
   * @param {number} which
   * @param {number} index
   */
  choose(which, index) {
    if (this.axes[1 - which] === index) this.axes[1 - which] = this.axes[which]; // they change places
    this.axes[which] = index;
    this.revision += 1;
    this.tell();
    this.view.watch.changed();
    this.view.wake();
  }

  /** The two choices for one panel; all panels show the same. */
  pair() {
    const { texts: t } = this.view;
    const nodes = [0, 1].map((which) => {
      const says = { label: t[which ? "plane.axis_up" : "plane.axis_across"], className: "ls-axis" };
      const change = (/** @type {string} */ value) => this.choose(which, Number(value));
      const node = select(which ? "axis-up" : "axis-across", says, [], change);
      this.selects.push({ node, which });
      return node;
    });
    this.tell();
    return nodes;
  }

  tell() {
    const { variables } = this;
    for (const { node, which } of this.selects) {
      if (node.dataset.names !== this.names) {
        setAttribute(node, "data-names", this.names);
        offer(node, variables.map((variable, index) => [index, this.name(variable)]));
      }
      node.value = String(this.axes[which]);
      node.hidden = variables.length < 2;
    }
  }
}

/**
 * A value as it stands on an axis: an angle is the same one a turn later.
 * @param {number} value
 * @param {Variable} axis
 */
export function onAxis(value, { unit, low, high }) {
  const turn = 2 * Math.PI;
  return unit === "rad" && high - low < 6.3 ? ((((value - low) % turn) + turn) % turn) + low : value;
}
