// A convolution to play with: a window moves over a small input, and the output fills cell by cell.

/** @import { Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Setting } from "./window.js" */
import { button, el, fill, icon, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { drawToy } from "./toydraw.js";
import { BOUNDS, outputSide, placeOf, plan, span, taps, unread, valueAt } from "./window.js";

const REST = 350; // ms that the window stands at a place while it plays
/** @type {Setting} */
const FIRST = { n: 7, k: 3, s: 1, p: 1, d: 1 };
const NAMES = /** @type {(keyof Setting)[]} */ (["n", "k", "s", "p", "d"]);
/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class Toy extends Panel {
  setting = { ...FIRST };
  place = [0, 0];
  playing = false;
  moved = 0;
  width = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.play = button(
      "toy-play",
      { className: "ls-small", content: icon("play") },
      () => this.turn(!this.playing),
    );
    this.tools.append(this.play);
    this.numbers = NAMES.map((name) => this.slider(name));
    this.formula = el("p", { class: "ls-map-read", role: "status" });
    this.canvas = el("canvas", {
      class: "ls-cnn-toy",
      tabindex: "0",
      role: "application",
      "data-ls-keys": "arrows",
      on: {
        pointerdown: (event) => this.point(event),
        pointermove: (event) => (event.buttons || event.pointerType === "mouse") && this.point(event),
        keydown: (event) => this.key(event),
      },
    });
    this.box = el("div", { class: "ls-cnn-toy-box" }, this.canvas);
    this.sum = el("p", { class: "ls-map-read" });
    this.root.append(
      el("div", { class: "ls-cnn-toy-set" }, ...this.numbers.map((one) => one.row)),
      this.formula,
      this.box,
      this.sum,
      el("p", { class: "ls-quiet", text: t["toy.key"] }),
    );
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.box);
    this.turn(false);
  }

  /** @param {keyof Setting} name */
  slider(name) {
    const [min, max] = BOUNDS[name];
    const shown = el("span", { class: "ls-cnn-toy-number" });
    /** @type {HTMLInputElement} */
    const input = el("input", {
      type: "range",
      class: "ls-range",
      min,
      max,
      step: 1,
      value: this.setting[name],
      "data-action": `toy-${name}`,
      "aria-label": this.texts[`toy.${name}`],
      on: {
        input: () => {
          this.setting = { ...this.setting, [name]: Number(input.value) };
          this.go([0, 0]);
        },
      },
    });
    const attributes = { class: "ls-cnn-slider ls-quiet" };
    const row = el("label", attributes, el("span", { text: this.texts[`toy.${name}`] }), input, shown);
    return { row, shown, name };
  }

  /** @param {number[]} place row and column of the output */
  go(place) {
    this.place = place;
    this.render();
  }

  /** @param {boolean} on */
  turn(on) {
    this.playing = on;
    this.moved = 0;
    const word = on ? "pause" : "play";
    this.play.replaceChildren(icon(word));
    for (const name of ["data-tip", "aria-label"]) {
      setAttribute(this.play, name, this.texts[`tip.toy-${word}`]);
    }
    setAttribute(this.play, "aria-pressed", on);
    if (on && this.last) this.place = [0, 0];
    this.render();
    if (on) this.view.wake();
  }

  /** Whether the window is at its last place. */
  get last() {
    const out = outputSide(this.setting);
    return this.place[0] === out - 1 && this.place[1] === out - 1;
  }

  /** @param {number} now ms */
  tick(now) {
    if (!this.playing || !this.onScreen) return false;
    this.moved ||= now;
    if (now - this.moved < REST) return true;
    this.moved = now;
    const out = outputSide(this.setting);
    if (!out || this.last) this.turn(false);
    else {
      const at = this.place[0] * out + this.place[1] + 1;
      this.go([Math.floor(at / out), at % out]);
    }
    return this.playing;
  }

  /** @param {PointerEvent} event */
  point({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const place = placeOf(this.setting, this.plan, clientX - left, clientY - top);
    if (!place || place.join() === this.place.join()) return;
    if (this.playing) this.turn(false);
    this.go(place);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = KEYS[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.playing) this.turn(false);
    const end = Math.max(0, outputSide(this.setting) - 1);
    this.go(this.place.map((at, axis) => Math.min(end, Math.max(0, at + by[axis]))));
  }

  get plan() {
    return plan(this.setting, Math.max(160, this.width), Math.round(1.7 * this.view.colours.type));
  }

  resize() {
    if (this.box.clientWidth === this.width) return;
    this.width = this.box.clientWidth;
    this.render();
  }

  paint() {
    this.render();
  }

  render() {
    for (const { name, shown } of this.numbers) setText(shown, String(this.setting[name]));
    this.tell();
    if (!this.width) return;
    const { plan } = this;
    const context = sizeCanvas(this.canvas, this.width, plan.height);
    drawToy(context, plan, this.setting, this.place, this.view.colours, this.texts);
  }

  tell() {
    const { setting, texts: t, place: [y, x] } = this;
    const out = outputSide(setting);
    const said = { ...setting, out, span: span(setting), room: setting.n + 2 * setting.p };
    setAttribute(this.root, "data-output", out);
    this.play.hidden = !out;
    const key = out ? (unread(setting) ? "toy.unread" : "toy.formula") : "toy.none";
    setText(this.formula, fill(t[key], { ...said, rest: unread(setting) }));
    const found = out ? taps(setting, y, x) : [];
    const outside = found.filter(({ inside }) => !inside).length;
    const value = String(out ? valueAt(setting, y, x) : 0).replace("-", "−");
    const place = { y: y + 1, x: x + 1, count: found.length, outside, value };
    setText(this.sum, out ? fill(t["toy.sum"], place) : "");
    setAttribute(
      this.canvas,
      "aria-label",
      out ? fill(t["toy.label"], { ...said, ...place }) : fill(t[key], said),
    );
  }

  close() {
    this.observer.disconnect();
  }
}
