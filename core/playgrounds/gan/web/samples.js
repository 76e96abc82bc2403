// The main picture of a GAN on points: the discriminator's surface below, on it the generator's warped
// grid, the real and the generated samples and the arrows that push them. Each layer is switched by
// itself, and the server computes only those that are on.

import { css } from "../../../live/web/colour.js";
import {
  button,
  el,
  fill,
  markAveraged,
  panelFrame,
  setAttribute,
  setText,
  sizeCanvas,
} from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Crosshair } from "../../../live/web/widgets/crosshair.js";
import { Draw } from "./draw.js";
import { drawAxes } from "../../../live/web/widgets/points.js";
import {
  ArrowScale,
  clipped,
  drawArrows,
  drawDots,
  drawManifold,
  drawModes,
  placing,
} from "../../../live/web/widgets/scatter.js";

const MARGIN = { left: 46, right: 10, top: 8, bottom: 40 };
const READ_EVERY = 100; // ms
const NEAR = 9; // px at which a generated sample is hit
const LAYERS = { real: true, fake: true, surface: true, manifold: true, arrows: false }; // name → on at first

export class Samples {
  constructor(spec, view) {
    Object.assign(this, {
      spec,
      view,
      texts: view.texts,
      arrays: null,
      meta: null,
      statics: null,
      told: null,
    });
    const t = this.texts;
    this.on = new Set(Object.keys(LAYERS).filter((name) => LAYERS[name]));
    this.toggles = Object.keys(LAYERS).map((name) => this.toggle(name));
    this.drawing = new Draw(this);
    const draw = button(
      "draw",
      { tip: t["tip.draw"], content: [t["action.draw"]], className: "ls-small" },
      () => this.drawing.open(),
    );
    this.root = panelFrame(spec.name, spec.title, [draw]).root;
    this.base = el("canvas", { class: "ls-map-base", width: 1, height: 1 });
    this.ground = el("canvas", { class: "ls-map-over" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.stage = el("div", { class: "ls-map-stage ls-samples-stage" }, this.base, this.ground, this.over);
    this.crosshair = new Crosshair(this.stage, { ...t, "map.label": t["samples.label"] }, () => this.moved());
    this.readout = el("p", { class: "ls-map-read" });
    const layers = el(
      "div",
      { class: "ls-layers", role: "group", "aria-label": t["samples.layers"] },
      ...this.toggles,
    );
    this.root.append(layers, this.stage, this.readout, this.drawing.root);
    this.scale = new ArrowScale();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  toggle(name) {
    const t = this.texts;
    const click = (event) => {
      if (this.on.has(name)) this.on.delete(name);
      else this.on.add(name);
      setAttribute(event.currentTarget, "aria-pressed", this.on.has(name));
      this.paint();
      this.view.watch.changed();
    };
    const attributes = {
      type: "button",
      class: "ls-button ls-small ls-layer",
      "data-layer-toggle": name,
      "aria-pressed": String(this.on.has(name)),
      "data-tip": t[`tip.layer.${name}`],
      on: { click },
    };
    return el("button", attributes, el("i", { class: `ls-mark ls-mark-${name}` }), t[`layer.${name}`]);
  }

  /** What the server is asked for: real samples are here already. */
  options() {
    return { layers: [...this.on].filter((name) => name !== "real") };
  }

  describe(meta, statics) {
    const { describe } = meta;
    this.root.hidden = describe.kind !== "points";
    if (this.meta?.build !== meta.build) {
      this.arrays = this.told = null;
      this.scale = new ArrowScale();
      this.over.getContext("2d").clearRect(0, 0, this.over.width, this.over.height);
    }
    Object.assign(this, { meta, statics });
    markAveraged(this.root, meta.describe.averaged, this.texts["picture.averaged"]);
    if (!this.root.hidden) this.paint();
  }

  get domain() {
    return this.meta?.describe?.box ?? [-1, 1];
  }

  draw(arrays) {
    if (this.root.hidden) return false;
    this.arrays = arrays;
    if (arrays.arrows) this.scale.follow(arrays.arrows);
    this.render();
    this.stale = true;
    return true;
  }

  /** Slow motion: what this stage shows in place of the newest frame; null goes back to frames. */
  tell(told) {
    this.told = told;
    if (told?.arrows) this.scale.follow(told.arrows);
    this.paint();
    this.view.wake();
  }

  get shown() {
    return { ...this.arrays, ...this.told };
  }

  render() {
    if (!this.context || !this.arrays) return;
    const { context, frame, on, shown, view } = this;
    const { colours } = view;
    this.renderSurface(on.has("surface") ? shown.surface : null);
    const place = placing(frame, this.domain);
    const ring = css(colours.background);
    context.clearRect(0, 0, this.over.width, this.over.height);
    clipped(context, frame, () => {
      const [low, high] = this.domain;
      if (on.has("manifold") && shown.manifold) {
        drawManifold(context, place, shown.manifold, high - low, colours);
      }
      if (shown.real) drawDots(context, place, shown.real, { fill: css(colours.negative), ring });
      if ((on.has("fake") || this.told) && shown.fake) {
        drawDots(context, place, shown.fake, { fill: css(colours.positive), ring });
      }
      if ((on.has("arrows") || this.told?.arrows) && shown.arrows && shown.fake) {
        drawArrows(context, place, shown.fake, shown.arrows, this.scale.value, frame.side, colours);
      }
    });
  }

  /** The discriminator's answer at every point: blue is taken for real, orange for generated. */
  renderSurface(surface) {
    this.base.hidden = !surface;
    if (!surface) return;
    const side = surface.shape[0];
    if (this.base.width !== side || !this.image) {
      this.base.width = this.base.height = side;
      this.image = new ImageData(side, side);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const { lut } = this.view.colours;
    for (let i = 0; i < surface.length; i += 1) this.pixels[i] = lut[255 - surface[i]];
    this.base.getContext("2d").putImageData(this.image, 0, 0);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    const side = Math.floor(
      Math.min(width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom),
    );
    if (side < 40 || (side === this.side && width === this.width)) return;
    Object.assign(this, { side, width });
    const left = MARGIN.left + Math.max(0, Math.floor((width - MARGIN.left - MARGIN.right - side) / 2));
    this.frame = { left, top: MARGIN.top, side };
    Object.assign(this.base.style, {
      left: `${left}px`,
      top: `${MARGIN.top}px`,
      width: `${side}px`,
      height: `${side}px`,
    });
    const tall = MARGIN.top + side + MARGIN.bottom;
    this.under = sizeCanvas(this.ground, width, tall);
    this.context = sizeCanvas(this.over, width, tall);
    this.crosshair.place(this.frame);
    this.drawing.place(this.frame);
    this.paint();
  }

  /** What changes rarely: axes, real samples, the modes' circles. */
  paint() {
    if (!this.under) return;
    const { under, frame, domain, statics, view } = this;
    under.clearRect(0, 0, this.ground.width, this.ground.height);
    drawAxes(under, frame, domain, view.colours, this.texts);
    if (this.on.has("real") && statics?.real && !this.told?.real) {
      const place = placing(frame, domain);
      clipped(under, frame, () => {
        drawDots(under, place, statics.real, {
          fill: css(view.colours.negative),
          ring: css(view.colours.background),
          radius: 2.6,
        });
        if (statics.modes?.length) {
          drawModes(under, place, statics.modes, statics["modes.radius"][0], view.colours);
        }
      });
    }
    this.drawing.paint();
    this.render();
    this.moved();
  }

  // ---- reading values ---------------------------------------------------------------------
  moved() {
    this.stale = true;
    this.read = 0;
    this.view.wake();
  }

  tick(now) {
    if (!this.stale || !this.meta) return false;
    if (now - (this.read ?? 0) < READ_EVERY) return true;
    this.read = now;
    this.stale = false;
    const at = this.crosshair.at(this.domain);
    setText(this.readout, at && this.arrays ? this.say(at) : this.hint());
    return false;
  }

  /** Without a pointer the line tells what a full arrow stands for. */
  hint() {
    const t = this.texts;
    const arrows = this.shown.arrows && this.scale.value;
    return arrows ? fill(t["samples.arrow_scale"], { value: weight(this.scale.value) }) : t["samples.hint"];
  }

  say([x1, x2]) {
    const t = this.texts;
    const { fake, surface, "fake.score": score, "surface.range": range } = this.shown;
    const [low, high] = this.domain;
    const near = (NEAR / this.side) * (high - low);
    if (fake && score && this.on.has("fake")) {
      for (let i = 0; i < score.length; i += 1) {
        if (Math.hypot(fake[2 * i] - x1, fake[2 * i + 1] - x2) > near) continue;
        return fill(t["samples.read_fake"], {
          x1: weight(fake[2 * i]),
          x2: weight(fake[2 * i + 1]),
          score: score[i].toFixed(2),
        });
      }
    }
    const place = { x1: weight(x1), x2: weight(x2) };
    if (!surface || !this.on.has("surface")) return fill(t["samples.read"], place);
    const side = surface.shape[0];
    const cell = (value) =>
      Math.min(side - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * side)));
    const [least, most] = range ?? [0, 1];
    const answer = least + ((most - least) * surface[(side - 1 - cell(x2)) * side + cell(x1)]) / 255;
    return fill(t["samples.read_surface"], { ...place, score: answer.toFixed(2) });
  }

  close() {
    this.observer.disconnect();
  }
}
