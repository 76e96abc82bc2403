// Every network's answer at every point: small maps as they lie on the axes, each a button that brings it forward.
// Frames have the colour of the number that is chosen; who has diverged is crossed out.

/** @import { Arrays, Frame, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";
import { select } from "../../../live/web/widgets/controls.js";
import { Numbers } from "./numbers.js";
import { columnsFor, extremes, goodness, led } from "./scale.js";
import { isLoss, keep, MEASURES, scaleFor, Setting, small } from "./setting.js";
import { Tile } from "./tile.js";

const GAP = 2; // px between maps, and their frames' width on either side
const CAPTION = 18; // px of a value below a map, or at the left of a row
const WIDEST = 54; // px of the values at the left
const LETTER = 7.4; // px of small type

export class Grid extends Numbers {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Tile[]} */ this.tiles = [];
    /** @type {Wire | null} */ this.maps = null;
    this.both = false;
    this.drawn = ""; // as what the networks lie there
    this.columns = 1;
    this.side = 32; // px of a map with its frame and the gap
    const says = { label: this.texts["sweep.metric"], tip: this.texts["tip.sweep-metric"] };
    this.choice = select("sweep-metric", says, [], (value) => this.measure.set(value));
    this.box = el("div", {
      class: "ls-sweep",
      role: "grid",
      "aria-label": spec.title,
      "data-ls-keys": "arrows",
      on: { keydown: (event) => this.lead(event) },
    });
    this.named = el("p", { class: "ls-quiet ls-sweep-across" });
    this.place = el("div", { class: "ls-sweep-place" }, this.box);
    this.bar = el("i", { class: "ls-sweep-bar", "aria-hidden": "true" });
    this.ends = [el("span"), el("span")];
    this.told = el("p", { class: "ls-quiet ls-sweep-told" });
    const legend = el("span", { class: "ls-quiet ls-sweep-legend" }, this.ends[0], this.bar, this.ends[1]);
    this.tools.append(legend, this.choice);
    this.root.append(this.place, this.named, this.told);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.place);
  }

  also() {
    return { left: {} };
  }

  /** @param {Meta} meta */
  describe(meta) {
    const setting = this.setting = new Setting(meta, this.spec.swept, this.texts);
    this.choice.replaceChildren(
      ...MEASURES.map((name) => el("option", { value: name, text: setting.named(name) })),
    );
    this.choice.value = this.measure.value;
    if (this.tiles.length !== setting.count || this.both !== setting.both) this.build(setting);
    this.both = setting.both;
    this.tiles.forEach((tile, i) => setText(tile.caption, setting.both ? "" : setting.short(i)));
    keep(this.cell, setting);
    this.choose();
    this.resize();
  }

  /** @param {Setting} setting */
  build(setting) {
    this.tiles = setting.members.map((_, i) => new Tile(i, () => this.cell.set(i)));
  }

  /** The axes' values and names around the maps. */
  lay() {
    const { setting } = this;
    if (!setting) return;
    const parts = [];
    for (let row = 0; row * this.columns < setting.count; row += 1) {
      const tiles = this.tiles.slice(row * this.columns, (row + 1) * this.columns).map(({ root }) => root);
      const value = setting.both && setting.down ? setting.tick(setting.down, row) : "";
      const name = setting.both
        ? [el("span", { class: "ls-sweep-row", role: "rowheader", text: value })]
        : [];
      parts.push(el("div", { class: "ls-sweep-line", role: "row" }, ...name, ...tiles));
    }
    if (setting.both && setting.across) {
      const { across } = setting;
      const longest = Math.max(...across.values.map((_, i) => setting.tick(across, i).length));
      const every = Math.ceil((LETTER * longest * this.view.colours.scale) / this.side);
      const values = across.values.map((_, i) => {
        const text = i % every ? "" : setting.tick(across, i);
        return el("span", { class: "ls-sweep-column", role: "columnheader", text });
      });
      parts.push(
        el("div", { class: "ls-sweep-line", role: "row" }, el("span", { class: "ls-sweep-row" }), ...values),
      );
    }
    this.box.replaceChildren(...parts);
    const down = setting.both && setting.down ? ` · ${setting.down.label} ↓` : "";
    setText(this.named, setting.across ? `${setting.across.label} →${down}` : down);
  }

  /** @param {KeyboardEvent} event */
  lead(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !this.setting) return;
    const to = led(event.key, this.cell.value, this.columns, this.setting.count);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.cell.set(to);
    this.tiles[to].button.focus();
  }

  choose() {
    this.tiles.forEach((tile, i) => tile.choose(i === this.cell.value));
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw({ maps, "left.step": gone }, frame) {
    if (!maps || maps.shape[0] !== this.tiles.length) return false;
    const side = maps.shape[1];
    this.gone = gone ?? this.gone;
    this.frame = frame;
    this.maps = maps;
    this.tiles.forEach((tile, i) =>
      tile.draw(maps.subarray(i * side * side, (i + 1) * side * side), side, this.view.colours.lut)
    );
    this.stale = true;
    return true;
  }

  renew() {
    this.choice.value = this.measure.value;
    super.renew();
  }

  /**
   * @param {Setting} setting
   * @param {Frame} frame
   */
  write(setting, { metrics }) {
    const { texts, view: { colours } } = this;
    const measure = this.measure.value;
    const values = setting.values(metrics, measure, this.gone);
    const scale = scaleFor(values, measure);
    this.tiles.forEach((tile, i) => {
      const step = this.gone?.[i] ?? 0;
      const said = { setting: setting.label(i), step: whole(step), metric: setting.named(measure) };
      const label = step
        ? fill(texts["sweep.left"], said)
        : fill(texts["sweep.cell"], { ...said, value: setting.say(measure, values[i]) });
      const known = Number.isFinite(values[i]);
      tile.write(label, known ? css(colours.sequential(goodness(scale, values[i]))) : "", Boolean(step));
    });
    const ends = scale.lower ? [scale.high, scale.low] : [scale.low, scale.high];
    this.ends.forEach((end, i) =>
      setText(end, isLoss(measure) ? small(ends[i]) : setting.say(measure, ends[i]))
    );
    const { best, worst } = extremes(values, isLoss(measure));
    const tell = (/** @type {string} */ text, /** @type {number} */ i) =>
      fill(texts[text], { setting: setting.short(i), value: setting.say(measure, values[i]) });
    setText(
      this.told,
      best < 0 ? texts["sweep.none"] : `${tell("sweep.best", best)} · ${tell("sweep.worst", worst)}`,
    );
    setAttribute(this.told, "title", best < 0 ? "" : `${setting.label(best)} / ${setting.label(worst)}`);
  }

  paint() {
    const { colours } = this.view;
    const stops = colours.ramp.map(css).join(", ");
    this.bar.style.background = `linear-gradient(to right, ${stops})`;
    const { maps } = this;
    if (maps) {
      const side = maps.shape[1];
      this.tiles.forEach((tile, i) =>
        tile.draw(maps.subarray(i * side * side, (i + 1) * side * side), side, colours.lut)
      );
    }
    this.renew();
    this.resize();
  }

  resize() {
    const { setting } = this;
    const { clientWidth: width, clientHeight: height } = this.place;
    if (!setting || width < 40) return;
    const { scale } = this.view.colours;
    const bounded = getComputedStyle(this.place).getPropertyValue("--ls-bounded").trim() === "1";
    const caption = CAPTION * scale;
    let columns = setting.columns, side = 0;
    if (setting.both) {
      const wide = (width - WIDEST * scale) / columns;
      const tall = bounded ? (height - caption) / setting.rows : Infinity;
      side = Math.floor(Math.min(wide, tall));
    } else {
      const tall = bounded ? height : 0.8 * width;
      ({ columns, side } = columnsFor(setting.count, width, tall, caption));
    }
    side = this.side = Math.max(12, Math.min(side, 220));
    this.box.style.setProperty("--ls-side", `${side - GAP}px`);
    const drawn = `${columns} ${side} ${setting.axes.map(({ name, values }) => `${name} ${values}`)}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.columns = columns;
    this.lay();
  }

  close() {
    this.observer.disconnect();
  }
}
