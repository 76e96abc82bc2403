// Slow motion of a GAN: an update of D and one of G, stage by stage. The main picture follows.

/** @import { Arrays, Wire } from "../../../live/web/types.d.ts" */
/** @import { Stage, Teller } from "../../../live/web/panels/story.js" */
/** @import { Shared } from "../../../live/web/panel.js" */
import { loss, weight } from "../../../live/web/format.js";
import { mean, moved, norm, Story } from "../../../live/web/panels/story.js";

const ROWS = 3; // samples whose numbers are shown
const EMPTY = Object.assign(new Float32Array(0), { shape: [0, 2] });

export class GanStory extends Story {
  /** @param {Teller} flow */
  constructor(flow) {
    super(flow);
    /** @type {Shared<Arrays | null>} */ this.seen = flow.view.shared.seen;
    /** @type {Shared<Arrays | null>} */ this.shown = flow.view.shared.told;
    /** @type {Record<string, number>} */ this.values = {}; // this iteration's own numbers so far
    /** @type {Arrays | null} */ this.before = null; // the picture before the iteration
    /** @type {number | string} */ this.batch = "–";
  }

  /**
   * @param {string} name
   * @param {Arrays} arrays
   */
  facts(name, arrays) {
    if (arrays.noise) this.batch = arrays.noise.shape[0];
    const numbers = {
      loss: arrays.loss?.[0],
      norm: arrays.norm?.[0] ?? norm(arrays.gradient),
      d_real: mean(arrays.d_real),
      d_fake: mean(arrays.d_fake),
      moved: moved(arrays),
    };
    // What the drawing shows from here on are this iteration's own numbers.
    this.keep("d_real", numbers.d_real);
    this.keep("d_fake", numbers.d_fake);
    if (name === "d_loss" || name === "g_loss") this.keep(name, numbers.loss);
    if (name.endsWith("gradients")) this.keep(`${name.slice(0, 2)}gradient`, numbers.norm);
    const said = Object.entries(numbers).map(([key, value]) => [key, loss(value)]);
    return { batch: this.batch, params: arrays.after?.length ?? "–", ...Object.fromEntries(said) };
  }

  /**
   * @param {string} name
   * @param {number | undefined} value
   */
  keep(name, value) {
    if (value !== undefined) this.values[name] = value;
  }

  /**
   * The first few samples of the batch in numbers, or the first few weights.
   * @param {string} name
   * @param {Arrays} arrays
   */
  samples(name, arrays) {
    const t = this.flow.texts;
    /** @type {string[][]} */ const lines = [];
    for (const key of ["noise", "fake", "real", "d_real", "d_fake", "arrows"]) {
      const some = rows(arrays[key]);
      if (some.length) lines.push([t[`story.array.${key}`], `${some.join(", ")} …`]);
    }
    const formula = this.flow.meta?.describe.objective?.[name[0]];
    if (name.endsWith("_loss") && formula) lines.push([t["story.formula"], formula]);
    for (const key of ["gradient", "before", "after"]) {
      if (!arrays[key]) continue;
      const some = Array.from(arrays[key].subarray(0, ROWS), weight).join(", ");
      lines.push([t[`story.array.${key}`], `${some} …`]);
    }
    return lines;
  }

  remember() {
    this.before = this.seen.value;
  }

  /**
   * What the main picture shows at this stage: the surface changes when D is updated, and the generator's
   * grid when G is; until then they are those of before the iteration.
   * @param {Stage[]} past
   */
  stageTold(past) {
    const { name, arrays } = past[past.length - 1];
    const updated = (/** @type {string} */ one) => past.some((stage) => stage.name === one);
    const { before } = this;
    /** @type {Arrays} */ const told = {};
    if (before?.surface && !updated("d_update")) told.surface = before.surface;
    if (before?.manifold && !updated("g_update")) told.manifold = before.manifold;
    const fake = past.map((stage) => stage.arrays.fake).filter(Boolean).at(-1);
    if (name === "noise" || !fake) told.fake = EMPTY;
    else if (name !== "g_update") told.fake = fake;
    if (name === "judge" && arrays.real) told.real = arrays.real;
    // Arrows of a stage without them, and scores, are those of no stage: not the frame's.
    this.shown.set(Object.assign(told, { arrows: arrays.arrows, "fake.score": undefined }));
  }

  forget() {
    this.values = {};
    this.shown.set(null);
  }
}

/**
 * The first few rows of a batch, in numbers; none where a row is more than a few.
 * @param {Wire | undefined} array
 */
function rows(array) {
  if (!array?.shape.length) return [];
  const width = array.shape.length > 1 ? array.length / array.shape[0] : 1;
  if (width > 4) return [];
  return Array.from({ length: Math.min(ROWS, array.shape[0]) }, (_, i) => {
    const numbers = Array.from(array.subarray(i * width, (i + 1) * width), weight).join(", ");
    return width > 1 ? `(${numbers})` : numbers;
  });
}
