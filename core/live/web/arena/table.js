// What differs between the runs, their newest metrics, and the computing time of a step, in one table.

/** @import { Arena } from "./arena.js" */
/** @import { Entrant } from "./entrant.js" */
import { el, fill, setAttribute, setText } from "../dom.js";
import { inWords } from "../format.js";
import { Entrant as Run } from "./entrant.js";
import { field, isField } from "./field.js";
import { typed, worded } from "./numbers.js";

/** @import { Json } from "../types.d.ts" */
/** @typedef {{ key: string, label: string, kind: string, value: (entrant: Entrant) => string, param?: Json }} Row */

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
    return { key: name, label: param.label, kind: "setting", value, param };
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
    rows.forEach((row, i) => entrants.forEach((entrant, k) => this.write(this.cells[i][k], row, entrant)));
  }

  /**
   * A cell: of a setting a field, in which that run's value is changed.
   * @param {HTMLElement} cell
   * @param {Row} row
   * @param {Entrant} entrant
   */
  write(cell, { key, label, value, param }, entrant) {
    const text = value(entrant);
    const now = entrant.view.meta?.config[key];
    const refused = this.arena.data.problem;
    if (param && !cell.firstElementChild && now !== undefined) {
      const says = { action: "give-setting", label: `${label}: ${entrant.words}` };
      const node = field(param, now, says, (given) => this.give(entrant, key, given));
      node?.addEventListener("blur", () => this.give(entrant, key, node.value));
      if (node) cell.replaceChildren(node);
    }
    const node = cell.firstElementChild;
    if (!isField(node)) setText(cell, text);
    else if (cell.dataset.value !== text || (refused && document.activeElement !== node)) {
      node.value = typed(now);
    }
    setAttribute(cell, "data-value", text);
  }

  /**
   * Another value for one run; of the page's own it is the page's setting, which those follow that have none.
   * @param {Entrant} entrant
   * @param {string} name
   * @param {string} given
   */
  give({ index, view }, name, given) {
    if (given.trim() === typed(view.meta?.config[name])) return;
    this.arena.edit({ at: index - 1, set: { [name]: given } });
  }
}
