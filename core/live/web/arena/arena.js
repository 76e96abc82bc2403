// Runs beside each other: one transport and one timeline for all, their views in columns, their curves in one chart,
// and a table of what differs. The server holds them on one clock (core/training/clock.py).

/** @import { Json, Texts } from "../types.d.ts" */
/** @import { View } from "../view.js" */
import { el, setAttribute, wear } from "../dom.js";
import { guarded } from "../guard.js";
import { Desk } from "./desk.js";
import { Entrant } from "./entrant.js";
import { differing } from "./numbers.js";
import { Overlay } from "./overlay.js";
import { Table } from "./table.js";

const EVERY = 250; // ms between two looks at what is new

export class Arena {
  /** @type {Texts} */ texts;
  /** @type {Map<string, Json>} */ params; // what a run can be given, by name

  /**
   * @param {View} view of the page's own run
   * @param {string} style address of the sheet
   */
  constructor(view, style) {
    this.view = view;
    /** @type {string[]} */ this.differing = [];
    /** @type {Entrant[]} */ this.entrants = [];
    wear(style);
    this.take();
    this.desk = new Desk(this);
    this.overlay = new Overlay(this);
    this.table = new Table(this);
    const strip = el("div", { class: "ls-arena-strip" }, this.overlay.root, this.table.root);
    this.runs = el("div", { class: "ls-runs" });
    this.root = el("div", { class: "ls-arena" }, this.desk.root, strip, this.runs);
    this.update();
    this.timer = setInterval(() => document.hidden || this.tick(), EVERY);
  }

  /** @returns {import("../types.d.ts").Comparison} */
  get data() {
    const { compare } = this.view.data;
    if (!compare) throw new Error("Nothing is compared.");
    return compare;
  }

  take() {
    this.texts = guarded({ ...this.view.texts, ...this.data.texts }, "text");
    this.params = new Map(this.data.params.map((param) => [param.name, param]));
  }

  /** Streamlit has run its script. */
  update() {
    this.take();
    if (this.root.parentElement !== this.view.root) {
      this.view.transport.root.after(this.root);
    }
    const wanted = ["", ...this.data.runs.map(({ id }) => id)];
    const stays = this.entrants.length === wanted.length &&
      this.entrants.every(({ id }, i) => !i || id === wanted[i]);
    if (!stays) {
      for (const entrant of this.entrants.splice(0)) entrant.close();
      this.runs.replaceChildren();
      this.entrants = wanted.map((id, i) => new Entrant(this, i, id));
      setAttribute(this.runs, "data-runs", Math.min(wanted.length, this.data.most));
    } else for (const entrant of this.entrants) entrant.update();
    setAttribute(this.view.root, "data-compare", wanted.length);
    for (const part of [this.desk, this.overlay, this.table]) part.update();
    this.tick();
  }

  /** @param {Json} change of the comparison: Streamlit's */
  edit(change) {
    this.view.edit({ compare: change });
  }

  /**
   * What the run in column `index` has otherwise than the page.
   * @param {number} index from 1
   */
  own(index) {
    return this.data.runs[index - 1]?.own ?? [];
  }

  /**
   * Whether a run waits for another one that trains.
   * @param {Entrant} entrant
   */
  ahead({ view: { frame } }) {
    if (!frame || (frame.rate ?? 0) >= 1) return false;
    const others = this.entrants.map(({ view }) => view.frame);
    return others.some((one) => one?.status === "running" && one.step < frame.step && (one.rate ?? 0) >= 1);
  }

  tick() {
    const configs = this.entrants.flatMap(({ view: { meta } }) => meta ? [meta.config] : []);
    if (configs.length === this.entrants.length) {
      this.differing = differing(configs, [...this.params.keys()]);
    }
    const { on } = this.view.drawing;
    for (const { view, index } of this.entrants) if (index && view.drawing.on !== on) view.drawing.set(on);
    for (const entrant of this.entrants) entrant.tick();
    for (const part of [this.desk, this.overlay, this.table]) part.tick();
  }

  /** Everything that depends on the theme is drawn anew with it. */
  close() {
    clearInterval(this.timer);
    for (const entrant of this.entrants) entrant.close();
    this.overlay.close();
    this.root.remove();
    this.view.root.removeAttribute("data-compare");
  }
}
