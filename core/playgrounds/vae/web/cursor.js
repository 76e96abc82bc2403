// The cursor in the latent plane: it follows the pointer, a click pins it where it is, the arrow keys move it.
// Every stage that shows the plane has one; all of them stand at the same place. The lens beside it shows the
// image that the decoder makes of that place.

/** @import { Arrays, Json, Square, Wire } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Plane } from "./plane.js" */
import { el, setAttribute } from "../../../live/web/dom.js";
import { mosaic } from "../../../live/web/widgets/mosaic.js";

const STEP = 0.02; // of the square's side per key press; five times that with Shift
/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Cursor {
  /** @type {Square & { tall?: number } | null} */ frame = null;

  /**
   * `toPlane([u, v])` takes shares of the side (from the left, from below) to the plane, `toShare` back.
   * @param {HTMLElement} stage
   * @param {Plane} plane
   * @param {{ label: string, toPlane: (at: number[]) => number[], toShare: (place: number[]) => number[] }} given
   */
  constructor(stage, plane, { label, toPlane, toShare }) {
    this.stage = stage;
    this.plane = plane;
    this.toPlane = toPlane;
    this.toShare = toShare;
    this.node = el("i", { class: "ls-cursor", hidden: "" });
    stage.append(this.node);
    stage.tabIndex = 0;
    stage.setAttribute("role", "application");
    stage.setAttribute("aria-label", label);
    stage.dataset.lsKeys = "arrows"; // tells keyboard.js to leave the arrows to us
    stage.addEventListener("pointermove", (event) => {
      const dragging = stage.hasPointerCapture(event.pointerId);
      if (dragging || (!plane.pinned && event.pointerType === "mouse")) this.point(event, dragging);
    });
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || isControl(event.target)) return;
      if (!this.point(event)) return;
      stage.setPointerCapture(event.pointerId);
      plane.set({ pinned: true });
    });
    stage.addEventListener("keydown", (event) => this.key(event));
  }

  /**
   * Moves to where the pointer is; false outside the square, where a drag stops at its edge.
   * @param {PointerEvent} event
   */
  point(event, clamp = false) {
    if (!this.frame) return false;
    const { left, top, side, tall = side } = this.frame;
    const box = this.stage.getBoundingClientRect();
    const at = [(event.clientX - box.left - left) / side, 1 - (event.clientY - box.top - top) / tall];
    if (!clamp && at.some((share) => share < 0 || share > 1)) return false;
    this.go(at);
    return true;
  }

  /** @param {number[]} at */
  go(at) {
    const place = this.toPlane(at.map((share) => Math.min(1, Math.max(0, share))));
    this.plane.set({ place: place.map((value) => Math.round(1000 * value) / 1000) });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.stage) return;
    if (event.key === "Escape" && this.plane.pinned) this.plane.set({ pinned: false });
    else if (event.key in ARROWS) {
      const far = event.shiftKey ? 5 * STEP : STEP;
      const at = this.toShare(this.plane.place);
      this.plane.pinned = true;
      this.go(at.map((share, i) => share + far * ARROWS[event.key][i]));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * Where the square is in the stage, in px.
   * @param {Square & { tall?: number }} frame
   */
  put(frame) {
    this.frame = frame;
    this.show();
  }

  /** Puts the mark at the cursor's place; returns that place in px of the stage. */
  show() {
    if (!this.frame) return null;
    const { left, top, side, tall = side } = this.frame;
    const [u, v] = this.toShare(this.plane.place);
    const [x, y] = [left + u * side, top + (1 - v) * tall];
    this.node.hidden = false;
    this.node.style.transform = `translate(${x}px, ${y}px)`;
    setAttribute(this.node, "data-pinned", Boolean(this.plane.pinned));
    return [x, y];
  }
}

/** @param {EventTarget | null} target */
const isControl = (target) => target instanceof Element && target.closest("button, select") !== null;

const NEAR = 14; // px from the cursor to the lens

export class Lens {
  /**
   * @param {View} view
   * @param {Plane} plane
   */
  constructor(view, plane) {
    this.plane = plane;
    const label = view.texts["latent.lens"];
    this.root = el("canvas", { class: "ls-lens", role: "img", "aria-label": label, hidden: "" });
    this.decoder = new Decoder(view, (asked, _, arrays) => this.show(asked, arrays.image));
    /** @type {number[]} */ this.at = [0, 0]; // where the cursor is on the stage
    /** @type {Square | null} */ this.frame = null;
  }

  /**
   * Asks for the image at the cursor.
   * @param {number[]} at
   * @param {Square} frame
   */
  look(at, frame) {
    this.at = at;
    this.frame = frame;
    this.put();
    const { place, axes, label } = this.plane;
    this.decoder.want({ place, axes, ...(label === null ? {} : { label }) });
  }

  /**
   * @param {Json} asked
   * @param {Wire | undefined} image
   */
  show({ place }, image) {
    if (!image) return;
    mosaic(this.root, image);
    this.root.hidden = false;
    setAttribute(this.root, "data-place", place.join(","));
    this.put();
  }

  /** Above the cursor, or below it where there is no room, and never beyond the square. */
  put() {
    if (!this.frame) return;
    const { offsetWidth: w = 80, offsetHeight: h = 80 } = this.root;
    const { left, top, side } = this.frame;
    const [x, y] = this.at;
    const across = Math.min(x + NEAR, left + side - w);
    const above = y - NEAR - h >= top ? y - NEAR - h : y + NEAR;
    this.root.style.transform = `translate(${Math.round(across)}px, ${Math.round(above)}px)`;
  }
}

/** One question at a time, the newest first: a slow network sees fewer answers, never old ones. While
 * training runs the last question is asked again now and then, since its answer has changed. */
export class Decoder {
  /** @type {Json | null} */ wanted = null;
  /** @type {Json | null} */ last = null;

  /**
   * `done(args, value, arrays)` gets every answer that came.
   * @param {View} view
   * @param {(args: Json, value: Json, arrays: Arrays) => void} done
   */
  constructor(view, done) {
    this.view = view;
    this.done = done;
    this.waiting = false;
    this.asked = 0;
    this.step = -1;
  }

  /** @param {Json} args */
  want(args) {
    this.wanted = args;
    this.pump();
  }

  pump() {
    if (this.waiting || !this.wanted) return;
    const args = this.wanted;
    this.wanted = null;
    this.last = args;
    this.waiting = true;
    this.asked = performance.now();
    this.step = this.view.frame?.step ?? -1;
    this.view.ask("probe", "decode", args, (header, arrays) => {
      this.waiting = false;
      if (header?.ok) this.done(args, header.value, arrays);
      else if (header) this.view.transport.notice(header.text);
      this.pump();
    });
  }

  /**
   * Called in the animation loop.
   * @param {number} now
   * @param {number} every
   */
  refresh(now, every) {
    const { frame } = this.view;
    if (!this.last || this.waiting || !frame || frame.step === this.step || now - this.asked < every) return;
    this.want(this.last);
  }
}
