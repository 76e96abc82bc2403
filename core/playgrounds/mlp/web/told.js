// The numbers of slow motion on the network's drawing: values in the neurons, on the way back their gradients, and at
// the links into the neuron that is followed what goes through them.

/** @import { Arrays, Meta, Numbers } from "../../../live/web/types.d.ts" */
/** @import { Network } from "./network.js" */
/** @import { Shape } from "./shape.js" */
import { el, fill, setText, tool } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { slowMotion } from "../../../live/web/panels/story.js";
import { change, MlpStory } from "./story.js";
import { brief, label } from "./toldnumber.js";

const NARROW = 40; // px between two columns below which the links wear no numbers
const TIGHT = 60; // px from column to column below which numbers are cut short
const LINE = 17; // px of a number's height

export class Told {
  /** @param {Network} network */
  constructor(network) {
    this.network = network;
    this.view = network.view;
    this.texts = network.texts;
    /** @type {Meta | null} */ this.meta = null;
    this.slow = slowMotion(this.texts, this.texts["tip.explain-update"], () => this.story.toggle());
    setText(this.slow, this.texts["action.explain-update"]);
    this.layer = el("div", { class: "ls-told", "aria-hidden": "true" }); // the card says it all in words
    this.story = new MlpStory(this);
    const other = tool(this.texts, "story-point", () => this.point());
    this.story.root.lastElementChild?.insertBefore(other, this.story.root.lastElementChild.lastElementChild);
    network.stage.append(this.layer);
    network.stage.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.on) this.story.key(event);
    });
  }

  /** @returns {Shape} */
  get shape() {
    if (!this.network.shape) throw new Error("The network is not described yet.");
    return this.network.shape;
  }

  /** Whether a step is being told. */
  get on() {
    return this.story.stages !== null;
  }

  /** The layers with weights. */
  get layers() {
    return Array.from({ length: this.shape.last }, (_, i) => i + 1);
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (this.meta?.build !== meta.build) this.story.end();
    this.meta = meta;
  }

  /** The next of the minibatch's points. */
  point() {
    const { story } = this;
    const batch = story.of("minibatch")?.x?.shape[0] ?? 1;
    story.row = (story.row + 1) % batch;
    if (story.stages) story.show(story.stages);
  }

  /**
   * A click on a neuron follows it, while a step is told.
   * @param {number} layer
   * @param {number} neuron
   */
  follow(layer, neuron) {
    const { story } = this;
    if (!story.stages) return false;
    story.followed[layer] = neuron;
    story.picked = layer;
    story.show(story.stages);
    return true;
  }

  /**
   * A target in words: the class, or the number.
   * @param {Numbers | undefined} t of one point
   */
  target(t) {
    if (!t) return "–";
    const { task, classes } = this.meta?.describe ?? {};
    if (task !== "classification") return Array.from(t, weight).join(", ");
    const chosen = t.length > 1 ? Array.from(t).indexOf(Math.max(...Array.from(t))) : Number(t[0] > 0);
    return fill(this.texts["story.class"], {
      name: classes?.[chosen] ?? chosen,
      target: Array.from(t, weight).join(", "),
    });
  }

  /** Story asks for it; what is lit follows from the numbers. */
  highlight() {}

  // ---- on the drawing ---------------------------------------------------------------------
  /** Puts the numbers of the stage on the drawing. */
  show() {
    const { story, network } = this;
    const stage = story.stages?.[story.at];
    if (!stage) return;
    const layer = story.layer;
    network.links.tell(this.gradients(stage.name, layer));
    const followed = { layer, neuron: story.followed[layer] ?? 0 };
    network.links.active = stage.name === "minibatch" ? null : followed;
    setText(
      network.legend,
      this.texts[stage.name === "backward" ? "network.legend_gradients" : "network.legend"],
    );
    const nodes = this.values(stage.name, layer).flatMap((numbers, k) =>
      numbers ? this.column(k, numbers, stage.name) : []
    );
    const links = stage.name === "minibatch" || stage.name === "loss" ? [] : this.along(stage.name, layer);
    this.layer.replaceChildren(...nodes, ...links);
    network.stage.dataset.told = stage.name;
  }

  /** The drawing is its own again. */
  over() {
    this.layer.replaceChildren();
    delete this.network.stage.dataset.told;
    this.network.links.tell(null);
    setText(this.network.legend, this.texts["network.legend"]);
    this.network.pointing.follow();
  }

  /**
   * For every layer the numbers in its neurons, or null.
   * @param {string} name
   * @param {number} layer
   * @returns {(Numbers | null)[]}
   */
  values(name, layer) {
    const { story, shape } = this;
    return Array.from({ length: shape.last + 1 }, (_, k) => {
      if (name === "update" || (name === "minibatch" && k > 0) || (name === "forward" && k > layer)) {
        return null;
      }
      const back = name === "backward" && k >= layer;
      return story.rowOf(back ? "delta" : "a", k) ?? null;
    });
  }

  /**
   * Gradients in place of the weights, of the layers that the way back has come to; null: the weights.
   * @param {string} name
   * @param {number} layer
   */
  gradients(name, layer) {
    if (name !== "backward") return null;
    const { shape, story } = this;
    const found = new Float32Array(shape.bases[shape.last + 1]);
    for (let k = layer; k <= shape.last; k += 1) {
      found.set(Array.from(story.of("backward", k)?.gradient ?? []), shape.bases[k]);
    }
    return found;
  }

  /**
   * @param {number} k the layer
   * @param {Numbers} numbers
   * @param {string} name of the stage
   */
  column(k, numbers, name) {
    const { links: { columns } } = this.network;
    const { left, right, ys } = columns[k];
    const kind = name === "backward" && k >= this.story.layer ? "delta" : "a";
    const tight = columns[1].left - columns[0].left < TIGHT * this.view.colours.scale;
    // Beside the inputs and the outputs stand their names: numbers grow away from them.
    const [x, side] = k === 0
      ? [left, "start"]
      : k === this.shape.last
      ? [right, "end"]
      : [(left + right) / 2, ""];
    return ys.map((y, i) =>
      label(x, y, tight ? brief(numbers[i]) : weight(numbers[i]), {
        "data-value-of": `${k}-${i}`,
        "data-kind": kind,
        "data-side": side,
      })
    );
  }

  /**
   * Numbers at the links into the followed neuron, near where they begin: there they stand apart. Where there is no
   * room for all, those with the largest gradients are shown.
   * @param {string} name of the stage
   * @param {number} layer
   */
  along(name, layer) {
    const { network: { links: { columns } }, story, shape, view: { colours: { scale } } } = this;
    const target = story.followed[layer] ?? 0;
    const [from, to] = [columns[layer - 1], columns[layer]];
    if (to.left - from.right < NARROW * scale) return [];
    const text = this.through(name, layer, target);
    const { gradient } = story.of("backward", layer) ?? {};
    const share = 0.38;
    const places = from.ys.map((y, source) => ({
      source,
      y: y + (to.ys[target] - y) * share * share * (3 - 2 * share),
      size: Math.abs(gradient?.[source * shape.sizes[layer] + target] ?? 0),
    }));
    const apart = (name === "update" ? 2 * LINE + 2 : LINE) * scale;
    /** @type {typeof places} */ const placed = [];
    for (const one of places.sort((a, b) => b.size - a.size)) {
      if (placed.every(({ y }) => Math.abs(y - one.y) >= apart)) placed.push(one);
    }
    const x = from.right + (to.left - from.right) * (share + 0.06);
    return placed.map(({ source, y }) => {
      const link = `${layer}-${source}-${target}`;
      return label(x, y, text(source, shape.index(layer, source, target)), {
        "data-link": link,
        "data-kind": "link",
      });
    });
  }

  /**
   * @param {string} name of the stage
   * @param {number} layer
   * @param {number} target
   * @returns {(source: number, index: number) => string}
   */
  through(name, layer, target) {
    const { story, shape } = this;
    /** @type {Partial<Arrays>} */ const { before, after } = story.of("update") ?? {};
    if (name === "update") {
      return (_, index) => before && after ? change(before[index], after[index]).join("\n→ ") : "–";
    }
    const { gradient } = story.of("backward", layer) ?? {};
    if (name === "backward") {
      return (source) => weight(gradient?.[source * shape.sizes[layer] + target]);
    }
    const fed = story.rowOf("a", layer - 1);
    return (source, index) => before && fed ? weight(before[index] * fed[source]) : "–";
  }
}
