// The way through the layers: a slider that stands at a layer or between two, and that plays from the first to the last.

/** @import { Texts } from "../../../live/web/types.d.ts" */
import { button, el, fill, icon, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed } from "../../../live/web/format.js";

const SPEED = 0.5; // layers per second of a play
const REST = 900; // ms that a play stands at each layer
const STEP = 0.05; // layers per press of an arrow key

export class Way {
  /**
   * @param {Texts} texts
   * @param {() => void} changed
   */
  constructor(texts, changed) {
    this.texts = texts;
    this.changed = changed;
    this.at =
      this.last =
      this.moved =
      this.rested =
        0;
    this.playing = false;
    this.play = button(
      "space-play",
      { className: "ls-small", content: icon("play") },
      () => this.turn(!this.playing),
    );
    /** @type {HTMLInputElement} */
    this.slider = el("input", {
      type: "range",
      class: "ls-range",
      min: 0,
      max: 1,
      step: STEP,
      value: 0,
      "data-action": "space-layer",
      "aria-label": texts["space.slider"],
      on: { input: () => this.go(Number(this.slider.value)) },
    });
    this.where = el("span", { class: "ls-space-where" });
    this.root = el("div", { class: "ls-space-row" }, this.play, this.slider, this.where);
    this.turn(false);
  }

  /** The layer that stands nearest. */
  get layer() {
    return Math.round(this.at);
  }

  /** @param {number} last the last hidden layer: where the way ends, and where it begins to be looked at */
  describe(last) {
    this.last = last;
    setAttribute(this.slider, "max", Math.max(1, last));
    this.root.hidden = last < 1;
    this.at = last;
    this.slider.value = String(last);
  }

  /** @param {number} at from 0, the inputs */
  go(at) {
    this.at = Math.min(Math.max(0, at), this.last);
    this.slider.value = String(this.at);
    this.changed();
  }

  /** @param {boolean} on */
  turn(on) {
    this.playing = on;
    const word = on ? "pause" : "play";
    this.play.replaceChildren(icon(word));
    for (const name of ["data-tip", "aria-label"]) {
      setAttribute(this.play, name, this.texts[`tip.space-${word}`]);
    }
    setAttribute(this.play, "aria-pressed", on);
    this.moved = this.rested = 0;
    if (on) this.go(this.at >= this.last ? 0 : this.at);
  }

  /** @param {number} now ms */
  tick(now) {
    if (!this.playing) return false;
    const passed = this.moved ? Math.min(100, now - this.moved) : 0;
    this.moved = now;
    if (now < this.rested) return true;
    const next = Math.floor(this.at) + 1;
    const to = Math.min(next, this.at + passed * SPEED / 1000);
    this.go(to);
    if (to < next) return true;
    this.rested = now + REST;
    if (next >= this.last) this.turn(false);
    return this.playing;
  }

  /** Writes where it stands; returns that. */
  tell() {
    const t = this.texts;
    const name = (/** @type {number} */ layer) =>
      layer ? fill(t["space.layer"], { layer }) : t["space.inputs"];
    const [from, to] = [Math.floor(this.at), Math.ceil(this.at)];
    const share = fixed(100 * (this.at - from), 0);
    const where = from === to
      ? name(from)
      : fill(t["space.between"], { from: name(from), to: name(to), share });
    setText(this.where, where);
    setAttribute(this.slider, "aria-valuetext", where);
    return where;
  }
}
