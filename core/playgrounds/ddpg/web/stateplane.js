// Two variables of the state, chosen once for all panels that show a plane: the critic's surface and the
// replay memory lie on the same axes, so that one can turn from one to the other.

/** @import { Meta } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setAttribute } from "../../../live/web/dom.js";

export class StatePlane {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.meta = null;
    this.axes = [0, 1];
    this.names = "";
    this.selects = [];
    this.revision = 0; // rises with every change of the axes
  }

  /**
   * A new description: the axes stay as they are while it still has them.
   * @param {Meta} meta
   */
  describe(meta) {
    if (this.meta === meta) return;
    this.meta = meta;
    const { axes, surface } = meta.describe;
    const names = axes.map(({ name, low, high }) => [name, low, high].join()).join();
    if (names !== this.names) {
      this.axes = [...surface];
      this.revision += 1;
    }
    this.names = names;
    this.selects = this.selects.filter(({ node }) => node.isConnected);
    this.tell();
  }

  get count() {
    return this.meta?.describe.axes.length ?? 0;
  }

  /**
   * {name, unit, low, high} of the axis across (0) or upwards (1).
   * @param {unknown} which
   */
  axis(which) {
    return this.meta.describe.axes[this.axes[which]];
  }

  /** @param {number} axis */
  label(axis) {
    const name = this.name(axis);
    return axis.unit ? fill(this.view.texts["axis.with_unit"], { name, unit: axis.unit }) : name;
  }

  /**
   * What a variable is called in the viewer's language, where we know it.
   * @param {number} axis
   */
  name(axis) {
    const key = `variable.${axis.name}`;
    return key in this.view.texts ? this.view.texts[key] : axis.name;
  }

  /**
   * @param {unknown} which
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
      const label = t[which ? "plane.axis_up" : "plane.axis_across"];
      /** @param {PointerEvent} event */
      const change = (event) => this.choose(which, Number(event.currentTarget.value));
      const attributes = {
        class: "ls-select ls-small ls-axis",
        "data-action": which ? "axis-up" : "axis-across",
        "aria-label": label,
        "data-tip": label,
      };
      const node = el("select", { ...attributes, on: { change } });
      this.selects.push({ node, which });
      return node;
    });
    this.tell();
    return nodes;
  }

  tell() {
    const { axes } = this.meta?.describe ?? { axes: [] };
    for (const { node, which } of this.selects) {
      if (node.dataset.names !== this.names) {
        setAttribute(node, "data-names", this.names);
        node.replaceChildren(
          ...axes.map((axis, index) => el("option", { value: index, text: this.name(axis) })),
        );
      }
      node.value = String(this.axes[which]);
      node.hidden = axes.length < 2;
    }
  }
}
