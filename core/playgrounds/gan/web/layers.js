// The layers of the main picture, each switched by itself, and what they say of a place.

/** @import { Arrays, Domain, Texts } from "../../../live/web/types.d.ts" */
import { el, fill, setAttribute } from "../../../live/web/dom.js";
import { fixed, weight } from "../../../live/web/format.js";

const LAYERS = { real: true, fake: true, surface: true, manifold: true, arrows: false }; // name → on at first

export class Layers {
  /**
   * @param {Texts} texts
   * @param {() => void} changed
   */
  constructor(texts, changed) {
    this.changed = changed;
    /** @type {Set<string>} */ this.on = new Set();
    const toggles = Object.entries(LAYERS).map(([name, on]) => {
      if (on) this.on.add(name);
      return this.toggle(name, texts);
    });
    const label = texts["samples.layers"];
    this.root = el("div", { class: "ls-layers", role: "group", "aria-label": label }, ...toggles);
  }

  /**
   * @param {string} name
   * @param {Texts} texts
   */
  toggle(name, texts) {
    const node = el(
      "button",
      {
        type: "button",
        class: "ls-button ls-small ls-layer",
        "data-layer-toggle": name,
        "aria-pressed": this.on.has(name),
        "data-tip": texts[`tip.layer.${name}`],
      },
      el("i", { class: `ls-mark ls-mark-${name}` }),
      texts[`layer.${name}`],
    );
    node.addEventListener("click", () => {
      if (!this.on.delete(name)) this.on.add(name);
      setAttribute(node, "aria-pressed", this.on.has(name));
      this.changed();
    });
    return node;
  }

  /** @param {string} name */
  has(name) {
    return this.on.has(name);
  }

  /** What the server is asked for: real samples are here already. */
  get asked() {
    return [...this.on].filter((name) => name !== "real");
  }
}

/**
 * @param {number[]} at
 * @param {Partial<Arrays>} shown the layers that are on
 * @param {Domain} domain of both axes
 * @param {number} near how far a sample may be
 * @param {Texts} texts
 */
export function readingOf([x1, x2], shown, [low, high], near, texts) {
  const { fake, surface, "fake.score": score, "surface.range": range } = shown;
  for (let i = 0; fake && score && i < score.length; i += 1) {
    const [u, v] = fake.subarray(2 * i, 2 * i + 2);
    if (Math.hypot(u - x1, v - x2) > near) continue;
    return fill(texts["samples.read_fake"], { x1: weight(u), x2: weight(v), score: fixed(score[i], 2) });
  }
  const place = { x1: weight(x1), x2: weight(x2) };
  if (!surface) return fill(texts["samples.read"], place);
  const side = surface.shape[0];
  const cell = (/** @type {number} */ value) =>
    Math.min(side - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * side)));
  const [least, most] = range ?? [0, 1];
  const answer = least + ((most - least) * surface[(side - 1 - cell(x2)) * side + cell(x1)]) / 255;
  return fill(texts["samples.read_surface"], { ...place, score: fixed(answer, 2) });
}
