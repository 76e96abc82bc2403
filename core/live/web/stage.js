// The stage: what moves fits one screen. The style sheet gives it the height of the window less what stands above
// it, which is measured here: notes and banners come and go. The line of controls stays on the screen; below the last
// panel, where it would go with them, it floats.

/** @import { View } from "./view.js" */
import { el } from "./dom.js";

const BELOW = 10; // px between the stage and the window's lower edge
const HEAD = 110; // px that the page's header and the line of controls take

export class Stage {
  /**
   * @param {View} view
   * @param {HTMLElement} grid
   * @param {HTMLElement} frame around the grid and the details
   */
  constructor(view, grid, frame) {
    this.frame = frame;
    this.root = view.root;
    this.controls = view.transport.root;
    this.grid = grid;
    this.above = 0;
    this.scroller = view.root.closest("[data-testid=stMain]") ?? document.documentElement;
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this.controls);
    const page = view.root.closest("[data-testid=stMainBlockContainer]");
    if (page) this.sizes.observe(page); // grows with what stands above
    const end = el("i");
    view.root.append(end);
    this.ending = new IntersectionObserver(([{ isIntersecting, boundingClientRect: { top } }]) => {
      this.root.classList.toggle("ls-afloat", !isIntersecting && top < 2 * HEAD);
    }, { rootMargin: `-${HEAD}px 0px 0px 0px` });
    this.ending.observe(end);
    this.measure();
  }

  /** There is something to touch. */
  open() {
    this.frame.inert = false;
  }

  measure() {
    const { left, width } = this.root.getBoundingClientRect();
    const floats = this.root.classList.contains("ls-afloat");
    const place = { left: `${left}px`, width: `${width}px`, height: `${this.controls.offsetHeight}px` };
    for (const [name, value] of Object.entries(place)) {
      this.root.style.setProperty(`--ls-float-${name}`, value);
    }
    const above = Math.ceil(this.grid.getBoundingClientRect().top + this.scroller.scrollTop) + BELOW;
    if (above === this.above || floats || !this.grid.isConnected) return;
    this.above = above;
    this.root.style.setProperty("--ls-above", `${above}px`);
  }

  close() {
    this.sizes.disconnect();
    this.ending.disconnect();
  }
}
