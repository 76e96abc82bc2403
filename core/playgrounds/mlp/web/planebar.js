// Below the map of a table: which columns its axes are, and where the others stand.

/** @import { View } from "../../../live/web/view.js" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { Component, Plane } from "./plane.js" */
import { button, el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";
import { isOn, offer, select, toggle, wordsOf } from "../../../live/web/widgets/controls.js";

const STEPS = 200; // of a slider

export class PlaneBar {
  /**
   * @param {View} view
   * @param {Shared<Plane>} shared
   */
  constructor(view, shared) {
    const t = view.texts;
    this.texts = t;
    this.shared = shared;
    this.moving = -1; // the column that the slider moves
    /** @param {0 | 1} side */
    const axis = (side) => (/** @type {string} */ value) => this.change(() => this.plane.turn(side, +value));
    this.across = select("plane-x", { label: t["plane.x"], tip: t["tip.plane_x"] }, [], axis(0));
    this.up = select("plane-y", { label: t["plane.y"], tip: t["tip.plane_y"] }, [], axis(1));
    this.pca = toggle("components", wordsOf(t, "components"), false, (on) =>
      this.change(() => {
        this.plane.components = on;
      }));
    this.other = select(
      "plane-other",
      { label: t["plane.other"], tip: t["tip.plane_other"] },
      [],
      (value) => {
        this.moving = +value;
        this.show();
      },
    );
    this.value = el("output", { class: "ls-plane-value" });
    this.slider = el("input", {
      type: "range",
      class: "ls-range",
      "data-action": "plane-move",
      on: { input: () => this.move() },
    });
    const words = { tip: t["tip.medians"], content: t["action.medians"], className: "ls-small" };
    this.medians = button("medians", words, () =>
      this.change(() => {
        this.plane.at = this.plane.medians;
      }));
    this.loads = el("p", { class: "ls-plane-loads" });
    this.rest = el("div", { class: "ls-plane-row" }, this.other, this.slider, this.value, this.medians);
    const axes = el("div", { class: "ls-plane-row" }, this.across, this.up, this.pca);
    this.root = el("div", { class: "ls-plane", hidden: "" }, axes, this.rest, this.loads);
  }

  get plane() {
    return this.shared.value;
  }

  /** Another table, or none. */
  describe() {
    const { columns, table } = this.plane;
    this.root.hidden = !table;
    if (!table) return;
    /** @type {[number, string][]} */ const choices = columns.map(({ name }, place) => [place, name]);
    offer(this.across, choices);
    offer(this.up, choices);
    this.pca.hidden = !table.components.length;
    if (isOn(this.pca) !== this.plane.components) {
      setAttribute(this.pca, "aria-pressed", this.plane.components);
    }
    this.show();
  }

  /**
   * Beside the map, where there is room, or below it.
   * @param {boolean} beside
   * @param {number} top px
   * @param {number} width px
   * @param {number} height px at most
   */
  place(beside, top, width, height) {
    this.root.classList.toggle("ls-beside", beside);
    const there = { top: `${top}px`, width: `${width}px`, maxHeight: `${height - 10}px` };
    Object.assign(this.root.style, beside ? there : { top: "", width: "", maxHeight: "" });
  }

  /** @param {() => void} how */
  change(how) {
    how();
    this.show();
    this.shared.set(this.plane);
  }

  move() {
    const { plane, moving } = this;
    this.change(() => {
      plane.at = plane.at.map((value, place) => (place === moving ? +this.slider.value : value));
    });
  }

  show() {
    const { plane } = this;
    const { components, columns, others } = plane;
    this.across.value = String(plane.axes[0]);
    this.up.value = String(plane.axes[1]);
    this.across.hidden = components;
    this.up.hidden = components || columns.length < 2;
    this.loads.hidden = !components;
    this.rest.hidden = components || !others.length;
    if (components) this.tell();
    if (!others.length) return;
    if (!others.includes(this.moving)) this.moving = others[0];
    offer(this.other, others.map((place) => [place, columns[place].name]));
    this.other.value = String(this.moving);
    const { name, kinds, low, high } = columns[this.moving];
    const [from, to] = kinds.length ? [0, kinds.length - 1] : [low, high];
    const value = plane.at[this.moving];
    const step = kinds.length ? 1 : (to - from) / STEPS || 1;
    const said = plane.say(this.moving, value);
    for (const [key, one] of Object.entries({ min: from, max: to, step })) {
      setAttribute(this.slider, key, one);
    }
    this.slider.value = String(value);
    setAttribute(this.slider, "aria-label", name);
    setAttribute(this.slider, "aria-valuetext", said);
    setText(this.value, said);
    const still = others.every((place) => plane.at[place] === columns[place].median);
    setAttribute(this.medians, "aria-disabled", still);
  }

  /** The loads: what the two components are made of. */
  tell() {
    /** @type {Component[]} */ const found = this.plane.table?.components ?? [];
    const lines = found.map(({ loads }, n) => {
      const each = loads.map(([name, load]) => `${load < 0 ? "−" : "+"}${fixed(Math.abs(load), 2)} ${name}`);
      return fill(this.texts["plane.loads"], { n: n + 1, loads: each.join(" ") });
    });
    this.loads.replaceChildren(...lines.map((line) => el("span", { text: line, "data-tip": line })));
  }
}
