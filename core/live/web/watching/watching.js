// The page of who watches somebody else's run: the live view without what steers it. The server refuses that in any
// case; here it is only not offered. What comes is the same for all watchers.

/** @import { Component, Json, Own } from "../types.d.ts" */
import { el, within } from "../dom.js";
import { Silence } from "../silence.js";
import { View } from "../view.js";

const ACK = 1000; // ms between two acknowledgements: of three hundred watchers they add up
const MOVED = 4412;
const SPREAD = 2000; // ms over which a hall's browsers open another page
const DARK = "(prefers-color-scheme: dark)";

/**
 * Mounts into the page that core/live/broadcast/page.py has made.
 * @param {Component["data"] & { copy: string }} data
 * @param {Own} own
 */
export function attend(data, own) {
  const theme = window.matchMedia(DARK);
  const dress = () => (document.documentElement.dataset.theme = theme.matches ? "dark" : "light");
  dress();
  const root = within(document, ".ls-root");
  /** @type {View | null} */ let view = null;
  const refuse = () => view?.transport.notice(data.texts["watch.refused"]);
  const component = /** @type {Component} */ (/** @type {unknown} */ ({
    data,
    parentElement: document.body,
    setTriggerValue: (/** @type {string} */ name) => name === "edit" && refuse(),
    more: () => Promise.reject(new Error("nothing more here")),
  }));
  const shown = new Watched(root, component, own);
  view = shown;
  for (const end of shown.ends.splice(0)) end(); // no keys
  shown.transport.root.prepend(header(data));
  new Silence(shown);
  theme.addEventListener("change", () => {
    dress();
    shown.dress();
    shown.paint();
  });
  follow(shown);
}

/**
 * Whose run it is, and the way to one of one's own.
 * @param {Component["data"] & { copy: string }} data
 */
function header({ texts: t, copy }) {
  const link = el("a", {
    class: "ls-button ls-take-copy",
    href: copy,
    "data-action": "take-copy",
    "data-tip": t["tip.take-copy"],
    text: t["action.take-copy"],
  });
  return el("p", { class: "ls-watched" }, el("span", { text: t["watch.label"] }), link);
}

/**
 * Where the lecturer goes to another page, the page is loaded anew: it is another playground's.
 * @param {View} view
 */
function follow(view) {
  const { connection } = view;
  if (!connection) return;
  const told = connection.told.state;
  connection.told.state = (state, code) => {
    told(state, code);
    if (code === MOVED) setTimeout(() => window.location.reload(), SPREAD * Math.random());
  };
}

class Watched extends View {
  /** @type {Json | null} */ held = null;

  /** @param {Json} message */
  send(message) {
    if (message.type !== "ack") return super.send(message);
    if (!this.held) setTimeout(() => this.acknowledge(), ACK);
    this.held = message;
    return true;
  }

  acknowledge() {
    if (this.held) super.send(this.held);
    this.held = null;
  }
}
