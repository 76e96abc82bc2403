// The large picture: what the network (or one neuron of it) answers at every point of the plane. The
// 100 × 100 codes go into a small canvas that the browser's compositor enlarges; axes and data points
// lie on a second canvas that is redrawn only when they change.

/** @import { Arrays, Frame, Meta, Spec, Square } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Focus } from "./index.js" */
/** @import { Plane } from "./plane.js" */
import { contextOf, el, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { drawPlane } from "../../../live/web/widgets/axes.js";
import { Crosshair } from "../../../live/web/widgets/crosshair.js";
import { drawPoints } from "../../../live/web/widgets/points.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { drawColumns } from "./columns.js";
import { Hand } from "./hand.js";
import { MapLegend } from "./maplegend.js";
import { PlaneBar } from "./planebar.js";
import { reading } from "./reading.js";

const SIDE = 100; // cells per side of the map
const MARGIN = { left: 46, right: 10, top: 8, bottom: 40 };
const UNITS = { ...MARGIN, left: 64 }; // columns have longer numbers, and names
const BESIDE = 400; // px of width from which the choice of columns lies beside the map
const CHOICE = 150; // px that it takes there
const READ_EVERY = 100; // ms

export class MapPanel extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<Focus>} */ this.focus = view.shared.focus;
    /** @type {Shared<Plane>} */ this.shared = view.shared.plane;
    /** @type {Focus} */ this.shown = null; // the neuron that the server was asked for
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Meta | null} */ this.meta = null;
    /** @type {Square | null} */ this.frame = null;
    this.side = this.width = this.read = 0;
    this.stale = false;
    this.lutKey = "";
    /** @type {Uint32Array[]} */ this.classLuts = [];
    const t = this.texts;
    this.discretize = toggle("discretize", wordsOf(t, "discretize"), false, () => this.paint());
    this.showTest = toggle("test-data", wordsOf(t, "test-data"), false, () => this.overlay());
    this.base = el("canvas", { class: "ls-map-base", width: SIDE, height: SIDE });
    this.over = el("canvas", { class: "ls-map-over" });
    this.overContext = contextOf(this.over);
    this.stage = el("div", { class: "ls-map-stage" }, this.base, this.over);
    this.crosshair = new Crosshair(this.stage, t["map.label"], () => this.moved());
    this.hand = new Hand(this);
    this.stage.append(this.hand.ink);
    this.readout = el("p", { class: "ls-map-read" });
    this.legend = new MapLegend(view);
    this.bar = new PlaneBar(view, this.shared);
    this.tools.append(this.showTest, this.discretize);
    const { button, root } = this.hand.toolbar;
    this.body = el("div", { class: "ls-map-body" }, button, root, this.stage);
    this.root.append(
      this.body,
      this.bar.root,
      el("div", { class: "ls-map-foot" }, this.legend.root, this.readout),
    );
    this.context = contextOf(this.base);
    this.image = this.context.createImageData(SIDE, SIDE);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
    this.focus.watch((focus) => this.look(focus));
    this.shared.watch(() => {
      this.view.watch.changed();
      this.overlay();
    });
  }

  /** What the server is asked for: the output, or the neuron that is pointed at. */
  options() {
    const focus = this.shown ? { layer: this.shown.layer, neuron: this.shown.neuron } : {};
    return { ...focus, ...this.plane.options() };
  }

  /** The points are sent when they are others than those that are here. */
  also() {
    return { points: { have: this.hand.held.version } };
  }

  /** Shows the test points, too. */
  withTest() {
    setAttribute(this.showTest, "aria-pressed", true);
    this.overlay();
  }

  /** @param {Focus} focus */
  look(focus) {
    const same = this.shown?.layer === focus?.layer && this.shown?.neuron === focus?.neuron;
    if (same) return;
    this.shown = focus;
    this.entitle(focus?.title ?? this.spec.title);
    this.view.watch.changed();
  }

  /** @param {Meta} meta */
  describe(meta) {
    if (this.meta && meta.build !== this.meta.build) this.shown = null;
    this.meta = meta;
    this.hand.describe(meta);
    this.entitle(this.shown?.title ?? this.spec.title);
    this.plane.take(meta.describe.table);
    this.bar.describe();
    this.view.watch.changed();
    this.width = 0; // the margins may be others
    this.resize();
    this.overlay();
  }

  get plane() {
    return this.shared.value;
  }

  /** @returns {string[]} */
  get classes() {
    return this.meta?.describe.classes ?? [];
  }

  /** @returns {number[]} */
  get domain() {
    return this.meta?.describe.domain ?? [-6, 6];
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw(arrays, frame) {
    this.hand.take(arrays, frame.n);
    if (!arrays.map) return false;
    this.arrays = arrays;
    this.render(arrays);
    this.stale = true;
    return true;
  }

  /** @param {Arrays} arrays */
  render(arrays) {
    const { map, "map.sure": sure, "map.scale": scale } = arrays;
    const { colours } = this.view;
    const flat = isOn(this.discretize);
    const { pixels } = this;
    if (sure) {
      const luts = this.luts(flat);
      for (let i = 0; i < pixels.length; i += 1) pixels[i] = luts[map[i]]?.[sure[i]] ?? 0;
    } else {
      const lut = flat ? colours.steps : colours.lut;
      for (let i = 0; i < pixels.length; i += 1) pixels[i] = lut[map[i]];
    }
    this.context.putImageData(this.image, 0, 0);
    if (sure) this.legend.classes(this.classes);
    else this.legend.scale(scale[0], flat, this.told);
  }

  /** What a number of the map stands for, in words: of a table's output a class, or a value in its own unit. */
  told = (/** @type {number} */ value) => {
    if (!this.plane.table || this.shown) return weight(value);
    return this.classes.length ? this.classes[value > 0 ? 1 : 0] : weight(this.plane.told(value));
  };

  /** @param {boolean} flat */
  luts(flat) {
    const key = `${flat} ${this.classes.length}`;
    if (this.lutKey !== key || this.lutColours !== this.view.colours) {
      this.classLuts = this.view.colours.classLuts(this.classes.length, flat);
      this.lutKey = key;
      this.lutColours = this.view.colours;
    }
    return this.classLuts;
  }

  /** The theme has changed, or a toggle: colours everywhere. */
  paint() {
    this.legend.paint(this.root);
    this.hand.toolbar.show();
    this.base.classList.toggle("ls-pixelated", isOn(this.discretize));
    if (this.arrays) this.render(this.arrays);
    this.overlay();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    const beside = width >= BESIDE;
    const margin = this.view.colours.room(this.plane.table ? UNITS : MARGIN);
    if (this.plane.table && beside) margin.right += CHOICE * this.view.colours.scale;
    const down = this.body.offsetTop + this.stage.offsetTop + margin.top;
    this.bar.place(beside, down, CHOICE * this.view.colours.scale, height);
    const room = Math.min(width - margin.left - margin.right, height - margin.top - margin.bottom);
    const side = Math.floor(room);
    if (side < 40 || (side === this.side && width === this.width)) return;
    this.side = side;
    this.width = width;
    const left = margin.left +
      Math.max(0, Math.floor((width - margin.left - margin.right - side) / 2));
    const place = { left: `${left}px`, top: `${margin.top}px`, width: `${side}px`, height: `${side}px` };
    Object.assign(this.base.style, place);
    this.frame = { left, top: margin.top, side };
    this.overContext = sizeCanvas(this.over, width, margin.top + side + margin.bottom);
    this.hand.resize(width, margin.top + side + margin.bottom);
    this.crosshair.place(this.frame);
    this.overlay();
  }

  overlay() {
    const { overContext: context, frame, view, domain, meta, hand: { held: { points } } } = this;
    if (!frame) return;
    context.clearRect(0, 0, this.over.width, this.over.height);
    if (this.plane.table) return drawColumns(this, context, frame);
    drawPlane(context, frame, domain, view.colours, this.texts);
    if (meta) drawPoints(context, frame, domain, view.colours, points, meta.describe, isOn(this.showTest));
  }

  // ---- reading values ---------------------------------------------------------------------
  moved() {
    this.stale = true;
    this.read = 0;
    this.hand.moved();
    this.view.wake();
  }

  /**
   * The sentence under the map for the place pointed at; true while a change waits for its turn.
   * @param {number} now
   */
  tick(now) {
    const busy = this.hand.tick(now);
    if (!this.stale) return busy;
    if (now - this.read < READ_EVERY) return true;
    this.read = now;
    this.stale = false;
    setText(this.readout, reading(this));
    return busy;
  }

  close() {
    this.hand.keeper.close();
    this.observer.disconnect();
  }
}
