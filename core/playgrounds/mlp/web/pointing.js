// Pointing at the drawing, with a pointer or the keyboard: the large map and the links follow the neuron,
// a link near the pointer says its weight, and a click on it opens the card of its target.

/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { Focus } from "./index.js" */
/** @import { Link } from "./links.js" */
/** @import { Network } from "./network.js" */
import { fill } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";

const LEAVE_AFTER = 80; // ms, so that the map does not flicker on the way from one neuron to the next

/** @typedef {{ layer: number, neuron: number }} Neuron */

export class Pointing {
  /**
   * @param {Network} network
   * @param {Shared<Focus>} focus what the map looks at
   */
  constructor(network, focus) {
    this.network = network;
    this.focus = focus;
    /** @type {Neuron | null} */ this.pointed = null;
    /** @type {Neuron | null} */ this.focused = null;
    this.at = { x: 0, y: 0 };
    this.leaving = 0;
    this.listen();
  }

  listen() {
    const { stage, links, card } = this.network;
    stage.addEventListener("pointerover", (event) => {
      const node = neuronOf(event.target);
      clearTimeout(this.leaving);
      if (node) this.pointAt("pointed", node);
      else if (this.pointed) this.leave();
    });
    stage.addEventListener("pointermove", (event) => this.overLink(event));
    stage.addEventListener("pointerleave", () => {
      this.hot(null);
      this.leave();
    });
    stage.addEventListener("focusin", (event) => {
      const node = neuronOf(event.target);
      this.pointAt("focused", node?.matches(":focus-visible") ? node : null);
    });
    stage.addEventListener("focusout", () => this.pointAt("focused", null));
    stage.addEventListener("click", (event) => {
      const link = links.hot;
      if (link && this.isGround(event.target)) card.open(link.layer, link.target, link.source);
    });
  }

  leave() {
    this.leaving = setTimeout(() => this.pointAt("pointed", null), LEAVE_AFTER);
  }

  /** @param {EventTarget | null} target */
  isGround(target) {
    const { stage, board, canvas } = this.network;
    return target === stage || target === board.root || target === canvas;
  }

  /**
   * @param {"pointed" | "focused"} how
   * @param {HTMLElement | null} node
   */
  pointAt(how, node) {
    this[how] = node && { layer: Number(node.dataset.layer), neuron: Number(node.dataset.neuron) };
    this.follow();
  }

  /** What is pointed at goes before what has the keyboard's focus, and both before the open card. */
  follow() {
    this.point(this.pointed ?? this.focused ?? this.network.card.neuron);
  }

  /**
   * The large map and the links follow the neuron pointed at.
   * @param {Neuron | null} place
   */
  point(place) {
    const { shape, links, view, texts } = this.network;
    if (!shape || (links.active?.layer === place?.layer && links.active?.neuron === place?.neuron)) return;
    if (place && (place.layer > shape.last || place.neuron >= shape.sizes[place.layer])) return;
    links.active = place;
    links.dirty = true;
    const output = place && place.layer === shape.last && shape.sizes[place.layer] === 1;
    if (place && !output) {
      const title = fill(texts["map.title_of"], { name: shape.name(place.layer, place.neuron) });
      this.focus.set({ ...place, title });
    } else this.focus.set(null);
    view.wake();
  }

  /** @param {PointerEvent} event */
  overLink(event) {
    if (!this.network.shape || !this.isGround(event.target)) return this.hot(null);
    const box = this.network.stage.getBoundingClientRect();
    this.at = { x: event.clientX, y: event.clientY };
    this.hot(this.network.links.hit(event.clientX - box.left, event.clientY - box.top));
  }

  /** @param {Link | null} link */
  hot(link) {
    const { links, view, stage } = this.network;
    if (!link && !links.hot) return;
    if (link?.index !== links.hot?.index) links.dirty = true;
    links.hot = link;
    stage.classList.toggle("ls-over-link", Boolean(link));
    if (link) view.tooltip.at(this.network, this.linkText(link), this.at.x, this.at.y);
    else view.tooltip.hide(this.network);
    view.wake();
  }

  /** @param {Link} link */
  linkText({ layer, source, target, index }) {
    const { shape, arrays, texts } = this.network;
    if (!shape) return "";
    const names = { from: shape.name(layer - 1, source), to: shape.name(layer, target) };
    return fill(texts["network.link"], { ...names, value: weight(arrays?.weights[index]) });
  }

  close() {
    clearTimeout(this.leaving);
  }
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null}
 */
function neuronOf(target) {
  return target instanceof Element ? target.closest(".ls-neuron[data-neuron]") : null;
}
