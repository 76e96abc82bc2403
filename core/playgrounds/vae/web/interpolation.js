// From one test image to another through the latent space, in even steps: along the straight line, or along
// the arc on which the prior's mass lies. The way can be saved as a moving picture.

import { Panel } from "../../../live/web/panel.js";
import { button, cells, el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";
import { Gallery } from "./gallery.js";
import { plane } from "./plane.js";

const FRAMES = 24;
const SIDE = 224; // px that the film's images get at least, in whole pixels of theirs

export class Interpolation extends Panel {
  constructor(spec, view) {
    super(spec, view);
    this.path = "linear";
    this.turn = 0;
    const t = this.texts;
    this.plane = plane(view);
    this.badges = [t["interpolation.badge0"], t["interpolation.badge1"]];
    const paths = ["linear", "spherical"].map((value) => el("option", { value, text: t[`path.${value}`] }));
    const change = () => this.choosePath();
    this.paths = el("select", {
      class: "ls-select ls-small",
      "data-action": "path",
      "aria-label": t["interpolation.path"],
      "data-tip": t["tip.path"],
      on: { change },
    }, ...paths);
    this.save = button("save-gif", {
      tip: t["tip.save-gif"],
      content: [t["action.save-gif"]],
      className: "ls-small",
    }, () => this.film());
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
      class: "ls-tools ls-ends",
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

  choosePath() {
    this.path = this.paths.value;
    this.view.watch.changed();
  }

  /** Which of both ends the next click on an image sets. */
  next(end) {
    this.turn = end;
    this.ends.forEach((node, i) => setAttribute(node, "aria-pressed", i === end));
  }

  choose(index) {
    const ends = [...this.plane.ends];
    ends[this.turn] = index;
    this.plane.set({ ends });
    this.gallery.refresh();
    this.next(1 - this.turn);
  }

  draw({ interpolation }) {
    if (this.root.hidden || !interpolation) return false;
    mosaic(this.canvas, interpolation);
    setAttribute(this.canvas, "data-drawn", true);
    return true;
  }

  /** The server makes the film; the browser hands it over as a file. */
  film() {
    if (this.save.getAttribute("aria-disabled") === "true") return;
    const t = this.texts;
    const scale = Math.max(1, Math.ceil(SIDE / this.image[0]));
    setAttribute(this.save, "aria-disabled", true);
    setText(this.said, t["film.making"]);
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
        const address = URL.createObjectURL(new Blob([arrays.gif], { type: "image/gif" }));
        const link = el("a", { href: address, download: name });
        link.click();
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
        return done(fill(t["film.saved"], { name, frames }));
      },
    );
  }
}
