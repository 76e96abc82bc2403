// The main picture of tabular learning: the world with what has been learned of every cell, the optimal values
// beside it, the agent on its way. A cursor reads any cell; it also edits the world, and the viewer plays in it.

import { el, fill, panelFrame, setAttribute, setText, sizeCanvas } from "../dom.js";
import { nice } from "../format.js";
import { toggle } from "./plane.js";
import { Board, NUMBER, RAISED } from "./worldboard.js";
import { WorldEdit } from "./worldedit.js";
import { LOOKS, paints } from "./worldlooks.js";
import { WorldModel } from "./worldmodel.js";
import { WorldPlay } from "./worldplay.js";
import { Readout } from "./worldread.js";
import { drawAgent, drawDestination, drawPassenger, drawPath, drawPlayer, drawWind } from "./worldsigns.js";

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const WINDY = 20; // px above the board where there is wind to be shown
const SAID_FOR = 7000; // ms that a sentence stays
const FOLLOW = "follow";
const RIDING = 4; // where a passenger is who sits in the taxi

export class World {
  constructor(spec, view) {
    Object.assign(this, { spec, view, texts: view.texts, model: null, arrays: null, cursor: 0, hover: null, layer: 0, wanted: 0 });
    const t = this.texts;
    this.look = this.select("show-world", t["world.look"], Object.keys(LOOKS).map((name) => [name, t[`look.${name}`]]), () => this.looked());
    this.layers = this.select("layer", t["world.layer"], [], () => this.choose(this.layers.value));
    this.optimal = toggle("show-optimal", t, false, () => this.looked());
    this.own = toggle("play-world", t, false, (on) => this.play.set(on));
    this.root = panelFrame(spec.name, spec.title, [this.layers, this.look, this.optimal, this.own]).root;
    this.chance = el("span", { class: "ls-quiet ls-chance" });
    this.root.querySelector(".ls-title").after(this.chance);
    this.canvas = el("canvas", { class: "ls-world-canvas" });
    this.mark = el("i", { class: "ls-world-cursor", hidden: "" });
    this.stage = el("div", { class: "ls-world-stage", tabindex: "0", role: "application", "aria-label": t["world.label"], "data-ls-keys": "arrows" }, this.canvas, this.mark);
    this.best = el("canvas", { class: "ls-world-best", role: "img", "aria-label": t["world.best"] });
    this.readout = new Readout(this);
    this.said = this.readout.root.appendChild(el("p", { class: "ls-world-said", role: "alert", hidden: "" }));
    this.play = new WorldPlay(this);
    this.edit = new WorldEdit(this);
    this.root.append(this.stage, this.readout.root, this.edit.root, this.play.root);
    this.listen();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
  }

  select(action, label, options, change) {
    const attributes = { class: "ls-select ls-small", "data-action": action, "aria-label": label, "data-tip": label, on: { change } };
    return el("select", attributes, ...options.map(([value, text]) => el("option", { value, text })));
  }

  // ---- what is asked for ----------------------------------------------------------------------
  options() {
    return { layer: this.wanted, follow: this.following };
  }

  /** The distance to Q* is computed only while it is shown. */
  also() {
    return this.look.value === "distance" ? { distance: this.options() } : {};
  }

  /** Flat out the agent is in another layer at every picture: then the last one stays. */
  get following() {
    const racing = this.view.frame?.status === "running" && this.view.frame.gear === "flat";
    return this.layers.value === FOLLOW && !this.layers.hidden && !racing && !this.play.at;
  }

  choose(value) {
    if (value !== FOLLOW) this.wanted = Number(value);
    this.view.watch.changed();
  }

  looked() {
    this.view.watch.changed();
    this.drawn = null;
    this.render();
    this.readout.legend();
  }

