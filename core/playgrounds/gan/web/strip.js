// From one noise to another in even steps. Each end is a pad that one drags about in a plane of the noise
// space: the images between show whether the generator knows ways or only places.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setAttribute } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { offer, select } from "../../../live/web/widgets/controls.js";
import { classNames } from "./grid.js";

/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP = 0.05; // of the pad's half side per key press

export class Strip extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {number | null} */ this.label = null;
    this.ends = [[-0.7, -0.4], [0.7, 0.4]];
    const t = this.texts;
    const label = t["strip.class"];
    this.classes = select("strip-class", { label, tip: null }, [], (value) => this.choose(value));
    this.tools.append(this.classes);
    this.canvas = el("canvas", { class: "ls-mosaic", role: "img", "aria-label": t["strip.label"] });
    this.pads = [0, 1].map((end) => this.pad(end));
    this.root.append(el("div", { class: "ls-strip" }, this.pads[0].root, this.canvas, this.pads[1].root));
    this.mark();
  }

  /** @param {number} end */
  pad(end) {
    const dot = el("i", { class: "ls-pad-dot" });
    const root = el(
      "div",
      {
        class: "ls-pad",
        tabindex: "0",
        role: "slider",
        "data-end": end,
        "data-ls-keys": "arrows",
        "aria-label": this.texts[`strip.end${end}`],
        "data-tip": this.texts["tip.strip"],
      },
      dot,
    );
    const drag = (/** @type {PointerEvent} */ event) => {
      const box = root.getBoundingClientRect();
      this.move(end, [
        (2 * (event.clientX - box.left)) / box.width - 1,
        1 - (2 * (event.clientY - box.top)) / box.height,
      ]);
    };
    root.addEventListener("pointerdown", (event) => {
      root.setPointerCapture(event.pointerId);
      drag(event);
    });
    root.addEventListener("pointermove", (event) => root.hasPointerCapture(event.pointerId) && drag(event));
    root.addEventListener("keydown", (event) => {
      if (!(event.key in ARROWS)) return;
      event.preventDefault();
      const [u, v] = ARROWS[event.key];
      this.move(end, [this.ends[end][0] + STEP * u, this.ends[end][1] + STEP * v]);
    });
    return { root, dot };
  }

  /**
   * @param {number} end
   * @param {number[]} place
   */
  move(end, place) {
    this.ends[end] = place.map((value) => Math.round(100 * Math.min(1, Math.max(-1, value))) / 100);
    this.mark();
    this.view.watch.changed();
  }

  mark() {
    this.pads.forEach(({ root, dot }, end) => {
      const [u, v] = this.ends[end];
      Object.assign(dot.style, { left: `${50 + 50 * u}%`, top: `${50 - 50 * v}%` });
      setAttribute(root, "aria-valuenow", u);
      setAttribute(root, "aria-valuemin", -1);
      setAttribute(root, "aria-valuemax", 1);
      setAttribute(root, "aria-valuetext", fill(this.texts["strip.at"], { u, v }));
    });
  }

  /** @param {string} value */
  choose(value) {
    this.label = Number(value);
    this.view.watch.changed();
  }

  options() {
    return { ends: this.ends, label: this.label };
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    this.root.hidden = describe.kind !== "images";
    if (this.root.hidden) return;
    const names = classNames(describe);
    this.classes.hidden = !names.length;
    if (this.classes.options.length !== names.length) {
      offer(this.classes, names.map((name, k) => [k, name]));
    }
    this.label = names.length ? Number(this.classes.value) || 0 : null;
    this.canvas.style.aspectRatio = `${9 * describe.size[1]} / ${describe.size[0]}`;
  }

  /** @param {Arrays} arrays */
  draw({ strip }) {
    if (this.root.hidden || !strip) return false;
    mosaic(this.canvas, strip);
    return true;
  }
}
