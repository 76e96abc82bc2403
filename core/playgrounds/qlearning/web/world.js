// The main picture of tabular learning: the world with what has been learned of every cell, the optimal values
// beside it, the agent on its way. A cursor reads any cell; it also edits the world, and the viewer plays in it.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { isOn, offer, select, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { WorldCursor } from "./worldcursor.js";
import { WorldEdit } from "./worldedit.js";
import { LOOKS } from "./worldlooks.js";
import { WorldModel } from "./worldmodel.js";
import { WorldPicture } from "./worldpicture.js";
import { WorldPlay } from "./worldplay.js";
import { Readout } from "./worldread.js";

const SAID_FOR = 7000; // ms that a sentence stays
const FOLLOW = "follow";

export class World extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.model = null;
    this.arrays = null;
    this.layer = 0;
    this.wanted = 0;
    const t = this.texts;
    const looks = Object.keys(LOOKS).map((
      name,
    ) => /** @type {[string, string]} */ ([name, t[`look.${name}`]]));
    this.looks = select("show-world", { label: t["world.look"] }, looks, () => this.looked());
    this.layers = select("layer", { label: t["world.layer"] }, [], (value) => this.choose(value));
    this.star = toggle("show-optimal", wordsOf(t, "show-optimal"), false, () => this.looked());
    this.own = toggle("play-world", wordsOf(t, "play-world"), false, (on) => this.play.set(on));
    this.tools.append(this.layers, this.looks, this.star, this.own);
    this.beside = el("span", { class: "ls-quiet ls-beside" });
    this.heading.after(this.beside);
    this.stage = el("div", {
      class: "ls-world-stage",
      tabindex: "0",
      role: "application",
      "aria-label": t["world.label"],
      "data-ls-keys": "arrows",
    });
    /** @type {Board} */ this.shared = view.shared.board;
    this.picture = new WorldPicture(this, this.stage, this.shared);
    this.shared.arrange = () => this.picture.arrange();
    this.shared.point = (row, column) => this.cursor.go(row * this.model.size[1] + column);
    this.cursor = new WorldCursor(this, this.stage);
    this.readout = new Readout(this);
    this.said = this.readout.root.appendChild(el("p", { class: "ls-world-said", role: "alert", hidden: "" }));
    this.play = new WorldPlay(this);
    this.edit = new WorldEdit(this);
    this.root.append(this.stage, this.readout.root, this.edit.root, this.play.root);
  }

  get cover() {
    return this.stage;
  }

  // ---- what is asked for ----------------------------------------------------------------------
  options() {
    return { layer: this.wanted, follow: this.following };
  }

  /** The distance to Q* is computed only while it is shown. */
  also() {
    return this.look === "distance" ? { distance: this.options() } : {};
  }

  /** Flat out the agent is in another layer at every picture: then the last one stays. */
  get following() {
    const racing = this.view.frame?.status === "running" && this.view.frame.gear === "flat";
    return this.layers.value === FOLLOW && !this.layers.hidden && !racing && !this.play.at;
  }

  /** @param {number} value */
  choose(value) {
    if (value !== FOLLOW) this.wanted = Number(value);
    this.view.watch.changed();
  }

  /** What the cells show, and whether Q* takes Q's place. */
  get look() {
    return this.looks.value;
  }

  get optimal() {
    return isOn(this.star);
  }

  looked() {
    this.view.watch.changed();
    this.redraw();
    this.readout.legend();
  }

  // ---- what there is --------------------------------------------------------------------------
  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    const { describe } = meta;
    if (this.build !== meta.build || String(this.model?.describe.size) !== String(describe.size)) {
      this.arrays = null;
    }
    this.build = meta.build;
    this.statics = statics;
    if (this.env !== describe.env) this.enter(describe);
    this.play.describe(meta);
    this.edit.describe(meta);
    this.tellLayers(describe.layers);
    this.edited();
  }

  /**
   * Another world altogether. Of its layers the first that is more than an episode's last moment is shown.
   * @param {{ env: string, layers: string[] }} given
   */
  enter({ env, layers }) {
    this.env = env;
    this.layer = this.wanted = Math.max(
      0,
      layers.findIndex(({ passenger, destination }) => passenger !== destination),
    );
    this.cursor.cell = -1;
    this.playing(false);
  }

  /** @param {string[]} layers */
  tellLayers(layers) {
    const names = layers.map(({ name }) => name);
    this.layers.hidden = !names.length;
    if (this.layers.dataset.names === names.join()) return;
    this.layers.dataset.names = names.join();
    offer(this.layers, [[FOLLOW, this.texts["world.follow"]], ...names.map((name, index) => [index, name])]);
  }

  /** The world is another one now, confirmed or not. */
  edited() {
    const { meta } = this.view;
    if (!meta) return;
    const before = this.model;
    this.model = this.shared.model = new WorldModel(meta, this.statics, this.texts, this.edit.map);
    this.cursor.fit();
    if (String(before?.size) !== String(this.model.size) || before.windy !== this.model.windy) {
      this.picture.arrange();
    }
    this.redraw();
    this.readout.describe();
    this.edit.tell();
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!arrays["world.v"]) return false;
    this.arrays = arrays;
    [this.layer] = arrays.layer;
    if (this.following) this.wanted = this.layer; // where it stays when it follows no longer
    this.render();
    this.readout.stale = true;
    return true;
  }

  /** What was learned, if it is of the board that is shown. */
  get known() {
    return this.arrays?.["world.v"].length === this.model.cells ? this.arrays : null;
  }

  /** Beside the title: the layer that the agent is in, or what chance does here. */
  tellTitle() {
    const { describe, windy } = this.model;
    const key = describe.slip && windy
      ? "world.slip_wind"
      : describe.slip
      ? "world.slip"
      : windy
      ? "world.wind"
      : "";
    const chance = key && fill(this.texts[key], { slip: describe.slip, wind: describe.wind[0] });
    const layer = this.layers.value === FOLLOW ? describe.layers[this.layer]?.name : "";
    setText(this.beside, layer || chance);
  }

  render() {
    if (!this.model) return;
    this.tellTitle();
    this.picture.render();
    this.cursor.put();
    this.readout.scale(this.picture.scale);
  }

  /** The optimal board too. */
  redraw() {
    this.picture.drawn = null;
    this.render();
  }

  paint() {
    this.redraw();
    this.readout.legend();
    this.edit.paint();
  }

  // ---- reading and saying ---------------------------------------------------------------------
  /** Another cell is to be read. */
  pointed() {
    this.readout.stale = true;
    this.view.wake();
  }

  /**
   * A sentence over the read-out for a while: nothing is moved by it.
   * @param {string} text
   */
  say(text) {
    clearTimeout(this.saying);
    setText(this.said, text);
    this.said.hidden = false;
    this.saying = setTimeout(() => (this.said.hidden = true), SAID_FOR);
  }

  // ---- playing --------------------------------------------------------------------------------
  /** @param {boolean} on */
  playing(on) {
    setAttribute(this.own, "aria-pressed", on);
    this.play.set(on);
  }

  /** The viewer has moved, begun or stopped. */
  played() {
    const { play, model } = this;
    this.edit.root.hidden = play.on || !this.edit.editable;
    setAttribute(this.stage, "data-playing", play.on);
    if (play.at && model) {
      this.cursor.go(play.at.row * model.size[1] + play.at.column);
      if (model.describe.layers.length) this.wanted = this.layer = Math.max(0, play.at.layer);
    }
    this.view.watch.changed();
    this.redraw();
    this.view.wake();
  }

  /** @param {number} now */
  tick(now) {
    const { frame } = this.view;
    if (!this.model || !frame) return false;
    if (this.followed !== this.following) {
      this.followed = this.following;
      this.view.watch.changed();
    }
    this.play.tell(frame.metrics, this.model.describe.optimal);
    return this.readout.tick(now);
  }

  close() {
    this.picture.close();
    this.edit.close();
    clearTimeout(this.saying);
  }
}
