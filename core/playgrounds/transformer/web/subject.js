// What all panels look at: a prompt, one token of it, one head of one layer, and what has been changed by hand.

/** @import { Json, Meta, Options } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Shared } from "../../../live/web/panel.js";
import { firstOf } from "./parts.js";
import { unknown } from "./tokens.js";

/**
 * @typedef {[layer: number, head: number, row: number, column: number, weight: number]} Hand
 * @typedef {{ model: string, prompt: string, position: number | null, layer: number, head: number, off: [number, number][],
 *   by: "zero" | "mean", hand: Hand | null, temperature: number, top_k: number, top_p: number, again: number }} Chosen
 */

/** @type {Chosen} */
const FIRST = {
  model: "",
  prompt: "",
  position: null,
  layer: 0,
  head: 0,
  off: [],
  by: "zero",
  hand: null,
  temperature: 1,
  top_k: 0,
  top_p: 1,
  again: 0,
};

export class Subject {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Shared<Chosen>} */
    this.chosen = new Shared(FIRST);
    /** @type {Json} */ this.about = {};
  }

  get now() {
    return this.chosen.value;
  }

  /**
   * What the weight there was changed to by hand, which pictures may not show yet; else null.
   * @param {{ row: number, column: number }} place
   */
  taken({ row, column }) {
    const { layer, head, hand } = this.now;
    return hand && [layer, head, row, column].every((one, k) => one === hand[k]) ? hand[4] : null;
  }

  /**
   * The model that is looked at, as `describe` has it.
   * @returns {Json}
   */
  get model() {
    /** @type {Json[]} */ const models = this.about.models ?? [];
    return models.find(({ kind }) => kind === this.now.model) ?? models[0] ?? { layers: 1, heads: 0 };
  }

  /** The attention that is shown at first: the first across, where there is one. */
  get first() {
    return firstOf(this.model);
  }

  /**
   * Another model is looked at.
   * @param {string} kind
   */
  look(kind) {
    /** @type {Json[]} */ const models = this.about.models ?? [];
    const layer = firstOf(models.find((one) => one.kind === kind) ?? {});
    this.set({ model: kind, layer, head: 0, hand: null });
  }

  /** The model that attends, of which heads and streams are shown: the chosen one, if it does. */
  get attending() {
    /** @type {Json[]} */ const models = this.about.models ?? [];
    return this.model.heads > 0 ? this.model : models.find(({ heads }) => heads > 0) ?? this.model;
  }

  /**
   * A build: what it has not is left aside.
   * @param {Meta} meta
   */
  describe({ describe }) {
    if (this.about === describe) return;
    const same = JSON.stringify(this.about.symbols) === JSON.stringify(describe.symbols);
    const former = this.model;
    this.about = describe;
    const { prompt, layer, head, off } = this.now;
    const { layers, heads, kind, parts } = this.model;
    /** @type {Partial<Chosen>} */ const change = {};
    if (
      !same || unknown(prompt, [...describe.symbols, ...describe.grouped], describe.words.length > 0).length
    ) {
      Object.assign(change, { prompt: "", position: null });
    }
    const other = kind !== former.kind || this.first && String(parts) !== String(former.parts);
    if (layer >= layers || heads && head >= heads || other && layer !== this.first) {
      Object.assign(change, { layer: this.first, head: 0 });
    }
    const there = off.filter(([l, h]) => l < layers && h < heads);
    if (there.length < off.length) change.off = there;
    if (this.now.hand) change.hand = null;
    if (Object.keys(change).length) this.set(change);
  }

  /** @param {Partial<Chosen>} change */
  set(change) {
    this.chosen.set({ ...this.now, ...change });
    this.view.watch?.changed();
    this.view.wake();
  }

  /** The options that all views of the prompt have. */
  get asked() {
    const { model, prompt, hand } = this.now;
    /** @type {Options} */ const options = {};
    if (model && this.model.kind === model) options.model = model;
    if (prompt) options.prompt = prompt;
    if (hand) options.hand = hand;
    return Object.assign(options, this.without);
  }

  /**
   * The heads that are taken away, and what stands in their place.
   * @returns {Options}
   */
  get without() {
    const { off, by } = this.now;
    return off.length ? { off, ...(by === "mean" ? { by } : {}) } : {};
  }

  /** Those of one token under one head. */
  get place() {
    const { position, layer, head } = this.now;
    return { ...this.asked, layer, head, ...(position === null ? {} : { position }) };
  }

  /** Those of a continuation. */
  get how() {
    const { temperature, top_k, top_p, again } = this.now;
    return { ...this.asked, temperature, top_k, top_p, again };
  }

  /** Whether any of the models attends: heads and streams are those of the transformer. */
  get attends() {
    return (this.about.models ?? []).some((/** @type {Json} */ one) => one.heads > 0);
  }

  /** @param {number} layer @param {number} head */
  isOff(layer, head) {
    return this.now.off.some(([l, h]) => l === layer && h === head);
  }

  /** @param {number} layer @param {number} head */
  toggle(layer, head) {
    const others = this.now.off.filter(([l, h]) => l !== layer || h !== head);
    this.set({ off: this.isOff(layer, head) ? others : [...others, [layer, head]] });
  }

  /**
   * All heads of a layer, or none of them.
   * @param {number} layer
   * @param {number} heads how many it has
   */
  toggleLayer(layer, heads) {
    const others = this.now.off.filter(([l]) => l !== layer);
    /** @type {[number, number][]} */
    const every = Array.from({ length: heads }, (_, head) => [layer, head]);
    this.set({ off: this.isLayerOff(layer, heads) ? others : [...others, ...every] });
  }

  /** @param {number} layer @param {number} heads */
  isLayerOff(layer, heads) {
    return this.now.off.filter(([l]) => l === layer).length === heads;
  }

  /**
   * The next head, through all layers.
   * @param {number} by
   */
  page(by) {
    const { layers, heads } = this.model;
    const at = (this.now.layer * heads + this.now.head + by + layers * heads) % (layers * heads);
    this.set({ layer: Math.floor(at / heads), head: at % heads });
  }
}
