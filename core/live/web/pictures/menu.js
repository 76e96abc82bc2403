// The menu of pictures and films, behind one button beside the timeline (camera.js): any panel on the page, as PNG, SVG, GIF or
// video. A film goes on while the menu is closed.

/** @import { Panel } from "../panel.js" */
/** @import { View } from "../view.js" */
import { button, el, fill, setAttribute, setText } from "../dom.js";
import { Chart } from "../panels/chart.js";
import { isOn, offer, select, toggle } from "../widgets/controls.js";
import { attended } from "./attended.js";
import { linesOf } from "./charts.js";
import { chartOf, offered, painted, rasterised, stillOf, titleOf } from "./compose.js";
import { COUNTS, Film, Stopped } from "./film.js";
import { endingOf, videoKind } from "./video.js";

const FINE = 2; // times the style sheet's pixels
const KEPT = 60000; // ms that the browser gets to begin its download
const ROOM = 6; // px between the button and its menu
const MB = 1e6;

export class PictureMenu {
  /**
   * @param {View} view
   * @param {HTMLElement} opener
   */
  constructor(view, opener) {
    this.view = view;
    this.button = opener;
    const t = this.texts = view.texts;
    /** @type {Film | null} */ this.film = null;
    this.busy = false;
    this.panel = select("picture-panel", { label: t["pictures.panel"] }, [], () => this.offer());
    this.kind = select("picture-kind", { label: t["pictures.kind"] }, [], () => this.offer());
    this.count = select(
      "picture-count",
      { label: t["pictures.count"], tip: t["tip.pictures.count"] },
      COUNTS.map((count) => [count, fill(t["pictures.most"], { count })]),
      () => {},
    );
    const words = { text: t["action.picture-light"], tip: t["tip.picture-light"] };
    this.light = toggle("picture-light", words, true, () => {});
    const says = { content: t["action.save-picture"], className: "ls-primary" };
    this.saving = button("save-picture", says, () => this.save());
    this.stopping = button(
      "cancel-picture",
      { content: t["action.cancel-picture"] },
      () => this.film?.cancel(),
    );
    this.bar = el("progress", { "aria-label": t["pictures.progress"], hidden: "" });
    this.said = el("p", { class: "ls-quiet", role: "status" });
    this.root = el(
      "div",
      {
        class: "ls-picture-menu",
        id: "ls-picture-menu",
        popover: "auto",
        "aria-label": t["action.pictures"],
        role: "dialog",
      },
      el("div", { class: "ls-picture-fields" }, this.panel, this.kind, this.count, this.light),
      el("div", { class: "ls-picture-fields" }, this.saving, this.stopping, this.bar),
      this.said,
    );
    this.root.addEventListener("beforetoggle", (event) => this.toggled(event));
    this.attach();
  }

  attach() {
    this.view.transport.root.append(this.root);
    this.offer();
  }

  /** @param {Event} event */
  toggled(event) {
    if (/** @type {any} */ (event).newState !== "open") return;
    const at = document.activeElement?.closest("[data-panel]") ?? document.querySelector(".ls-alone");
    const { main } = this.view;
    const shown = offered(this.view).map((
      panel,
    ) => /** @type {[string, string]} */ ([panel.spec.name, titleOf(panel)]));
    const first = this.panel.options.length === 0 || at !== null;
    offer(this.panel, shown);
    const name = at?.getAttribute("data-panel") ?? main?.spec.name;
    if (first && name && shown.some(([one]) => one === name)) this.panel.value = name;
    this.offer();
    requestAnimationFrame(() => this.place());
  }

  /** @returns {Panel | undefined} */
  get chosen() {
    return offered(this.view).find(({ spec }) => spec.name === this.panel.value);
  }

  /** What can be made of the panel that is chosen. */
  offer() {
    const { texts: t, busy } = this;
    const chart = this.chosen instanceof Chart;
    const video = videoKind();
    /** @type {[string, string][]} */ const kinds = [["png", t["pictures.png"]]];
    if (chart) kinds.push(["svg", t["pictures.svg"]]);
    kinds.push(["gif", t["pictures.gif"]]);
    if (video) kinds.push(["video", fill(t["pictures.video"], { kind: endingOf().toUpperCase() })]);
    offer(this.kind, kinds);
    this.count.hidden = this.kind.value === "png" || this.kind.value === "svg";
    this.light.hidden = !this.view.colours.dark;
    for (const one of [this.panel, this.kind, this.count, this.light, this.saving]) {
      /** @type {any} */ (one).disabled = busy;
    }
    this.stopping.hidden = !this.film;
    this.bar.hidden = !busy;
    setAttribute(this.button, "aria-busy", busy);
  }

  /** Beside its button, above or below, inside the window. */
  place() {
    const { top, right, bottom } = this.button.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const { offsetWidth: wide, offsetHeight: tall } = this.root;
    const under = bottom + ROOM + tall < clientHeight;
    this.root.style.top = `${Math.max(ROOM, under ? bottom + ROOM : top - ROOM - tall)}px`;
    this.root.style.left = `${Math.max(ROOM, Math.min(right, clientWidth - ROOM) - wide)}px`;
  }

  async save() {
    const { chosen: panel, texts: t } = this;
    if (this.busy || !panel) return;
    this.busy = true;
    this.bar.removeAttribute("value");
    setText(this.said, "");
    try {
      const [blob, ending] = await attended(this.view, panel, () => this.made(panel, this.kind.value));
      const name = `${this.view.meta?.algorithm}-${panel.spec.name}-step-${this.view.frame?.step}.${ending}`;
      const pictures = this.film?.pictures ?? 0;
      this.give(blob, name);
      const values = { name, size: (blob.size / MB).toFixed(blob.size < 1e5 ? 3 : 2), count: pictures };
      setText(this.said, fill(t[pictures ? "pictures.filmed" : "pictures.saved"], values));
    } catch (error) {
      if (!(error instanceof Stopped)) console.warn(error);
      setText(this.said, t[error instanceof Stopped ? error.message : "pictures.failed"]);
    } finally {
      this.film = null;
      this.busy = false;
      this.offer();
      if (this.root.matches(":popover-open")) this.saving.focus();
    }
  }

  /**
   * @param {Panel} panel
   * @param {string} kind
   * @returns {Promise<[Blob, string]>} and how such a file's name ends
   */
  async made(panel, kind) {
    const { view } = this;
    const light = isOn(this.light);
    if (kind === "gif" || kind === "video") {
      this.film = new Film(view, panel, { kind, count: Number(this.count.value), light }, (done, all) => {
        Object.assign(this.bar, { max: all, value: done });
      });
      this.offer();
      this.stopping.focus();
      return [await this.film.make(), kind === "gif" ? kind : endingOf()];
    }
    this.offer();
    const chart = panel instanceof Chart ? await chartOf(view, panel, light) : "";
    if (kind === "svg") return [new Blob([linesOf(chart)], { type: "image/svg+xml" }), kind];
    const canvas = chart
      ? await rasterised(chart, FINE)
      : await painted(await stillOf(view, panel, { light, ratio: FINE }), FINE);
    /** @type {Blob | null} */ const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    if (!blob) throw new Error("The picture is too large for this browser.");
    return [blob, "png"];
  }

  /**
   * @param {Blob} blob
   * @param {string} download
   */
  give(blob, download) {
    const href = URL.createObjectURL(blob);
    el("a", { href, download }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT);
  }

  close() {
    this.film?.cancel();
  }
}
