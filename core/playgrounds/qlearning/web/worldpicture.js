// The two boards of a world on their canvases: what is learned, large, and what is optimal. Where the stage has
// room below, the optimal board lies there; else in a panel of its own.

/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { SharedBoard } from "./index.js" */
/** @import { World } from "./world.js" */
/** @import { WorldModel } from "./worldmodel.js" */
/** @import { Lattice } from "./worldsigns.js" */
import { el, setAttribute, sizeCanvas } from "../../../live/web/dom.js";
import { nice } from "../../../live/web/format.js";
import { Board, NUMBER, RAISED } from "./worldboard.js";
import { paints } from "./worldlooks.js";
import { drawAgent, drawDestination, drawPassenger, drawPath, drawPlayer, drawWind } from "./worldpeople.js";

const EDGE = 3; // px around a board
const WINDY = 20; // px above it where there is wind to be shown
const CAPTION = 28; // px between two boards
const FAIR = 0.55; // of the large board's cells: what smaller is goes elsewhere
const RIDING = 4; // where a passenger is who sits in the taxi

/** @typedef {{ context: CanvasRenderingContext2D, frame: Lattice }} Canvas */

export class WorldPicture {
  /**
   * @param {World} world
   * @param {HTMLElement} stage
   * @param {SharedBoard} shared
   */
  constructor(world, stage, shared) {
    this.shared = shared;
    this.world = world;
    this.stage = stage;
    /** @type {Canvas | null} */ this.main = null;
    /** @type {Canvas | null} */ this.small = null; // where the optimal board is drawn
    this.drawn = ""; // of the optimal board
    this.origin = [0, 0];
    const label = world.texts["world.best"];
    this.canvas = el("canvas", { class: "ls-world-canvas" });
    this.best = el("canvas", { class: "ls-world-best", role: "img", "aria-label": label });
    this.caption = el("p", { class: "ls-quiet ls-best-caption", text: label, hidden: "" });
    stage.append(this.canvas, this.caption);
    this.observer = new ResizeObserver(() => this.arrange());
    this.observer.observe(stage);
  }

