// One tooltip for the whole view: shown for any element with data-tip that is pointed at or has the
// keyboard's focus, and by the link canvas at the pointer. Native titles show for neither of these.

import { el, setText } from "./dom.js";

const DELAY = 250; // ms of rest before a tip shows, so that passing over buttons is quiet

export class Tooltip {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.node = el("div", { class: "ls-tooltip", role: "tooltip", hidden: "" });
    /** @type {unknown} */ this.owner = null; // whose tip is shown
    root.append(this.node);
    this.root = root;
    this.timer = 0;
    /** @type {HTMLElement | null} */ this.waiting = null; // pointed at, its tip not yet shown
    root.addEventListener("pointerover", (event) => {
      const target = tipped(event.target);
      if (target === this.waiting && target) return;
      clearTimeout(this.timer);
      this.waiting = target;
      if (this.owner instanceof Element) this.hide();
      if (target) this.timer = setTimeout(() => this.over(target), DELAY);
    });
    // What has been pressed needs no explanation: the tip would cover what happens next.
    root.addEventListener("pointerdown", () => {
      clearTimeout(this.timer);
      this.hide();
    });
    root.addEventListener("pointerleave", () => {
      clearTimeout(this.timer);
      this.waiting = null;
      this.hide();
    });
    root.addEventListener("focusin", (event) => {
      const target = tipped(event.target);
      if (target === event.target && target?.matches(":focus-visible")) this.over(target);
    });
    root.addEventListener("focusout", () => this.hide());
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  /** @param {HTMLElement} target */
  over(target) {
    if (!target.isConnected) return;
    this.owner = target;
    const box = target.getBoundingClientRect();
    this.show(target.dataset.tip ?? "", box.left + box.width / 2, box.bottom + 8, box.top - 8);
  }

  /**
   * A tip that belongs to a point, not to an element: `owner` is any token.
   * @param {unknown} owner
   * @param {string} text
   * @param {number} x
   * @param {number} y
   */
  at(owner, text, x, y) {
    this.owner = owner;
    this.show(text, x, y + 18, y - 12);
  }

  /**
   * A change of the text under a resting pointer.
   * @param {unknown} owner
   * @param {string} text
   */
  refresh(owner, text) {
    if (this.owner === owner) setText(this.node, text);
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} below
   * @param {number} above
   */
  show(text, x, below, above) {
    setText(this.node, text);
    this.node.hidden = false;
    const { width, height } = this.node.getBoundingClientRect();
    const left = Math.min(Math.max(8, x - width / 2), window.innerWidth - width - 8);
    const top = below + height > window.innerHeight - 4 ? above - height : below;
    this.node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  hide(owner = this.owner) {
    if (owner !== this.owner) return;
    this.owner = null;
    this.node.hidden = true;
  }
}

/**
 * The element that has the tip for what is pointed at.
 * @param {EventTarget | null} target
 */
function tipped(target) {
  const found = target instanceof Element ? target.closest("[data-tip]") : null;
  return found instanceof HTMLElement ? found : null;
}
