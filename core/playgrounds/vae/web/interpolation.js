// From one test image to another through the latent space, in even steps: along the straight line, or along
// the arc on which the prior's mass lies. The way can be saved as a moving picture.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Plane } from "./plane.js" */
import { Panel } from "../../../live/web/panel.js";
import { cells, el, fill, setAttribute, setText, tool } from "../../../live/web/dom.js";
import { select } from "../../../live/web/widgets/controls.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { Gallery } from "./gallery.js";

const FRAMES = 24;
const SIDE = 224; // px that the film's images get at least, in whole pixels of theirs

export class Interpolation extends Panel {
  /** @type {number[]} */ image = [];
  /** @type {number} */ turn = 0;

  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.path = "linear";
    const t = this.texts;
    /** @type {Plane} */ this.plane = view.shared.plane;
    this.badges = [t["interpolation.badge0"], t["interpolation.badge1"]];
    view.shared.way.badges = this.badges;
    const paths = ["linear", "spherical"].map((
      value,
    ) => /** @type {[string, string]} */ ([value, t[`path.${value}`]]));
    const says = { label: t["interpolation.path"], tip: t["tip.path"] };
    this.paths = select("path", says, paths, (value) => this.choosePath(value));
    this.save = tool(t, "save-gif", () => this.film());
    this.tools.append(this.paths, this.save);
    this.canvas = el("canvas", {
      class: "ls-mosaic ls-interpolation",
      role: "img",
      "aria-label": t["interpolation.label"],
    });
    this.said = el("p", { class: "ls-quiet ls-saved", role: "status" });
    this.ends = [0, 1].map((end) =>
      el("button", {
        type: "button",
        class: "ls-button ls-small",
        "data-end": end,
        on: { click: () => this.next(end) },
      }, t[`interpolation.end${end}`])
    );
    this.gallery = new Gallery(t, t["interpolation.gallery"], {
      choose: (index) => this.choose(index),
      badges: () => Object.fromEntries(this.plane.ends.map((end, i) => [end, this.badges[i]])),
    });
    const which = el("div", {
      class: "ls-tools",
      role: "group",
      "aria-label": t["interpolation.which"],
    }, ...this.ends);
    const head = el(
      "div",
      { class: "ls-latent-row" },
      el("span", { class: "ls-quiet", text: t["interpolation.hint"] }),
      which,
    );
    this.root.append(
      cells(this.canvas, 9),
      head,
      el("div", { class: "ls-scroll" }, this.gallery.root),
      this.said,
    );
    this.next(0);
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  describe(meta, statics) {
    this.plane.describe(meta, statics);
    const { choose = 0, image } = meta.describe;
    this.root.hidden = choose < 2;
    if (this.root.hidden) return;
    this.image = image;
    this.canvas.style.aspectRatio = `${9 * image[1]} / ${image[0]}`;
    this.gallery.describe(meta, statics);
    this.gallery.refresh();
  }

  options() {
    return { ends: this.plane.ends, path: this.path };
  }

  /** @param {string} path */
  choosePath(path) {
    this.path = path;
    this.view.shared.way.straight = path === "linear";
    this.view.watch.changed();
  }

  /**
   * Which of both ends the next click on an image sets.
   * @param {number} end
   */
  next(end) {
    this.turn = end;
    this.ends.forEach((node, i) => setAttribute(node, "aria-pressed", i === end));
  }

  /** @param {number} index */
  choose(index) {
    const ends = [...this.plane.ends];
    ends[this.turn] = index;
    this.plane.set({ ends });
    this.gallery.refresh();
    this.next(1 - this.turn);
  }

  /** @param {Arrays} arrays */
  draw({ interpolation }) {
    if (this.root.hidden || !interpolation) return false;
    mosaic(this.canvas, interpolation);
    setAttribute(this.canvas, "data-drawn", true);
    return true;
  }

  tick() {
    this.view.shared.way.shown = this.onScreen;
    return false;
  }

  /** The server makes the film; the browser hands it over as a file. */
  film() {
    if (this.save.getAttribute("aria-disabled") === "true") return;
    const t = this.texts;
    const scale = Math.max(1, Math.ceil(SIDE / this.image[0]));
    setAttribute(this.save, "aria-disabled", true);
    setText(this.said, t["film.making"]);
    /** @param {string} text */
    const done = (text) => {
      setAttribute(this.save, "aria-disabled", false);
      setText(this.said, text);
    };
    this.view.ask(
      "probe",
      "film",
      { ends: this.plane.ends, path: this.path, frames: FRAMES, scale },
      (header, arrays) => {
        if (!header?.ok) return done(header?.text ?? t["film.lost"]);
        const { name = "learnscope.gif", frames = FRAMES } = header.value;
        const address = URL.createObjectURL(
          new Blob([/** @type {any} */ (arrays.gif)], { type: "image/gif" }),
        );
        const link = el("a", { href: address, download: name });
        link.click();
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
        return done(fill(t["film.saved"], { name, frames }));
      },
    );
  }
}
