// The presentation, for a hall: the stage alone, as large as the window, in type that the last row can read. A
// button and the key F turn it on and off, Escape leaves it. In it any panel can be made the only one, and put back:
// by a double click or Enter on its title or its tab. The style sheet does the rest (present.css); the page's address
// keeps it, so Streamlit is told.

/** @import { View } from "./view.js" */
import { button, icon, setAttribute, within } from "./dom.js";
import { keeps, letter } from "./keyboard.js";

const PAGE = document.documentElement;
const CONTROLS = "button, select, input, a, label";
const OPEN = ".ls-open, :popover-open, .ls-card:not([hidden])"; // Escape closes it first

export class Presentation {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {boolean | null} */ this.asked = null; // of Streamlit, which has not yet answered
    this.known = view.data.present;
    this.size = 0; // px of the type that was drawn with
    const { texts } = view;
    const says = {
      label: texts["action.present"],
      tip: texts["tip.present"],
      className: "ls-present-button",
    };
    this.button = button(
      "present",
      { ...says, content: icon("present"), "aria-keyshortcuts": "F" },
      () => this.turn(!this.on),
    );
    this.closing = false; // what Escape was pressed for has closed by the time it comes up to the document
    this.escape = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape" && this.on && !this.closing && !event.defaultPrevented) this.turn(false);
    };
    /** @type {[EventTarget, string, (event: any) => void][]} */
    this.listeners = [
      [document, "keydown", (event) => this.key(event)],
      [view.root, "keydown", (event) => event.key === "Enter" && this.choose(event, true)],
      [view.root, "dblclick", (event) => this.choose(event, false)],
      [window, "resize", () => this.redraw()],
    ];
    for (const [where, type, on] of this.listeners) where.addEventListener(type, on, { capture: true });
    document.addEventListener("keydown", this.escape);
    this.show(this.known);
    this.update();
  }

  get on() {
    return PAGE.classList.contains("ls-present");
  }

  /** Streamlit has run its script: what it knows, unless it does not yet know what was asked of it. */
  update() {
    const { present } = this.view.data;
    const news = present !== this.known;
    this.known = present;
    if (present === this.asked) this.asked = null;
    else if (news && this.asked === null) this.show(present);
    if (!this.button.isConnected) {
      within(this.view.transport.root, ".ls-row").append(this.button);
      this.titles();
      this.alone(null); // its elements are others now
    }
  }

  /** @param {boolean} on */
  turn(on) {
    this.asked = on;
    this.show(on);
    this.view.edit({ present: on });
  }

  /** @param {boolean} on */
  show(on) {
    PAGE.classList.toggle("ls-present", on);
    setAttribute(this.button, "aria-pressed", on);
    if (!on) this.alone(null);
    this.titles();
    this.view.stage.scroller.scrollTo(0, 0);
    this.redraw();
  }

  /** What is drawn has type of its own: it is drawn anew where that has another size. */
  redraw() {
    const { view } = this;
    const size = parseFloat(getComputedStyle(view.root).getPropertyValue("--ls-small"));
    if (size === this.size) return;
    this.size = size;
    view.dress();
    view.paint();
  }

  titles() {
    for (const title of this.view.root.querySelectorAll(".ls-grid .ls-title")) {
      if (this.on) title.setAttribute("tabindex", "0");
      else title.removeAttribute("tabindex");
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape") this.closing = document.querySelector(OPEN) !== null;
    else if (letter(event) === "f" && !event.shiftKey && !event.repeat && !keeps(target, "present", false)) {
      event.preventDefault();
      event.stopPropagation();
      this.turn(!this.on);
    }
  }

  /**
   * A double click or Enter: on a title, or on the tab that is chosen.
   * @param {Event & { target: Element }} event
   * @param {boolean} byKey
   */
  choose(event, byKey) {
    if (!this.on) return;
    const { target } = event;
    const tab = target.closest(".ls-tab[aria-selected='true']")?.getAttribute("data-tab");
    const head = target.closest(byKey ? ".ls-title" : ".ls-head");
    if (!tab && (!head || target.closest(CONTROLS))) return;
    const panel = tab
      ? within(this.view.root, `[data-panel="${tab}"]`)
      : /** @type {HTMLElement} */ (head?.closest("[data-panel]"));
    event.preventDefault();
    this.alone(panel.classList.contains("ls-alone") ? null : panel);
  }

  /** @param {HTMLElement | null} panel that is seen alone, or null for all */
  alone(panel) {
    const { root } = this.view;
    for (const one of root.querySelectorAll(".ls-alone")) one.classList.remove("ls-alone");
    panel?.classList.add("ls-alone");
    root.classList.toggle("ls-only", panel !== null);
  }

  close() {
    for (const [where, type, on] of this.listeners) where.removeEventListener(type, on, { capture: true });
    document.removeEventListener("keydown", this.escape);
    PAGE.classList.remove("ls-present");
  }
}
