// Slow motion: one iteration told stage by stage, with the numbers that really occurred. The step is
// taken at once; the telling walks through it, by hand or by itself.

import { button, el, fill, setAttribute, setText } from "../dom.js";
import { loss, weight } from "../format.js";

const DWELL = 2600; // ms per stage when it goes by itself
const GRACE = 600; // ms in which frames from before the pause may still come
const ROWS = 3; // samples whose numbers are shown
const G_STAGES = new Set(["g_update"]);

export class Story {
  constructor(flow) {
    Object.assign(this, { flow, view: flow.view, stages: null, at: 0, auto: false, until: 0, values: {} });
    const t = flow.texts;
    const act = (action, run, more = "") =>
      button(action, {
        tip: t[`tip.${action}`],
        content: [t[`action.${action}`]],
        className: `ls-small ${more}`,
      }, run);
    this.title = el("h4", { class: "ls-title" });
    this.count = el("span", { class: "ls-quiet" });
    this.words = el("p", { class: "ls-story-words" });
    this.numbers = el("dl", { class: "ls-story-numbers" });
    this.autoButton = act("story-auto", () => this.setAuto(!this.auto));
    this.next = act("story-next", () => this.go(1), "ls-primary");
    const tools = el(
      "div",
      { class: "ls-tools" },
      act("story-back", () => this.go(-1)),
      this.autoButton,
      this.next,
      act("story-close", () => this.close()),
    );
    this.root = el(
      "div",
      { class: "ls-card ls-story", role: "dialog", "aria-label": t["story.title"], hidden: "" },
      el("header", { class: "ls-head" }, this.title, this.count),
      el("div", { class: "ls-story-body", "aria-live": "polite" }, this.words, this.numbers),
      tools,
    );
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  toggle() {
    if (this.stages) this.close();
    else this.begin();
  }

  /** Asks for one iteration. What was on the screen before it stays until the stage that changes it. */
  begin() {
    const { view } = this;
    const before = view.panels.get("samples")?.arrays ?? null;
    view.ask("trace", undefined, undefined, (header, arrays) => {
      if (!header?.ok) {
        if (header) view.transport.notice(header.text);
        return;
      }
      this.before = before;
      this.begun = performance.now();
      this.stages = header.value.stages.map((stage, number) => ({
        name: stage.name,
        arrays: Object.fromEntries(stage.arrays.map((name) => [name, arrays[`${number}.${name}`]])),
      }));
      this.step = header.value.step;
      this.at = 0;
      const opening = this.root.hidden;
      this.root.hidden = false;
      setAttribute(this.flow.slow, "aria-pressed", true);
      this.show();
      if (opening) this.next.focus();
    });
  }

  go(by) {
    const to = this.at + by;
    if (!this.stages || to < 0) return;
    if (to >= this.stages.length) this.begin(); // the next iteration
    else {
      this.at = to;
      this.show();
    }
  }

  setAuto(auto) {
    this.auto = auto;
    setAttribute(this.autoButton, "aria-pressed", auto);
    this.until = performance.now() + DWELL;
    this.view.wake();
  }

  close() {
    this.end();
    this.flow.slow.focus();
  }

  end() {
    if (!this.stages) return;
    this.stages = null;
    this.values = {};
    this.setAuto(false);
    this.root.hidden = true;
    setAttribute(this.flow.slow, "aria-pressed", false);
    this.flow.highlight(null);
    this.flow.stale = true;
    this.view.panels.get("samples")?.tell(null);
    this.view.wake();
  }

  /** The clock of the telling; also notices that the run goes on without it. True while it is running. */
  tick(now) {
    if (!this.stages) return false;
    const settled = now > this.begun + GRACE;
    if ((settled && this.view.frame?.status === "running") || this.view.frame?.step > this.step) {
      this.end();
      return false;
    }
    if (!this.auto) return false;
    if (now >= this.until) this.go(1);
    return true;
  }

  show() {
    const { flow, stages, at } = this;
    const t = flow.texts;
    const { name, arrays } = stages[at];
    this.until = performance.now() + DWELL;
    const facts = this.facts(name, arrays);
    setAttribute(this.root, "data-stage", name);
    setText(this.title, t[this.heading(name)] ?? name);
    setText(this.count, fill(t["story.count"], { at: at + 1, of: stages.length }));
    setText(this.words, fill(t[this.sentence(name, arrays)], facts));
    this.numbers.replaceChildren(
      ...this.samples(name, arrays).flatMap((
        [term, value],
      ) => [el("dt", { text: term }), el("dd", { text: value })]),
    );
    flow.highlight(name);
    flow.stale = true;
    this.view.panels.get("samples")?.tell(this.picture());
    this.view.wake();
  }

  heading(name) {
    return `story.${name}`;
  }

  sentence(name) {
    return `story.${name}.words`;
  }

  /** The numbers of a stage, by the names that its sentence has gaps for. */
  facts(name, arrays) {
    const found = { batch: arrays.noise?.shape?.[0] ?? this.batch ?? "–" };
    if (arrays.noise) this.batch = arrays.noise.shape[0];
    const numbers = {
      loss: arrays.loss?.[0],
      norm: arrays.norm?.[0] ?? length(arrays.gradient),
      d_real: mean(arrays.d_real),
      d_fake: mean(arrays.d_fake),
      moved: arrays.before && arrays.after
        ? length(arrays.after.map((value, i) => value - arrays.before[i]))
        : undefined,
      params: arrays.after?.length,
    };
    for (const [key, value] of Object.entries(numbers)) {
      found[key] = key === "params" ? value ?? "–" : loss(value);
    }
    // What the drawing shows from here on are this iteration's own numbers.
    const own = { d_real: numbers.d_real, d_fake: numbers.d_fake };
    if (name === "d_loss" || name === "g_loss") own[name] = numbers.loss;
    if (name.endsWith("gradients")) own[name.slice(0, 2) + "gradient"] = numbers.norm;
    for (const [key, value] of Object.entries(own)) if (value !== undefined) this.values[key] = value;
    return found;
  }

  /** The first few samples of the batch in numbers, or the first few weights. */
  samples(name, arrays) {
    const row = (array, i) => {
      const width = array.shape.length > 1 ? array.length / array.shape[0] : 1;
      const numbers = Array.from(array.subarray(i * width, (i + 1) * width), weight).join(", ");
      if (width > 4) return null;
      return width > 1 ? `(${numbers})` : numbers;
    };
    const lines = [];
    const t = this.flow.texts;
    for (const key of ["noise", "fake", "real", "d_real", "d_fake", "arrows"]) {
      const array = arrays[key];
      if (!array?.shape?.length) continue;
      const some = Array.from({ length: Math.min(ROWS, array.shape[0]) }, (_, i) => row(array, i)).filter(
        Boolean,
      );
      if (some.length) lines.push([t[`story.array.${key}`], `${some.join(", ")} …`]);
    }
    const formula = this.flow.meta.describe.objective?.[name[0]];
    if (name.endsWith("_loss") && formula) lines.push([t["story.formula"], formula]);
    for (const key of ["gradient", "before", "after"]) {
      if (arrays[key]) {
        lines.push([
          t[`story.array.${key}`],
          `${Array.from(arrays[key].subarray(0, ROWS), weight).join(", ")} …`,
        ]);
      }
    }
    return lines;
  }

  /** What the main picture shows at this stage: the surface changes when D is updated, and the generator's
   * grid when G is; until then they are those of before the iteration. */
  picture() {
    const { stages, at, before } = this;
    const past = stages.slice(0, at + 1);
    const latest = (key) => past.map(({ arrays }) => arrays[key]).filter(Boolean).at(-1);
    const updated = (...names) => past.some(({ name }) => names.includes(name));
    const told = {};
    if (before?.surface && !updated("d_update")) told.surface = before.surface;
    if (before?.manifold && !updated("g_update")) told.manifold = before.manifold;
    const fake = latest("fake");
    if (stages[at].name === "noise" || !fake) told.fake = new Float32Array(0);
    else if (!G_STAGES.has(stages[at].name)) told.fake = fake;
    if (stages[at].name === "judge" && stages[at].arrays.real) told.real = stages[at].arrays.real;
    told.arrows = stages[at].arrays.arrows;
    told.score = undefined;
    return told;
  }
}

const mean = (
  array,
) => (array?.length ? array.reduce((sum, value) => sum + value, 0) / array.length : undefined);
const length = (array) => (array ? Math.hypot(...array) : undefined);
