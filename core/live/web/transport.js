// The row of controls and read-outs. A click is sent at once; the play button turns over at once too and
// is corrected by the frames, so that a slow network never makes it feel dead.

import { button, el, fill, setAttribute, setText } from "./dom.js";
import * as format from "./format.js";
import { icon } from "./icons.js";

const MEASURED = ["train_loss", "test_loss", "test_accuracy", "test_r2", "d_loss", "g_loss", "d_real", "d_fake"];
const READ_OUTS = ["epoch", "step", ...MEASURED, "epoch_rate", "rate", "device"];
const TEXT_EVERY = 100; // ms between changes of the read-outs
const HOLD = 700; // ms for which a click is believed before the server has confirmed it
const NOTICE_FOR = 8000; // ms that a notice stays
const ENDED = new Set(["diverged", "failed", "finished"]);
const SHORTCUTS = { play: "Space", pause: "Space", step: "ArrowRight", epoch: "Shift+ArrowRight", reset: "R" };

export class Transport {
  constructor(view) {
    this.view = view;
    this.texts = view.texts;
    this.status = "";
    this.wanted = null; // {status, until}: what the last click asked for
    this.written = 0;
    this.stale = false;
    this.root = el("div", { class: "ls-transport", role: "group", "aria-label": this.texts["transport.label"] });
    this.buildControls();
    this.buildReadOuts();
  }

  control(action, className = "", label = null) {
    const t = this.texts;
    const caption = label ? el("span", { text: t[`action.${action}`] }) : null;
    return button(
      action,
      {
        label: t[`action.${action}`],
        tip: t[`tip.${action}`],
        className,
        content: [icon(action), caption],
        "aria-keyshortcuts": SHORTCUTS[action],
      },
      (event) => this.run(event.currentTarget.dataset.action),
    );
  }

  buildControls() {
    const t = this.texts;
    this.play = this.control("play", "ls-primary");
    this.stepButton = this.control("step", "", true);
    this.epochButton = this.control("epoch", "", true);
    this.undo = this.control("undo", "", true);
    this.undo.hidden = true;
    this.gears = el("div", { class: "ls-gears", role: "group", "aria-label": t["gear.label"] });
    this.badge = el("span", { class: "ls-badge", role: "status" });
    this.legend = el(
      "p",
      { class: "ls-legend" },
      ...["play", "step", "epoch", "reset"].map((action) =>
        el("span", { "data-key": action }, el("kbd", { text: t[`key.${action}`] }), ` ${t[`legend.${action}`]}`),
      ),
    );
    this.banner = el("div", { class: "ls-banner", hidden: "" });
    this.root.append(
      el(
        "div",
        { class: "ls-row" },
        el(
          "div",
          { class: "ls-buttons" },
          this.control("reset"),
          this.control("new-seed"),
          this.play,
          this.stepButton,
          this.epochButton,
        ),
        this.gears,
        ...(this.view.drawing.button ? [this.view.drawing.button] : []),
        el("div", { class: "ls-said" }, this.legend, this.undo, this.badge),
      ),
      this.banner,
    );
  }

  buildReadOuts() {
    this.read = new Map();
    const list = el("dl", { class: "ls-readouts" });
    this.chip = el("dd", { class: "ls-status" });
    list.append(el("div", { class: "ls-readout ls-readout-status" }, el("dt", { text: this.texts["metric.status"] }), this.chip));
    for (const name of READ_OUTS) {
      const value = el("dd", { "data-metric": name });
      const box = el("div", { class: `ls-readout ls-readout-${name}` }, el("dt", { text: this.texts[`metric.${name}`] }), value);
      this.read.set(name, { box, value });
      list.append(box);
    }
    this.root.append(list);
  }

  describe(meta) {
    const t = this.texts;
    const { metrics = [], scalars = [] } = meta.describe ?? {};
    for (const name of MEASURED) this.read.get(name).box.hidden = !metrics.includes(name) && !scalars.includes(name);
    this.stepButton.dataset.tip = fill(t["tip.step"], { unit: meta.unit });
    const device = t[`device.${meta.device}`] ?? meta.device;
    setText(this.read.get("device").value, device);
    if (!meta.undo && document.activeElement === this.undo) this.play.focus(); // never leave the focus nowhere
    this.undo.hidden = !meta.undo;
    const held = this.gears.contains(document.activeElement) ? document.activeElement.dataset.gear : null;
    if (this.gears.dataset.gears === meta.gears.join()) return;
    this.gears.dataset.gears = meta.gears.join();
    this.gears.replaceChildren(
      ...meta.gears.map((gear) =>
        el("button", {
          type: "button",
          class: "ls-gear",
          "data-gear": gear,
          "aria-pressed": "false",
          "data-tip": t[`tip.gear.${gear}`],
          text: t[`gear.${gear}`] ?? gear,
          on: { click: () => this.shift(gear) },
        }),
      ),
    );
    if (held) this.gears.querySelector(`[data-gear="${held}"]`)?.focus();
  }

  shift(gear) {
    if (this.view.send({ type: "gear", gear })) this.press(gear);
    this.heldGear = { gear, until: performance.now() + HOLD };
  }

  press(gear) {
    for (const one of this.gears.children) setAttribute(one, "aria-pressed", one.dataset.gear === gear);
  }

