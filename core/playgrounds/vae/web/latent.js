// The latent space: every test image where the encoder puts it, as its class's mark; around some of them
// the posterior's ellipse, behind them the prior's circles. The cursor reads any place of it, and the image
// that the decoder makes of that place stands beside it at once.

/** @import { Arrays, Json, Meta, Options, Spec, Square, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Plane } from "./plane.js" */
import { Panel } from "../../../live/web/panel.js";
/** @import { Spot } from "./latentdraw.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Cursor, Lens } from "./cursor.js";
import { toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { classColour, drawAxes, drawPrior, MARGIN, wholeTicks } from "./latentdraw.js";
import { drawImages, letters, Marks } from "./marks.js";
import { clipped } from "../../../live/web/widgets/scatter.js";
import { Directions, zName } from "./plane.js";

const LENS_EVERY = 120; // ms between two looks at a cursor that rests while training runs
const READ_EVERY = 100; // ms
const MANY = 20; // classes, more than there is room for

export class Latent extends Panel {
  /** @type {Arrays | null} */ arrays = null;
  /** @type {Meta} */ meta;
  /** @type {Arrays} */ statics = {};
  /** @type {Square} */ frame;
  /** @type {CanvasRenderingContext2D} */ context;
  /** @type {Marks | null} */ marks = null;
  /** @type {string[]} */ classes = [];
  flat = false;
  /** @type {boolean} */ probabilistic = true;
  /** @type {boolean} */ stale = false;
  read = 0;
  drawn = -1;
  side = 0;
  width = 0;
  height = 0;
  outside = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.seen = -1;
    const t = this.texts;
    /** @type {Plane} */ this.plane = view.shared.plane;
    /** @type {Record<string, boolean>} */ this.on = { ellipses: true, underlay: false };
    /** @param {string} name */
    const layer = (/** @type {string} */ name) =>
      toggle(name, wordsOf(t, name), this.on[name], (on) => {
        this.on[name] = on;
        this.view.watch.changed();
        this.render();
      });
    this.ellipses = layer("ellipses");
    this.underlay = layer("underlay");
    this.directions = new Directions(this.plane, t, () => this.paint());
    this.tools.append(this.ellipses, this.underlay);
    const legend = "ls-map-legend ls-latent-legend";
    this.legend = el("div", { class: legend, role: "img", "aria-label": spec.title });
    this.base = el("canvas", { class: "ls-map-base ls-pixelated", hidden: "" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.lens = new Lens(view, this.plane);
    this.stage = el("div", { class: "ls-latent-stage" }, this.base, this.over, this.lens.root);
    this.cursor = new Cursor(this.stage, this.plane, {
      label: t["latent.label"],
      toPlane: (at) => at.map((share, i) => (this.flat && i ? 0 : (2 * share - 1) * this.plane.box)),
      toShare: (place) => place.map((value, i) => (this.flat && i ? 0.5 : (value / this.plane.box + 1) / 2)),
    });
    this.readout = el("p", { class: "ls-map-read" });
    const foot = el(
      "div",
      { class: "ls-latent-foot" },
      this.readout,
      el("div", { class: "ls-tools" }, this.directions.zoom, ...this.directions.axes),
    );
    this.root.append(this.legend, this.stage, foot);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  options() {
    return this.plane.options;
  }

  /** The decode grid lies under the marks only if asked for; then it is computed for this panel too. */
  also() {
    const { gridOptions } = this.plane;
    return this.on.underlay ? /** @type {Record<string, Options>} */ ({ decode: gridOptions }) : {};
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.plane.describe(meta, statics);
    if (this.meta?.build !== meta.build) this.arrays = null;
    this.meta = meta;
    this.statics = statics;
    this.flat = this.plane.dim === 1;
    this.classes = meta.describe.classes ?? [];
    this.probabilistic = meta.describe.model !== "autoencoder";
    this.ellipses.hidden = !this.probabilistic;
    this.underlay.hidden = this.flat;
    this.readout.classList.toggle("ls-wrap", !this.probabilistic);
    this.directions.tellAxes();
    this.directions.tellZoom(meta.describe.box ?? 3.5);
    this.tellLegend();
    this.paint();
  }

  tellLegend() {
    const names = this.classes;
    const marks = letters(names);
    this.legend.tabIndex = names.length > MANY ? 0 : -1; // it scrolls in its own box, also by the keys
    setAttribute(this.legend, "aria-label", fill(this.texts["latent.legend"], { names: names.join(", ") }));
    this.legend.replaceChildren(
      ...names.map((name, index) => {
        const mark = el("b", { text: marks[index] });
        mark.style.color = css(classColour(this.view.colours, index, names.length));
        return el("span", { class: "ls-class" }, mark, marks[index] === name ? "" : name);
      }),
    );
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays["latent.mean"]) return false;
    this.arrays = arrays;
    this.view.shared.codes.set(arrays);
    this.render();
    this.stale = true;
    return true;
  }

  resize() {
    const margin = this.view.colours.room(MARGIN);
    const { clientWidth: width, clientHeight: height } = this.stage;
    const most = Math.floor(
      Math.min(width - margin.left - margin.right, height - margin.top - margin.bottom),
    );
    this.plane.fit("latent", most >= 40 && most);
    if (most >= 40) this.arrange(width, height);
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  arrange(width, height) {
    const margin = this.view.colours.room(MARGIN);
    const { side } = this.plane;
    if (side === this.side && width === this.width && height === this.height) return;
    this.side = side;
    this.width = width;
    this.height = height;
    const left = margin.left + Math.max(0, Math.floor((width - margin.left - margin.right - side) / 2));
    const top = height - margin.bottom - side;
    this.frame = { left, top, side };
    this.context = sizeCanvas(this.over, width, height);
    const place = { left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px` };
    Object.assign(this.base.style, place);
    this.cursor.put(this.frame);
    this.paint();
  }

  /** Colours, sizes or the plane have changed. */
  paint() {
    this.marks = null;
    if (this.meta) this.tellLegend();
    this.render();
    this.look();
  }

  render() {
    const { context, frame, arrays, meta, plane: p, view } = this;
    if (!context || !meta) return;
    const { colours } = view;
    context.clearRect(0, 0, this.width, this.height);
    const decode = this.on.underlay && p.spacing === "even" && arrays?.decode;
    this.base.hidden = !decode;
    if (decode) mosaic(this.base, decode);
    const lanes = this.flat && this.classes.length ? letters(this.classes) : null;
    const names = this.flat ? [zName(0), ""] : p.names(this.texts, fill);
    drawAxes(context, frame, {
      ticks: wholeTicks(p.box),
      share: (value) => (value / p.box + 1) / 2,
      names,
      colours,
      lanes,
    });
    this.marks ??= new Marks(this.classes, colours);
    clipped(context, frame, () => {
      if (this.probabilistic) drawPrior(context, frame, p.box, colours, this.flat);
      if (arrays) this.outside = drawImages(this, context, arrays, colours);
    });
  }

  /** Asks what the decoder makes of the cursor's place. */
  look() {
    const at = this.cursor.show();
    if (!at || !this.meta || !this.view.frame) return;
    this.lens.look(at, this.frame);
    this.stale = true;
  }

  /** @param {number} now */
  tick(now) {
    const { plane: p } = this;
    if (!this.onScreen || !this.frame) return false;
    if (p.revision !== this.seen || !this.lens.decoder.last) {
      this.seen = p.revision;
      this.arrange(this.width, this.height);
      if (this.drawn !== p.pictures) {
        this.drawn = p.pictures;
        this.directions.tellAxes();
        this.render();
      }
      this.look();
    } else this.lens.decoder.refresh(now, LENS_EVERY);
    if (!this.stale || !this.meta) return false;
    if (now - this.read < READ_EVERY) return true;
    this.read = now;
    this.stale = false;
    setText(this.readout, this.say());
    return false;
  }

  say() {
    const t = this.texts;
    const { plane: p, outside } = this;
    const [x, y] = p.place.map((value) => weight(value));
    if (this.flat) return fill(t["latent.read_line"], { x });
    if (!this.probabilistic) return t["latent.no_posterior"];
    const key = outside ? "latent.read_outside" : p.pinned ? "latent.read_pinned" : "latent.read";
    return fill(t[key], { x, y, outside });
  }

  close() {
    this.observer.disconnect();
  }
}
