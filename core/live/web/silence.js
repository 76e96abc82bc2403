// A server that is not heard: for how long stands on a badge, rates are not shown as if they were live, and a
// click is refused, here and on Streamlit's own controls, instead of being done when nobody expects it any
// more. The server says something every second, whatever its run does (PROTOCOL.md, `beat`). And notices that
// stay: what a server that came back has lost, or brought back.

/** @import { View } from "./view.js" */
import { el, fill, setAttribute, setText } from "./dom.js";
import { Banner } from "./readouts.js";

const TICK = 500; // ms
const SILENT = 3000; // ms without a word
const RENEWED = 10000; // ms after which another connection is tried, and again
// Streamlit's controls: what is pressed there travels on a socket of its own, over the same network.
const AREAS =
  "[data-testid=stSidebarUserContent], .st-key-head, .st-key-menu, [data-testid=stTopNav], [role=listbox]";
const PRESSED =
  "button, a, label, [role=combobox], [role=option], [role=slider], [type=radio], [type=checkbox]";
const SLIDER = "[role=slider], [data-testid=stSlider]";
const CHANGING = ["Enter", "ArrowUp", "ArrowDown", "PageUp", "PageDown"]; // in any control
const SLIDING = ["ArrowLeft", "ArrowRight", "Home", "End"]; // in a text they only move the cursor
const ACTS = ["click", "pointerdown", "beforeinput", "keydown"];

/**
 * Whether `event` would have Streamlit told of something: what only opens a part of the page does not, nor does a Tab.
 * @param {Event} event
 * @param {Element} target
 */
export function changes(event, target) {
  if (!target.closest(AREAS)) return false;
  if (event.type === "click") return target.closest(PRESSED) !== null;
  if (event.type === "pointerdown") return target.closest(SLIDER) !== null;
  if (event.type === "beforeinput") return true;
  const { key } = /** @type {KeyboardEvent} */ (event);
  return CHANGING.includes(key) || (SLIDING.includes(key) && target.closest(SLIDER) !== null);
}

export class Silence {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.ticked = this.renewed = performance.now();
    this.url = view.data.url;
    this.lasting = "";
    this.trained = false; // whether the run has done any step
    // Read aloud once, and not every second anew.
    this.aloud = el("span", { class: "ls-hidden-title" });
    this.seconds = el("span", { "aria-hidden": "true" });
    const parts = [this.aloud, this.seconds];
    this.badge = el("span", { class: "ls-badge ls-silence", role: "status", hidden: "" }, ...parts);
    this.notice = new Banner(view.texts, () => this.notice.say(""));
    this.notice.root.classList.add("ls-anew");
    this.timer = setInterval(() => this.tick(performance.now()), TICK);
    this.refuse = (/** @type {Event} */ event) => this.pressed(event);
    for (const act of ACTS) document.addEventListener(act, this.refuse, true);
  }

  /** @param {number} now */
  tick(now) {
    const { view } = this;
    const { connection, transport } = view;
    if (!connection) return;
    // A page that slept itself does not know who was silent.
    if (now - this.ticked > 3 * TICK) connection.heard = Math.max(connection.heard, now - TICK);
    this.ticked = now;
    if (!transport.root.contains(this.badge)) {
      transport.badge.before(this.badge);
      transport.root.append(this.notice.root);
    }
    const silent = now - connection.heard;
    // On a fresh connection the beat begins with the first frame, which a long step may delay.
    const fresh = transport.root.dataset.connection === "open" && !connection.beat && !connection.shown;
    const mute = silent > SILENT && !transport.trouble && !fresh;
    if (connection.mute !== mute) this.turn(mute);
    if (mute) this.count(silent, now);
    this.compare();
  }

  /** @param {boolean} mute */
  turn(mute) {
    const { view } = this;
    if (view.connection) view.connection.mute = mute;
    this.badge.hidden = !mute;
    setText(this.aloud, mute ? view.texts["connection.unheard"] : "");
    setAttribute(view.root, "data-silent", mute);
    view.transport.readOuts.live(!mute);
  }

  /**
   * @param {number} silent ms
   * @param {number} now
   */
  count(silent, now) {
    const { texts, connection, frame } = this.view;
    if (frame) frame.rate = 0; // what the newest frame said is over
    setText(this.seconds, fill(texts["connection.silent"], { seconds: Math.floor(silent / 1000) }));
    if (silent < RENEWED || now - this.renewed < RENEWED) return;
    this.renewed = now;
    connection?.socket?.renew();
  }

  /** What the server has said, or that Streamlit has had to provide another run for one that had learned something. */
  compare() {
    const { view } = this;
    if (this.lasting !== view.transport.lasting) {
      this.lasting = view.transport.lasting;
      this.notice.say(this.lasting, "notice", ["dismiss"]);
    }
    if (this.url !== view.data.url) {
      this.url = view.data.url;
      if (this.trained) this.notice.say(view.texts["connection.anew"], "notice", ["dismiss"]);
      this.trained = false;
    } else if (view.described) this.trained = (view.frame?.step ?? 0) > 0;
  }

  /** @param {Event} event */
  pressed(event) {
    const { target } = event;
    if (!this.view.connection?.mute || !(target instanceof Element)) return;
    if (!changes(event, target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.view.transport.notice(this.view.texts["connection.refused"]);
  }

  close() {
    clearInterval(this.timer);
    for (const act of ACTS) document.removeEventListener(act, this.refuse, true);
  }
}
