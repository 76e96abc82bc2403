// Taking the controls: the viewer's own episode beside the agent's, both from the same start. What counts is
// the return at the end.

/** @import { Meta } from "../../../live/web/types.d.ts" */
/** @import { Stage } from "./stage.js" */
import { css } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Film } from "./film.js";
import { Steering } from "./steering.js";

const CAPTION = 22; // px above each picture
const FONT = 15;

export class Duel {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.view = stage.view;
    this.texts = stage.texts;
    this.on = false;
    this.done = false;
    const t = this.texts;
    this.take = tool(t, "take-control", () => this.begin());
    this.again = tool(t, "duel-again", () => this.begin());
    this.leave = tool(t, "duel-end", () => this.end(true));
    this.steering = new Steering(t);
    this.tools = el("div", { class: "ls-tools", hidden: "" }, this.again, this.leave);
    this.mine = new Film(this.view, "play", {
      extra: () => ({ action: this.steering.action, ...this.stage.scaled }),
      loop: false,
    });
  }

  /**
   * @param {Meta} meta
   * @param {boolean} none whether there is no picture to steer by
   */
  describe(meta, none) {
    this.take.hidden = none;
    this.steering.describe(meta.describe, (action) => this.stage.plane.name(action));
  }

  begin() {
    const { film } = this.stage;
    if (!this.view.drawing.on) this.view.drawing.set(true); // nobody steers blind
    this.on = true;
    this.done = false;
    this.steering.rest();
    this.show();
    // The agent's episode begins first: the viewer's starts where it did.
    film.loop = false;
    film.rewind();
    this.mine.rewind();
    setAttribute(this.stage.root, "data-duel", "on");
    setText(this.stage.readout, this.texts[this.steering.keys.ArrowLeft ? "duel.how" : "duel.how_sliders"]);
    this.stage.picture.root.focus();
    this.view.wake();
  }

  end(giveFocusBack = false) {
    if (!this.on) return;
    const { film } = this.stage;
    this.on = this.done = false;
    this.steering.rest();
    this.show();
    film.loop = true;
    film.rewind();
    this.mine.rewind();
    setAttribute(this.stage.root, "data-duel", "off");
    if (giveFocusBack) this.take.focus();
    this.view.wake();
  }

  /** The controls take the place of what is there without them. */
  show() {
    const { foot, slow } = this.stage;
    this.tools.hidden = this.steering.root.hidden = !this.on;
    foot.hidden = slow.hidden = this.on;
    this.stage.tellChoice();
  }

  /** @param {number} now */
  advance(now) {
    if (!this.on || !this.stage.film.begun) return; // the agent's start is not known yet
    this.mine.advance(now);
    const [mine, its] = [this.mine.now, this.stage.film.now];
    setAttribute(this.stage.root, "data-mine", mine ? mine.return.toFixed(3) : "");
    setAttribute(this.stage.root, "data-its", its ? its.return.toFixed(3) : "");
    if (this.done || !mine?.over || !its?.over) return;
    this.done = true;
    setAttribute(this.stage.root, "data-duel", "over");
    const key = mine.return > its.return ? "duel.won" : "duel.lost";
    setText(
      this.stage.readout,
      fill(this.texts[key], { mine: weight(mine.return), its: weight(its.return) }),
    );
  }

  /**
   * True for a key that is meant for the controls.
   * @param {KeyboardEvent} event
   * @param {boolean} down
   */
  key(event, down) {
    if (!this.on) return false;
    if (event.key === "Escape" && down) {
      this.end(true);
      return true;
    }
    return this.steering.key(event, down);
  }

  /** Two pictures: beside each other where the world is as high as wide, else one below the other. */
  get boxes() {
    const { width, height } = this.stage.picture;
    const beside = this.stage.drawing === "pendulum" ? width > 0.8 * height : width > 1.9 * height;
    const [wide, tall] = beside ? [width / 2, height] : [width, height / 2];
    return [0, 1].map((i) => ({
      left: beside ? i * wide : 0,
      top: (beside ? 0 : i * tall) + CAPTION,
      wide: wide - (beside ? 4 : 0),
      tall: tall - CAPTION,
    }));
  }

  /** @param {CanvasRenderingContext2D} context */
  render(context) {
    const { mine, stage, view } = this;
    const { picture } = stage;
    const { colours } = view;
    const films = [mine.shown, stage.film.shown];
    if (!films[0] && !films[1]) return false;
    context.clearRect(0, 0, picture.width, picture.height);
    const inks = [colours.ink(colours.positive), colours.ink(colours.negative)];
    this.boxes.forEach((box, i) => {
      const shown = films[i];
      const said = { return: shown ? weight(shown.return) : "–" };
      context.font = `600 ${FONT * colours.scale}px ${colours.font}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      const [x, y] = [box.left + box.wide / 2, box.top - CAPTION / 2];
      const text = fill(this.texts[i ? "duel.agent" : "duel.you"], said);
      context.fillStyle = css(colours.text);
      context.fillText(text, x + 9, y, box.wide - 24);
      context.fillStyle = inks[i];
      context.beginPath();
      context.arc(x - context.measureText(text).width / 2 - 5, y - 1, 6, 0, 2 * Math.PI);
      context.fill();
      if (shown) picture.scene(context, box, shown, inks[i]);
    });
    return true;
  }
}
