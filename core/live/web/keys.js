// What the keys do, behind a button: shown where there are keys (transport.css), and closed by Escape, by the
// button, or by a click beside it.

/** @import { Texts } from "./types.d.ts" */
import { button, el, within } from "./dom.js";

export class Keys {
  /** @param {Texts} texts */
  constructor(texts) {
    const lines = ["play", "step", "epoch", "reset", "present"].map((action) =>
      el(
        "span",
        { "data-key": action },
        el("kbd", { text: texts[`key.${action}`] }),
        ` ${texts[`legend.${action}`]}`,
      )
    );
    this.legend = el("p", { class: "ls-legend", id: "ls-legend", popover: "auto" }, ...lines);
    const says = {
      label: texts["action.keys"],
      tip: texts["action.keys"],
      content: "?",
      className: "ls-help",
    };
    this.button = button("keys", { ...says, popovertarget: this.legend.id }, () => {});
    this.legend.addEventListener("beforetoggle", () => this.place());
  }

  /** Below its button: what is on top of everything stands relative to the window. */
  place() {
    const { right, bottom } = this.button.getBoundingClientRect();
    this.legend.style.top = `${bottom + 6}px`;
    this.legend.style.right = `${document.documentElement.clientWidth - right}px`;
  }

  /** @param {boolean} known whether there are epochs */
  epochs(known) {
    within(this.legend, "[data-key=epoch]").hidden = !known;
  }
}
