// The original, and beside it what the networks paint: their colours, how far these are off, or what they say
// between the pixels. A pixel can be read in all of them at once.

/** @import { Arrays, Frame, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { Panel } from "../../../live/web/panel.js";
import { select } from "../../../live/web/widgets/controls.js";
import { Cell } from "./cell.js";
import { Finer } from "./finer.js";
import { colourAt, errorOf, sideOf } from "./pixels.js";
import { Reader } from "./reader.js";

const GAP = 12; // px between pictures
const CAPTION = 44; // px of two lines below each
const NARROWEST = 150; // px of a picture where the page is as long as it likes
const WRITE_EVERY = 120; // ms
const SHOWN = ["colours", "error", "2", "4"];
const OF = { main: ["train_psnr", "test_psnr"], plain: ["plain_psnr", "plain_test_psnr"] };

export class Pictures extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    /** @type {Meta | null} */ this.meta = null;
    /** @type {Frame | null} */ this.frame = null;
    /** @type {Wire | null} */ this.original = null;
    /** @type {Record<string, Wire>} */ this.painted = {};
    /** @type {Cell[]} */ this.cells = [];
    this.written = this.side = 0;
    this.stale = false;
    this.shown = SHOWN[0];
    const choices = SHOWN.map((one) => /** @type {[string, string]} */ ([one, t[`show.${one}`]]));
    this.choice = select(
      "show-as",
      { label: t["pictures.show"], tip: t["tip.show-as"] },
      choices,
      (value) => this.show(value),
    );
    this.tools.append(this.choice);
    this.box = el("div", { class: "ls-pictures" });
    this.read = el("p", { class: "ls-quiet ls-picture-read", text: t["read.hint"] });
    this.root.append(this.box, this.read);
    this.finer = new Finer(view, (arrays, row, side) => this.refine(arrays, row, side));
    this.reader = new Reader(this.box, t["pictures.label"], () => this.tell());
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.box);
  }

  get factor() {
    return Number(this.shown) || 0;
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    const { describe: told } = meta;
    const t = this.texts;
    this.meta = meta;
    this.original = statics.original;
    this.painted = {};
    const names = ["original", "main", ...(told.both ? ["plain"] : [])];
    if (this.cells.map(({ name }) => name).join() !== names.join()) {
      this.cells = names.map((name) => new Cell(name, t));
      this.box.replaceChildren(...this.cells.map(({ root }) => root));
      this.side = 0;
    }
    const own = told.features === "none" && told.activation === "sine" ? "sine" : told.features;
    const titles = [t["pictures.original"], t[`pictures.${own}`], t["pictures.plain"]];
    this.cells.forEach((cell, i) => cell.entitle(titles[i]));
    this.cells[0].write(fill(t[told.held_out ? "pictures.halved" : "pictures.size"], { side: told.side }));
    this.cells[0].pixels.put(this.original, told.side);
    this.reader.side = told.side;
    this.reader.show();
    this.show(this.shown);
    this.resize();
  }

  /** @param {string} shown */
  show(shown) {
    this.shown = shown;
    this.finer.begin(this.factor);
    this.render(true);
    this.tell();
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw({ "picture.main": main, "picture.plain": plain }, frame) {
    if (!main || main.shape[0] !== this.meta?.describe.side) return false;
    this.painted = plain ? { main, plain } : { main };
    this.frame = frame;
    this.stale = true;
    this.render(false);
    return true;
  }

  /**
   * The pictures at the pixels; of finer ones only what they begin with.
   * @param {boolean} anew
   */
  render(anew) {
    const { factor, meta, original } = this;
    if (!meta || !original) return;
    const { side } = meta.describe;
    for (const cell of this.cells.slice(1)) {
      const picture = this.painted[cell.name];
      if (!picture) continue;
      if (factor) {
        if (anew || cell.pixels.side !== side * factor) cell.pixels.enlarge(picture, side, factor);
      } else cell.pixels.put(this.shown === "error" ? errorOf(picture, original) : picture, side);
    }
  }

  /**
   * Rows of the finer pictures.
   * @param {Arrays} arrays
   * @param {number} row
   * @param {number} side
   */
  refine(arrays, row, side) {
    for (const cell of this.cells.slice(1)) {
      const rows = arrays[`finer.${cell.name}`];
      if (rows && cell.pixels.side === side) cell.pixels.put(rows, side, row);
    }
  }

  /** @param {number} now */
  tick(now) {
    if (this.factor && this.onScreen && this.frame) this.finer.tick(now, this.frame.step);
    if (!this.stale || !this.frame) return false;
    if (now - this.written < WRITE_EVERY) return true;
    this.written = now;
    this.stale = false;
    const { metrics } = this.frame;
    const held = this.meta?.describe.held_out;
    for (const cell of this.cells.slice(1)) {
      const [psnr, test] = OF[/** @type {"main" | "plain"} */ (cell.name)];
      cell.measure(metrics[psnr], held ? metrics[test] ?? null : undefined);
    }
    this.tell();
    return false;
  }

  /** What stands below the pictures: the colours of the pixel that is pointed at, or what is shown. */
  tell() {
    const { meta, original, painted, reader, texts: t } = this;
    if (!meta || !original) return;
    const { side, both, held_out: held } = meta.describe;
    for (const cell of this.cells) cell.point(reader.at, side);
    if (!reader.at || !painted.main) {
      const hints = { colours: "read.hint", error: "read.error" };
      const hint = hints[/** @type {"colours" | "error"} */ (this.shown)] ?? "read.finer";
      setText(this.read, fill(t[hint], { side: side * this.factor }));
      return;
    }
    const [column, row] = reader.at;
    const colour = (/** @type {Wire} */ picture) => colourAt(picture, [column, row], side).join(" ");
    const said = {
      row: row + 1,
      column: column + 1,
      kind: held && (row + column) % 2 ? t["read.held"] : "",
      original: colour(original),
      main: colour(painted.main),
      plain: painted.plain ? colour(painted.plain) : "",
    };
    setText(this.read, fill(t[both ? "read.both" : "read.alone"], said));
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.box;
    const count = this.cells.length;
    if (width < 40 || !count) return;
    const bounded = getComputedStyle(this.box).getPropertyValue("--ls-bounded").trim() === "1";
    const fitting = Math.max(2, Math.floor((width + GAP) / (NARROWEST + GAP)));
    const columns = bounded ? count : Math.min(count, fitting);
    const caption = CAPTION * this.view.colours.scale;
    const side = sideOf(width, bounded ? height : Infinity, { count, columns, gap: GAP, caption });
    if (side < 30 || side === this.side) return;
    this.side = side;
    this.box.style.setProperty("--ls-columns", String(columns));
    this.box.style.setProperty("--ls-side", `${side}px`);
  }

  paint() {
    this.side = 0;
    this.resize();
  }

  close() {
    this.observer.disconnect();
  }
}
