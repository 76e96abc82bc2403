// The data flow of a GAN as a drawing: noise → generator → generated samples, beside them real ones →
// discriminator → its answers → both losses, and the gradients on their way back. Thumbnails show what
// is there at this moment; in slow motion the stage at work stands out.

import { css } from "../../../live/web/colour.js";
import { button, el, fill, panelFrame, setAttribute, setText } from "../../../live/web/dom.js";
import { loss } from "../../../live/web/format.js";
import { EDGES, NODES, route, STAGES } from "./flowplan.js";
import { Story } from "../../../live/web/panels/story.js";
import { thumb } from "../../../live/web/widgets/mosaic.js";

const EVERY = 100; // ms between two refreshes of the thumbnails
const compact = new Intl.NumberFormat("en", { notation: "compact" });
const SVG = "http://www.w3.org/2000/svg";

export class Flow {
  constructor(spec, view) {
    Object.assign(this, { spec, view, texts: view.texts, arrays: null, meta: null, drawn: 0, stage: null });
    const t = this.texts;
    const tool = (action, run, className = "ls-small") =>
      button(action, { tip: t[`tip.${action}`], content: [t[`action.${action}`]], className }, run);
    const only = (network) => () =>
      view.ask(
        "act",
        "step_only",
        { network },
        (answer) => answer && !answer.ok && view.transport.notice(answer.text),
      );
    this.story = new Story(this);
    this.slow = tool("slow-motion", () => this.story.toggle());
    setAttribute(this.slow, "aria-pressed", false);
    const both = tool("step-both", () => view.send({ type: "step", n: 1 }));
    const tools = [tool("step-d", only("d")), tool("step-g", only("g")), both, this.slow];
    this.root = panelFrame(spec.name, spec.title, tools).root;
    this.card = this.story; // lies over the curves, so that drawing and picture stay in sight
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("aria-hidden", "true");
    this.board = el("div", { class: "ls-flow", role: "group", "aria-label": t["flow.label"] });
    this.board.append(this.svg);
    this.nodes = new Map(Object.entries(NODES).map(([name, node]) => [name, this.node(name, node)]));
    this.edges = EDGES.map((edge) => this.edge(edge));
    this.root.append(this.board);
    this.observer = new ResizeObserver(() => this.place());
    this.observer.observe(this.board);
  }

  node(name, { kind }) {
    const t = this.texts;
    const root = el("div", {
      class: `ls-flow-node ls-flow-${kind}`,
      "data-node": name,
      "data-tip": t[`tip.flow.${name}`],
      tabindex: "0",
    });
    const caption = el("span", { class: "ls-flow-name", text: t[`flow.${name}`] });
    const node = { root, kind };
    if (kind === "thumb" || kind === "answers") {
      node.canvas = el("canvas", { "aria-hidden": "true" });
      node.value = kind === "answers" ? el("span", { class: "ls-flow-value" }) : null;
      root.append(node.canvas, caption, node.value ?? "");
    } else if (kind === "player") {
      node.size = el("span", { class: "ls-flow-size" });
      node.value = el("span", {
        class: "ls-flow-value",
        "data-metric": `${name}_weights`,
        "data-tip": t[`tip.flow.weights`],
      });
      root.append(caption, node.size, node.value);
    } else {
      node.value = el("span", { class: "ls-flow-value", "data-metric": kind === "gradient" ? name : null });
      root.append(caption, node.value);
    }
    this.board.append(root);
    return node;
  }

  edge(edge) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", `ls-flow-edge ls-flow-${edge.way}`);
    this.svg.append(path);
    return { ...edge, path };
  }

  describe(meta) {
    const t = this.texts;
    if (this.meta?.build !== meta.build) this.story.end();
    this.meta = meta;
    const { generator, discriminator } = meta.describe;
    for (const [name, network] of [["g", generator], ["d", discriminator]]) {
      const { root, size } = this.nodes.get(name);
      setText(size, fill(t["flow.params"], { count: network ? compact.format(network.params) : "–" }));
      setAttribute(root, "data-tip", fill(t[`tip.flow.${name}`], { text: network?.text ?? "" }));
    }
    for (
      const [name, formula] of [["d_loss", meta.describe.objective?.d], [
        "g_loss",
        meta.describe.objective?.g,
      ]]
    ) {
      setAttribute(
        this.nodes.get(name).root,
        "data-tip",
        fill(t[`tip.flow.${name}`], { formula: formula ?? "" }),
      );
    }
  }

  draw(arrays) {
    this.arrays = arrays;
    this.stale = true;
    return true;
  }

  tick(now) {
    if (this.onScreen === false) return false;
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
    const { metrics } = view.frame;
    const told = this.story.values; // slow motion shows the numbers of its own iteration
    const put = (name, value) => {
      const { value: node } = this.nodes.get(name);
      setText(node, loss(value));
      setAttribute(node, "data-value", value ?? "");
    };
    for (const name of ["noise", "fake", "real"]) {
      thumb(this.nodes.get(name).canvas, name, arrays[`flow.${name}`], meta.describe, view.colours);
    }
    for (const name of ["d_real", "d_fake"]) {
      thumb(this.nodes.get(name).canvas, name, arrays[`flow.${name}`], meta.describe, view.colours);
      put(name, told[name] ?? metrics[name]);
    }
    put("d_loss", told.d_loss ?? metrics.d_loss);
    put("g_loss", told.g_loss ?? metrics.g_loss);
    for (const name of ["g", "d"]) {
      put(
        `${name}_gradient`,
        told[`${name}_gradient`] ?? arrays[`flow.${name}_gradient`]?.[0] ?? metrics[`${name}_gradient`],
      );
      const weights = arrays[`flow.${name}_weights`]?.[0];
      const node = this.nodes.get(name).value;
      setText(node, weights === undefined ? "" : fill(this.texts["flow.weights"], { value: loss(weights) }));
      setAttribute(node, "data-value", weights ?? "");
    }
  }

  /** Lights up what a stage of slow motion is about; null: everything alike. */
  highlight(stage) {
    this.stage = stage;
    const lit = stage ? STAGES[stage] ?? [] : null;
    setAttribute(this.board, "data-stage", stage ?? "");
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
    const boxes = new Map();
    for (const [name, { root, canvas }] of this.nodes) {
      const { y } = NODES[name];
      const half = root.offsetWidth / 2;
      const x = Math.min(width - half, Math.max(half, NODES[name].x * width));
      Object.assign(root.style, { left: `${x}px`, top: `${y * height}px` });
      // Edges meet a picture at its own border, whatever is written below it.
      const { offsetWidth: w, offsetHeight: h } = canvas ?? root;
      boxes.set(name, {
        x,
        y: y * height + (canvas ? canvas.offsetTop + h / 2 - root.offsetHeight / 2 : 0),
        w,
        h,
      });
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

  close() {
    this.observer.disconnect();
    this.story.end();
  }
}