  /** What a button or a key does; names are those of data-action. */
  run(action) {
    const { view } = this;
    const running = this.play.dataset.action === "pause";
    if (action === "toggle") action = running ? "pause" : "play";
    if (action === "new-seed") view.edit({ new_seed: true });
    else if (action === "undo") view.edit({ undo: true });
    else if (action === "reconnect") view.socket.again();
    else if (action === "step") this.tell({ type: "step", n: 1 });
    else if (action === "epoch") this.tell({ type: "epoch" });
    else if (action === "reset") this.tell({ type: "reset" }, "paused");
    else this.tell({ type: action }, action === "play" ? "running" : "paused");
  }

  tell(message, wanted = null) {
    if (!this.view.send(message) || !wanted) return;
    this.wanted = { running: wanted === "running", until: performance.now() + HOLD };
    this.turn(this.wanted.running);
    clearTimeout(this.holding);
    this.holding = setTimeout(() => this.view.frame && this.frame(this.view.frame), HOLD + 50);
  }

  /** Turns the play button over: its data-action, name and picture say what a click does now. */
  turn(running) {
    const action = running ? "pause" : "play";
    if (this.play.dataset.action === action) return;
    this.play.dataset.action = action;
    this.play.setAttribute("aria-label", this.texts[`action.${action}`]);
    this.play.dataset.tip = this.texts[`tip.${action}`];
    this.play.replaceChildren(icon(action));
  }

  frame(frame) {
    const now = performance.now();
    const running = frame.status === "running";
    const settled = running === this.wanted?.running || ENDED.has(frame.status) || now > this.wanted?.until;
    if (settled) this.wanted = null;
    if (!this.wanted) this.turn(running);
    if (!this.heldGear || now > this.heldGear.until || this.heldGear.gear === frame.gear) {
      this.heldGear = null;
      this.press(frame.gear);
    }
    if (frame.status !== this.status || (frame.reason?.text ?? "") !== this.reason) {
      this.status = frame.status;
      this.reason = frame.reason?.text ?? "";
      setText(this.chip, this.texts[`status.${frame.status}`] ?? frame.status);
      this.chip.dataset.state = frame.status;
      this.showReason();
      this.written = 0;
    }
    this.stale = true;
  }

  /** A run that ended says why, and offers the way on. */
  showReason() {
    const ended = ENDED.has(this.status);
    if (this.trouble) return;
    if (!ended) return this.say(null);
    const actions = this.status === "finished" ? [] : ["reset"];
    return this.say(this.reason || this.texts[`status.${this.status}`], this.status, actions);
  }

  /** Writes the banner below the controls; null takes it away. */
  say(text, kind = "", actions = []) {
    this.banner.hidden = !text;
    if (!text) return;
    this.banner.dataset.kind = kind;
    this.banner.setAttribute("role", kind === "finished" || kind === "notice" ? "status" : "alert");
    const t = this.texts;
    this.banner.replaceChildren(
      el("span", { text, title: text }),
      ...actions.map((action) =>
        button(action, { tip: t[`tip.${action}`], content: [t[`action.${action}`]] }, () => this.run(action)),
      ),
    );
  }

  notice(text) {
    clearTimeout(this.noticeTimer);
    if (!this.view.described) {
      this.view.root.classList.add("ls-bare"); // there is no run, and this is why
      return this.say(text, "failed");
    }
    this.say(text, "notice");
    this.noticeTimer = setTimeout(() => this.showReason(), NOTICE_FOR);
    return undefined;
  }

  connection(state, code) {
    const { texts: t, view } = this;
    this.root.dataset.connection = state;
    setText(this.badge, state === "reconnecting" ? t["connection.reconnecting"] : "");
    this.trouble = state === "closed" || state === "blocked";
    if (!this.trouble) return this.showReason();
    if (!view.described) view.root.classList.add("ls-bare");
    const text = t[`connection.${state === "blocked" ? state : code}`] ?? t["connection.closed"];
    const values = { origin: window.location.origin, path: view.data.home };
    return this.say(fill(text, values), "failed", code === 4400 || code === 1009 ? ["reconnect"] : []);
  }

  /** Writes the read-outs when they are due; true while some wait. */
  tick(now) {
    const { frame } = this.view;
    if (!this.stale) return false;
    if (now - this.written < TEXT_EVERY) return true;
    this.written = now;
    this.stale = false;
    this.epochs(frame.epoch !== null);
    this.write("epoch", frame.epoch, frame.epoch === null ? "–" : format.counter(frame.epoch));
    this.write("step", frame.step, format.counter(frame.step));
    for (const name of ["train_loss", "test_loss", "d_loss", "g_loss", "d_real", "d_fake"]) this.write(name, frame.metrics[name], format.loss(frame.metrics[name]));
    const { test_accuracy: accuracy, test_r2: r2 } = frame.metrics;
    const percent = accuracy === null || accuracy === undefined ? "–" : (100 * accuracy).toFixed(1);
    this.write("test_accuracy", accuracy, fill(this.texts["value.percent"], { value: percent }));
    this.write("test_r2", r2, format.loss(r2));
    this.write("rate", frame.rate, format.rate(frame.rate));
    this.write("epoch_rate", frame.epoch_rate, format.rate(frame.epoch_rate));
    return false;
  }

  /** Where there are no epochs, nothing speaks of them. */
  epochs(known) {
    this.epochButton.hidden = !known;
    this.legend.querySelector("[data-key=epoch]").hidden = !known;
    for (const name of ["epoch", "epoch_rate"]) this.read.get(name).box.hidden = !known;
  }

  write(name, number, text) {
    const { value } = this.read.get(name);
    setText(value, text);
    setAttribute(value, "data-value", number ?? "");
  }
}
