// Curves beside levels that do not move: the random policy's return, a published one, the best there is. They
// come with the description of the run, since each world has its own.

/** @import { Meta, Variant } from "../../../live/web/types.d.ts" */
import { css } from "../../../live/web/colour.js";
import { weight } from "../../../live/web/format.js";
import { ChoiceChart } from "../../../live/web/panels/choice.js";

/**
 * A level that a figure wants, as it lies in its place: at the right and above its line unless said otherwise.
 * @typedef {{ name: string, label: string, dash: string, left?: boolean, below?: boolean }} Level
 */

const ROOM = 34; // px that a level keeps free around itself, for its words

export class Returns extends ChoiceChart {
  /** @param {Meta} meta */
  describe(meta) {
    super.describe(meta);
    this.eventRevision = this.revision = -1;
    if (this.plot) {
      this.plotly.restyle(this.plot, {
        x: [this.levels.map(() => 0)],
        y: [this.levels.map(({ value }) => value)],
      }, [this.last]);
    }
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

  /** The trace that only widens the y axis, after the curves and their raw twins. */
  get last() {
    return 2 * (this.variant?.bind.length ?? 0);
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
    for (const { label, value, dash, by, left, below } of this.levels) {
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
      annotations.push({
        xref: "paper",
        x: left ? 0 : 1,
        y: value,
        xanchor: left ? "left" : "right",
        yanchor: below ? "top" : "bottom",
        showarrow: false,
        borderpad: 0,
        hovertext: by || undefined,
        text: `${label} ${weight(value)}`,
        font: { size: colours.type, color: css(colours.muted) },
      });
    }
    return { shapes, annotations };
  }
}
