// The latent space: every test image where the encoder puts it, as its class's mark; around some of them
// the posterior's ellipse, behind them the prior's circles. The cursor reads any place of it, and the image
// that the decoder makes of that place stands beside it at once.

import { Panel } from "../../../live/web/panel.js";
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Cursor } from "./cursor.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import {
  classColour,
  drawAxes,
  drawEllipses,
  drawNames,
  drawPath,
  drawPrior,
  letters,
  MARGIN,
  Marks,
  wholeTicks,
} from "./latentdraw.js";
import { clipped } from "../../../live/web/widgets/scatter.js";
import { Decoder, plane, toggle, zName } from "./plane.js";

const LENS_EVERY = 120; // ms between two looks at a cursor that rests while training runs
const READ_EVERY = 100; // ms
const ZOOMS = [1, 2, 4, 8]; // times the map's size
const NEAR = 14; // px from the cursor to the lens

export class Latent extends Panel {
  constructor(spec, view) {
    super(spec, view);
    this.arrays = null;
    this.meta = null;
    this.statics = null;
    this.seen = -1;
    const t = this.texts;
    this.plane = plane(view);
    this.on = { ellipses: true, underlay: false };
    const layer = (name) =>
      toggle(name, t, this.on[name], (on) => {
        this.on[name] = on;
        this.view.watch.changed();
        this.render();
      });
    this.ellipses = layer("ellipses");
    this.underlay = layer("underlay");
    this.axes = [0, 1].map((which) => this.axisSelect(which));
    this.zoom = this.zoomSelect();
    this.tools.append(this.ellipses, this.underlay);
    this.legend = el("div", { class: "ls-map-legend ls-latent-legend", role: "img" });
    this.base = el("canvas", { class: "ls-map-base ls-pixelated", hidden: "" });
    this.over = el("canvas", { class: "ls-map-over" });
    this.lens = el("canvas", { class: "ls-lens", role: "img", "aria-label": t["latent.lens"], hidden: "" });
    this.stage = el("div", { class: "ls-latent-stage" }, this.base, this.over, this.lens);
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
      el("div", { class: "ls-tools" }, this.zoom, ...this.axes),
    );
    this.root.append(this.legend, this.stage, foot);
    this.decoder = new Decoder(view, (args, value, arrays) => this.show(args, arrays.image));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  // ---- which two directions -----------------------------------------------------------------
  axisSelect(which) {
    const label = this.texts[which ? "latent.axis_up" : "latent.axis_across"];
    const change = (event) => this.choose(which, event.currentTarget.value);
    return el("select", {
      class: "ls-select ls-small",
      "data-action": which ? "axis-up" : "axis-across",
      "aria-label": label,
      "data-tip": label,
      on: { change },
    });
  }

  /** How far one looks: without a prior, codes may lie anywhere. */
  zoomSelect() {
    const label = this.texts["latent.zoom"];
    const change = () => {
      this.plane.set({ zoom: Number(this.zoom.value) });
      this.paint();
    };
    return el("select", {
      class: "ls-select ls-small",
      "data-action": "zoom",
      "aria-label": label,
      "data-tip": label,
      on: { change },
    });
  }

  tellZoom() {
    const { box = 3.5 } = this.meta.describe;
    const options = ZOOMS.map((times) =>
      el("option", { value: times, text: fill(this.texts["latent.reach"], { box: times * box }) })
    );
    this.zoom.replaceChildren(...options);
    this.zoom.value = String(this.plane.zoom);
  }

  /** "" is the projection that the server chooses; it takes both axes. */
  choose(which, value) {
    const { plane: p } = this;
    if (value === "") p.set({ axes: null });
    else {
      const axes = p.axes ? [...p.axes] : [0, 1];
      axes[which] = Number(value);
      if (axes[0] === axes[1]) axes[1 - which] = axes[0] ? 0 : 1;
      p.set({ axes });
    }
    this.tellAxes();
    this.paint();
  }

  tellAxes() {
    const { plane: p, texts: t } = this;
    this.axes.forEach((select, which) => {
      select.hidden = p.dim < 3 || (which === 1 && !p.axes); // the automatic plane is chosen as a whole
      if (p.dim < 3) return;
      if (select.options.length !== p.dim + (which ? 0 : 1)) {
        const dims = Array.from(
          { length: p.dim },
          (_, index) => el("option", { value: index, text: zName(index) }),
        );
        if (which === 0) dims.unshift(el("option", { value: "", text: t["latent.projection"] }));
        select.replaceChildren(...dims);
      }
      select.value = p.axes ? String(p.axes[which]) : "";
    });
  }

  options() {
    return this.plane.options;
  }

  /** The decode grid lies under the marks only if asked for; then it is computed for this panel too. */
  also() {
    return this.on.underlay ? { decode: this.plane.gridOptions } : {};
  }

  // ---- what there is -------------------------------------------------------------------------
  describe(meta, statics) {
    const { plane: p } = this;
    p.describe(meta, statics);
    if (this.meta?.build !== meta.build) this.arrays = null;
    this.meta = meta;
    this.statics = statics;
    this.marks = null;
    this.flat = p.dim === 1;
    this.classes = meta.describe.classes ?? [];
    this.probabilistic = meta.describe.model !== "autoencoder";
    this.ellipses.hidden = !this.probabilistic;
    this.underlay.hidden = this.flat;
    this.readout.classList.toggle("ls-wrap", !this.probabilistic);
    this.tellAxes();
    this.tellZoom();
    this.tellLegend();
    this.paint();
  }

