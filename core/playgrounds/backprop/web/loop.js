// The loop of learning as a line of stations: the one that is told is lit, each with its numbers of this moment, and
// a click leads to it.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, setAttribute, setText } from "../../../live/web/dom.js";
import { loss, weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { short } from "./lesson.js";
import { LOOP } from "./stages.js";

export class Loop extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {import("./lesson.js").Lesson} */ this.lesson = view.shared.lesson;
    this.written = -1;
    this.heading.classList.add("ls-hidden-title");
    this.stations = LOOP.map((place) => this.station(place));
    this.line = el("div", { class: "ls-loop", role: "group", "aria-label": t["loop.label"] });
    for (const { node } of this.stations) this.line.append(node);
    this.line.append(el("span", { class: "ls-loop-again ls-quiet", text: t["loop.again"] }));
    this.root.append(this.line);
  }

  /** @param {string} place */
  station(place) {
    const said = el("span", { class: "ls-loop-said" });
    const node = el(
      "button",
      {
        type: "button",
        class: "ls-station",
        "data-station": place,
        on: { click: () => this.lead(place) },
      },
      el("span", { class: "ls-loop-name", text: this.texts[`loop.${place}`] }),
      said,
    );
    return { place, node, said };
  }

  also() {
    return { weights: {}, examples: {} };
  }

  /** @param {string} place */
  lead(place) {
    const { lesson, view } = this;
    if (view.frame?.status === "running") view.transport.run("pause");
    const at = lesson.stages.findIndex((stage) => stage.place === place);
    // a network without hidden layers is its output
    lesson.show(at < 0 ? lesson.stages.findIndex(({ name }) => name === "output") : at);
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.lesson.describe(meta);
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    return this.lesson.take(arrays);
  }

  tick() {
    const { lesson } = this;
    const busy = lesson.tick();
    if (this.written !== lesson.version && lesson.arrays) this.write();
    return busy;
  }

  write() {
    const { lesson } = this;
    this.written = lesson.version;
    const lit = lesson.stages[lesson.at].place;
    const said = this.numbers(/** @type {Arrays} */ (lesson.arrays));
    for (const { place, node, said: into } of this.stations) {
      const now = place === lit || (lit === "output" && place === "network" && lesson.layers === 1);
      setAttribute(node, "aria-current", now ? "step" : "false");
      setText(into, said[place]);
    }
    setAttribute(this.line, "data-running", lesson.running);
  }

  /**
   * The numbers of each station.
   * @param {Arrays} arrays
   * @returns {Record<string, string>}
   */
  numbers(arrays) {
    const { lesson } = this;
    const example = arrays.rows[lesson.row];
    const features = Array.from({ length: lesson.sizes[0] }, (_, k) => short(lesson.of("a", 0, k)));
    const outputs = Array.from({ length: lesson.sizes.at(-1) ?? 0 }, (_, k) => k);
    const [mean1, mean2, deviation1, deviation2] = arrays.moments;
    const two = (/** @type {ArrayLike<number>} */ of) =>
      [of[2 * example], of[2 * example + 1]].map(short).join(" ");
    return {
      input: two(arrays.x),
      preprocessing: lesson.about?.standardise
        ? `μ ${short(mean1)} ${short(mean2)} σ ${short(deviation1)} ${short(deviation2)}`
        : "s = x",
      features: features.join(" "),
      network: lesson.sizes.join("–"),
      output: outputs.map((k) => short(lesson.of("a", lesson.layers, k))).join(" "),
      metric: `L ${loss(arrays.loss[0])}`,
      feedback: `δ ${outputs.map((k) => short(lesson.of("delta", lesson.layers, k))).join(" ")}`,
      optimisation: `η ${weight(this.view.meta?.config.lr)}`,
    };
  }
}