  // ---- what there is --------------------------------------------------------------------------
  describe(meta, statics) {
    const { describe } = meta;
    if (this.build !== meta.build || String(this.model?.describe.size) !== String(describe.size)) this.arrays = null;
    if (this.env !== describe.env) {
      this.env = describe.env;
      this.layer = this.wanted = Math.max(0, describe.layers.findIndex(({ passenger, destination }) => passenger !== destination));
      this.cursor = -1;
      this.play.set(false);
      setAttribute(this.own, "aria-pressed", false);
    }
    Object.assign(this, { build: meta.build, statics });
    this.play.describe(meta);
    this.edit.describe(meta);
    const { layers } = describe;
    const names = layers.map(({ name }) => name);
    if (this.layers.dataset.names !== names.join()) {
      this.layers.dataset.names = names.join();
      const options = [[FOLLOW, this.texts["world.follow"]], ...names.map((name, index) => [index, name])];
      this.layers.replaceChildren(...options.map(([value, text]) => el("option", { value, text })));
    }
    this.layers.hidden = !layers.length;
    const windy = describe.wind.some((strength) => strength > 0);
    const key = describe.slip && windy ? "world.slip_wind" : describe.slip ? "world.slip" : "world.wind";
    setText(this.chance, describe.slip || windy ? fill(this.texts[key], { slip: describe.slip, wind: describe.wind?.[0] }) : "");
    this.edited();
  }

  /** The world is another one now, confirmed or not. */
  edited() {
    const { meta } = this.view;
    if (!meta) return;
    const size = String([this.model?.size, this.windy]);
    this.model = new WorldModel(meta, this.statics, this.texts, this.edit.map);
    if (this.hover >= this.model.cells) this.hover = null;
    if (this.cursor < 0 || this.cursor >= this.model.cells) this.cursor = this.first();
    if (String([this.model.size, this.windy]) !== size) this.resize();
    this.drawn = null;
    this.render();
    this.readout.describe();
    this.edit.tell();
  }

  /** The cursor begins at the start, or in the middle. */
  first() {
    const { describe, cells } = this.model;
    const from = describe.starts?.length === 1 ? describe.starts[0] : -1;
    const found = from < 0 ? -1 : this.model.state.indexOf(from) % cells;
    return found < 0 ? Math.floor(cells / 2) : found;
  }

  draw(arrays) {
    if (!arrays["world.v"]) return false;
    this.arrays = arrays;
    if (arrays.layer) [this.layer] = arrays.layer;
    if (this.following) this.wanted = this.layer; // where it stays when it follows no longer
    this.render();
    this.readout.stale = true;
    return true;
  }

