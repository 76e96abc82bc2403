// The replay memory: what the agent learns from, each transition where it happened, on the axes of the
// critic's surface, coloured by its reward, its age or how wrong the critic is about it.

/** @import { Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { weight, whole } from "../../../live/web/format.js";
import { select } from "../../../live/web/widgets/controls.js";
import { PlanePanel } from "./planepanel.js";
import { tick as written } from "../../../live/web/widgets/axes.js";
import { clipped } from "../../../live/web/widgets/scatter.js";

const COLOURS = ["reward", "age", "td"];
const SHADES = 24; // points of one shade are filled together
const SURE = 4000; // ms in which the second click empties the memory

export class Replay extends PlanePanel {
  sure = 0; // the timer in which a click empties the memory

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    const t = view.texts;
    const label = t["replay.colour"];
    const by = COLOURS.map((value) => /** @type {[string, string]} */ ([value, t[`replay.by.${value}`]]));
    const colour = select("replay-colour", { label }, by, () => this.choose());
    super(spec, view, { array: "replay.xy", label: t["replay.label"], tool: colour });
    this.colour = colour;
    this.filled = el("span", { class: "ls-filled" });
    this.forget = tool(t, "forget-replay", () => this.empty());
    this.root.append(el("div", { class: "ls-plane-foot" }, this.filled, this.forget));
  }

  options() {
    return { axes: this.plane.axes, colour: this.colour.value };
  }

  choose() {
    this.arrays = null;
    this.view.watch.changed();
    this.paint();
  }

  render() {
    const { context, frame, arrays } = this;
    if (!context || !this.meta) return;
    context.clearRect(0, 0, this.width, this.height);
    if (!arrays?.["replay.xy"]) return;
    const { "replay.xy": xy, "replay.value": value, "replay.range": range, "replay.size": size } = arrays;
    const [low, high] = range;
    /** @type {number[][]} */ const shades = Array.from({ length: SHADES }, () => []);
    for (let i = 0; i < value.length; i += 1) {
      const share = (value[i] - low) / (high - low || 1);
      shades[Math.min(SHADES - 1, Math.max(0, Math.floor(share * SHADES)))].push(i);
    }
    clipped(context, frame, () => {
      shades.forEach((own, shade) => {
        if (!own.length) return;
        context.beginPath();
        for (const i of own) {
          const [x, y] = this.place(xy[2 * i], xy[2 * i + 1]);
          context.moveTo(x + 2.8, y);
          context.arc(x, y, 2.8, 0, 2 * Math.PI);
        }
        context.fillStyle = css(this.view.colours.sequential((shade + 0.5) / SHADES));
        context.fill();
      });
    });
    setText(
      this.filled,
      fill(this.texts["replay.filled"], { size: whole(size[0]), capacity: whole(size[1]) }),
    );
    setAttribute(this.filled, "data-filled", size[0]);
    this.explain(low, high);
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  explain(low, high) {
    const least = (high - low) / 1000 || 1; // no digits that the colours do not show
    const [from, to] = [low, high].map((value) => written(least * Math.round(value / least)));
    const ends = { low: from, high: to };
    const { value: by } = this.colour;
    const label = fill(this.texts["replay.scale"], { ...ends, name: this.texts[`replay.by.${by}`] });
    this.scale(label, ends, this.texts[`replay.unit.${by}`]);
  }

  /** Two clicks: a memory is quickly emptied and slowly filled. */
  empty() {
    const t = this.texts;
    if (!this.sure) {
      this.sure = setTimeout(() => this.calm(), SURE);
      setText(this.forget, t["action.forget-sure"]);
      setAttribute(this.forget, "data-sure", "true");
      return;
    }
    this.calm();
    this.view.command("forget_replay", {});
  }

  calm() {
    clearTimeout(this.sure);
    this.sure = 0;
    setText(this.forget, this.texts["action.forget-replay"]);
    setAttribute(this.forget, "data-sure", "false");
  }

  say() {
    const t = this.texts;
    const near = this.looked && this.nearest(this.looked);
    if (!near) return t["replay.hint"];
    const [across, up] = this.plane.labels;
    const [x, y, value] = near.map(weight);
    return fill(t[`replay.read.${this.colour.value}`], { across, x, up, y, value });
  }

  /**
   * The transition that is nearest to the place looked at: [x, y, value].
   * @param {number[]} looked
   */
  nearest([u, v]) {
    const { "replay.xy": xy, "replay.value": value } = this.arrays ?? {};
    if (!value?.length) return null;
    const { left, top, side } = this.frame;
    const [px, py] = [left + u * side, top + v * side];
    let [best, distance] = [0, Infinity];
    for (let i = 0; i < value.length; i += 1) {
      const [x, y] = this.place(xy[2 * i], xy[2 * i + 1]);
      const far = (x - px) ** 2 + (y - py) ** 2;
      if (far < distance) [best, distance] = [i, far];
    }
    return [xy[2 * best], xy[2 * best + 1], value[best]];
  }

  close() {
    clearTimeout(this.sure);
    super.close();
  }
}
