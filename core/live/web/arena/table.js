// What differs between the runs, their newest metrics, and the computing time of a step, in one table.

/** @import { Arena } from "./arena.js" */
/** @import { Entrant } from "./entrant.js" */
import { el, fill, setAttribute, setText } from "../dom.js";
import { inWords } from "../format.js";
import { Entrant as Run } from "./entrant.js";
import { worded } from "./numbers.js";

/** @typedef {{ key: string, label: string, kind: string, value: (entrant: Entrant) => string }} Row */

export class Table {
  /** @param {Arena} arena */
  constructor(arena) {
    this.arena = arena;
    this.body = el("tbody");
    this.head = el("tr");
    const caption = el("caption", { class: "ls-hidden-title", text: arena.texts["arena.table"] });
    const table = el("table", { class: "ls-arena-table" }, caption, el("thead", {}, this.head), this.body);
    const label = arena.texts["arena.table"];
    this.root = el(
      "div",
      { class: "ls-arena-rows", tabindex: "0", role: "region", "aria-label": label },
      table,
    );
    this.built = "";
    /** @type {HTMLElement[][]} */ this.cells = [];
  }

  update() {
    this.built = "";
  }

  /** @returns {Row[]} */
  rows() {
    const { arena } = this;
    const { texts, view } = arena;
    const settings = arena.differing.flatMap((name) => {
      const param = arena.params.get(name);
      return param ? [this.setting(name, param)] : [];
    });
    const names = Object.keys(view.meta?.metrics ?? {}).filter((name) =>
      view.meta?.metrics[name].headline && view.frame && name in view.frame.metrics
    );
    const facts = ["per-step", "worked"].map((name) => ({
      key: name,
      label: texts[`arena.row-${name}`],
      kind: "fact",
      value: (/** @type {Entrant} */ one) => this.fact(name, one),
    }));
    return [...settings, ...names.map((name) => this.metric(name)), ...facts];
  }

  /**
   * @param {string} name
   * @param {import("../types.d.ts").Json} param
   * @returns {Row}
   */
  setting(name, param) {
    const value = (/** @type {Entrant} */ { view }) =>
      view.meta ? worded(param, view.meta.config[name]) : "–";
    return { key: name, label: param.label, kind: "setting", value };
  }

  /**
   * @param {string} name
   * @returns {Row}
   */
  metric(name) {
    const { texts, view } = this.arena;
    const metric = /** @type {import("../types.d.ts").Meta} */ (view.meta).metrics[name];
    const value = (/** @type {Entrant} */ { view: { frame } }) => {
      const beside = (/** @type {string} */ other) => frame?.metrics[other];
      return inWords(metric, frame?.metrics[name], { texts, beside });
    };
    return { key: name, label: metric.label, kind: "metric", value };
  }

  /**
   * @param {string} name
   * @param {Entrant} entrant
   */
  fact(name, { view: { frame } }) {
    const { texts } = this.arena;
    if (!frame) return "–";
    if (name === "worked") {
      return frame.worked === undefined
        ? "–"
        : fill(texts["arena.in-seconds"], { value: frame.worked.toFixed(1) });
    }
    const each = frame.per_step ? 1000 * frame.per_step : null;
    return each === null ? "–" : fill(texts["arena.in-ms"], { value: each.toPrecision(3) });
  }

  tick() {
    const { entrants, texts } = this.arena;
    const rows = this.rows();
    const built = JSON.stringify([rows.map(({ key }) => key), entrants.map(({ id }) => id)]);
    if (built !== this.built) {
      this.built = built;
      this.head.replaceChildren(
        el("td"),
        ...entrants.map(({ words, index, colour }) => {
          const cell = el("th", { scope: "col" }, Run.sign(index), ` ${words}`);
          cell.style.setProperty("--ls-run", colour);
          return cell;
        }),
      );
      this.cells = rows.map(() => entrants.map(() => el("td")));
      this.body.replaceChildren(
        ...rows.map(({ key, label, kind }, i) =>
          el(
            "tr",
            { "data-row": key, "data-kind": kind },
            el("th", {
              scope: "row",
              text: label,
              ...kind === "fact" ? { "data-tip": texts["arena.row-tip"] } : {},
            }),
            ...this.cells[i],
          )
        ),
      );
      if (!this.arena.differing.length) {
        const cell = el("td", { colspan: entrants.length + 1, class: "ls-quiet", text: texts["arena.same"] });
        this.body.prepend(el("tr", {}, cell));
      }
    }
    rows.forEach(({ value }, i) =>
      entrants.forEach((entrant, k) => {
        const text = value(entrant);
        setText(this.cells[i][k], text);
        setAttribute(this.cells[i][k], "data-value", text);
      })
    );
  }
}
