// How well the generator does, in numbers, and in words what is going wrong. Which numbers there are is
// the algorithm's affair: `describe.metrics` names them in order.

import { el, fill, panelFrame, setAttribute, setText } from "../dom.js";
import { loss, nats, weight, whole } from "../format.js";
import { icon } from "../icons.js";

const EVERY = 150; // ms between changes of the numbers
const STAYS = 1500; // ms that an alarm stays at least: what flickers is not read
const SHARES = new Set([
  "high_quality_fraction",
  "recognised_fraction",
  "confidence",
  "judge_accuracy",
  "spectrum_distance",
  "latent_knn_accuracy",
]);
const PAIRS = { modes_covered: "modes_total" }; // shown as "7 of 8"
const NATS = new Set(["elbo", "reconstruction", "kl", "iwae"]);
const SPREADS = { eval_return_mean: "eval_return_std" }; // shown as "−150 ± 80"
const RETURNS = new Set(["episode_return", "mean_q"]);
const COUNTS = new Set(["episodes"]);
const PLAIN = new Set(["epsilon", "alpha"]);
const PARTS = { active_units: "latent_dim" }; // the same, of a number that the description has

export class Diagnosis {
  constructor(spec, view) {
    Object.assign(this, {
      spec,
      view,
      texts: view.texts,
      values: new Map(),
      names: "",
      written: 0,
      alarm: "",
      since: 0,
    });
    const { root } = panelFrame(spec.name, spec.title);
    this.root = root;
    this.numbers = el("dl", { class: "ls-readouts ls-diagnosis" });
    this.words = el("span", { class: "ls-alarm-words" });
    this.sign = el("span", { class: "ls-sign", "aria-hidden": "true" });
    this.said = el("p", { class: "ls-alarm", role: "status" }, this.sign, this.words);
    root.append(this.numbers, this.said);
  }

  describe(meta) {
    const hidden = new Set([...Object.values(PAIRS), ...Object.values(SPREADS)]);
    const text = (key) => this.texts[`${key}.${meta.algorithm}`] ?? this.texts[key]; // one name may mean two things
    const known = (name) => !hidden.has(name) && text(`metric.${name}`);
    const names = [...(meta.describe.metrics ?? []), ...(this.spec.more ?? [])].filter(known);
    this.alarmed = meta.describe.alarms?.length !== 0; // an algorithm without alarms says so by an empty list
    this.said.hidden = !this.alarmed && !this.alarm;
    if (names.join() === this.names) return;
    this.names = names.join();
    this.values.clear();
    this.numbers.replaceChildren(
      ...names.map((name) => {
        const value = el("dd", { "data-metric": name, text: "–" });
        this.values.set(name, value);
        const term = el("dt", { text: text(`metric.${name}`) });
        return el(
          "div",
          { class: "ls-readout", "data-tip": text(`tip.metric.${name}`), tabindex: "0" },
          term,
          value,
        );
      }),
    );
    this.written = 0;
  }

  tick(now) {
    const { frame } = this.view;
    if (!frame || this.seen === frame.n) return false;
    if (now - this.written < EVERY) return true;
    this.written = now;
    this.seen = frame.n;
    for (const [name, node] of this.values) {
      const value = frame.metrics[name];
      setText(node, this.format(name, value, frame.metrics));
      setAttribute(node, "data-value", value ?? "");
    }
    return this.tell(frame.notes ?? [], now);
  }

  format(name, value, metrics) {
    if (value === null || value === undefined) return "–";
    if (name in PARTS) {
      return fill(this.texts["value.of"], { value, total: this.view.meta.describe[PARTS[name]] });
    }
    if (name in PAIRS) return fill(this.texts["value.of"], { value, total: metrics[PAIRS[name]] ?? "–" });
    if (SPREADS[name] in metrics) {
      return fill(this.texts["value.spread"], {
        value: weight(value),
        spread: weight(metrics[SPREADS[name]]),
      });
    }
    if (RETURNS.has(name)) return weight(value);
    if (COUNTS.has(name)) return whole(value);
    if (NATS.has(name)) return nats(value);
    if (SHARES.has(name)) return fill(this.texts["value.percent"], { value: (100 * value).toFixed(1) });
    if (PLAIN.has(name)) return weight(value);
    return loss(value);
  }

  /** The alarm, or that all is quiet; true while an old alarm still has to stay. */
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

  paint() {}
}
