// One of the runs that are compared: its view, its column, its colour and its line. The page's own run has the view
// that is there; another one gets a view of its own, which leads nothing: the transport above is for all.

/** @import { Component, Json } from "../types.d.ts" */
/** @import { Arena } from "./arena.js" */
import { button, el, fill, icon, setText } from "../dom.js";
import { whole } from "../format.js";
import { Epochs } from "../panels/smooth.js";
import { View } from "../view.js";
import { worded } from "./numbers.js";

export const DASHES = ["solid", "dash", "dot", "dashdot"];
const SVG = "http://www.w3.org/2000/svg";
const STROKES = ["none", "7 4", "2 3", "8 3 2 3"]; // the same in a head's sign

export class Entrant {
  /**
   * @param {Arena} arena
   * @param {number} index 0 is the page's own run
   * @param {string} id of its run
   */
  constructor(arena, index, id) {
    this.arena = arena;
    this.index = index;
    this.id = id;
    this.seconds = new Epochs(); // of computing, by step
    this.build = -1;
    this.chips = "";
    const { texts } = arena;
    this.name = el("h2", { class: "ls-title", text: this.words });
    this.own = el("span", { class: "ls-run-own" });
    this.state = el("span", { class: "ls-quiet ls-run-state" });
    const says = { label: fill(texts["arena.drop"], { name: this.words }), className: "ls-small" };
    const drop = button(
      "drop-run",
      { ...says, tip: says.label, content: icon("close") },
      () => arena.edit({ drop: this.index - 1 }),
    );
    this.head = el(
      "header",
      { class: "ls-run-head" },
      Entrant.sign(index),
      this.name,
      this.own,
      this.state,
      index ? drop : null,
    );
    this.root = el("section", { class: "ls-run", "data-run": index, "aria-label": this.words }, this.head);
    this.root.hidden = index >= arena.data.most; // it has no column: its curve and its numbers are shown
    arena.runs.append(this.root);
    /** @type {ResizeObserver | null} */ this.watcher = null;
    this.view = index ? this.companion() : arena.view;
    this.place();
    this.paint();
  }

  /** In the page before it is made: it takes its colours and sizes from there. */
  companion() {
    const root = el("div", { class: "ls-root ls-companion", role: "group" });
    this.root.append(root);
    const view = new View(root, this.component(), this.arena.view.own);
    const size = () => getComputedStyle(root).getPropertyValue("--ls-small");
    let type = size();
    // A hall has larger type: what is drawn is drawn anew at once, not when Streamlit has heard of it.
    this.watcher = new ResizeObserver(() => {
      if (size() === type) return;
      type = size();
      view.dress();
      view.paint();
    });
    this.watcher.observe(root);
    return view;
  }

  get words() {
    const { texts } = this.arena;
    return fill(texts[this.index ? "arena.run" : "arena.own"], { number: this.index + 1 });
  }

  /** @returns {Component} what Streamlit would pass */
  component() {
    const { view } = this.arena;
    const url = view.data.url.replace(/\/live\/[^/?]+/, `/live/${this.id}`);
    return {
      ...view.component,
      data: { ...view.data, url, compare: null },
      led: view,
      setTriggerValue: (name, value) => this.said(name, /** @type {Json} */ (value)),
    };
  }

  /**
   * What is changed on its drawing is its own; what the page keeps for all is not for it to say.
   * @param {string} name
   * @param {Json} value
   */
  said(name, value) {
    const { arena } = this;
    const known = Object.keys(value).every((key) => arena.params.has(key));
    if (name === "lost") arena.view.component.setTriggerValue(name, value);
    else if (known) arena.edit({ at: this.index - 1, set: value });
  }

  /** Where its panels stand. */
  place() {
    if (this.index) this.view.transport.keys.legend.removeAttribute("id"); // the page has one
    const what = this.index ? this.view.root : this.view.stage.frame;
    for (const one of this.root.querySelectorAll(":scope > .ls-frame")) if (one !== what) one.remove();
    if (what.parentElement !== this.root) this.root.append(what);
  }

  update() {
    if (this.index) this.view.update(this.component());
    this.place();
    this.paint();
  }

  get colour() {
    const { colours } = this.arena.view;
    return colours.ink(colours.classes[this.index % colours.classes.length]);
  }

  paint() {
    this.root.style.setProperty("--ls-run", this.colour);
  }

  /** A piece of its line. */
  static sign(/** @type {number} */ index) {
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    for (
      const [name, value] of [["class", "ls-run-sign"], ["viewBox", "0 0 34 8"], ["aria-hidden", "true"]]
    ) {
      svg.setAttribute(name, value);
    }
    path.setAttribute("d", "M1 4h32");
    path.setAttribute("stroke-dasharray", STROKES[index % STROKES.length]);
    svg.append(path);
    return svg;
  }

  /** Its newest frame's words. */
  tick() {
    const { view, arena } = this;
    const { frame, meta } = view;
    if (!frame || !meta) return;
    if (this.build !== meta.build) this.seconds = new Epochs();
    this.build = meta.build;
    this.seconds.note(frame.step, frame.worked ?? null);
    const waits = frame.status === "running" && arena.ahead(this);
    const state = arena.texts[waits ? "arena.waits" : `status.${frame.status}`];
    setText(this.state, fill(arena.texts["arena.state"], { step: whole(frame.step), state }));
    const names = arena.differing;
    const said = JSON.stringify(names.map((name) => [name, meta.config[name]]));
    if (said === this.chips) return;
    this.chips = said;
    this.own.replaceChildren(...names.map((name) => this.chip(name, meta.config[name])));
  }

  /**
   * A setting that the runs do not share; of another run than the page's own it can be taken back.
   * @param {string} name
   * @param {unknown} value
   */
  chip(name, value) {
    const { arena, index } = this;
    const param = arena.params.get(name);
    if (!param) return "";
    const text = fill(arena.texts["arena.setting"], { name: param.label, value: worded(param, value) });
    if (!index || !arena.own(index).includes(name)) return el("span", { class: "ls-run-chip", text });
    const says = { tip: arena.texts["arena.unset"], content: [text, icon("close")], className: "ls-small" };
    return button("unset", says, () => arena.edit({ at: index - 1, set: { [name]: null } }));
  }

  close() {
    this.watcher?.disconnect();
    if (this.index) {
      this.view.close();
      this.root.remove();
    } else if (this.root.contains(this.view.stage.frame)) this.arena.root.after(this.view.stage.frame);
  }
}
