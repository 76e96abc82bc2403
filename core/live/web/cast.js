// "Broadcast": lets others watch this run by a link, and shows that and its QR code. Where the lecturer goes to another
// page, the broadcast comes along. Who may is the server's to say (core/live/broadcast/).

/** @import { Json } from "./types.d.ts" */
/** @import { View } from "./view.js" */
import { button, el, fill, icon, setAttribute, setText, tool, within } from "./dom.js";

const COUNTED = 3000; // ms between two looks at how many watch, while the card is open
const OWN = /^(localhost|127\.|\[::1\])/;
let casting = false; // from this tab, on whichever page

export class Cast {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.url = "";
    this.counting = 0;
    this.address = "";
    const t = view.texts;
    const says = { label: t["action.cast"], tip: t["tip.cast"], className: "ls-cast-button" };
    this.button = button(
      "cast",
      { ...says, content: icon("cast"), "aria-haspopup": "dialog" },
      () => this.open(),
    );
    this.card = el("div", {
      class: "ls-cast",
      popover: "auto",
      role: "dialog",
      "aria-label": t["action.cast"],
    });
    this.card.addEventListener("toggle", (event) => this.toggled(event.newState === "open"));
    view.root.append(this.card);
    this.update();
  }

  /** Streamlit has run its script: perhaps another page, or another run. */
  update() {
    const { view } = this;
    if (!this.button.isConnected) within(view.transport.root, ".ls-timeline").append(this.button);
    if (!this.card.isConnected) view.root.append(this.card);
    if (this.url === view.data.url) return;
    this.url = view.data.url;
    if (casting) this.begin();
  }

  async open() {
    const found = await this.ask("GET");
    if (!found) return;
    if (found.here.this) await this.begin();
    else this.offer(found.needs);
    this.card.showPopover();
    within(this.card, "button, input, p").focus();
  }

  /** @param {boolean} open */
  toggled(open) {
    setAttribute(this.button, "aria-expanded", open);
    clearInterval(this.counting);
    if (open) this.counting = setInterval(() => casting && this.count(), COUNTED);
    else this.button.focus();
  }

  /** @param {"nothing" | "token" | "setting"} needs */
  offer(needs) {
    const t = this.view.texts;
    const said = el("p", { text: t[needs === "setting" ? "cast.setting" : "cast.what"], tabindex: "-1" });
    if (needs === "setting") return this.card.replaceChildren(said);
    const typed = el("input", { type: "password", autocomplete: "off", class: "ls-cast-token" });
    const label = el("label", {}, el("span", { text: t["cast.token"] }), typed);
    label.hidden = needs !== "token";
    const form = el("form", {}, said, label);
    const begin = tool(t, "cast-begin", () => this.begin(typed.value));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.begin(typed.value);
    });
    form.append(begin);
    this.card.replaceChildren(form);
  }

  /** @param {string} [token] */
  async begin(token) {
    const at = window.location.origin + this.view.data.home;
    const found = await this.ask("POST", { at, token });
    casting = found !== null;
    setAttribute(this.button, "aria-pressed", casting);
    if (!found) return;
    const t = this.view.texts;
    this.address = found.address;
    const picture = el("div", {
      class: "ls-cast-picture",
      role: "img",
      "aria-label": fill(t["cast.picture"], { address: this.address }),
    });
    picture.innerHTML = found.picture; // the server's own drawing
    this.watchers = el("p", { class: "ls-quiet", role: "status" });
    const host = window.location.hostname;
    const local = OWN.test(host)
      ? el("p", { class: "ls-quiet", text: fill(t["cast.local"], { host }) })
      : null;
    const link = el("a", { href: this.address, target: "_blank", rel: "noopener", text: this.address });
    const copy = tool(t, "cast-copy", () => navigator.clipboard?.writeText(this.address));
    const end = tool(t, "cast-end", () => this.end());
    this.card.replaceChildren(
      picture,
      el("p", { class: "ls-cast-link" }, link),
      ...(local ? [local] : []),
      this.watchers,
      el("div", { class: "ls-tools" }, copy, end),
    );
    this.say(found.watchers);
    copy.focus();
  }

  async count() {
    const found = await this.ask("GET");
    if (found?.here.this) this.say(found.here.watchers);
  }

  /** @param {number} count */
  say(count) {
    if (this.watchers) setText(this.watchers, fill(this.view.texts["cast.watchers"], { count }));
  }

  async end() {
    await this.ask("DELETE");
    casting = false;
    setAttribute(this.button, "aria-pressed", false);
    this.card.hidePopover();
  }

  /**
   * Of the server; what it refuses is said on the card, or on the page where that is closed.
   * @param {string} method
   * @param {Json} [body]
   * @returns {Promise<Json | null>}
   */
  async ask(method, body) {
    const { url, token } = this.view.data;
    /** @type {Record<string, string>} */
    const headers = token ? { "x-learnscope-viewer": token } : {};
    let text = this.view.texts["cast.unreachable"];
    try {
      const address = url.replace("/learnscope/live/", "/learnscope/cast/");
      const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
      const said = await answer.json();
      if (answer.ok) return said;
      text = said.text;
    } catch (error) {
      console.warn(error);
    }
    this.complain(text);
    return null;
  }

  /** @param {string} text */
  complain(text) {
    if (!this.card.matches(":popover-open")) return this.view.transport.notice(text);
    const said = this.card.querySelector(".ls-cast-problem") ??
      el("p", { class: "ls-cast-problem", role: "alert" });
    setText(said, text);
    this.card.append(said);
  }

  close() {
    clearInterval(this.counting);
    this.card.remove();
  }
}
