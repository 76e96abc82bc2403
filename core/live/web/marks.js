// What happened where on the timeline: stamps of changes and events, and the best so far. A click goes there, and to
// the moment before a change: that takes it back.

/** @import { History } from "./history.js" */
/** @import { Meta, Metric } from "./types.d.ts" */
/** @import { Timeline } from "./timeline.js" */
import { el, fill, setAttribute } from "./dom.js";
import { inWords, whole } from "./format.js";
import { wordsOfStamp } from "./plotly.js";

const MOST = 40;
const EVERY = 250; // ms
/** @type {Record<string, string>} */
const SIGNS = { set: "◆", act: "◆", diverged: "✕", left: "▾", moment: "●", best: "★" };

/**
 * @typedef {{ step: number, kind: string, words: string }} Mark
 */

export class Marks {
  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.root = el("div", { class: "ls-marks" });
    this.stale = false;
    this.drawn = this.events = this.revision = -1;
    /** @type {Mark[]} */ this.marks = [];
    /** @type {[string, Metric] | null} */ this.judge = null;
  }

  /** @param {Meta} meta */
  describe({ metrics, describe }) {
    const has = new Set([...(describe.metrics ?? []), ...(describe.scalars ?? [])]);
    const judges = Object.entries(metrics).filter(([name, { better, beside }]) =>
      better && !beside && has.has(name)
    );
    this.judge = judges.find(([, { evaluated_on: on, headline }]) => on === "test" && headline) ??
      judges.find(([, { headline }]) => headline) ?? judges[0] ?? null;
    this.revision = -1;
    this.stale = true;
  }

  /**
   * Draws what is due; true while something waits.
   * @param {number} now
   */
  tick(now) {
    if (!this.stale) return false;
    if (now - this.drawn < EVERY) return true;
    this.drawn = now;
    this.stale = false;
    const { history } = this.timeline.view;
    if (history.revision !== this.revision) {
      this.revision = history.revision;
      this.collect(history);
    }
    this.place();
    return false;
  }

  /** @param {History} history */
  collect(history) {
    const { texts, view } = this.timeline;
    this.marks = history.events.slice(-MOST).map((event) => ({
      step: event.step,
      kind: event.kind,
      words: wordsOfStamp(texts, event),
    }));
    const best = this.judge && bestOf(history, ...this.judge);
    if (this.judge && best) {
      const [, metric] = this.judge;
      const from = { texts, beside: (/** @type {string} */ name) => view.frame?.metrics[name] ?? null };
      const values = { step: whole(best.step), name: metric.label, value: inWords(metric, best.value, from) };
      this.marks.push({ step: best.step, kind: "best", words: fill(texts["timeline.best"], values) });
    }
  }

  place() {
    const { first, last, texts } = this.timeline;
    const { children } = this.root;
    while (children.length > this.marks.length) this.root.lastElementChild?.remove();
    while (children.length < this.marks.length) {
      const at = children.length;
      const on = { click: () => this.go(this.marks[at]) };
      this.root.append(el("button", { type: "button", class: "ls-moment", tabindex: "-1", on }));
    }
    this.marks.forEach(({ step, kind, words }, i) => {
      const mark = /** @type {HTMLElement} */ (children[i]);
      const share = last > first ? (step - first) / (last - first) : 0;
      mark.style.left = `${Math.round(1e4 * share) / 100}%`;
      const tip = changes(kind) ? fill(texts["timeline.before"], { what: words }) : words;
      setAttribute(mark, "data-mark", kind);
      setAttribute(mark, "data-sign", SIGNS[kind] ?? SIGNS.moment);
      setAttribute(mark, "data-tip", tip);
      setAttribute(mark, "aria-label", tip);
    });
  }

  /** @param {Mark} mark */
  go({ step, kind }) {
    this.timeline.go({ step: Math.min(step, this.timeline.last), before: changes(kind) });
  }

  /**
   * To the next mark after `from` in a direction.
   * @param {number} from
   * @param {number} direction
   */
  next(from, direction) {
    const ahead = this.marks.filter(({ step }) => direction * (step - from) > 0);
    ahead.sort((one, other) => direction * (one.step - other.step));
    if (ahead.length) this.go(ahead[0]);
  }

  /**
   * What is marked at `step`, in words.
   * @param {number} step
   */
  at(step) {
    return this.marks.filter((mark) => mark.step === step).map(({ words }) => words);
  }
}

/** @param {string} kind */
const changes = (kind) => kind === "set" || kind === "act";

/**
 * Where a metric was best.
 * @param {History} history
 * @param {string} name
 * @param {{ better: string }} metric
 */
export function bestOf(history, name, { better }) {
  const curve = history.curves.get(name);
  let best = null;
  for (let i = 0; curve && i < curve.length; i += 1) {
    const value = curve.y[i];
    if (!Number.isFinite(value)) continue;
    const wins = !best || (better === "lower" ? value < best.value : value > best.value);
    if (wins) best = { step: curve.x[i], value };
  }
  return best && best.step > 0 ? best : null;
}
