// The surface in three dimensions, drawn by hand: quadrilaterals from back to front, the paths on them. Turned
// with the pointer or the arrow keys; the ground is kept as a picture until then.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Ground } from "../../../live/web/widgets/ground.js" */
/** @import { Runner } from "./marks.js" */
import { css, mix } from "../../../live/web/colour.js";
import { el, setText, sizeCanvas } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { bandColour, bandOf, BANDS, between } from "../../../live/web/widgets/ground.js";
import { Legend, planeWords } from "./legend.js";
import { drawRace, runnersOf } from "./marks.js";

const MESH = 44; // quadrilaterals on a side
const TALL = 0.62; // the highest height, in sides
const TURN = 0.12; // rad per key press
const WRITE_EVERY = 120; // ms

/**
 * Where a place of the unit square, at a height in 0…1, is seen from: [right, down, far], in sides.
 * @param {number} u
 * @param {number} v
 * @param {number} height
 * @param {{ turn: number, tilt: number }} eye
 * @returns {[number, number, number]}
 */
export function projected(u, v, height, { turn, tilt }) {
  const [x, y] = [u - 0.5, v - 0.5];
  const right = x * Math.cos(turn) - y * Math.sin(turn);
  const far = x * Math.sin(turn) + y * Math.cos(turn);
  return [right, -far * Math.sin(tilt) - TALL * (height - 0.5) * Math.cos(tilt), far];
}

export class Relief extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<string>} */ this.member = view.shared.member;
    /** @type {Ground} */ this.known = view.shared.ground;
    /** @type {Runner[]} */ this.runners = [];
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Meta | null} */ this.meta = null;
    this.eye = { turn: 0.6, tilt: 0.75 };
    this.width = this.height = this.written = 0;
    this.painted = -1; // the plane on the canvas
    this.ground = el("canvas", { class: "ls-relief" });
    this.over = el("canvas", { class: "ls-relief" });
    const attributes = { class: "ls-relief-stage", tabindex: "0", role: "application" };
    this.stage = el(
      "div",
      { ...attributes, "aria-label": this.texts["relief.label"] },
      this.ground,
      this.over,
    );
    this.stage.dataset.lsKeys = "arrows"; // tells keyboard.js to leave the arrows to us
    this.legend = new Legend(this.texts, this.member);
    this.hint = el("p", { class: "ls-map-read" });
    this.root.append(this.stage, this.legend.root, this.hint);
    this.stage.addEventListener("pointerdown", (event) => this.stage.setPointerCapture(event.pointerId));
    this.stage.addEventListener("pointermove", (event) => {
      if (event.buttons) this.turn(event.movementX / 160, event.movementY / 160);
    });
    this.stage.addEventListener("keydown", (event) => this.key(event));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
    this.member.watch(() => this.overlay());
  }

  options() {
    return { known: this.known.key };
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.meta = meta;
    this.arrays = null;
    this.painted = -1;
    this.known.forget();
    this.runners = runnersOf(meta.describe.runners, this.spec.runners);
    this.legend.build(this.runners, runnersOf(meta.describe.absent, this.spec.runners));
    this.view.watch?.changed();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!this.known.take(arrays)) return false;
    this.arrays = arrays;
    if (!this.onScreen) return true;
    if (this.painted === this.known.key) this.overlay();
    else {
      this.view.watch.changed();
      this.paint();
    }
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.arrays || !this.onScreen || now - this.written < WRITE_EVERY) return false;
    this.written = now;
    this.legend.write(this.arrays.now);
    setText(this.hint, this.texts["relief.hint"] + planeWords(this.texts, this.meta, this.arrays));
    return false;
  }

  /**
   * @param {number} turn
   * @param {number} tilt
   */
  turn(turn, tilt) {
    this.eye.turn += turn;
    this.eye.tilt = Math.min(1.45, Math.max(0.25, this.eye.tilt + tilt));
    this.paint();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    /** @type {Record<string, [number, number]>} */
    const turns = { ArrowLeft: [-TURN, 0], ArrowRight: [TURN, 0], ArrowUp: [0, TURN], ArrowDown: [0, -TURN] };
    const by = turns[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.turn(...by);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < 40 || height < 40 || (width === this.width && height === this.height)) return;
    Object.assign(this, { width, height });
    this.paint();
  }

  /**
   * @param {number} u from the left
   * @param {number} v from below
   * @returns {[number, number, number]}
   */
  seen(u, v) {
    const { shares, side } = this.known;
    const height = between(shares, side, u * side, (1 - v) * side);
    const [right, down, far] = projected(u, v, height, this.eye);
    const scale = Math.min(this.width / 1.45, this.height / 1.46);
    return [this.width / 2 + scale * right, this.height / 2 + scale * down, far];
  }

  paint() {
    const { shares, side } = this.known;
    if (!this.width || !side) return;
    this.painted = this.known.key;
    const context = sizeCanvas(this.ground, this.width, this.height);
    const { colours } = this.view;
    const fills = Array.from({ length: BANDS }, (_, band) => bandColour(colours, band));
    context.lineWidth = 0.6;
    for (const [i, j] of this.order()) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]].map(([a, b]) =>
        this.seen(a / MESH, b / MESH)
      );
      const middle = [(i + 0.5) / MESH, 1 - (j + 0.5) / MESH].map((share) => share * side);
      const fill = fills[bandOf(between(shares, side, middle[0], middle[1]))];
      context.beginPath();
      corners.forEach(([x, y], k) => k ? context.lineTo(x, y) : context.moveTo(x, y));
      context.closePath();
      context.fillStyle = css(fill);
      context.strokeStyle = css(mix(fill, colours.text, 0.28));
      context.fill();
      context.stroke();
    }
    this.overlay();
  }

  /** The quadrilaterals, the farthest first. */
  order() {
    const { turn } = this.eye;
    const along = (/** @type {number[]} */ [i, j]) => i * Math.sin(turn) + j * Math.cos(turn);
    const all = Array.from({ length: MESH * MESH }, (_, at) => [at % MESH, Math.floor(at / MESH)]);
    return all.sort((a, b) => along(b) - along(a));
  }

  overlay() {
    if (!this.width || !this.meta) return;
    const context = sizeCanvas(this.over, this.width, this.height);
    if (!this.arrays) return;
    const [low, high] = this.known.domain;
    const onto = (/** @type {number} */ x1, /** @type {number} */ x2) => {
      const [x, y] = this.seen((x1 - low) / (high - low), (x2 - low) / (high - low));
      return /** @type {[number, number]} */ ([x, y]);
    };
    drawRace(context, this.runners, this.arrays.paths, onto, this.view.colours, this.member.value);
  }

  close() {
    this.observer.disconnect();
  }
}