  // ---- where everything stands ----------------------------------------------------------------
  arrange() {
    const { model } = this.world;
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!model || width < 60) return;
    const [rows, columns] = model.size;
    this.stage.style.setProperty("--ls-aspect", `${columns} / ${rows}`);
    const top = model.windy ? WINDY : EDGE;
    /**
     * @param {number} wide
     * @param {number} tall
     */
    const fit = (wide, tall) => Math.floor(Math.min((wide - 2 * EDGE) / columns, tall / rows));
    const cell = fit(width, height - top - EDGE);
    if (cell < 6) return;
    const [wide, tall] = [columns * cell + 2 * EDGE, rows * cell + top + EDGE];
    const below = fit(width, height - tall - CAPTION - 2 * EDGE);
    const within = below >= FAIR * cell;
    const { slot } = this.shared;
    slot?.give(!within);
    const small = within ? below : slot?.fit(rows, columns) ?? 0;
    const free = height - tall - (within ? CAPTION + rows * small + 2 * EDGE : 0);
    this.origin = [Math.floor((width - wide) / 2), Math.floor(Math.min(free / 2, 40))];
    this.main = { context: sizeCanvas(this.canvas, wide, tall), frame: { left: EDGE, top, cell } };
    Object.assign(this.canvas.style, { left: `${this.origin[0]}px`, top: `${this.origin[1]}px` });
    this.arrangeBest(model, within ? this.stage : slot?.stage, small, [width, this.origin[1] + tall]);
    this.world.redraw();
  }

  /**
   * The optimal board with cells of `cell` px in `place`; on the stage, below `under` px.
   * @param {WorldModel} model
   * @param {HTMLElement | undefined} place
   * @param {number} cell
   * @param {number[]} room
   */
  arrangeBest({ size: [rows, columns] }, place, cell, [width, under]) {
    const within = place === this.stage;
    const wide = columns * cell + 2 * EDGE;
    const frame = { left: EDGE, top: EDGE, cell };
    const tall = rows * cell + 2 * EDGE;
    this.small = place && cell >= 4 ? { context: sizeCanvas(this.best, wide, tall), frame } : null;
    if (place && this.best.parentElement !== place) place.append(this.best);
    this.best.style.left = within ? `${Math.floor((width - wide) / 2)}px` : "";
    this.best.style.top = within ? `${under + CAPTION}px` : "";
    this.caption.hidden = !within;
    this.caption.style.top = `${under + 5}px`;
    setAttribute(this.stage, "data-both", within);
  }

  /**
   * The cell under the pointer, or −1.
   * @param {PointerEvent} event
   */
  at(event) {
    const { main, world: { model } } = this;
    if (!main || !model) return -1;
    const { left, top, cell } = main.frame;
    const [rows, columns] = model.size;
    const box = this.canvas.getBoundingClientRect();
    const [row, column] = [
      Math.floor((event.clientY - box.top - top) / cell),
      Math.floor((event.clientX - box.left - left) / cell),
    ];
    return row < 0 || column < 0 || row >= rows || column >= columns ? -1 : row * columns + column;
  }

  /**
   * Corner and side of a cell, px of the stage.
   * @param {number} index
   */
  place(index) {
    const { main, world: { model } } = this;
    if (!main || !model || index < 0) return null;
    const { left, top, cell } = main.frame;
    const columns = model.size[1];
    return {
      x: this.origin[0] + left + (index % columns) * cell,
      y: this.origin[1] + top + Math.floor(index / columns) * cell,
      side: cell,
    };
  }

  // ---- what is drawn ----------------------------------------------------------------------------
  /**
   * The largest |V| there is to show, rounded up so that the colours rest.
   * @param {WorldModel} model
   */
  scale(model) {
    const { known, layer } = this.world;
    let most = 0;
    for (const value of model.best.v) most = Math.max(most, Math.abs(value));
    known?.["world.v"].forEach((value, index) => {
      if (model.acts(index, layer)) most = Math.max(most, Math.abs(value));
    });
    return nice(most);
  }

  /**
   * @param {WorldModel} model
   * @param {number} scale
   */
  render(model, scale) {
    if (!this.main) return;
    const { context, frame } = this.main;
    const { view: { colours }, layer, known, look, optimal } = this.world;
    const board = new Board(context, model, frame, colours);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    paints(look, { board, model, layer, scale, colours, arrays: known, optimal });
    board.lines();
    if (model.windy) drawWind(context, model.describe.wind, frame, colours);
    this.people(model, context, frame, colours);
    const drawn = `${layer} ${scale} ${look}`;
    if (drawn !== this.drawn) this.renderBest(model, look === "actions" ? look : "values", scale);
    this.drawn = drawn;
  }

  /**
   * Optimal values change with the world only, and with what is shown of it.
   * @param {WorldModel} model
   * @param {string} look
   * @param {number} scale
   */
  renderBest(model, look, scale) {
    if (!this.small) return;
    const { context, frame } = this.small;
    const { view: { colours }, layer } = this.world;
    const board = new Board(context, model, frame, colours);
    context.clearRect(0, 0, this.best.width, this.best.height);
    paints(look, { board, model, layer, scale, colours, arrays: null, optimal: true });
    board.lines();
  }

  /**
   * Everybody who is in the world, and the way that the agent came.
   * @param {WorldModel} model
   * @param {CanvasRenderingContext2D} context
   * @param {Lattice} frame
   * @param {Colours} colours
   */
  people(model, context, frame, colours) {
    const { arrays, layer, look, play: { at } } = this.world;
    const { passenger, destination } = model.describe.layers[layer] ?? {};
    const columns = model.size[1];
    /**
     * @param {number} index
     * @returns {[number, number]}
     */
    const place = (index) => [Math.floor(index / columns), index % columns];
    const lift = look === "actions" || frame.cell < NUMBER ? 0.5 : RAISED; // numbers stay readable
    if (destination !== undefined) {
      drawDestination(context, ...place(model.places[destination]), frame, colours);
    }
    const agent = arrays && arrays.agent[0] >= 0 && !model.describe.planned ? arrays.agent : null; // a sweep moves nobody
    if (arrays && agent) {
      const here = agent[2] === layer || !model.describe.layers.length;
      if (here) drawPath(context, arrays["agent.path"], frame, colours, lift);
      drawAgent(context, agent[0], agent[1], frame, colours, { here, lift });
    }
    if (at) drawPlayer(context, at.row, at.column, frame, colours, lift);
    const rider = at ?? (agent ? { row: agent[0], column: agent[1] } : null);
    if (passenger < RIDING) drawPassenger(context, ...place(model.places[passenger]), frame, colours);
    else if (passenger === RIDING && rider) {
      drawPassenger(context, rider.row, rider.column, frame, colours, lift);
    }
  }

  close() {
    this.observer.disconnect();
  }
}