  tellLegend() {
    const names = this.classes;
    const marks = letters(names);
    setAttribute(this.legend, "aria-label", fill(this.texts["latent.legend"], { names: names.join(", ") }));
    this.legend.replaceChildren(
      ...names.map((name, index) => {
        const mark = el("b", { text: marks[index] });
        mark.style.color = css(classColour(this.view.colours, index, names.length));
        return el("span", { class: "ls-class" }, mark, marks[index] === name ? "" : name);
      }),
    );
  }

  draw(arrays) {
    if (!arrays["latent.mean"]) return false;
    this.arrays = arrays;
    this.render();
    this.stale = true;
    return true;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    const most = Math.floor(
      Math.min(width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom),
    );
    this.plane.fit("latent", most >= 40 && most);
    if (most >= 40) this.arrange(width, height);
  }

  arrange(width, height) {
    const { side } = this.plane;
    if (side === this.side && width === this.width && height === this.height) return;
    this.side = side;
    this.width = width;
    this.height = height;
    const left = MARGIN.left + Math.max(0, Math.floor((width - MARGIN.left - MARGIN.right - side) / 2));
    this.frame = { left, top: height - MARGIN.bottom - side, side };
    this.context = sizeCanvas(this.over, width, height);
    Object.assign(this.base.style, {
      left: `${left}px`,
      top: `${this.frame.top}px`,
      width: `${side}px`,
      height: `${side}px`,
    });
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
      if (arrays) this.renderImages(context, arrays, colours);
    });
  }

  renderImages(context, { "latent.mean": means, "latent.ellipses": ellipses, "story.mu": mu }, colours) {
    const { frame, plane: p, statics, classes } = this;
    const labels = statics?.labels;
    const scale = frame.side / (2 * p.box);
    const middle = [frame.left + frame.side / 2, frame.top + frame.side / 2];
    const lane = (
      i,
    ) => (classes.length
      ? ((labels[i] + 0.5) / classes.length - 0.5) * 2 * p.box
      : ((i * 0.618) % 1 - 0.5) * p.box);
    const place = (x, y, i) => [middle[0] + x * scale, middle[1] - (this.flat ? lane(i) : y) * scale];
    const colourOf = (i) => css(classColour(colours, labels?.[i] ?? 0, classes.length));
    if (ellipses && this.on.ellipses && this.probabilistic) {
      drawEllipses(context, place, scale, ellipses, colourOf);
    }
    let outside = 0;
    for (let i = 0; i < means.length / 2; i += 1) {
      const [x, y] = place(means[2 * i], means[2 * i + 1], i);
      if (Math.abs(means[2 * i]) > p.box || Math.abs(means[2 * i + 1]) > p.box) outside += 1;
      else this.marks.draw(context, labels?.[i] ?? 0, x, y);
    }
    this.outside = outside;
    if (labels && classes.length && !this.flat) {
      drawNames(context, place, means, labels, letters(classes), colours);
    }
    if (mu) this.renderChosen(context, place, means, colours);
    const path = this.view.panels.get("interpolation");
    if (path?.onScreen) {
      drawPath(
        context,
        p.ends.map((end) => place(means[2 * end], means[2 * end + 1], end)),
        path.path === "linear",
        path.badges,
        colours,
      );
    }
  }

  /** The image whose story is told stands out, and so does its sample z. */
  renderChosen(context, place, means, colours) {
    const { arrays, plane: p } = this;
    const [x, y] = place(means[2 * p.image], means[2 * p.image + 1], p.image);
    context.strokeStyle = css(colours.text);
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(x, y, 11, 0, 2 * Math.PI);
    context.stroke();
    const [rows, z] = [arrays["latent.plane"], arrays["story.z"]];
    if (!rows || !z) return;
    const along = (row) => z.reduce((sum, value, j) => sum + value * (rows[row * z.length + j] ?? 0), 0);
    const [zx, zy] = place(along(0), this.flat ? 0 : along(1), p.image);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(zx, zy);
    context.moveTo(zx - 6, zy - 6);
    context.lineTo(zx + 6, zy + 6);
    context.moveTo(zx - 6, zy + 6);
    context.lineTo(zx + 6, zy - 6);
    context.stroke();
  }

  // ---- the cursor ----------------------------------------------------------------------------
  /** Asks what the decoder makes of the cursor's place. */
  look() {
    const at = this.cursor.show();
    if (!at || !this.meta || !this.view.frame) return;
    this.putLens(at);
    const { place, axes, label } = this.plane;
    this.decoder.want({ place, axes, ...(label === null ? {} : { label }) });
    this.stale = true;
  }

  show({ place }, image) {
    if (!image) return;
    mosaic(this.lens, image);
    this.lens.hidden = false;
    setAttribute(this.lens, "data-place", place.join(","));
    const at = this.cursor.show();
    if (at) this.putLens(at);
  }

  /** Above the cursor, or below it where there is no room, and never beyond the square. */
  putLens([x, y]) {
    const { offsetWidth: w = 80, offsetHeight: h = 80 } = this.lens;
    const { left, top, side } = this.frame;
    const across = Math.min(x + NEAR, left + side - w);
    const above = y - NEAR - h >= top ? y - NEAR - h : y + NEAR;
    this.lens.style.transform = `translate(${Math.round(across)}px, ${Math.round(above)}px)`;
  }

  tick(now) {
    const { plane: p } = this;
    if (!this.onScreen || !this.frame) return false;
    if (p.revision !== this.seen || !this.decoder.last) {
      this.seen = p.revision;
      this.arrange(this.width, this.height);
      if (this.drawn !== p.pictures) {
        this.drawn = p.pictures;
        this.tellAxes();
        this.render();
      }
      this.look();
    } else this.decoder.refresh(now, LENS_EVERY);
    if (!this.stale || !this.meta) return false;
    if (now - (this.read ?? 0) < READ_EVERY) return true;
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
