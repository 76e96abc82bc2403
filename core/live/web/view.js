// The live view: mounts into the element Streamlit gives it, keeps one socket open, and draws in one
// animation loop. The newest frame wins; what a panel does not get anew stays as it was drawn.

import { decode } from "./codec.js";
import { Colours } from "./colour.js";
import { el, setAttribute } from "./dom.js";
import { Drawing } from "./drawing.js";
import { Fields } from "./fields.js";
import { History } from "./history.js";
import { listen } from "./keyboard.js";
import { Socket } from "./socket.js";
import { Tooltip } from "./tooltip.js";
import { Transport } from "./transport.js";
import { Watch } from "./watch.js";
import { kindOf, watched } from "./kinds.js";
import { Epochs } from "./panels/smooth.js";

const LOST = 4404;
const FIRST_CRY = 2000; // ms after which a lost run is reported again, doubling
const LAST_CRY = 30000;

export class View {
  /** `component` is what Streamlit passes: data, parentElement, setTriggerValue. */
  constructor(root, component, kinds) {
    this.root = root;
    this.kinds = kinds; // the playground's own kinds of panels
    this.component = component;
    this.data = component.data;
    this.texts = this.data.texts;
    this.meta = null;
    this.frame = null; // header of the newest frame; like `meta`, that of the run before until a new one's comes
    this.described = false; // whether `meta` is that of the run which the socket is about
    this.earlier = 0; // builds of the runs before: a new run's go on counting
    this.fresh = new Map(); // panel → {header, arrays} received and not yet drawn
    this.history = new History();
    this.epochs = new Epochs();
    this.answers = new Map(); // probe or act id → callback
    this.question = 0;
    this.frames = 0;
    this.unacknowledged = 0;
    this.colours = new Colours(this.data.palette, root);
    this.build();
    this.stopListening = listen((action) => this.transport.run(action));
    this.fields = new Fields(() => this.data.fields);
    this.onVisibility = () => this.wake();
    document.addEventListener("visibilitychange", this.onVisibility);
    this.connect();
  }

  build() {
    const { root } = this;
    root.replaceChildren();
    setAttribute(root, "aria-label", this.texts["view.label"]);
    this.tooltip = new Tooltip(root);
    this.drawing = new Drawing(this, this.drawing?.on);
    this.transport = new Transport(this);
    this.panels = new Map();
    const grid = el("div", { class: "ls-grid", inert: "" }); // until there is something to touch
    const columns = new Map();
    for (const spec of this.data.panels) {
      const Panel = kindOf(spec.kind, this.kinds);
      const panel = new Panel(spec, this);
      this.panels.set(spec.name, panel);
      const place = spec.column;
      if (!columns.has(place)) {
        columns.set(place, el("div", { class: `ls-column ls-column-${place}` }));
        grid.append(columns.get(place));
      }
      columns.get(place).append(panel.root);
      // A neuron's card lies over the curves: drawing and map stay in sight while a weight is typed.
      if (panel.card) grid.append(panel.card.root);
    }
    root.append(this.transport.root, grid);
    this.grid = grid;
    this.drawing.attach();
    this.watch = new Watch(this);
    this.paint();
  }

  /** Streamlit ran the script again, or changed the theme: take over what differs. */
  update(component) {
    const before = this.data;
    this.component = component;
    this.data = component.data;
    this.texts = this.data.texts;
    this.colours = new Colours(this.data.palette, this.root);
    const changed = (name) => JSON.stringify(before[name]) !== JSON.stringify(this.data[name]);
    if (changed("panels") || changed("texts")) {
      this.watch.close();
      for (const panel of this.panels.values()) panel.close?.();
      this.build();
      if (this.meta) this.applyMeta(this.meta, this.statics);
      if (before.url === this.data.url) this.watch.send();
    }
    if (before.url !== this.data.url) {
      this.socket.close();
      this.described = false;
      this.earlier = this.meta?.build ?? 0;
      this.fresh.clear();
      this.history = new History();
      this.epochs = new Epochs();
      this.connect();
    }
    this.paint();
  }

  /** Everything that depends on the theme. */
  paint() {
    const style = this.root.style;
    style.setProperty("--ls-on-primary", Colours.on(this.colours.primary));
    style.setProperty("--ls-negative", `rgb(${this.colours.negative})`);
    style.setProperty("--ls-positive", `rgb(${this.colours.positive})`);
    style.colorScheme = this.colours.dark ? "dark" : "light";
    for (const panel of this.panels.values()) panel.paint();
    this.wake();
  }

  // ---- the connection ---------------------------------------------------------------------
  connect() {
    this.socket = new Socket(this.data.url, {
      message: (buffer) => this.receive(buffer),
      open: () => {
        this.unacknowledged = 0; // numbering begins again with every connection
        this.watch.send();
      },
      state: (state, code) => {
        setAttribute(this.root, "data-connection", state);
        this.transport?.connection(state, code);
        for (const callback of this.answers.values()) callback(null);
        this.answers.clear();
        clearTimeout(this.losing);
        if (code === LOST && state === "closed") this.lost(FIRST_CRY);
      },
    });
  }

  /** Streamlit must provide a new run. A restarted server may not hear the first time: say it again. */
  lost(wait) {
    this.trigger("lost", { code: LOST });
    this.losing = setTimeout(() => this.lost(Math.min(2 * wait, LAST_CRY)), wait);
  }

