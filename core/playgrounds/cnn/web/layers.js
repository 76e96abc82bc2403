// The network as a table: what comes out of each layer, what it has to learn, what it sees and what it costs.

/** @import { Json, Meta, Spec } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { el, fill, setText } from "../../../live/web/dom.js";
import { brief, whole } from "../../../live/web/format.js";
import { Panel } from "../../../live/web/panel.js";
import { stillIn } from "./heads.js";

const HEADS = ["layer", "shape", "parameters", "field", "products"];

export class Layers extends Panel {
  /**
   * @param {Spec} spec
   * @param {View} view
   */
  constructor(spec, view) {
    super(spec, view);
    this.words = el("p", { class: "ls-map-read" });
    this.measured = el("p", { class: "ls-map-read" });
    this.still = el("p", { class: "ls-map-read" });
    this.body = el("tbody", {});
    const table = el("table", { class: "ls-cnn-table", "aria-label": spec.title }, this.body);
    this.root.append(this.words, el("div", { class: "ls-cnn-wide" }, table), this.still, this.measured);
  }

  /** @param {Meta} meta */
  describe({ describe }) {
    const t = this.texts;
    const head = HEADS.map((one) =>
      el("th", { scope: "col", text: t[`layers.${one}`], "data-tip": t[`tip.layers.${one}`], tabindex: "0" })
    );
    const size = (/** @type {number[]} */ shape) => shape.join(" × ");
    const first = el(
      "tr",
      {},
      el("th", { scope: "row", text: t["layers.image"] }),
      el("td", { text: size(describe.image) }),
      ...["", "1", ""].map((text) => el("td", { text })),
    ); // deno-fmt-ignore
    const rows = describe.layers.map((/** @type {Json} */ one) =>
      el(
        "tr",
        {},
        el(
          "th",
          { scope: "row" },
          el("span", { class: "ls-code", text: one.name }),
          one.frozen ? el("span", { class: "ls-quiet", text: ` ${t["layers.still"]}` }) : null,
        ),
        ...[size(one.shape), whole(one.parameters), String(one.field), brief(one.products)].map((text) =>
          el("td", { text })
        ),
      )
    );
    this.body.replaceChildren(el("tr", {}, ...head), first, ...rows);
    const names = stillIn(describe);
    this.still.hidden = !describe.transfers;
    setText(this.still, fill(t[names ? "layers.frozen" : "layers.tuned"], { names }));
    const { train, validation, test, measured } = describe.sets;
    this.measured.hidden = measured.test === test;
    const some = Object.fromEntries(
      ["train", "validation"].map((name) => [name, whole(measured[name] ?? 0)]),
    );
    setText(
      this.measured,
      fill(t["layers.measured"], { ...some, some: whole(measured.test), test: whole(test) }),
    );
    const said = {
      parameters: whole(describe.parameters),
      products: whole(describe.products),
      train: whole(train),
      validation: whole(validation),
      test: whole(test),
      note: describe.note,
    }; // deno-fmt-ignore
    setText(this.words, fill(t[describe.note ? "layers.words_note" : "layers.words"], said));
  }
}
