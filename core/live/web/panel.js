// What a panel is: the one interface between the view and everything that it shows.
//
// The page (page.py) lists panels; the view builds each from the class that its `kind` names, in the
// playground's own web/index.js or among the shared ones (building.js), and calls the methods below. All of
// them do nothing by default. In the order of a panel's life:
//
//   constructor   builds its elements into `root`; `tools` lie on the right of the title
//   adopt         gets the panels that the page lists for it under `of` (tabs do)
//   describe      once per build and after every change of the description, before the first frame
//   paint         after each change of theme, and once at the beginning
//   draw          each frame that has its view's arrays: they are kept or drawn; true where it counts
//   tick          each turn of the animation loop, after all `draw`s; true asks for another turn
//   resize        its place has another size and cannot wait to be observed: paper (media.js)
//   close         the panel goes: observers and timers end
//
// A panel never reaches another by name. What several share is an object that the playground declares:
// `export const shared = (view) => ({ focus: new Shared(null) })` in its index.js is called once for each
// view, before its panels are built, and stands in `view.shared`.
//
// Names fail loudly. A kind that nobody knows, a text key, a view, an array, a metric or a shared object
// that is not declared raises where it is read (guard.js). An array that VIEWS declares and that this frame
// does not have is undefined, as its `only` says.

/** @import { Arrays, Frame, Meta, Options, Spec, Texts } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { el, setText } from "./dom.js";

export class Panel {
  /**
   * @param {Spec} spec what page.py says of it
   * @param {View} view
   */
  constructor(spec, view) {
    this.spec = spec;
    this.view = view;
    /** @type {Texts} */ this.texts = view.texts;
    this.onScreen = true; // set by watch.js
    /** @type {HTMLElement} */ this.heading = el("h2", { class: "ls-title", text: spec.title });
    /** @type {HTMLElement} */ this.tools = el("div", { class: "ls-tools" });
    /** @type {HTMLElement} */ this.head = el("header", { class: "ls-head" }, this.heading, this.tools);
    /** @type {HTMLElement} */ this.root = this.shell();
  }

  /**
   * The panel's outermost element: a titled section with room for tools on the right of the title.
   * @returns {HTMLElement}
   */
  shell() {
    const { name, title } = this.spec;
    const attributes = {
      class: `ls-panel ls-panel-${name}`,
      "data-panel": name,
      "data-stage": this.spec.stage ? "" : null,
      "aria-label": title,
    };
    return el("section", attributes, this.head);
  }

  /**
   * Where the words of "don't draw" lie: a positioned element.
   * @returns {HTMLElement}
   */
  get cover() {
    return this.root;
  }

  /**
   * What lies over the curves while it is open (a neuron's card), or null.
   * @returns {HTMLElement | null}
   */
  get floating() {
    return null;
  }

  /**
   * The view that the server computes for this panel, "curves", or null.
   * @returns {string | null}
   */
  get watched() {
    return this.spec.view;
  }

  /**
   * What is asked of the view: the options that VIEWS declares.
   * @returns {Options}
   */
  options() {
    return {};
  }

  /**
   * Further views that this panel needs, with their options.
   * @returns {Record<string, Options>}
   */
  also() {
    return {};
  }

  /**
   * Which of them are drawn also when they come alone: what rests and is as it was does not come with them.
   * @returns {string[]}
   */
  get loners() {
    return [];
  }

  /**
   * Whether a view of a frame is what this panel draws.
   * @param {string} name
   * @param {Map<string, unknown>} came by the names of all that came
   */
  drawnBy(name, came) {
    return this.watched === name || (this.loners.includes(name) && !came.has(this.watched ?? ""));
  }

  /**
   * @param {Panel[]} _panels those that the page lists for this one under `of`
   * @returns {void}
   */
  adopt(_panels) {}

  /**
   * @param {Meta} _meta
   * @param {Arrays} _statics the arrays of STATIC
   * @returns {void}
   */
  describe(_meta, _statics) {}

  /**
   * @param {Arrays} _arrays
   * @param {Frame} _frame
   * @returns {boolean} whether there was something to draw: the main picture's count as frames
   */
  draw(_arrays, _frame) {
    return false;
  }

  /**
   * @param {number} _now ms
   * @returns {boolean} whether another turn is wanted without a new frame
   */
  tick(_now) {
    return false;
  }

  /** @returns {void} */
  paint() {}

  /** @returns {void} */
  resize() {}

  /**
   * Brings the panel forward where it shares its place with others: their tabs say how.
   * @returns {void}
   */
  front() {}

  /** @returns {void} */
  close() {}

  /** @param {string} title */
  entitle(title) {
    setText(this.heading, title);
  }
}

/** @template T */
export class Shared {
  /** @param {T} value */
  constructor(value) {
    this.value = value;
    /** @type {((value: T) => void)[]} */ this.listeners = [];
  }

  /** @param {T} value */
  set(value) {
    this.value = value;
    for (const listener of this.listeners) listener(value);
  }

  /** @param {(value: T) => void} listener called at every `set` */
  watch(listener) {
    this.listeners.push(listener);
  }
}
