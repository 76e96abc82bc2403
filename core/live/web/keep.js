// The present run under a name in the library, and a link to the moment that is shown: a small form behind a button.

/** @import { View } from "./view.js" */
import { button, contextOf, el, fill, icon, setText } from "./dom.js";
import { whole } from "./format.js";
import { Tabs } from "./panels/tabs.js";
import { said } from "./save.js";

let made = 0; // forms on this page, whose parts find each other by their names
const LONGEST = 80; // letters of a name, as the server has it
const WIDE = 320, TALL = 200; // pixels of the picture: twice what is shown of them
const ONCE = new Set(["play", "at", "tabs"]); // what a link to a moment has instead

/**
 * The address of the page with the moment and the tabs in it.
 * @param {{ href: string, search: string, hash: string }} location
 * @param {number} step
 * @param {string[]} tabs
 */
export function linkTo({ href, search, hash }, step, tabs) {
  const parts = search.slice(1).split("&").filter((part) => part && !ONCE.has(part.split("=")[0]));
  if (step) parts.push(`at=${step}`);
  if (tabs.length) parts.push(`tabs=${tabs.join(",")}`);
  const page = href.slice(0, href.length - search.length - hash.length).replace(/[?#]$/, "");
  return parts.length ? `${page}?${parts.join("&")}` : page;
}

/**
 * The panels that have been brought forward.
 * @param {View} view
 */
function opened(view) {
  return [...view.panels.values()].flatMap((panel) => {
    if (!(panel instanceof Tabs) || !panel.chosen) return [];
    const first = [...panel.tabs.keys()].find((one) => !one.root.hidden);
    return panel.chosen === first ? [] : [panel.chosen.spec.name];
  });
}

/**
 * A small picture of the first panel that has one, as an address that holds it; null where there is none.
 * @param {View} view
 */
export function portrait(view) {
  for (const panel of [view.main, ...view.panels.values()]) {
    const canvases = [...panel?.root.querySelectorAll("canvas") ?? []].filter((one) =>
      one.width > 1 && one.getClientRects().length
    );
    if (canvases.length) return drawn(view, canvases);
  }
  return null;
}

/**
 * @param {View} view
 * @param {HTMLCanvasElement[]} canvases drawn as they lie beside each other
 */
function drawn(view, canvases) {
  const places = canvases.map((one) => one.getBoundingClientRect());
  const left = Math.min(...places.map((one) => one.left)), top = Math.min(...places.map((one) => one.top));
  const wide = Math.max(...places.map((one) => one.right)) - left;
  const tall = Math.max(...places.map((one) => one.bottom)) - top;
  const scale = Math.min(WIDE / wide, TALL / tall);
  const paper = el("canvas", { width: WIDE, height: TALL });
  try {
    const context = contextOf(paper);
    context.fillStyle = getComputedStyle(view.root).getPropertyValue("--ls-back");
    context.fillRect(0, 0, WIDE, TALL);
    context.translate((WIDE - wide * scale) / 2, (TALL - tall * scale) / 2);
    canvases.forEach((one, at) => {
      const { x, y, width, height } = places[at];
      context.drawImage(one, (x - left) * scale, (y - top) * scale, width * scale, height * scale);
    });
    return paper.toDataURL("image/webp", 0.85);
  } catch (error) {
    console.warn(error); // the run is kept without
    return null;
  }
}

export class Keep {
  /** @param {View} view */
  constructor(view) {
    const id = `ls-keep-${made += 1}`;
    this.view = view;
    this.suggested = ""; // which has not been changed
    const t = this.texts = view.texts;
    this.name = el("input", {
      type: "text",
      id: `${id}-name`,
      maxlength: LONGEST,
      autocomplete: "off",
      dir: "auto",
    });
    this.link = el("input", { type: "text", id: `${id}-link`, readonly: "", "data-link": "" });
    this.words = el("p", { class: "ls-keep-said", role: "status" });
    const keep = { type: "submit", content: t["action.keep-run"], className: "ls-small ls-keep-run" };
    this.submit = button("keep-run", keep, () => {});
    const copy = { content: t["action.copy-link"], className: "ls-small" };
    const library = { content: t["action.library"], className: "ls-small" };
    this.form = el(
      "form",
      { class: "ls-legend ls-keep", id, popover: "auto", "aria-label": t["action.keep"] },
      el("strong", { text: t["keep.title"] }),
      el("label", { for: `${id}-name`, text: t["keep.name"] }),
      el("div", { class: "ls-keep-line" }, this.name, this.submit),
      el("label", { for: `${id}-link`, text: t["keep.link"] }),
      el("div", { class: "ls-keep-line" }, this.link, button("copy-link", copy, () => this.copy())),
      el("p", { class: "ls-keep-words", text: t["keep.link_words"] }),
      this.words,
      button("library", library, () => this.leave()),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.keep();
    });
    this.form.addEventListener("beforetoggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "open") this.open();
    });
    const says = { label: t["action.keep"], tip: t["tip.keep"], content: icon("keep") };
    this.button = button("keep", {
      ...says,
      className: "ls-small ls-keep-button",
      popovertarget: this.form.id,
    }, () => {});
  }

  /** Below its button, or above it, and about the moment that is shown now. */
  open() {
    const { right, top, bottom } = this.button.getBoundingClientRect();
    const low = top > window.innerHeight / 2; // as in the presentation
    this.form.style.top = low ? "auto" : `${bottom + 6}px`;
    this.form.style.bottom = low ? `${window.innerHeight - top + 6}px` : "auto";
    this.form.style.right = `${Math.max(8, document.documentElement.clientWidth - right)}px`;
    this.suggest();
    this.link.value = linkTo(window.location, this.view.frame?.step ?? 0, opened(this.view));
    setText(this.words, "");
  }

  /** A name that Enter keeps and typing replaces, unless there is one already. */
  suggest() {
    const own = this.name.value !== this.suggested;
    setTimeout(() => own ? this.name.focus() : this.name.select()); // once it is open
    if (own) return;
    const step = whole(this.view.frame?.step ?? 0);
    this.name.value = this.suggested = fill(this.texts["keep.suggested"], { page: document.title, step });
  }

  async keep() {
    const { texts: t, view } = this;
    if (this.submit.getAttribute("aria-busy") === "true") return;
    this.submit.setAttribute("aria-busy", "true");
    setText(this.words, t["keep.busy"]);
    try {
      const { url, token } = view.data;
      const answer = await fetch(url.replace("/learnscope/live/", "/learnscope/keep/"), {
        method: "POST",
        headers: { "content-type": "application/json", ...token && { "x-learnscope-viewer": token } },
        body: JSON.stringify({ name: this.name.value, picture: portrait(view) }),
      });
      if (!answer.ok) return setText(this.words, await said(answer, t["keep.unreachable"]));
      const { name, lasts } = await answer.json();
      setText(this.words, fill(t[lasts ? "keep.kept" : "keep.session"], { name: `“${name}”` }));
      this.suggested = this.name.value;
    } catch (error) {
      console.warn(error);
      setText(this.words, t["keep.unreachable"]);
    } finally {
      this.submit.removeAttribute("aria-busy");
    }
  }

  /** Where a page may not write to the clipboard, as over http, the link is selected instead. */
  async copy() {
    this.link.focus();
    this.link.select();
    try {
      await navigator.clipboard.writeText(this.link.value);
      setText(this.words, this.texts["keep.copied"]);
    } catch {
      setText(this.words, this.texts["keep.selected"]);
    }
  }

  leave() {
    this.form.hidePopover();
    this.view.edit({ go: "runs" });
  }
}
