// The timeline below the controls: how far the run has come, where in it one is, what happened where. Dragging it
// shows an earlier moment; the run itself goes there, and training on from there begins a line of its own.

/** @import { Frame, Json, Meta } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { button, el, fill, icon, setAttribute } from "./dom.js";
import { whole } from "./format.js";
import { Marks } from "./marks.js";
import { offer, select } from "./widgets/controls.js";

const EVERY = 50; // ms between two moments asked for while one drags
const NEAR = 6; // px from the end that are the end
const FOLLOWS = 3000; // ms after which other settings have nothing to do with where one went

export class Timeline {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    const t = this.texts = view.texts;
    this.first =
      this.last =
      this.at =
      this.line =
        0;
    /** @type {number[]} */ this.moments = []; // the line's steps to go to, as they were when it stood still
    /** @type {{ line: number, last: number, diverged: boolean }[]} */ this.others = [];
    /** @type {number | null} */ this.held = null; // the step under the pointer
    /** @type {number | null} */ this.target = null; // asked for, and not yet there
    this.asked = this.timer = 0;
    this.config = this.listed = "";
    this.owed = false; // the page has not been told of the settings of then
    this.fill = el("i", { class: "ls-track-done" });
    this.thumb = el("i", { class: "ls-thumb" });
    this.slider = el(
      "div",
      {
        class: "ls-track",
        role: "slider",
        tabindex: "0",
        "aria-label": t["timeline.label"],
        "aria-orientation": "horizontal",
        "data-tip": t["tip.timeline"],
        on: {
          pointerdown: (/** @type {any} */ event) => this.press(event),
          pointermove: (/** @type {any} */ event) => this.held !== null && this.drag(event),
          pointerup: () => this.release(),
          pointercancel: () => this.release(),
          keydown: (/** @type {any} */ event) => this.key(event),
        },
      },
      el("i", { class: "ls-track-line" }),
      this.fill,
      this.thumb,
    );
    this.marks = new Marks(this);
    this.now = this.control("now", () => this.go({}));
    this.branch = this.control("branch", () => view.transport.run("play"));
    const says = { label: t["timeline.lines"], tip: t["tip.lines"], className: "ls-lines", hidden: "" };
    this.lines = select("lines", says, [], (line) => this.go({ line: Number(line) }));
    const rail = el("div", { class: "ls-rail" }, this.slider, this.marks.root);
    this.root = el(
      "div",
      { class: "ls-timeline", "data-timeline": "" },
      rail,
      this.now,
      this.branch,
      this.lines,
    );
    this.show();
  }

  /**
   * @param {string} action
   * @param {() => void} run
   */
  control(action, run) {
    const { texts: t } = this;
    const says = { label: t[`action.${action}`], tip: t[`tip.${action}`], className: "ls-small" };
    return button(action, { ...says, content: icon(action), disabled: "" }, run);
  }

  /** Whether one is in the past. */
  get away() {
    return this.at < this.last;
  }

  // ---- where to ------------------------------------------------------------------------------
  /** @param {Json} to `step`, `line`, `before`: of the message */
  go(to) {
    this.target = to.step ?? null;
    this.asked = performance.now();
    this.view.transport.tell({ type: "seek", ...to }, "paused");
  }

  /** @param {number} step */
  ask(step) {
    this.held = step;
    this.show();
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      if (this.held !== null) this.send(this.held);
    }, Math.max(0, this.asked + EVERY - performance.now()));
  }

  /** @param {number} step */
  send(step) {
    this.go(step >= this.last ? {} : { step });
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  press(event) {
    if (event.button) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.drag(event);
  }

  /** @param {PointerEvent} event */
  drag({ clientX }) {
    const { left, width } = this.slider.getBoundingClientRect();
    const span = this.last - this.first;
    const share = Math.min(1, Math.max(0, (clientX - left) / width));
    this.ask(left + width - clientX < NEAR ? this.last : this.first + Math.round(share * span));
  }

  release() {
    if (this.held === null) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.send(this.held);
    this.held = null;
    this.settle();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const from = this.target ?? this.at;
    const { moments, transport } = { moments: this.moments, transport: this.view.transport };
    const later = moments.find((step) => step > from) ?? this.last;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowLeft: () => this.send(Math.max(this.first, moments.findLast((step) => step < from) ?? from - 1)),
      ArrowDown: () => keys.ArrowLeft(),
      ArrowRight: () => this.send(later),
      ArrowUp: () => keys.ArrowRight(),
      Home: () => this.send(this.first),
      End: () => this.go({}),
      PageUp: () => this.marks.next(from, -1),
      PageDown: () => this.marks.next(from, 1),
      Enter: () => transport.run("play"),
      " ": () => transport.run("toggle"),
    };
    const run = keys[event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  // ---- what is known -------------------------------------------------------------------------
  /** @param {Meta} meta */
  describe(meta) {
    const config = JSON.stringify(meta.config);
    const sought = performance.now() - this.asked < FOLLOWS;
    this.owed ||= sought && this.config !== "" && config !== this.config;
    this.config = config;
    this.marks.describe(meta);
    if (this.held === null) this.settle();
  }

  /** The page shows the settings of the moment that one is at. */
  settle() {
    if (this.owed) this.view.edit({ moment: true });
    this.owed = false;
  }

  /** @param {Frame} frame */
  frame({ step, status, timeline }) {
    if (!timeline) return;
    const { first, last, line } = timeline;
    this.moments = timeline.moments ?? (status !== "running" && line === this.line ? this.moments : []);
    Object.assign(this, { first, last, line, at: step, target: null });
    if (timeline.lines) this.others = timeline.lines;
    this.marks.stale = true;
    this.show();
  }

  /** The lines, where they are others or the present one has got on. */
  list() {
    const said = JSON.stringify([this.others, this.line, this.last]);
    if (said === this.listed || (this.lines.matches(":focus") && this.lines.value === String(this.line))) {
      return;
    }
    this.listed = said;
    const all = [...this.others, { line: this.line, last: this.last, diverged: false }];
    all.sort((one, other) => one.line - other.line);
    this.lines.hidden = all.length < 2;
    offer(
      this.lines,
      all.map(({ line, last, diverged }) => {
        const text = this.texts[diverged ? "timeline.diverged" : "timeline.line"];
        return [line, fill(text, { line: line + 1, last: whole(last) })];
      }),
    );
    this.lines.value = String(this.line);
  }

  show() {
    const { first, last, at, away } = this;
    const shown = this.held ?? at;
    const share = last > first ? (shown - first) / (last - first) : 0;
    this.root.style.setProperty("--ls-at", String(Math.round(1e4 * share) / 1e4));
    for (const [name, value] of Object.entries({ first, last, at })) {
      setAttribute(this.root, `data-${name}`, value);
    }
    const values = { valuemin: first, valuemax: last, valuenow: shown, valuetext: this.words(shown) };
    for (const [name, value] of Object.entries(values)) setAttribute(this.slider, `aria-${name}`, value);
    this.root.classList.toggle("ls-away", away);
    const focused = document.activeElement;
    if (!away && (focused === this.now || focused === this.branch)) this.slider.focus();
    this.now.disabled = this.branch.disabled = !away;
    setAttribute(this.now, "data-tip", fill(this.texts["tip.now"], { last: whole(last) }));
  }

  /** @param {number} step */
  words(step) {
    const { texts: t, last } = this;
    const marks = this.marks.at(step).join(" ");
    const values = { at: whole(step), last: whole(last), marks };
    return fill(t[marks ? "timeline.marked" : step < last ? "timeline.at" : "timeline.now"], values);
  }

  /** @param {number} now */
  tick(now) {
    const waits = this.marks.tick(now);
    if (!waits) this.list();
    return waits;
  }

  close() {
    clearTimeout(this.timer);
  }
}
