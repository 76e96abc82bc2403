// The sentence below the controls: why a run has ended, what the server has to say, and the way on.

/** @import { Texts } from "./types.d.ts" */
import { button, el } from "./dom.js";

export class Banner {
  /**
   * @param {Texts} texts
   * @param {(action: string) => void} run what its buttons do
   */
  constructor(texts, run) {
    this.texts = texts;
    this.run = run;
    this.root = el("div", { class: "ls-banner", hidden: "" });
  }

  /**
   * No text takes the banner away.
   * @param {string} text
   * @param {string} [kind]
   * @param {string[]} [actions]
   */
  say(text, kind = "", actions = []) {
    this.root.hidden = !text;
    if (!text) return;
    this.root.dataset.kind = kind;
    this.root.setAttribute("role", kind === "finished" || kind === "notice" ? "status" : "alert");
    const t = this.texts;
    const buttons = actions.map((action) =>
      button(action, { tip: t[`tip.${action}`], content: t[`action.${action}`] }, () => this.run(action))
    );
    this.root.replaceChildren(el("span", { text, title: text }), ...buttons);
  }
}
