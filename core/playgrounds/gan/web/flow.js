// The data flow of a GAN as a drawing: noise → generator → generated samples, beside them real ones →
// discriminator → its answers → both losses, and the gradients on their way back. Thumbnails show what
// is there at this moment; in slow motion the stage at work stands out.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { loss } from "../../../live/web/format.js";
/** @import { Edge } from "./flowplan.js" */
import { EDGES, NODES, route, STAGES } from "./flowplan.js";
import { slowMotion } from "../../../live/web/panels/story.js";
import { write } from "../../../live/web/widgets/controls.js";
import { GanStory } from "./story.js";
import { thumb } from "./thumbs.js";

const EVERY = 100; // ms between two refreshes of the thumbnails
const compact = new Intl.NumberFormat("en", { notation: "compact" });
const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{ root: HTMLElement, canvas?: HTMLCanvasElement, size?: HTMLElement, value: HTMLElement }} FlowNode */

export class Flow extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Meta | null} */ this.meta = null;
    this.drawn = 0;
    this.stale = false;
    const t = this.texts;
    this.story = new GanStory(this);
    this.slow = slowMotion(t, t["tip.slow-motion"], () => this.story.toggle());
    this.tools.append(
      tool(t, "step-d", () => this.stepOnly("d")),
      tool(t, "step-g", () => this.stepOnly("g")),
      tool(t, "step-both", () => view.send({ type: "step", n: 1 })),
      this.slow,
    );
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("aria-hidden", "true");
    this.board = el("div", { class: "ls-flow", role: "group", "aria-label": t["flow.label"] });
    this.board.append(this.svg);
    /** @type {Map<string, FlowNode>} */
    this.nodes = new Map(Object.entries(NODES).map(([name, { kind }]) => [name, this.node(name, kind)]));
    this.edges = EDGES.map((edge) => this.edge(edge));
    this.root.append(this.board);
    this.observer = new ResizeObserver(() => this.place());
    this.observer.observe(this.board);
  }

  /** @param {"g" | "d"} network */
  stepOnly(network) {
    this.view.command("step_only", { network });
  }

  /** Lies over the curves, so that drawing and picture stay in sight. */
  get floating() {
    return this.story.root;
  }

  /**
   * @param {string} name
   * @param {string} kind
   * @returns {FlowNode}
   */
  node(name, kind) {
    const t = this.texts;
    const root = el("div", {
      class: `ls-flow-node ls-flow-${kind}`,
      "data-node": name,
      "data-tip": t[`tip.flow.${name}`],
      tabindex: "0",
    });
    const value = el("span", { class: "ls-flow-value" });
    const pictured = kind === "thumb" || kind === "answers";
    const canvas = pictured ? el("canvas", { "aria-hidden": "true" }) : undefined;
    const size = kind === "player" ? el("span", { class: "ls-flow-size" }) : undefined;
    const caption = el("span", { class: "ls-flow-name", text: t[`flow.${name}`] });
    root.append(...(canvas ? [canvas] : []), caption, ...(size ? [size] : []));
    if (kind !== "thumb") root.append(value);
    if (kind === "gradient") setAttribute(value, "data-metric", name);
    if (kind === "player") {
      setAttribute(value, "data-metric", `${name}_weights`);
      setAttribute(value, "data-tip", t["tip.flow.weights"]);
    }
    this.board.append(root);
    return { root, canvas, size, value };
  }

  /**
   * @param {string} name
   * @returns {FlowNode}
   */
  at(name) {
    const node = this.nodes.get(name);
    if (!node) throw new Error(`There is no node ${name} in the data flow.`);
    return node;
  }

  /** @param {Edge} edge */
  edge(edge) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", `ls-flow-edge ls-flow-${edge.way}`);
    this.svg.append(path);
    return { ...edge, path };
  }

  /** @param {Meta} meta */
  describe(meta) {
    const t = this.texts;
    if (this.meta?.build !== meta.build) this.story.end();
    this.meta = meta;
    const { generator, discriminator, objective } = meta.describe;
    for (const [name, network] of [["g", generator], ["d", discriminator]]) {
      const { root, size } = this.at(name);
      if (size) setText(size, fill(t["flow.params"], { count: compact.format(network.params) }));
      setAttribute(root, "data-tip", fill(t[`tip.flow.${name}`], { text: network.text }));
    }
    for (const name of ["d", "g"]) {
      const tip = fill(t[`tip.flow.${name}_loss`], { formula: objective[name] });
      setAttribute(this.at(`${name}_loss`).root, "data-tip", tip);
    }
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.onScreen) return false;
    const waiting = this.story.tick(now);
    if (!this.stale || !this.arrays) return waiting;
    if (now - this.drawn < EVERY) return true;
    this.drawn = now;
    this.stale = false;
    this.refresh();
    return waiting;
  }

  refresh() {
    const { arrays, meta, view } = this;
    if (!arrays || !meta || !view.frame) return;
    const { metrics } = view.frame;
    const told = this.story.values; // slow motion shows the numbers of its own iteration
    for (const name of ["noise", "fake", "real", "d_real", "d_fake"]) {
      const { canvas } = this.at(name);
      if (canvas) thumb(canvas, name, arrays[`flow.${name}`], meta.describe, view.colours);
    }
    for (const name of ["d_real", "d_fake", "d_loss", "g_loss"]) {
      this.put(name, told[name] ?? metrics[name], loss);
    }
    for (const name of ["g", "d"]) {
      const gradient = `${name}_gradient`;
      this.put(gradient, told[gradient] ?? arrays[`flow.${gradient}`]?.[0], loss);
      const words = (/** @type {number} */ value) => fill(this.texts["flow.weights"], { value: loss(value) });
      this.put(name, arrays[`flow.${name}_weights`]?.[0], words, "");
    }
  }

  /**
   * @param {string} name
   * @param {number | null | undefined} value
   * @param {(value: number) => string} words
   * @param {string} none what stands there without a number
   */
  put(name, value, words, none = "–") {
    write(this.at(name).value, value, value === null || value === undefined ? none : words(value));
  }

  /**
   * Lights up what a stage of slow motion is about; null: everything alike.
   * @param {string | null} stage
   */
  highlight(stage) {
    const lit = stage ? STAGES[stage] : null;
    setAttribute(this.board, "data-told", stage ?? "");
    for (const [name, { root }] of this.nodes) {
      root.classList.toggle("ls-dim", Boolean(lit && !lit.includes(name)));
    }
    for (const { path, from, to, way } of this.edges) {
      const on = lit && lit.includes(from) && lit.includes(to);
      path.classList.toggle("ls-dim", Boolean(lit && !on));
      path.classList.toggle("ls-lit", Boolean(on && way));
    }
  }

  /** Nodes stand at shares of the board's width; edges run between their borders. */
  place() {
    const { clientWidth: width, clientHeight: height } = this.board;
    if (!width) return;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    /** @type {Parameters<typeof route>[1]} */ const boxes = {};
    for (const [name, { root, canvas }] of this.nodes) {
      const { y } = NODES[name];
      const half = root.offsetWidth / 2;
      const x = Math.min(width - half, Math.max(half, NODES[name].x * width));
      Object.assign(root.style, { left: `${x}px`, top: `${y * height}px` });
      // Edges meet a picture at its own border, whatever is written below it.
      const { offsetWidth: w, offsetHeight: h } = canvas ?? root;
      const lift = canvas ? canvas.offsetTop + h / 2 - root.offsetHeight / 2 : 0;
      boxes[name] = { x, y: y * height + lift, w, h };
    }
    for (const edge of this.edges) edge.path.setAttribute("d", route(edge, boxes));
  }

  paint() {
    const { style } = this.root;
    style.setProperty("--ls-player-d", css(this.view.colours.classes[2]));
    style.setProperty("--ls-player-g", css(this.view.colours.positive));
    this.stale = Boolean(this.arrays);
    this.place();
  }

  resize() {
    this.place();
  }

  close() {
    this.observer.disconnect();
    this.story.end();
  }
}