  // ---- the picture ----------------------------------------------------------------------------
  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!this.model || width < 60) return;
    const [rows, columns] = this.model.size;
    this.stage.style.setProperty("--ls-aspect", `${columns} / ${rows}`);
    const slot = this.view.panels.get("optimal");
    const top = this.windy ? WINDY : 3;
    const side = Math.floor(Math.min((width - 6) / columns, (height - top - 4) / rows));
    if (side < 6) return;
    // Where the stage has room below, the optimal board lies there; else in its own panel.
    const below = height - top - rows * side - 40;
    const share = Math.floor(Math.min((width - 6) / columns, below / rows));
    const within = share >= 0.55 * side;
    const place = within ? this.stage : slot?.stage;
    if (slot) slot.give(!within);
    const beside = within ? share : slot ? slot.fit(rows, columns) : 0;
    const [wide, tall] = [columns * side + 6, rows * side + top + 4];
    const free = within ? height - tall - (rows * beside + 34) : height - tall;
    this.frame = { left: 3, top, cell: side };
    this.context = sizeCanvas(this.canvas, wide, tall);
    this.origin = [Math.floor((width - wide) / 2), Math.floor(Math.max(0, within ? free / 2 : Math.min(free / 2, 40)))];
    Object.assign(this.canvas.style, { left: `${this.origin[0]}px`, top: `${this.origin[1]}px` });
    this.bestFrame = { left: 3, top: 3, cell: Math.max(0, beside) };
    this.bestContext = beside >= 4 ? sizeCanvas(this.best, columns * beside + 6, rows * beside + 6) : null;
    if (place && this.best.parentElement !== place) place.append(this.best);
    if (within) Object.assign(this.best.style, { left: `${Math.floor((width - columns * beside - 6) / 2)}px`, top: `${this.origin[1] + tall + 28}px` });
    else Object.assign(this.best.style, { left: "", top: "" });
    setAttribute(this.stage, "data-both", within);
    this.caption ??= this.stage.appendChild(el("p", { class: "ls-quiet ls-best-caption", text: this.texts["world.best"] }));
    this.caption.hidden = !within;
    this.caption.style.top = `${this.origin[1] + tall + 6}px`;
    this.drawn = null;
    this.render();
  }

  get windy() {
    return this.model?.describe.wind.some((strength) => strength > 0) ?? false;
  }

  /** The largest |V| there is to show, rounded up so that the colours rest. */
  get scale() {
    const { model, arrays, layer } = this;
    let most = 0;
    for (const value of model.best.v) most = Math.max(most, Math.abs(value));
    if (arrays?.["world.v"].length === model.cells) {
      arrays["world.v"].forEach((value, index) => {
        if (model.acts(index, layer)) most = Math.max(most, Math.abs(value));
      });
    }
    return nice(most);
  }

  render() {
    const { context, model, frame, view, layer } = this;
    if (!context || !model) return;
    const { colours } = view;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const scale = this.scale;
    const board = new Board(context, model, frame, colours);
    const fits = this.arrays?.["world.v"].length === model.cells;
    const optimal = this.optimal.getAttribute("aria-pressed") === "true";
    paints(this.look.value, { board, model, layer, scale, colours, arrays: fits ? this.arrays : null, optimal, tie: this.tie });
    board.lines();
    if (this.windy) drawWind(context, model.describe.wind, frame, colours);
    this.people(context, frame, colours);
    this.put();
    if (!this.drawn || this.drawn !== `${layer} ${scale} ${this.look.value}`) this.renderBest(scale);
    this.readout.scale(scale);
  }

  renderBest(scale) {
    const { bestContext: context, model, view, layer } = this;
    this.drawn = `${layer} ${scale} ${this.look.value}`;
    if (!context) return;
    context.clearRect(0, 0, this.best.width, this.best.height);
    const board = new Board(context, model, this.bestFrame, view.colours);
    const look = this.look.value === "actions" ? "actions" : "values";
    paints(look, { board, model, layer, scale, colours: view.colours, arrays: null, optimal: true });
    board.lines();
  }

  /** Everybody who is in the world, and the way that the agent came. */
  people(context, frame, colours) {
    const { arrays, model, layer } = this;
    const { passenger, destination } = model.describe.layers?.[layer] ?? {};
    const columns = model.size[1];
    const place = (index) => [Math.floor(index / columns), index % columns];
    if (destination !== undefined) drawDestination(context, ...place(model.places[destination]), frame, colours);
    const agent = arrays?.agent;
    const here = agent?.length && agent[0] >= 0;
    const lift = this.look.value === "actions" || frame.cell < NUMBER ? 0.5 : RAISED; // numbers stay readable
    if (here) {
      if (agent[2] === layer || !model.describe.layers.length) drawPath(context, arrays["agent.path"], frame, colours, lift);
      drawAgent(context, agent[0], agent[1], frame, colours, { here: agent[2] === layer, lift });
    }
    const { at } = this.play;
    if (at) drawPlayer(context, at.row, at.column, frame, colours, lift);
    if (passenger === undefined) return;
    const rider = at ?? (here ? { row: agent[0], column: agent[1] } : null);
    if (passenger < RIDING) drawPassenger(context, ...place(model.places[passenger]), frame, colours, false);
    else if (rider) drawPassenger(context, rider.row, rider.column, frame, colours, true);
  }

  paint() {
    this.drawn = null;
    this.render();
    this.readout.legend();
    this.edit.paint();
  }

  // ---- pointer and keys -----------------------------------------------------------------------
  listen() {
    const { stage } = this;
    stage.addEventListener("pointermove", (event) => {
      const index = this.at(event);
      if (this.edit.stroke) this.edit.drag(index, event.clientY);
      if (event.pointerType === "mouse") this.glance(index < 0 ? null : index);
    });
    stage.addEventListener("pointerleave", () => this.glance(null));
    stage.addEventListener("pointerdown", (event) => {
      const index = this.at(event);
      if (event.button !== 0 || index < 0) return;
      this.go(index);
      if (this.edit.press(index, event.clientY)) {
        stage.setPointerCapture(event.pointerId);
        event.preventDefault();
        stage.focus({ preventScroll: true });
      }
    });
    for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, () => this.edit.release());
    stage.addEventListener("keydown", (event) => this.key(event));
  }

  /** The cell under the pointer, or −1. */
  at(event) {
    if (!this.frame) return -1;
    const box = this.canvas.getBoundingClientRect();
    const { left, top, cell } = this.frame;
    const [rows, columns] = this.model.size;
    const [row, column] = [Math.floor((event.clientY - box.top - top) / cell), Math.floor((event.clientX - box.left - left) / cell)];
    return row < 0 || column < 0 || row >= rows || column >= columns ? -1 : row * columns + column;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.stage || !this.model) return;
    const taken = this.play.on ? this.play.key(event) : this.steer(event) || this.edit.key(event, this.cursor);
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation();
  }

  steer(event) {
    const move = ARROWS[event.key];
    if (!move) return false;
    const [rows, columns] = this.model.size;
    const row = Math.min(rows - 1, Math.max(0, Math.floor(this.cursor / columns) + move[0]));
    const column = Math.min(columns - 1, Math.max(0, (this.cursor % columns) + move[1]));
    this.go(row * columns + column);
    return true;
  }

  /** What is pointed at is read, without moving the cursor. */
  glance(index) {
    if (index === this.hover) return;
    this.hover = index;
    this.readout.stale = true;
    this.view.wake();
  }

  /** Moves the cursor: the cell that keys and the field for rewards are about. */
  go(index) {
    if (index === this.cursor) return;
    this.cursor = index;
    this.hover = null;
    this.put();
    this.edit.tellReward();
    this.readout.stale = true;
    this.view.wake();
  }

  /** The frame around the cell with the cursor. */
  put() {
    const { frame, origin, mark, cursor, model } = this;
    if (!frame || !model) return;
    const columns = model.size[1];
    const [x, y] = [origin[0] + frame.left + (cursor % columns) * frame.cell, origin[1] + frame.top + Math.floor(cursor / columns) * frame.cell];
    mark.hidden = false;
    mark.style.transform = `translate(${x}px, ${y}px)`;
    mark.style.width = mark.style.height = `${frame.cell}px`;
    setAttribute(this.stage, "data-cell", cursor);
  }

  /** A sentence over the read-out for a while: nothing is moved by it. */
  say(text) {
    clearTimeout(this.saying);
    setText(this.said, text);
    this.said.hidden = false;
    this.saying = setTimeout(() => (this.said.hidden = true), SAID_FOR);
  }

  // ---- playing --------------------------------------------------------------------------------
  playing(on) {
    setAttribute(this.own, "aria-pressed", on);
    this.play.set(on);
  }

  /** The viewer has moved, begun or stopped. */
  played() {
    const { play } = this;
    this.edit.root.hidden = play.on || !this.edit.editable;
    setAttribute(this.stage, "data-playing", play.on);
    if (play.at) {
      this.go(play.at.row * this.model.size[1] + play.at.column);
      if (this.model.describe.layers.length && play.at.layer >= 0) this.wanted = this.layer = play.at.layer;
    }
    this.view.watch.changed();
    this.drawn = null;
    this.render();
    this.view.wake();
  }

  tick(now) {
    const { frame } = this.view;
    if (!this.model || !frame) return false;
    if (this.racing !== this.following) {
      this.racing = this.following;
      this.view.watch.changed();
    }
    this.play.tell(frame.metrics, this.model.describe.optimal);
    return this.readout.tick(now);
  }

  close() {
    this.observer.disconnect();
    clearTimeout(this.saying);
    this.edit.close();
  }
}
