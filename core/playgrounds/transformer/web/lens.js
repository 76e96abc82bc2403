// The logit lens: what each layer's stream would already say, token by token, and how long the stream is.

/** @import { Arrays, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Subject } from "./subject.js" */
import { Colours, css, mix } from "../../../live/web/colour.js";
import { el, fill, setText } from "../../../live/web/dom.js";
import { weight } from "../../../live/web/format.js";
import { Written } from "../../../live/web/panels/written.js";
import { numberOf, partOf } from "./parts.js";
import { label, percent } from "./tokens.js";

export class Lens extends Written {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    /** @type {Subject} */ this.subject = view.shared.subject;
    this.table = el("table", { class: "ls-seq-lens" });
    this.read = el("p", { class: "ls-map-read", role: "status", text: this.texts["lens.words"] });
    this.table.addEventListener("pointerover", ({ target }) => this.over(target));
    this.table.addEventListener("click", ({ target }) => this.over(target, true));
    this.root.append(
      el("div", { class: "ls-seq-wide", tabindex: 0, role: "region", "aria-label": spec.title }, this.table),
      this.read,
    );
  }

  options() {
    return { ...this.subject.asked, model: this.subject.attending.kind ?? "transformer" };
  }

  get leading() {
    return "lens.best";
  }

  /** @param {Meta} meta */
  describe(meta) {
    this.subject.describe(meta);
    this.root.hidden = !this.subject.attends;
    super.describe(meta);
  }

  /** @param {number} id */
  name(id) {
    return label(this.meta.describe.symbols[id] ?? "");
  }

  /** @param {Arrays} arrays */
  picture(arrays) {
    const { colours } = this.view;
    const t = this.texts;
    const { "lens.ids": ids, "lens.best": best, "lens.chances": chances } = arrays;
    const [layers, count] = best.shape;
    const { attending } = this.subject;
    const places = [...ids.keys()].filter((i) => best[i] >= 0); // an encoder says nothing
    const shown = Array.from({ length: layers }, (_, up) => layers - 1 - up) // the last layer on top
      .filter((l) => !l || partOf(attending, l - 1) !== "encoder");
    const rows = shown.map((l) => {
      const cells = places.map((i) => {
        const at = l * count + i;
        const colour = mix(colours.background, colours.positive, 0.8 * chances[at]);
        const cell = el("td", { text: this.name(best[at]), "data-at": at });
        cell.style.background = css(colour);
        cell.style.color = Colours.on(colour);
        return cell;
      });
      const name = l
        ? fill(t[`lens.${partOf(attending, l - 1)}`], { layer: numberOf(attending, l - 1) })
        : t["lens.start"];
      return el("tr", {}, el("th", { scope: "row", text: name }), ...cells);
    });
    const read = places.map((i) => el("td", { text: this.name(ids[i]), "data-position": i }));
    rows.push(el("tr", { class: "ls-seq-given" }, el("th", { scope: "row", text: t["lens.read"] }), ...read));
    this.table.replaceChildren(...rows);
  }

  /**
   * @param {EventTarget | null} target
   * @param {boolean} [choose]
   */
  over(target, choose = false) {
    const { arrays } = this;
    if (!(target instanceof HTMLElement) || !arrays) return;
    const at = Number(target.dataset.at ?? NaN);
    if (!Number.isFinite(at)) return;
    const count = arrays["lens.ids"].length;
    const said = {
      token: this.name(arrays["lens.best"][at]),
      share: percent(arrays["lens.chances"][at]),
      after: this.name(arrays["lens.ids"][at % count]),
      norm: weight(arrays["lens.norms"][at]),
    };
    setText(this.read, fill(this.texts["lens.told"], said));
    if (choose) this.subject.set({ position: at % count });
  }
}
