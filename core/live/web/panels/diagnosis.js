// How well a model does, in numbers, and in words what is going wrong. Which numbers there are is the
// algorithm's affair: `describe.metrics` names them in order, METRICS says how they are called and written.

/** @import { Meta, Metric, Spec } from "../types.d.ts" */
/** @import { View } from "../view.js" */
import { el, icon, setAttribute, setText } from "../dom.js";
import { inWords } from "../format.js";
import { Panel } from "../panel.js";
import { readOut, write } from "../widgets/controls.js";

const EVERY = 150; // ms between changes of the numbers
const STAYS = 1500; // ms that an alarm stays at least: what flickers is not read

export class Diagnosis extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Map<string, { metric: Metric, value: HTMLElement }>} */ this.values = new Map();
    this.known = "";
    this.written = this.since = 0;
    this.seen = -1; // the number of the frame that is written
    this.alarm = "";
    this.alarmed = true;
    this.numbers = el("dl", { class: "ls-readouts ls-diagnosis" });
    this.words = el("span", { class: "ls-alarm-words" });
    this.sign = el("span", { class: "ls-sign", "aria-hidden": "true" });
    this.said = el("p", { class: "ls-alarm", role: "status" }, this.sign, this.words);
    this.root.append(this.numbers, this.said);
  }

  /** @param {Meta} meta */
  describe({ metrics, describe }) {
    this.alarmed = describe.alarms?.length !== 0; // an algorithm without alarms says so by an empty list
    this.said.hidden = !this.alarmed && !this.alarm;
    const beside = new Set(Object.values(metrics).map((metric) => metric.beside)); // shown with another
    /** @type {string[]} */ const all = [...(describe.metrics ?? []), ...(this.spec.more ?? [])];
    const names = all.filter((name) => !beside.has(name));
    const known = JSON.stringify(names.map((name) => [name, metrics[name]]));
    if (known === this.known) return;
    this.known = known;
    this.values.clear();
    const boxes = names.map((name) => {
      const metric = metrics[name];
      const { box, value } = readOut(name, metric.label, { tip: metric.help });
      setText(value, "–");
      this.values.set(name, { metric, value });
      return box;
    });
    this.numbers.replaceChildren(...boxes);
    this.written = 0;
  }

  /** @param {number} now */
  tick(now) {
    const { frame, meta } = this.view;
    if (!frame || !meta || this.seen === frame.n) return false;
    if (now - this.written < EVERY) return true;
    this.written = now;
    this.seen = frame.n;
    const from = {
      texts: this.texts,
      beside: (/** @type {string} */ name) =>
        name in meta.metrics ? frame.metrics[name] : meta.describe[name],
    };
    for (const [name, { metric, value }] of this.values) {
      write(value, frame.metrics[name], inWords(metric, frame.metrics[name], from));
    }
    return this.tell(frame.notes ?? [], now);
  }

  /**
   * The alarm, or that all is quiet; true while an old alarm still has to stay.
   * @param {string[]} notes
   * @param {number} now
   */
  tell(notes, now) {
    const text = notes.join("\n"); // one line each
    if (text === this.alarm && this.words.textContent) return false;
    if (this.alarm && !text && now - this.since < STAYS) {
      this.seen = -1;
      return true;
    }
    if (text && !this.alarm) this.since = now;
    this.alarm = text;
    this.said.hidden = !text && !this.alarmed;
    this.said.dataset.alarm = text ? "true" : "false";
    this.sign.replaceChildren(icon(text ? "alarm" : "well"));
    setText(this.words, text || this.texts["diagnosis.quiet"]);
    setAttribute(this.said, "title", text);
    return false;
  }
}
