// Below the board: the scale of its colours, and the cell that is pointed at, or has the cursor, in numbers.

/** @import { World } from "./world.js" */
/** @import { WorldModel } from "./worldmodel.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { brief, short, weight, whole } from "../../../live/web/format.js";
import { LOOKS, shade, top } from "./worldlooks.js";
import { actionOf } from "./worldmodel.js";

const EVERY = 120; // ms
const SAID_FOR = 7000; // ms that a sentence stays

/** @typedef {{ number: HTMLElement, node: HTMLElement }} Told one action's Q */

export class Readout {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    this.view = world.view;
    this.texts = world.texts;
    this.stale = true;
    this.read = 0;
    this.told = ""; // of the scale
    /** @type {Told[]} */ this.cells = [];
    this.low = el("span");
    this.high = el("span");
    this.bar = el("i", { class: "ls-bar" });
    this.key = el(
      "div",
      { class: "ls-map-legend ls-world-legend", role: "img" },
      this.low,
      this.bar,
      this.high,
    );
    this.place = el("span", { class: "ls-read-place" });
    this.value = el("span", {}, "");
    this.actions = el("span", { class: "ls-read-actions ls-compass" });
    this.visits = el("span");
    this.line = el(
      "p",
      { class: "ls-map-read ls-world-read", "aria-live": "polite" },
      this.place,
      this.value,
      this.visits,
      this.actions,
    );
    this.said = el("p", { class: "ls-world-said", role: "alert", hidden: "" });
    this.root = el("div", { class: "ls-world-foot" }, this.line, this.key, this.said);
  }

  /** @param {WorldModel} model */
  describe({ actions }) {
    const names = actions.map(({ id }) => id).join();
    if (this.actions.dataset.names !== names) {
      this.actions.dataset.names = names;
      this.cells = actions.map(({ id }) => {
        const number = el("b", { "data-q": id });
        return { number, node: actionOf(this.texts, id, number) };
      });
      this.actions.replaceChildren(...this.cells.map(({ node }) => node));
    }
    this.legend();
    this.stale = true;
    this.view.wake();
  }

  /** Colours of the scale. */
  legend() {
    const look = this.world.look;
    const { colours } = this.view;
    /** @param {number} share */
    const colour = (share) => (LOOKS[look] ? colours.diverging(2 * share - 1) : shade(look, colours, share));
    const stops = Array.from({ length: 11 }, (_, i) => css(colour(i / 10)));
    this.bar.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    this.told = "";
    const { model, picture } = this.world;
    if (model) this.scale(picture.scale(model));
  }

  /**
   * Numbers at the ends of the scale.
   * @param {number} scale
   */
  scale(scale) {
    const look = this.world.look;
    const ends = LOOKS[look]
      ? [short(-scale), short(scale)]
      : ["0", (look === "visits" ? brief : weight)(top(look, this.world.known))];
    const told = `${look} ${ends}`;
    if (told === this.told) return;
    this.told = told;
    setText(this.low, ends[0]);
    setText(this.high, ends[1]);
    setAttribute(
      this.key,
      "aria-label",
      fill(this.texts[`world.legend.${look}`], { low: ends[0], high: ends[1] }),
    );
  }

  /**
   * @param {number} now
   * @param {WorldModel} model
   */
  tick(now, model) {
    if (!this.stale) return false;
    if (now - this.read < EVERY) return true;
    this.read = now;
    this.stale = false;
    this.write(model);
    return false;
  }

  /** @param {WorldModel} model */
  write(model) {
    const { world, texts: t } = this;
    const { known, layer } = world;
    const cursor = world.cursor.read;
    const columns = model.size[1];
    const place = {
      row: Math.floor(cursor / columns) + 1,
      column: (cursor % columns) + 1,
      state: model.stateAt(cursor, layer),
    };
    const acts = model.acts(cursor, layer);
    const kind = t[`kind.${model.kind[cursor]}`];
    setText(this.place, fill(t[acts ? "world.read_state" : "world.read_kind"], { ...place, kind }));
    const arrays = acts ? known : null;
    const v = arrays ? arrays["world.v"][cursor] : NaN;
    setText(
      this.value,
      acts ? fill(t["world.read_v"], { v: weight(v), best: weight(model.bestV(cursor, layer)) }) : "",
    );
    setAttribute(this.value, "data-v", arrays ? v : "");
    this.actions.hidden = !acts;
    const count = this.cells.length;
    this.cells.forEach(({ number }, action) => {
      const q = arrays ? arrays["world.q"][cursor * count + action] : NaN;
      setText(number, weight(q));
      setAttribute(
        number,
        "data-best",
        arrays !== null && (arrays["world.greedy"][cursor] & (1 << action)) !== 0,
      );
    });
    let visits = 0;
    if (arrays) {
      for (let action = 0; action < count; action += 1) {
        visits += arrays["world.visits"][cursor * count + action];
      }
    }
    setText(this.visits, acts ? fill(t["world.read_visits"], { count: whole(visits) }) : "");
    setAttribute(this.line, "aria-live", this.view.frame?.status === "running" ? "off" : "polite");
  }

  /**
   * A sentence over the read-out for a while: nothing is moved by it.
   * @param {string} text
   */
  say(text) {
    clearTimeout(this.saying);
    setText(this.said, text);
    this.said.hidden = false;
    this.saying = setTimeout(() => (this.said.hidden = true), SAID_FOR);
  }

  close() {
    clearTimeout(this.saying);
  }
}
