// The loss on a plane through the weights, from above: bands, the way the weights came, and how sharp it is there.

/** @import { Arrays, Square, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { contextOf, el, fill, setText, sizeCanvas } from "../../../live/web/dom.js";
import { fixed, loss, weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { drawPlane } from "../../../live/web/widgets/axes.js";
import { select } from "../../../live/web/widgets/controls.js";
import { Ground, paintGround } from "../../../live/web/widgets/ground.js";

const MARGIN = { left: 46, right: 10, top: 8, bottom: 40 };
const WRITE_EVERY = 300; // ms
const MOST = 380; // px of a side

export class Landscape extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.known = new Ground();
    this.axes = { "axis.x1": t["landscape.along"], "axis.x2": t["landscape.up"] };
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Square | null} */ this.frame = null;
    this.painted = -1; // the plane on the canvas
    this.written = 0;
    /** @type {[string, string][]} */ const kinds = ["random", "way"].map((
      kind,
    ) => [kind, t[`landscape.${kind}`]]);
    this.kind = select("landscape-plane", { label: t["landscape.plane"] }, kinds, () => this.begin());
    this.tools.append(this.kind);
    this.base = el("canvas", { class: "ls-map-base" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.stage = el(
      "div",
      { class: "ls-map-stage ls-landscape", role: "img", "aria-label": t["landscape.label"] },
      this.base,
      this.over,
    );
    this.words = el("p", { class: "ls-quiet" });
    this.root.append(this.stage, this.words, el("p", { class: "ls-quiet", text: t["landscape.legend"] }));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  options() {
    return { kind: this.kind.value, known: this.known.key };
  }

  describe() {
    this.begin();
  }

  /** Nothing is known of this plane yet. */
  begin() {
    this.known.forget();
    this.arrays = null;
    this.painted = -1;
    this.view.watch?.changed();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays.plane) {
      setText(this.words, this.texts["landscape.none"]);
      return false;
    }
    if (!this.known.take(arrays)) return false;
    this.arrays = arrays;
    if (this.painted !== this.known.key) {
      this.view.watch.changed();
      this.ground();
    }
    this.overlay();
    this.view.wake();
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.arrays || now - this.written < WRITE_EVERY) return false;
    this.written = now;
    setText(this.words, this.said(this.arrays));
    return false;
  }

  /** @param {Arrays} arrays */
  said({ plane, way, sharpness: [sharpness, limit, epoch] }) {
    const { texts: t, known: { heights } } = this;
    let [low, high] = [Infinity, -Infinity];
    for (const height of heights) [low, high] = [Math.min(low, height), Math.max(high, height)];
    const around = { epoch: fixed(epoch, 0), low: loss(low), high: loss(high) };
    const sentences = [fill(t["landscape.around"], around)];
    if (way.shape[0] > 1) sentences.push(fill(t["landscape.share"], { share: fixed(100 * plane[3], 0) }));
    sentences.push(fill(t["landscape.sharp"], { sharpness: weight(sharpness) }));
    if (Number.isFinite(limit)) {
      const over = sharpness > limit ? "landscape.over" : "landscape.limit";
      sentences.push(fill(t[over], { limit: weight(limit) }));
    }
    return sentences.join(" ");
  }

  paint() {
    this.ground();
    this.overlay();
  }

  resize() {
    const margin = this.view.colours.room(MARGIN);
    const { clientWidth: width } = this.stage;
    const side = Math.min(MOST, Math.floor(width - margin.left - margin.right));
    if (side < 40 || this.frame?.side === side) return;
    this.frame = { left: margin.left, top: margin.top, side };
    const place = {
      left: `${margin.left}px`,
      top: `${margin.top}px`,
      width: `${side}px`,
      height: `${side}px`,
    };
    Object.assign(this.base.style, place);
    this.stage.style.height = `${margin.top + side + margin.bottom}px`;
    sizeCanvas(this.over, width, margin.top + side + margin.bottom);
    this.paint();
  }

  ground() {
    if (!this.frame || !this.known.side) return;
    this.painted = this.known.key;
    this.base.width = this.base.height = this.frame.side;
    const context = contextOf(this.base);
    const image = context.createImageData(this.base.width, this.base.height);
    paintGround(image, this.known.shares, this.known.side, this.view.colours);
    context.putImageData(image, 0, 0);
  }

  overlay() {
    const { frame, arrays, view: { colours }, known: { domain } } = this;
    if (!frame || !arrays) return;
    const context = contextOf(this.over);
    const { left, top, side } = frame;
    const [low, high] = domain;
    context.clearRect(0, 0, this.over.width, this.over.height);
    drawPlane(context, frame, domain, colours, this.axes);
    context.save();
    context.beginPath();
    context.rect(left, top, side, side);
    context.clip();
    const { way } = arrays;
    const at = (/** @type {number} */ k) => /** @type {[number, number]} */ ([
      left + ((way[2 * k] - low) / (high - low)) * side,
      top + ((high - way[2 * k + 1]) / (high - low)) * side,
    ]);
    const last = way.shape[0] - 1;
    context.lineJoin = "round";
    for (const [width, ink] of /** @type {const} */ ([[4.5, colours.background], [2.2, colours.positive]])) {
      context.beginPath();
      for (let k = 0; k <= last; k += 1) context.lineTo(...at(k));
      context.lineWidth = width * Math.max(1, colours.scale);
      context.strokeStyle = css(ink);
      context.stroke();
    }
    context.beginPath();
    context.arc(...at(last), 6 * colours.scale, 0, 2 * Math.PI);
    context.fillStyle = css(colours.positive);
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = css(colours.background);
    context.stroke();
    context.restore();
  }

  close() {
    this.observer.disconnect();
  }
}
