// Pointing at the drawing, with a pointer or the keyboard: the large map and the links follow the neuron,
// a link near the pointer says its weight, and a click on it opens the card of its target.

import { fill } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";

const LEAVE_AFTER = 80; // ms, so that the map does not flicker on the way from one neuron to the next

export class Pointing {
  constructor(network) {
    Object.assign(this, { network, pointed: null, focused: null });
    this.listen();
  }

  listen() {
    const { stage, links, card } = this.network;
    const neuronOf = (target) => target.closest?.(".ls-neuron[data-neuron]");
    stage.addEventListener("pointerover", (event) => {
      const node = neuronOf(event.target);
      clearTimeout(this.leaving);
      if (node) this.pointAt("pointed", node);
      else if (this.pointed) this.leaving = setTimeout(() => this.pointAt("pointed", null), LEAVE_AFTER);
    });
    stage.addEventListener("pointermove", (event) => this.overLink(event));
    stage.addEventListener("pointerleave", () => {
      this.hot(null);
      this.leaving = setTimeout(() => this.pointAt("pointed", null), LEAVE_AFTER);
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

  isGround(target) {
    return target === this.network.stage || target === this.network.board || target === this.network.canvas;
  }

  pointAt(how, node) {
    this[how] = node && { layer: Number(node.dataset.layer), neuron: Number(node.dataset.neuron) };
    this.point(this.pointed ?? this.focused ?? this.network.card.neuron);
  }

  /** The large map and the links follow the neuron pointed at. */
  point(place) {
    const { shape, links, view, texts } = this.network;
    const same = links.active?.layer === place?.layer && links.active?.neuron === place?.neuron;
    if (same || (place && (place.layer > shape.last || place.neuron >= shape.sizes[place.layer]))) return;
    links.active = place ?? null;
    links.dirty = true;
    const output = place && place.layer === shape.last && shape.sizes[place.layer] === 1;
    const title = place && fill(texts["map.title_of"], { name: shape.name(place.layer, place.neuron) });
    view.panels.get("map")?.look(place && !output ? { ...place, title } : null);
    view.wake();
  }

  overLink(event) {
    if (!this.network.shape || !this.isGround(event.target)) return this.hot(null);
    const box = this.network.stage.getBoundingClientRect();
    this.at = { x: event.clientX, y: event.clientY };
    return this.hot(this.network.links.hit(event.clientX - box.left, event.clientY - box.top));
  }

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

  linkText({ layer, source, target, index }) {
    const { shape, arrays, texts } = this.network;
    const value = weight(arrays?.weights?.[index]);
    return fill(texts["network.link"], {
      from: shape.name(layer - 1, source),
      to: shape.name(layer, target),
      value,
    });
  }

  close() {
    clearTimeout(this.leaving);
  }
}