  send(message) {
    return this.socket.send(message);
  }

  /** Asks a `probe` or commands an `act`; `done` gets the answer's header and arrays, or null. */
  ask(type, name, args, done = () => {}) {
    this.question += 1;
    if (this.send({ type, id: this.question, name, args })) this.answers.set(this.question, done);
    else done(null);
  }

  /** What changes the configuration belongs to Streamlit. */
  trigger(name, value) {
    this.component.setTriggerValue(name, value);
  }

  edit(change) {
    this.trigger("edit", change);
  }

  receive(buffer) {
    const { header, arrays } = decode(buffer);
    if ("build" in header) header.build += this.earlier;
    if (header.type === "meta") this.applyMeta(header, arrays);
    else if (header.type === "frame") this.applyFrame(header, arrays);
    else if (header.type === "notice") this.transport.notice(header.text);
    else if (header.type === "answer") {
      const done = this.answers.get(header.id);
      this.answers.delete(header.id);
      done?.(header, arrays);
    }
  }

  applyMeta(meta, statics) {
    this.meta = meta;
    this.described = true;
    this.statics = statics;
    this.root.classList.remove("ls-bare");
    this.grid.inert = false;
    setAttribute(this.root, "data-learnscope", meta.algorithm);
    setAttribute(this.root, "data-build", meta.build);
    this.transport.describe(meta);
    for (const panel of this.panels.values()) panel.describe?.(meta, statics);
    // Panels may hide at a description that has nothing for them: the main picture is one that is there.
    const shown = [...this.panels.values()].filter((panel) => !panel.root.hidden);
    this.main = shown.find((panel) => panel.spec.main) ?? shown[0];
    this.wake();
  }

  applyFrame(frame, arrays) {
    this.unacknowledged = Math.max(this.unacknowledged, frame.n);
    if (!this.described || frame.build !== this.meta.build) return this.wake();
    this.frame = frame;
    this.epochs.note(frame.step, frame.epoch);
    this.history.apply(frame.history, arrays);
    for (const name of frame.panels) this.fresh.set(name, { frame, arrays });
    this.transport.frame(frame);
    return this.wake();
  }

  // ---- the animation loop -----------------------------------------------------------------
  /** Makes sure that the loop runs; a hidden tab has no animation frames, so there it is a timer. */
  wake() {
    if (document.hidden) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.tick(performance.now()), 100);
    } else if (!this.request) {
      this.request = requestAnimationFrame((now) => {
        this.request = 0;
        this.tick(now);
      });
    }
  }

  /** While frames keep coming, what waits is drawn along with the next one: a page that paints at the
   *  frames' rate and not at the screen's leaves the processor to the training. */
  soon() {
    if (this.frame?.status !== "running") return this.wake();
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.wake(), 60);
    return undefined;
  }

  tick(now) {
    clearTimeout(this.patience);
    if (this.closed) return;
    let busy = false; // whether somebody wants another tick without a new frame
    for (const [name, { frame, arrays }] of this.fresh) {
      for (const panel of this.panels.values()) {
        if (watched(panel) === name && panel.draw?.(arrays, frame) && panel === this.main) this.frames += 1;
      }
    }
    this.fresh.clear();
    if (this.unacknowledged) {
      this.send({ type: "ack", n: this.unacknowledged });
      this.unacknowledged = 0;
    }
    if (this.frame) {
      this.stamp();
      busy = this.transport.tick(now) || busy;
      for (const panel of this.panels.values()) busy = panel.tick?.(now) || busy; // there is a frame to read
    }
    if (busy && !document.hidden) this.soon();
  }

  /** The measuring contract: what the root element says about the run. */
  stamp() {
    const { root, frame } = this;
    setAttribute(root, "data-status", frame.status);
    setAttribute(root, "data-step", frame.step);
    setAttribute(root, "data-rate", Math.round((frame.rate ?? 0) * 10) / 10);
    setAttribute(root, "data-frames", this.frames);
  }

  close() {
    this.closed = true;
    this.stopListening();
    this.fields.close();
    document.removeEventListener("visibilitychange", this.onVisibility);
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
    clearTimeout(this.losing);
    this.watch.close();
    for (const panel of this.panels.values()) panel.close?.();
    this.socket.close();
  }
}

/** A style sheet of the same versioned address; the first picture waits for it, the socket does not. */
function style(href) {
  return new Promise((resolve) => {
    const done = () => resolve();
    document.head.append(el("link", { rel: "stylesheet", href, "data-ls-style": "", on: { load: done, error: done } }));
  });
}

/** The shared sheet and behind it the playground's own; those of another page or version go. */
async function styles(addresses) {
  const wanted = addresses.map((address) => new URL(address, window.location.href).href);
  const present = [...document.querySelectorAll("link[data-ls-style]")];
  const old = present.filter((link) => !wanted.includes(link.href));
  const missing = wanted.filter((href) => !present.some((link) => link.href === href));
  await Promise.all(missing.map(style));
  for (const link of old) link.remove();
}

/** Mounts into the `.ls-root` inside `parentElement`. */
export async function mount(component) {
  const { parentElement, data } = component;
  const [{ KINDS }] = await Promise.all([import(new URL(data.own, window.location.href).href), styles(data.styles)]);
  return new View(parentElement.querySelector(".ls-root"), component, KINDS);
}
