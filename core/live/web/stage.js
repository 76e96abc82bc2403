// The stage: what moves fits one screen. The style sheet gives it the height of the window less what stands above
// it, which is measured here: notes and banners come and go.

/** @import { View } from "./view.js" */

const BELOW = 10; // px between the stage and the window's lower edge

export class Stage {
  /**
   * @param {View} view
   * @param {HTMLElement} grid
   */
  constructor(view, grid) {
    this.root = view.root;
    this.grid = grid;
    this.above = 0;
    this.scroller = view.root.closest("[data-testid=stMain]") ?? document.documentElement;
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(view.transport.root);
    const page = view.root.closest("[data-testid=stMainBlockContainer]");
    if (page) this.observer.observe(page); // grows with what stands above
    this.measure();
  }

  measure() {
    const above = Math.ceil(this.grid.getBoundingClientRect().top + this.scroller.scrollTop) + BELOW;
    if (above === this.above || !this.grid.isConnected) return;
    this.above = above;
    this.root.style.setProperty("--ls-above", `${above}px`);
  }

  close() {
    this.observer.disconnect();
  }
}
