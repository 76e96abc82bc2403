// "Compare": the button that brings runs beside this one, and takes them away. What shows them is fetched the first
// time that there are any (arena/).

/** @import { View } from "./view.js" */
import { button, el, icon, setAttribute, within } from "./dom.js";

const ARENA = "live/web/arena/arena.js";

export class Compare {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {{ update: () => void, close: () => void } | null} */ this.arena = null;
    this.loading = this.closed = false;
    const t = view.texts;
    const content = [icon("compare"), el("span", { text: t["action.compare"] })];
    const says = {
      label: t["action.compare"],
      tip: t["tip.compare"],
      className: "ls-compare-button",
      content,
    };
    this.button = button("compare", says, () => this.turn());
    this.update();
  }

  turn() {
    this.view.edit({ compare: this.view.data.compare ? { end: true } : { begin: true } });
  }

  /** Streamlit has run its script. */
  update() {
    const { compare } = this.view.data;
    setAttribute(this.button, "aria-pressed", Boolean(compare));
    if (!this.button.isConnected) within(this.view.transport.root, ".ls-timeline").append(this.button);
    if (compare) this.show();
    else {
      this.arena?.close();
      this.arena = null;
    }
  }

  async show() {
    if (this.arena) return this.arena.update();
    if (this.loading) return;
    this.loading = true;
    try {
      const { module, style } = await this.view.component.more("arena", ARENA);
      if (this.view.data.compare && !this.closed) this.arena = new module.Arena(this.view, style);
    } catch (error) {
      console.error(error);
      this.view.transport.notice(this.view.texts["compare.unreachable"]);
    }
    this.loading = false;
  }

  close() {
    this.closed = true;
    this.arena?.close();
  }
}
