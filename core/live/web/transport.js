// The row of controls and read-outs, which stays on the screen. A click is sent at once; the play button turns over at once too and
// is corrected by the frames, so that a slow network never makes it feel dead.

/** @import { Frame, Json, Meta } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { Gears, HOLD } from "./gears.js";
import { Keep } from "./keep.js";
import { Keys } from "./keyboard.js";
import { Banner, ReadOuts, wayOn } from "./readouts.js";
import { Timeline } from "./timeline.js";
import { button, el, fill, icon, setText } from "./dom.js";
import { save } from "./save.js";

const NOTICE_FOR = 8000; // ms that a notice stays
const ENDED = new Set(["diverged", "failed", "finished"]);
/** @type {Record<string, string>} */
const SHORTCUTS = {
  play: "Space",
  pause: "Space",
  step: "ArrowRight",
  epoch: "Shift+ArrowRight",
  reset: "R",
};

export class Transport {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.texts = view.texts;
    this.status = this.reason = "";
    /** @type {{ running: boolean, until: number } | null} */ this.wanted = null; // by the last click
    this.trouble = false;
    this.holding = this.noticeTimer = 0;
    this.lasting = ""; // what the server has said last that stays
    const label = this.texts["transport.label"];
    this.root = el("div", { class: "ls-transport", role: "group", "aria-label": label });
    this.play = this.control("play", "ls-primary");
    this.stepButton = this.control("step", "", true);
    this.epochButton = this.control("epoch", "", true);
    this.undo = this.control("undo", "", true);
    this.undo.hidden = true;
    this.saveButton = this.control("save");
    this.gears = new Gears(view);
    this.badge = el("span", { class: "ls-badge", role: "status" });
    this.keys = new Keys(this.texts);
    this.banner = new Banner(this.texts, (action) => this.run(action));
    this.readOuts = new ReadOuts(view);
    this.timeline = new Timeline(view);
    const keep = new Keep(view);
    this.timeline.root.append(keep.button, keep.form);
    this.root.append(this.row(), this.timeline.root, this.banner.root);
  }

  /**
   * @param {string} action
   * @param {string} [className]
   * @param {boolean} [named] whether its name stands beside its picture
   */
  control(action, className = "", named = false) {
    const t = this.texts;
    const caption = named ? el("span", { text: t[`action.${action}`] }) : null;
    const says = {
      label: t[`action.${action}`],
      tip: t[`tip.${action}`],
      className,
      content: [icon(action), caption],
      "aria-keyshortcuts": SHORTCUTS[action],
    };
    return button(action, says, (event) => this.run(event.currentTarget.dataset.action ?? action));
  }

  row() {
    const controls = [
      this.control("reset"),
      this.control("new-seed"),
      this.play,
      this.stepButton,
      this.epochButton,
    ];
    return el(
      "div",
      { class: "ls-row" },
      el("div", { class: "ls-buttons" }, ...controls),
      this.gears.root,
      this.view.drawing.button,
      this.undo,
      this.readOuts.root,
      this.badge,
      this.saveButton,
      this.keys.button,
      this.keys.legend,
    );
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.readOuts.describe(meta);
    this.stepButton.dataset.tip = fill(this.texts["tip.step"], { unit: meta.unit });
    if (!meta.undo && document.activeElement === this.undo) this.play.focus(); // never leave the focus nowhere
    this.undo.hidden = !meta.undo;
    this.gears.describe(meta.gears);
    this.timeline.describe(meta);
  }

  /**
   * What a button or a key does; names are those of data-action.
   * @param {string} action
   */
  run(action) {
    const { view } = this;
    const running = this.play.dataset.action === "pause";
    if (action === "toggle") action = running ? "pause" : "play";
    if (action === "new-seed") view.edit({ new_seed: true });
    else if (action === "undo") view.edit({ undo: true });
    else if (action === "save") save(view, this.saveButton);
    else if (action === "reconnect") view.connection?.again();
    else if (action === "own-tab") window.open(window.location.href, "_blank", "noopener");
    else if (action === "step") this.tell({ type: "step", n: 1 });
    else if (action === "epoch") this.tell({ type: "epoch" });
    else if (action === "reset") this.tell({ type: "reset" }, "paused");
    else this.tell({ type: action }, action === "play" ? "running" : "paused");
  }

  /**
   * @param {Json} message
   * @param {"running" | "paused" | null} [wanted]
   */
  tell(message, wanted = null) {
    if (!this.view.send(message) || !wanted) return;
    this.wanted = { running: wanted === "running", until: performance.now() + HOLD };
    this.turn(this.wanted.running);
    clearTimeout(this.holding);
    this.holding = setTimeout(() => this.view.frame && this.frame(this.view.frame), HOLD + 50);
  }

  /**
   * Turns the play button over: its data-action, name and picture say what a click does now.
   * @param {boolean} running
   */
  turn(running) {
    const action = running ? "pause" : "play";
    if (this.play.dataset.action === action) return;
    this.play.dataset.action = action;
    this.play.setAttribute("aria-label", this.texts[`action.${action}`]);
    this.play.dataset.tip = this.texts[`tip.${action}`];
    this.play.replaceChildren(icon(action));
  }

  /** @param {Frame} frame */
  frame(frame) {
    const now = performance.now();
    const running = frame.status === "running";
    const { wanted } = this;
    if (wanted && (running === wanted.running || ENDED.has(frame.status) || now > wanted.until)) {
      this.wanted = null;
    }
    if (!this.wanted) this.turn(running);
    this.gears.frame(frame.gear);
    this.timeline.frame(frame);
    const reason = frame.reason?.text ?? "";
    if (frame.status !== this.status || reason !== this.reason) {
      this.status = frame.status;
      this.reason = reason;
      this.readOuts.state(frame.status);
      this.showReason();
    }
    this.readOuts.stale = true;
  }

  /** A run that ended says why, and offers the way on. */
  showReason() {
    if (this.trouble) return;
    if (!ENDED.has(this.status)) return this.banner.say("");
    const actions = this.status === "finished" ? [] : ["reset"];
    this.banner.say(this.reason || this.texts[`status.${this.status}`], this.status, actions);
  }

  /**
   * @param {string} text none takes it away
   * @param {boolean} [stays] it is for silence.js to show
   */
  notice(text, stays = false) {
    if (stays) {
      this.lasting = text;
      return;
    }
    clearTimeout(this.noticeTimer);
    if (!this.view.described) {
      this.view.root.classList.add("ls-bare"); // there is no run, and this is why
      return this.banner.say(text, "failed");
    }
    if (!text) return this.showReason();
    this.banner.say(text, "notice");
    this.noticeTimer = setTimeout(() => this.showReason(), NOTICE_FOR);
  }

  /**
   * @param {string} state
   * @param {number} code
   */
  connection(state, code) {
    const { texts: t, view } = this;
    this.root.dataset.connection = view.root.dataset.connection = state;
    setText(this.badge, state === "reconnecting" ? t["connection.reconnecting"] : "");
    this.trouble = state === "closed" || state === "blocked";
    if (!this.trouble) return this.showReason();
    if (!view.described) view.root.classList.add("ls-bare");
    const key = `connection.${state === "blocked" ? state : code}`;
    const values = { origin: window.location.origin, path: view.data.home };
    const text = fill(t[key in t ? key : "connection.closed"], values);
    this.banner.say(text, "failed", wayOn(code));
  }

  /**
   * Writes the read-outs when they are due; true while some wait.
   * @param {number} now
   */
  tick(now) {
    const { frame } = this.view;
    const waits = this.timeline.tick(now);
    if (!frame || !this.readOuts.tick(now, frame)) return Boolean(frame) && (waits || this.readOuts.stale);
    const known = frame.epoch !== null;
    this.epochButton.hidden = !known;
    this.keys.epochs(known);
    return waits;
  }

  close() {
    this.timeline.close();
    this.readOuts.observer.disconnect();
  }
}
