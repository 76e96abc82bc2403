// What stands below the controls: the run in numbers (its state, its speed, the metrics that METRICS calls
// headlines), and why it has ended or what the server has to say, with the way on.

/** @import { Frame, Meta, Texts } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { button, el, setText } from "./dom.js";
import { counter, inWords, rate } from "./format.js";
import { readOut, write } from "./widgets/controls.js";

const EVERY = 100; // ms between changes of the numbers

export class ReadOuts {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.texts = view.texts;
    this.written = 0;
    this.stale = false;
    /** @type {Map<string, { box: HTMLElement, value: HTMLElement }>} */ this.measured = new Map();
    this.root = el("dl", { class: "ls-readouts" });
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
    this.root.append(
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
    this.epoch.box.hidden = this.epochRate.box.hidden = frame.epoch === null;
    write(this.epoch.value, frame.epoch, frame.epoch === null ? "–" : counter(frame.epoch));
    write(this.step.value, frame.step, counter(frame.step));
    write(this.speed.value, frame.rate, rate(frame.rate));
    write(this.epochRate.value, frame.epoch_rate, rate(frame.epoch_rate));
    const from = { texts: this.texts, beside: (/** @type {string} */ name) => frame.metrics[name] };
    for (const [name, { value }] of this.measured) {
      write(value, frame.metrics[name], inWords(meta.metrics[name], frame.metrics[name], from));
    }
    return true;
  }
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
