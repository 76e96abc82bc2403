// Curves beside levels that do not move: the random policy's return, a published one, the best there is. They
// come with the description of the run, since each world has its own.

/** @import { Meta, Variant } from "../../../live/web/types.d.ts" */
import { css } from "../../../live/web/colour.js";
import { el } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { ChoiceChart } from "../../../live/web/panels/choice.js";

/** @typedef {{ name: string, label: string, dash: string }} Level that a figure wants */

/** @type {Record<string, string>} */
const DASHES = { dot: "dotted", dash: "dashed", solid: "solid" };
const ROOM = 8; // px that a level keeps free around itself

export class Returns extends ChoiceChart {
  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.name();
    this.eventRevision = this.revision = -1;
    if (this.plot) {
      this.plotly.restyle(this.plot, {
        x: [this.levels.map(() => 0)],
        y: [this.levels.map(({ value }) => value)],
      }, [this.last]);
    }
  }

  /** The levels' names and values stand in the legend: beside their lines they would lie on the curves. */
  name() {
    for (const old of this.keys.querySelectorAll(".ls-level")) old.remove();
    this.keys.append(...this.levels.map(({ name, label, value, dash, by }) =>
      el(
        "span",
        { class: "ls-key ls-level", "data-level": name, "data-tip": by || null },
        el("i", { class: "ls-line", style: `border-top-style: ${DASHES[dash]}` }),
        `${label} ${weight(value)}`,
      )
    ));
  }

  /** The levels that this figure wants and this world has. */
  get levels() {
    /** @type {(Variant & { levels?: Level[] }) | null} */ const variant = this.variant;
    const { references = {} } = this.view.meta?.describe ?? {};
    return (variant?.levels ?? []).map((level) => ({
      ...level,
      value: references[level.name] ?? null,
      by: references[`${level.name}_by`],
    })).filter(({ value }) => value !== null);
  }

  /** The trace that only widens the y axis, after the curves, their raw twins and the pale ones. */
  get last() {
    return 3 * (this.variant?.bind.length ?? 0);
  }

  create() {
    super.create();
    const { levels } = this;
    const unseen = {
      x: levels.map(() => 0),
      y: levels.map(({ value }) => value),
      mode: "markers",
      opacity: 0,
      marker: { size: ROOM },
      hoverinfo: "skip",
      showlegend: false,
    };
    this.plotly.addTraces(this.plot, unseen);
  }

  /** @param {Variant} variant */
  latest(variant) {
    return [...super.latest(variant), ...this.levels.map(({ label, value }) => `${label} ${weight(value)}`)];
  }

  stamps() {
    const { shapes, annotations } = super.stamps();
    const { colours } = this.view;
    for (const { value, dash } of this.levels) {
      shapes.push({
        type: "line",
        xref: "paper",
        yref: "y",
        x0: 0,
        x1: 1,
        y0: value,
        y1: value,
        layer: "below",
        line: { color: css(colours.muted), width: 1.5, dash },
      });
    }
    return { shapes, annotations };
  }
}
