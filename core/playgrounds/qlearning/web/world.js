// The main picture of tabular learning: the world with what has been learned of every cell, the optimal values
// beside it, the agent on its way. A cursor reads any cell; it also edits the world, and the viewer plays in it.

/** @import { Arrays, Meta, Options, Spec } from "../../../live/web/types.d.ts" */
/** @import { Choices } from "../../../live/web/widgets/controls.js" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { SharedBoard } from "./index.js" */
/** @import { Described, Layer } from "./worldmodel.js" */
import { Panel } from "../../../live/web/panel.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { isOn, offer, select, toggle, wordsOf } from "../../../live/web/widgets/controls.js";
import { WorldCursor } from "./worldcursor.js";
import { WorldEdit } from "./worldedit.js";
import { LOOKS } from "./worldlooks.js";
import { described, WorldModel } from "./worldmodel.js";
import { WorldPicture } from "./worldpicture.js";
import { WorldPlay } from "./worldplay.js";
import { Readout } from "./worldread.js";

const FOLLOW = "follow";

export class World extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {WorldModel | null} */ this.model = null;
    /** @type {Arrays | null} */ this.arrays = null;
    /** @type {Arrays} */ this.statics = {};
    this.build = -1;
    this.env = "";
    this.layer = this.wanted = 0;
    this.followed = false;
    const t = this.texts;
    /** @type {Choices} */ const looks = Object.keys(LOOKS).map((look) => [look, t[`look.${look}`]]);
    this.looks = select("show-world", { label: t["world.look"] }, looks, () => this.looked());
    this.layers = select("layer", { label: t["world.layer"] }, [], (value) => this.choose(value));
    this.star = toggle("show-optimal", wordsOf(t, "show-optimal"), false, () => this.looked());
    this.own = toggle("play-world", wordsOf(t, "play-world"), false, (on) => this.play.set(on));
    this.tools.append(this.layers, this.looks, this.star, this.own);
    this.beside = el("span", { class: "ls-quiet ls-beside" });
    this.heading.after(this.beside);
    const keys = { tabindex: "0", role: "application", "data-ls-keys": "arrows" };
    this.stage = el("div", { class: "ls-world-stage", "aria-label": t["world.label"], ...keys });
    /** @type {SharedBoard} */ this.shared = view.shared.board;
    this.picture = new WorldPicture(this, this.stage, this.shared);
    this.shared.arrange = () => this.picture.arrange();
    this.shared.point = (row, column) => this.cursor.point(row, column);
    this.cursor = new WorldCursor(this, this.stage);
    this.readout = new Readout(this);
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

  /**
   * The distance to Q* is computed only while it is shown.
   * @returns {Record<string, Options>}
   */
  also() {
    return this.look === "distance" ? { distance: this.options() } : {};
  }

  /** Flat out the agent is in another layer at every picture: then the last one stays. */
  get following() {
    const racing = this.view.frame?.status === "running" && this.view.frame.gear === "flat";
    return this.layers.value === FOLLOW && !this.layers.hidden && !racing && !this.play.at;
  }

  /** @param {string} value */
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
    const describe = described(meta);
    const resized = String(this.model?.describe.size) !== String(describe.size);
    if (this.build !== meta.build || resized) this.arrays = null;
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
   * @param {Described} world
   */
  enter({ env, layers }) {
    this.env = env;
    const first = layers.findIndex(({ passenger, destination }) => passenger !== destination);
    this.layer = this.wanted = Math.max(0, first);
    this.cursor.cell = -1;
    this.playing(false);
  }

  /** @param {Layer[]} layers */
  tellLayers(layers) {
    const names = layers.map(({ name }) => name);
    this.layers.hidden = !names.length;
    if (this.layers.dataset.names === names.join()) return;
    this.layers.dataset.names = names.join();
    /** @type {Choices} */ const choices = names.map((name, index) => [index, name]);
    offer(this.layers, [[FOLLOW, this.texts["world.follow"]], ...choices]);
  }

  /** The world is another one now, confirmed or not. */
  edited() {
    const { meta } = this.view;
    if (!meta) return;
    const before = this.model;
    const model = new WorldModel(meta, this.statics, this.texts, this.edit.edits.map);
    this.model = this.shared.model = model;
    this.cursor.fit(model);
    if (String(before?.size) !== String(model.size) || before?.windy !== model.windy) this.picture.arrange();
    this.redraw();
    this.readout.describe(model);
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
    return this.arrays?.["world.v"].length === this.model?.cells ? this.arrays : null;
  }

  /**
   * Beside the title: the layer that the agent is in, or what chance does here.
   * @param {WorldModel} model
   */
  tellTitle({ describe, windy }) {
    const key = describe.slip ? (windy ? "world.slip_wind" : "world.slip") : windy ? "world.wind" : "";
    const chance = key && fill(this.texts[key], { slip: describe.slip, wind: describe.wind[0] });
    const layer = this.layers.value === FOLLOW ? describe.layers[this.layer]?.name : "";
    setText(this.beside, layer || chance);
  }

  render() {
    const { model, picture } = this;
    if (!model) return;
    const scale = picture.scale(model);
    this.tellTitle(model);
    picture.render(model, scale);
    this.cursor.put();
    this.readout.scale(scale);
  }

  /** The optimal board too. */
  redraw() {
    this.picture.drawn = "";
    this.render();
  }

  paint() {
    this.picture.arrange();
    this.readout.legend();
    this.edit.paint();
  }

  /** Another cell is to be read. */
  pointed() {
    this.readout.stale = true;
    this.view.wake();
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
      this.cursor.point(play.at.row, play.at.column);
      if (model.describe.layers.length) this.wanted = this.layer = Math.max(0, play.at.layer);
    }
    this.view.watch.changed();
    this.redraw();
    this.view.wake();
  }

  /** @param {number} now */
  tick(now) {
    const { model, view: { frame } } = this;
    if (!model || !frame) return false;
    if (this.followed !== this.following) {
      this.followed = this.following;
      this.view.watch.changed();
    }
    this.play.tell(frame.metrics, model.describe.optimal);
    return this.readout.tick(now, model);
  }

  close() {
    this.picture.close();
    this.edit.close();
    this.readout.close();
  }
}
