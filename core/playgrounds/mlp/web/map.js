// The large picture: what the network (or one neuron of it) answers at every point of the plane. The
// 100 × 100 codes go into a small canvas that the browser's compositor enlarges; axes and data points
// lie on a second canvas that is redrawn only when they change.

import { el, fill, panelFrame, setText, sizeCanvas } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Crosshair } from "../../../live/web/widgets/crosshair.js";
import { drawAxes, drawPoints } from "../../../live/web/widgets/points.js";

const SIDE = 100; // cells per side of the map
const MARGIN = { left: 46, right: 10, top: 8, bottom: 40 };
const READ_EVERY = 100; // ms

export class MapPanel {
  constructor(spec, view) {
    Object.assign(this, {
      spec,
      view,
      texts: view.texts,
      focus: null,
      arrays: null,
      meta: null,
      statics: null,
    });
    const t = this.texts;
    this.discretize = this.toggle("discretize", () => this.paint());
    this.showTest = this.toggle("test-data", () => this.overlay());
    const { root, heading } = panelFrame(spec.name, spec.title);
    this.root = root;
    this.heading = heading;
    this.base = el("canvas", { class: "ls-map-base", width: SIDE, height: SIDE });
    this.over = el("canvas", { class: "ls-map-over" });
    this.stage = el("div", { class: "ls-map-stage" }, this.base, this.over);
    this.crosshair = new Crosshair(this.stage, t, () => this.moved());
    this.readout = el("p", { class: "ls-map-read" });
    this.legend = el("div", { class: "ls-map-legend", role: "img" });
    root.append(
      this.stage,
      el(
        "div",
        { class: "ls-map-foot" },
        this.legend,
        this.readout,
        el("div", { class: "ls-tools" }, this.showTest, this.discretize),
      ),
    );
    this.context = this.base.getContext("2d");
    this.image = this.context.createImageData(SIDE, SIDE);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  toggle(action, changed) {
    const t = this.texts;
    return el("button", {
      type: "button",
      class: "ls-button ls-small",
      "data-action": action,
      "aria-pressed": "false",
      "data-tip": t[`tip.${action}`],
      text: t[`action.${action}`],
      on: {
        click: (event) => {
          const pressed = event.currentTarget.getAttribute("aria-pressed") !== "true";
          event.currentTarget.setAttribute("aria-pressed", pressed);
          changed();
        },
      },
    });
  }

  static on(toggle) {
    return toggle.getAttribute("aria-pressed") === "true";
  }

  /** What the server is asked for: the output, or the neuron that is pointed at. */
  options() {
    return this.focus ? { layer: this.focus.layer, neuron: this.focus.neuron } : {};
  }

  /** `focus`: {layer, neuron, title} or null for the output. */
  look(focus) {
    if (this.focus?.layer === focus?.layer && this.focus?.neuron === focus?.neuron) return;
    this.focus = focus;
    setText(this.heading, focus?.title ?? this.spec.title);
    this.view.watch.changed();
  }

  describe(meta, statics) {
    if (this.meta && meta.build !== this.meta.build) this.focus = null;
    this.meta = meta;
    this.statics = statics;
    setText(this.heading, this.focus?.title ?? this.spec.title);
    this.overlay();
  }

  get classes() {
    return this.meta?.describe?.classes ?? [];
  }

  get domain() {
    return this.meta?.describe?.domain ?? [-6, 6];
  }

  draw(arrays) {
    if (!arrays.map) return false;
    this.arrays = arrays;
    this.render();
    this.stale = true;
    return true;
  }

  render() {
    const { map, "map.sure": sure } = this.arrays;
    const { colours } = this.view;
    const flat = MapPanel.on(this.discretize);
    const { pixels } = this;
    if (sure) {
      const luts = this.luts(flat);
      for (let i = 0; i < pixels.length; i += 1) pixels[i] = luts[map[i]]?.[sure[i]] ?? 0;
    } else {
      const lut = flat ? colours.steps : colours.lut;
      for (let i = 0; i < pixels.length; i += 1) pixels[i] = lut[map[i]];
    }
    this.context.putImageData(this.image, 0, 0);
    this.explain(Boolean(sure), sure ? 1 : this.arrays["map.scale"]?.[0] ?? 1);
  }

  luts(flat) {
    const key = `${flat} ${this.classes.length}`;
    if (this.lutKey !== key || this.lutColours !== this.view.colours) {
      this.classLuts = this.view.colours.classLuts(this.classes.length, flat);
      Object.assign(this, { lutKey: key, lutColours: this.view.colours });
    }
    return this.classLuts;
  }

  /** The legend: a scale with its numbers, or the classes by name. Rewritten only when it changes. */
  explain(classes, scale) {
    const key = classes ? this.classes.join("\0") : weight(scale);
    const flat = MapPanel.on(this.discretize);
    if (this.legendKey === `${key} ${flat}`) return;
    this.legendKey = `${key} ${flat}`;
    const { texts: t } = this;
    if (classes) {
      this.legend.setAttribute("aria-label", t["map.legend_classes"]);
      this.legend.replaceChildren(
        ...this.classes.map((name, index) => {
          const swatch = el("i", { class: "ls-swatch" });
          swatch.style.background = `rgb(${this.view.colours.classColour(index, this.classes.length)})`;
          return el("span", { class: "ls-class" }, swatch, name);
        }),
      );
    } else {
      const ends = { low: weight(-scale), high: weight(scale) };
      this.legend.setAttribute("aria-label", fill(t["map.legend_scale"], ends));
      const bar = el("i", { class: `ls-bar${flat ? " ls-bar-flat" : ""}` });
      this.legend.replaceChildren(el("span", { text: ends.low }), bar, el("span", { text: ends.high }));
    }
  }

  /** The theme has changed, or a toggle: colours everywhere. */
  paint() {
    const { colours } = this.view;
    const stops = Array.from(
      { length: 11 },
      (_, i) => `rgb(${colours.diverging(i / 5 - 1).map(Math.round)})`,
    );
    this.root.style.setProperty("--ls-scale", `linear-gradient(to right, ${stops.join(", ")})`);
    this.base.classList.toggle("ls-pixelated", MapPanel.on(this.discretize));
    this.legendKey = "";
    if (this.arrays) this.render();
    this.overlay();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    const side = Math.floor(
      Math.min(width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom),
    );
    if (side < 40 || (side === this.side && width === this.width)) return;
    Object.assign(this, { side, width });
    const left = MARGIN.left + Math.max(0, Math.floor((width - MARGIN.left - MARGIN.right - side) / 2));
    Object.assign(this.base.style, {
      left: `${left}px`,
      top: `${MARGIN.top}px`,
      width: `${side}px`,
      height: `${side}px`,
    });
    this.frame = { left, top: MARGIN.top, side };
    this.overContext = sizeCanvas(this.over, width, MARGIN.top + side + MARGIN.bottom);
    this.crosshair.place(this.frame);
    this.overlay();
  }

  overlay() {
    if (!this.overContext) return;
    const { overContext: context, frame, view, statics, domain, meta } = this;
    context.clearRect(0, 0, this.over.width, this.over.height);
    drawAxes(context, frame, domain, view.colours, this.texts);
    if (statics?.["points.x"]) {
      const test = MapPanel.on(this.showTest);
      drawPoints(context, frame, domain, view.colours, statics, meta.describe, test);
    }
  }

  // ---- reading values ---------------------------------------------------------------------
  moved() {
    this.stale = true;
    this.read = 0;
    this.view.wake();
  }

  /** The sentence under the map for the place pointed at; true while a change waits for its turn. */
  tick(now) {
    if (!this.stale) return false;
    if (now - (this.read ?? 0) < READ_EVERY) return true;
    this.read = now;
    this.stale = false;
    const at = this.crosshair.at(this.domain);
    setText(this.readout, at && this.arrays ? this.say(at) : this.texts["map.hint"]);
    return false;
  }

  say([x1, x2]) {
    const [low, high] = this.domain;
    const cell = (value) =>
      Math.min(SIDE - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * SIDE)));
    const index = (SIDE - 1 - cell(x2)) * SIDE + cell(x1);
    const { map, "map.sure": sure, "map.scale": scale } = this.arrays;
    const place = { x1: weight(x1), x2: weight(x2) };
    if (sure) {
      const share = Math.round((100 * sure[index]) / 255);
      return fill(this.texts["map.read_class"], { ...place, name: this.classes[map[index]] ?? "", share });
    }
    const value = weight((map[index] / 127.5 - 1) * (scale?.[0] ?? 1));
    return fill(this.texts["map.read_value"], { ...place, value });
  }

  close() {
    this.observer.disconnect();
  }
}
