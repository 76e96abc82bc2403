// All points into a file, and out of one.

/** @import { Hand } from "./hand.js" */
import { el, fill, tool } from "../../../live/web/dom.js";
import { whole } from "../../../live/web/format.js";
import { read, TableError, written } from "./csv.js";

const PIECE = 300; // points of one act
const LARGEST = 2 ** 20; // bytes of a file

export class Files {
  /** @param {Hand} hand */
  constructor(hand) {
    this.hand = hand;
    const t = hand.map.texts;
    this.input = el("input", {
      type: "file",
      accept: ".csv,.txt,text/csv",
      hidden: "",
      "aria-label": t["tip.load-points"],
      on: { change: () => this.chosen() },
    });
    this.buttons = [
      tool(t, "save-points", () => this.save()),
      tool(t, "load-points", () => this.input.click()),
      this.input,
    ];
  }

  save() {
    const { view, map } = this.hand;
    view.ask("probe", "points", {}, (answer, arrays) => {
      if (!answer?.ok || !map.meta) return;
      const text = written(arrays, map.meta.describe.classes);
      const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
      el("a", { href, download: `${map.meta.config.dataset}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    });
  }

  async chosen() {
    const [file] = this.input.files ?? [];
    if (!file) return;
    const text = file.size > LARGEST ? "" : await file.text();
    this.input.value = ""; // the same file may be chosen again
    this.load(file.name.slice(-60), text);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  load(name, text) {
    const { hand } = this;
    const { texts, meta } = hand.map;
    const { rules } = hand;
    if (!rules || !meta) return;
    const { classes, domain } = meta.describe;
    try {
      const points = read(text, { classes, edge: domain[1], most: rules.most }, rules.every);
      hand.strokes.begin();
      for (let at = 0; at < points.length; at += PIECE) {
        hand.send("load", { points: points.slice(at, at + PIECE), last: at + PIECE >= points.length });
      }
      hand.say(fill(texts["draw.loaded"], { count: whole(points.length), file: name }));
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      const why = fill(texts[`csv.${error.key}`], error.values);
      hand.say(fill(texts["draw.refused"], { file: name, why }));
    }
  }
}
