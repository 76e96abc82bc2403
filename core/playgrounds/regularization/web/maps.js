// What everybody answers at every point of the plane: small maps side by side, each a button that brings its
// member's curves forward. Codes go into a small canvas that the browser enlarges; the points lie above it.

/** @import { Arrays, Frame, Meta, Spec, Wire } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Member } from "./members.js" */
import { el, fill, setAttribute, setText, sizeCanvas } from "../../../live/web/dom.js";
import { loss, short, whole } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { Coded } from "../../../live/web/widgets/codes.js";
import { isOn, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { drawPoints } from "../../../live/web/widgets/points.js";
import { dot, membersOf, squares } from "./members.js";

const GAP = 8; // px between maps
const CAPTION = 40; // px of two lines below each
const NARROWEST = 150; // px of a map where the page is as long as it likes
const WRITE_EVERY = 120; // ms

export class Maps extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Shared<string>} */ this.member = view.shared.member;
    /** @type {Cell[]} */ this.cells = [];
    /** @type {Wire | null} */ this.maps = null;
    /** @type {Wire | null} */ this.gone = null;
    /** @type {Frame | null} */ this.frame = null;
    /** @type {Meta | null} */ this.meta = null;
    /** @type {Arrays} */ this.statics = {};
    this.side = this.written = 0;
    this.stale = false;
    this.showTest = toggle("test-data", wordsOf(this.texts, "test-data"), false, () => this.overlay());
    this.box = el("div", { class: "ls-maps", role: "group", "aria-label": spec.title });
    this.hint = el("p", { class: "ls-quiet", text: this.texts["maps.hint"] });
    this.tools.append(this.showTest);
    this.root.append(this.box, this.hint);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.box);
    this.member.watch(() => this.choose());
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.meta = meta;
    this.statics = statics;
    this.maps = null;
    const members = membersOf(meta.describe.members, this.spec.who);
    this.cells = members.map((member) => new Cell(member, () => this.toggle(member.name)));
    this.box.replaceChildren(...this.cells.map(({ root }) => root));
    this.side = 0;
    if (!members.some(({ name }) => name === this.member.value)) this.member.set("");
    this.choose();
    this.resize();
  }

  /** @param {string} name */
  toggle(name) {
    this.member.set(this.member.value === name ? "" : name);
  }

  choose() {
    for (const { member, root } of this.cells) {
      setAttribute(root, "aria-pressed", member.name === this.member.value);
    }
  }

  /**
   * @param {Arrays} arrays
   * @param {Frame} frame
   */
  draw({ maps, "maps.left": gone }, frame) {
    if (!maps || maps.shape[0] !== this.cells.length) return false;
    this.maps = maps;
    this.gone = gone;
    this.frame = frame;
    this.stale = true;
    this.render();
    return true;
  }

  render() {
    const { maps } = this;
    if (!maps) return;
    const size = maps.shape[1] * maps.shape[2];
    this.cells.forEach((cell, i) =>
      cell.draw(maps.subarray(i * size, (i + 1) * size), maps.shape[1], this.view.colours.lut)
    );
  }

  /** @param {number} now */
  tick(now) {
    if (!this.stale || !this.frame) return false;
    if (now - this.written < WRITE_EVERY) return true;
    this.written = now;
    this.stale = false;
    const { metrics } = this.frame;
    this.cells.forEach((cell, i) => cell.write(metrics, Boolean(this.gone?.[i]), this.texts));
    return false;
  }

  paint() {
    this.side = 0;
    this.resize();
    this.render();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.box;
    if (width < 40 || !this.cells.length) return;
    const caption = CAPTION * this.view.colours.scale;
    const bounded = getComputedStyle(this.box).getPropertyValue("--ls-bounded").trim() === "1";
    const columns = Math.max(2, Math.floor((width + GAP) / (NARROWEST + GAP)));
    const found = bounded
      ? squares(width, height, this.cells.length, { caption, gap: GAP })
      : { columns, side: Math.floor((width - (columns - 1) * GAP) / columns) };
    if (found.side < 30 || found.side === this.side) return;
    this.side = found.side;
    this.box.style.setProperty("--ls-columns", String(found.columns));
    this.box.style.setProperty("--ls-side", `${found.side}px`);
    this.overlay();
  }

  overlay() {
    const { meta, side, statics, view } = this;
    if (!meta || !side) return;
    const frame = { left: 0, top: 0, side };
    const radius = Math.min(3.6, Math.max(2, side / 60));
    const { describe } = meta;
    for (const cell of this.cells) {
      const context = sizeCanvas(cell.over, side, side);
      const withTest = isOn(this.showTest);
      drawPoints(context, frame, describe.domain, view.colours, statics, describe, withTest, radius);
    }
  }

  close() {
    this.observer.disconnect();
  }
}

/** One member's map with its name and losses. */
class Cell {
  /**
   * @param {Member} member
   * @param {() => void} choose
   */
  constructor(member, choose) {
    this.member = member;
    this.base = el("canvas", { class: "ls-maps-base" });
    this.over = el("canvas", { class: "ls-maps-over" });
    this.numbers = el("span", { class: "ls-maps-numbers" });
    this.picture = new Coded(this.base);
    this.root = el(
      "button",
      { type: "button", class: "ls-member", "data-member": member.name, on: { click: choose } },
      el("span", { class: "ls-maps-picture" }, this.base, this.over),
      el(
        "span",
        { class: "ls-member-name" },
        dot(member),
        el("span", { text: member.label, title: member.label }),
      ),
      this.numbers,
    );
  }

  /**
   * @param {ArrayLike<number>} codes
   * @param {number} side
   * @param {Uint32Array} lut
   */
  draw(codes, side, lut) {
    this.picture.draw(codes, side, lut);
  }

  /**
   * @param {Frame["metrics"]} metrics
   * @param {boolean} gone
   * @param {Record<string, string>} texts
   */
  write(metrics, gone, texts) {
    const { name, label } = this.member;
    const [test, train] = ["test_loss", "train_loss"].map((kind) => metrics[`${kind}.${name}`] ?? NaN);
    const stopped = name === "early_stopping" ? metrics[`stopped_at.${name}`] : null;
    const told = fill(texts["maps.losses"], { test: short(test) || "–", train: short(train) || "–" });
    const more = stopped ? ` · ${fill(texts["maps.stopped"], { step: whole(stopped) })}` : "";
    const words = gone ? texts["maps.left"] : told + more;
    const said = fill(texts["maps.member"], { name: label, test: loss(test), train: loss(train) });
    setText(this.numbers, words);
    setAttribute(this.root, "data-left", gone);
    setAttribute(this.root, "aria-label", gone ? `${label}: ${words}` : said + more);
  }
}
