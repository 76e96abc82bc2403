// The smallest network that adds: every run of addition with its parameters and the best share of sums that it got
// right. It is kept in this browser, for whoever looks (records.js).

/** @import { Frame, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Record } from "./records.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setText, tool } from "../../../live/web/dom.js";
import { fixed, whole } from "../../../live/web/format.js";
import { CanvasPanel, scales } from "../../../live/web/panels/canvas.js";
import { drawAxes } from "../../../live/web/widgets/axes.js";
import { select } from "../../../live/web/widgets/controls.js";
import { added, ranked, read, smallest, taskOf, WANTED, write } from "./records.js";

const TASKS = ["2 reversed", "2 plain", "3 reversed", "3 plain"];
const ROWS = 8;

export class Board extends CanvasPanel {
  /** @type {Record[]} */ records = [];
  /** @type {Record[]} */ forgotten = []; // until something else is forgotten
  written = ""; // the numbers that were taken last

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    const t = this.texts;
    this.stage.classList.add("ls-seq-plot");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", t["board.label"]);
    this.choice = select(
      "board-task",
      { label: t["board.task"] },
      TASKS.map((task) => [task, t[`board.task.${task.replace(" ", "_")}`]]),
      () => this.show(),
    );
    this.forget = tool(t, "board-forget", () => {
      const gone = ranked(this.records, this.task);
      this.change(this.records.filter((one) => !gone.includes(one)), gone);
    });
    this.undo = tool(t, "board-undo", () => this.change(this.forgotten.reduce(added, read()), []));
    this.tools.append(this.choice, this.forget, this.undo);
    this.words = el("p", { class: "ls-seq-best", role: "status" });
    this.body = el("tbody", {});
    const names = ["rank", "params", "exact", "model", "step"];
    const head = names.map((name) => el("th", { scope: "col", text: t[`board.column.${name}`] }));
    this.table = el(
      "table",
      { class: "ls-seq-numbers-table" },
      el("thead", {}, el("tr", {}, ...head)),
      this.body,
    );
    this.root.prepend(this.head, this.words);
    this.root.append(el("div", { class: "ls-seq-wide" }, this.table));
    this.records = read();
  }

  get task() {
    return this.choice.value;
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.root.hidden = meta.describe.dataset !== "addition";
    const other = !this.meta || taskOf(meta.config) !== taskOf(this.meta.config);
    super.describe(meta);
    this.arrays = {};
    if (other && !this.root.hidden) this.choice.value = taskOf(meta.config);
    this.show();
  }

  tick() {
    const { frame } = this.view;
    if (frame && !this.root.hidden && frame.build === this.meta?.build) this.take(frame);
    return super.tick();
  }

  /**
   * What was measured is kept, where it is better than before. A model without a mask reads the answer.
   * @param {Frame} frame
   */
  take({ metrics, step }) {
    if (!this.meta || !step) return;
    const { describe: { models, members }, config, run, build } = this.meta;
    if (config.causal === "off") return;
    /** @type {(string | number | null | undefined)[]} */
    const found = models.map((/** @type {Record} */ { kind }) =>
      metrics[members.length ? `exact_accuracy.${kind}` : "exact_accuracy"]
    );
    const now = [run, build, ...found].join(" ");
    if (now === this.written) return;
    this.written = now;
    const task = taskOf(config);
    let records = read();
    found.forEach((exact, i) => {
      if (typeof exact !== "number" || !Number.isFinite(exact)) return;
      const { kind, layers, width, heads, params } = models[i];
      records = added(records, { task, kind, layers, width, heads, params, exact, step });
    });
    if (JSON.stringify(records) !== JSON.stringify(this.records)) this.change(records, this.forgotten);
  }

  /**
   * @param {Record[]} records
   * @param {Record[]} forgotten
   */
  change(records, forgotten) {
    write(records);
    this.records = records;
    this.forgotten = forgotten;
    this.show();
  }

  show() {
    const { texts: t, task, records } = this;
    const rows = ranked(records, task);
    const best = smallest(records, task);
    this.forget.hidden = !rows.length;
    this.undo.hidden = !this.forgotten.length;
    this.stage.hidden = this.table.hidden = !rows.length;
    const said = best ? { params: whole(best.params), model: this.named(best) } : {};
    setText(this.words, fill(t[rows.length ? best ? "board.best" : "board.none" : "board.empty"], said));
    this.body.replaceChildren(
      ...rows.slice(0, ROWS).map((one, place) => {
        const { params, exact, step } = one;
        const share = fill(t["value.percent"], { value: fixed(100 * exact, 1) });
        const cells = [
          one === best ? "★" : String(place + 1),
          whole(params),
          share,
          this.named(one),
          whole(step),
        ];
        return el(
          "tr",
          { class: one === best ? "ls-seq-champion" : null },
          ...cells.map((text) => el("td", { text })),
        );
      }),
    );
    this.renew();
  }

  /** @param {Record} one */
  named({ kind, layers, width, heads }) {
    const t = this.texts;
    return fill(t[heads ? "board.attends" : `board.${kind}`], { layers, width, heads });
  }

  picture() {
    const { context, box, view: { colours }, texts: t } = this;
    const rows = ranked(this.records, this.task);
    if (!rows.length) return;
    const sizes = rows.map(({ params }) => Math.log10(params / 1000));
    const x = {
      low: Math.min(...sizes) - 0.3,
      high: Math.max(...sizes) + 0.3,
      log: true,
      label: t["board.x"],
    };
    const y = { low: 0, high: 1.04, label: t["board.y"] };
    drawAxes(context, box, x, y, colours, { grid: true });
    const at = scales(box, x, y);
    const best = smallest(this.records, this.task);
    context.strokeStyle = css(colours.muted);
    context.setLineDash([4, 4]);
    context.beginPath();
    context.moveTo(box.left, at.down(WANTED));
    context.lineTo(box.left + box.wide, at.down(WANTED));
    context.stroke();
    context.setLineDash([]);
    for (const one of [...rows].reverse()) {
      const [px, py] = [at.across(Math.log10(one.params / 1000)), at.down(one.exact)];
      context.fillStyle = css(one === best ? colours.positive : colours.negative);
      context.beginPath();
      context.arc(px, py, (one === best ? 8 : 4.5) * colours.scale, 0, 2 * Math.PI);
      context.fill();
      if (one !== best) continue;
      context.strokeStyle = css(colours.text);
      context.lineWidth = 2;
      context.stroke();
    }
  }
}
