// What stands beside the controls: the run in numbers (its state, its speed, the metrics that METRICS calls
// headlines), and why it has ended or what the server has to say, with the way on.

/** @import { Frame, Meta, Texts } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { button, el, icon, setAttribute, setText } from "./dom.js";
import { counter, inWords, rate, roomFor } from "./format.js";
import { readOut, write } from "./widgets/controls.js";

const EVERY = 100; // ms between changes of the numbers

export class ReadOuts {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.texts = view.texts;
    this.written = 0;
    this.stale = false;
    this.silent = false; // no rate is live
    this.fitted = false; // the line is what it is with this run's numbers
    /** @type {Map<string, { box: HTMLElement, value: HTMLElement }>} */ this.measured = new Map();
    this.list = el("dl", { class: "ls-readouts" });
    this.more = button("more-numbers", {
      label: this.texts["action.more-numbers"],
      tip: this.texts["tip.more-numbers"],
      className: "ls-more",
      content: "⋯",
      "aria-expanded": "false",
      hidden: "",
    }, () => this.open(this.more.getAttribute("aria-expanded") !== "true"));
    // What goes wrong stands in the diagnosis, which may lie further down: here is its sign.
    this.sign = button("alarm", {
      label: this.texts["action.alarm"],
      className: "ls-alarm-sign",
      content: icon("alarm"),
      hidden: "",
    }, () => view.root.querySelector(".ls-panel-diagnosis")?.scrollIntoView({ block: "center" }));
    this.root = el("div", { class: "ls-numbers" }, this.list, this.sign, this.more);
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
    // Those that find no room in the line stay in sight one click away.
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.root);
    this.chip = el("dd", { class: "ls-status" });
    const [epoch, step, epochRate, speed, device] = ["epoch", "step", "epoch_rate", "rate", "device"].map(
      (name) => readOut(name, this.texts[`metric.${name}`], { className: `ls-readout-${name}` }),
    );
    this.epoch = epoch;
    this.step = step;
    this.epochRate = epochRate;
    this.speed = speed;
    this.device = device;
    const state = el("dt", { text: this.texts["metric.status"] });
    this.list.append(
      el("div", { class: "ls-readout ls-readout-status" }, state, this.chip),
      ...[epoch, step, epochRate, speed, device].map(({ box }) => box),
    );
  }

  /** @param {Meta} meta */
  describe(meta) {
    const { metrics = [], scalars = [] } = meta.describe;
    const device = `device.${meta.device}`;
    setText(this.device.value, device in this.texts ? this.texts[device] : meta.device);
    const has = new Set([...metrics, ...scalars]);
    const names = Object.keys(meta.metrics).filter((name) => meta.metrics[name].headline && has.has(name));
    if (names.join() === [...this.measured.keys()].join()) return;
    for (const { box } of this.measured.values()) box.remove();
    this.measured = new Map(
      names.map((
        name,
      ) => [name, readOut(name, meta.metrics[name].label, { className: `ls-readout-${name}` })]),
    );
    this.step.box.after(...[...this.measured.values()].map(({ box }) => box));
    this.stale = true;
    this.fitted = false;
  }

  /** @param {boolean} open whether those are shown that find no room in the line */
  open(open) {
    setAttribute(this.more, "aria-expanded", open);
    this.root.classList.toggle("ls-open", open);
  }

  fit() {
    if (this.root.classList.contains("ls-open")) return;
    const tops = [...this.list.children].filter((box) => box instanceof HTMLElement && !box.hidden)
      .map((box) => /** @type {HTMLElement} */ (box).offsetTop);
    this.more.hidden = Math.max(...tops) - Math.min(...tops) < 8;
  }

  /** @param {boolean} live whether the server is heard, so that a rate is one of now */
  live(live) {
    this.silent = !live;
    this.root.classList.toggle("ls-silent", !live);
    if (live) this.stale = true;
    else for (const { value } of [this.speed, this.epochRate]) write(value, null, "–");
  }

  /** @param {string} status */
  state(status) {
    setText(this.chip, this.texts[`status.${status}`]);
    this.chip.dataset.state = status;
    this.written = 0;
  }

  /**
   * Writes the numbers of `frame` if they are due: then true.
   * @param {number} now
   * @param {Frame} frame
   */
  tick(now, frame) {
    const { meta } = this.view;
    if (!this.stale || !meta || now - this.written < EVERY) return false;
    this.written = now;
    this.stale = false;
    // Where there are no epochs, nothing speaks of them.
    const epochs = frame.epoch !== null;
    if (this.epoch.box.hidden === epochs || !this.fitted) {
      this.epoch.box.hidden = this.epochRate.box.hidden = !epochs;
      this.list.classList.toggle("ls-by-epoch", epochs);
      this.fitted = true;
      requestAnimationFrame(() => this.fit());
    }
    count(this.epoch.value, frame.epoch);
    count(this.step.value, frame.step);
    if (!this.silent) {
      write(this.speed.value, frame.rate, rate(frame.rate));
      write(this.epochRate.value, frame.epoch_rate, rate(frame.epoch_rate));
    }
    this.sign.hidden = !frame.notes?.length;
    if (frame.notes?.length) setAttribute(this.sign, "data-tip", frame.notes.join("\n"));
    const from = { texts: this.texts, beside: (/** @type {string} */ name) => frame.metrics[name] };
    for (const [name, { value }] of this.measured) {
      write(value, frame.metrics[name], inWords(meta.metrics[name], frame.metrics[name], from));
    }
    return true;
  }
}

/**
 * The actions that help where the server has closed the connection with `code`.
 * @param {number} code
 */
export function wayOn(code) {
  if (code === 4400 || code === 1009) return ["reconnect"];
  return code === 4401 && window.parent !== window ? ["own-tab"] : []; // a tab keeps cookies, a frame may not
}

/**
 * Writes a count into the room that it keeps.
 * @param {HTMLElement} node
 * @param {number | null} counted
 */
function count(node, counted) {
  const text = counted === null ? "–" : counter(counted);
  node.style.minWidth = `${roomFor(text)}ch`;
  write(node, counted, text);
}

export class Banner {
  /**
   * @param {Texts} texts
   * @param {(action: string) => void} run what its buttons do
   */
  constructor(texts, run) {
    this.texts = texts;
    this.run = run;
    this.root = el("div", { class: "ls-banner", hidden: "" });
  }

  /**
   * No text takes the banner away.
   * @param {string} text
   * @param {string} [kind]
   * @param {string[]} [actions]
   */
  say(text, kind = "", actions = []) {
    this.root.hidden = !text;
    if (!text) return;
    this.root.dataset.kind = kind;
    this.root.setAttribute("role", kind === "finished" || kind === "notice" ? "status" : "alert");
    const t = this.texts;
    const buttons = actions.map((action) =>
      button(action, { tip: t[`tip.${action}`], content: t[`action.${action}`] }, () => this.run(action))
    );
    this.root.replaceChildren(el("span", { text, title: text }), ...buttons);
  }
}
