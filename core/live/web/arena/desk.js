// What a comparison is made with: another run, seeds, the clock, and a setting that one run shall have otherwise.

/** @import { Arena } from "./arena.js" */
import { button, el, fill, setAttribute, setText } from "../dom.js";
import { offer, select } from "../widgets/controls.js";
import { field, isField } from "./field.js";

export class Desk {
  /** @param {Arena} arena */
  constructor(arena) {
    this.arena = arena;
    const t = arena.texts;
    const action = (/** @type {string} */ name, /** @type {() => void} */ run) =>
      button(name, { tip: t[`arena.${name}-tip`], content: t[`arena.${name}`], className: "ls-small" }, run);
    this.same = action("add-run", () => arena.edit({ add: "same" }));
    this.seed = action("add-seed", () => arena.edit({ add: "seed" }));
    const counts = Array.from({ length: arena.data.repeats - 1 }, (_, i) => i + 2);
    this.count = select(
      "seeds-count",
      { label: t["arena.seeds-count"] },
      counts.map((n) => [n, `${n}`]),
      () => {},
    );
    this.count.value = `${arena.data.most}`;
    this.seeds = action("seeds", () => arena.edit({ seeds: Number(this.count.value) }));
    const clocks = /** @type {[string, string][]} */ (
      ["steps", "seconds"].map((name) => [name, t[`arena.clock-${name}`]])
    );
    const says = { label: t["arena.clock"], tip: t["arena.clock-tip"] };
    this.clock = select("compare-clock", says, clocks, (clock) => arena.edit({ clock }));
    const who = { label: t["arena.who"] };
    this.who = select("compare-who", who, [], () => this.fresh());
    this.what = select("compare-what", { label: t["arena.what"] }, [], () => this.fresh());
    this.value = el("span", { class: "ls-desk-value" });
    this.set = button("compare-set", {
      content: t["arena.set"],
      tip: t["arena.set-tip"],
      className: "ls-small",
    }, () => this.give());
    this.problem = el("p", { class: "ls-desk-problem", role: "alert" });
    this.form = el(
      "div",
      { class: "ls-desk-form", role: "group", "aria-label": t["arena.otherwise"] },
      this.who,
      this.what,
      this.value,
      this.set,
    );
    this.root = el(
      "div",
      { class: "ls-desk", role: "group", "aria-label": t["arena.desk"] },
      this.clock,
      this.same,
      this.seed,
      el("span", { class: "ls-desk-seeds" }, this.count, this.seeds),
      this.form,
      this.problem,
    );
    this.shown = "";
  }

  update() {
    const { data, texts, params } = this.arena;
    this.clock.value = data.clock;
    this.same.disabled = data.runs.length + 1 >= data.most;
    this.seed.disabled = data.runs.length + 1 >= data.repeats;
    const runs = data.runs.map((
      _,
      i,
    ) => /** @type {[number, string]} */ ([i, fill(texts["arena.run"], { number: i + 2 })]));
    offer(this.who, runs);
    const known = [...params.values()].filter((param) => param.typed);
    const named = known.map((param) => /** @type {[string, string]} */ ([param.name, param.label]));
    if (this.what.options.length !== named.length) {
      offer(this.what, named);
      if (params.has("lr")) this.what.value = "lr";
    }
    setText(this.problem, data.problem);
    this.problem.hidden = !data.problem;
    if (!data.problem) this.fresh();
  }

  /** What the chosen run has of the chosen setting now. */
  get now() {
    const entrant = this.arena.entrants[Number(this.who.value) + 1];
    return entrant?.view.meta?.config[this.what.value];
  }

  /** The field for a value, with the one that there is. */
  fresh() {
    const param = this.arena.params.get(this.what.value);
    if (!param) return;
    this.shown = this.key;
    const says = { action: "compare-value", label: param.label };
    this.value.replaceChildren(field(param, this.now, says, () => this.give()) ?? "");
  }

  get key() {
    return JSON.stringify([this.who.value, this.what.value, this.now]);
  }

  give() {
    const node = this.value.firstElementChild;
    if (isField(node)) {
      this.arena.edit({ at: Number(this.who.value), set: { [this.what.value]: node.value } });
    }
  }

  tick() {
    const held = this.value.contains(document.activeElement);
    if (!held && !this.arena.data.problem && this.shown !== this.key) this.fresh();
    setAttribute(this.root, "data-clock", this.arena.data.clock);
  }
}
