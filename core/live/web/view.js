// The live view: mounts into the element Streamlit gives it, keeps one socket open, and draws in one
// animation loop. The newest frame wins; what a panel does not get anew stays as it was drawn.

/** @import { Arrays, Component, Done, Frame, Json, Meta, Own, Texts } from "./types.d.ts" */
/** @import { Panel } from "./panel.js" */
import { buildPanels, mainOf, sharedBy, Stage } from "./building.js";
import { Colours } from "./colour.js";
import { setAttribute } from "./dom.js";
import { Connection } from "./connection.js";
import { Drawing, Loop, stamp, Watch } from "./watch.js";
import { guarded, Names } from "./guard.js";
import { History } from "./history.js";
import { listen } from "./keyboard.js";
import { Epochs } from "./panels/smooth.js";
import { Tooltip } from "./tooltip.js";
import { Transport } from "./transport.js";
import { wait } from "./waiting.js";

export class View {
  /** @type {Texts} */ texts;
  /** @type {Colours} */ colours;
  /** @type {Tooltip} */ tooltip;
  /** @type {Drawing} */ drawing;
  /** @type {Transport} */ transport;
  /** @type {Json} */ shared; // what the playground's own panels have in common
  /** @type {Map<string, Panel>} */ panels;
  /** @type {Watch} */ watch;
  /** @type {Names} */ names; // what the run's declarations know
  /** @type {Meta | null} */ meta = null;
  /** @type {Arrays} */ statics = {};
  /** @type {Frame | null} */ frame = null; // header of the newest frame; until a new run's comes, of the run before
  /** @type {Panel | undefined} */ main; // the picture that counts as the frame
  /** @type {Connection | null} */ connection = null;
  /** @type {Stage} */ stage;

  /**
   * @param {HTMLElement} root
   * @param {Component} component what Streamlit passes
   * @param {Own} own the playground's own panels and what they share
   */
  constructor(root, component, own) {
    this.root = root;
    this.own = own;
    this.component = component;
    this.data = component.data;
    this.described = false; // whether `meta` is that of the run which the connection is about
    this.earlier = 0; // builds of the runs before: a new run's go on counting
    /** @type {Map<string, { frame: Frame, arrays: Arrays }>} */ this.fresh = new Map(); // not yet drawn
    this.history = new History();
    this.epochs = new Epochs();
    this.frames = this.unacknowledged = this.charted = 0; // `charted`: when the last chart was refreshed
    this.closed = false;
    /** @type {(() => void)[]} */ this.furniture = []; // called after each update (around.js)
    this.loop = new Loop((now) => this.turn(now));
    this.dress();
    this.build();
    this.ends = component.led ? [] : [listen((action) => this.transport.run(action))];
    this.connect();
  }

  /** What Streamlit's newest data say of words and colours. */
  dress() {
    this.texts = guarded(this.data.texts, "text");
    this.colours = new Colours(this.data.palette, this.root);
  }

  build() {
    const { root } = this;
    root.replaceChildren();
    setAttribute(root, "aria-label", this.texts["view.label"]);
    this.tooltip = this.component.led?.tooltip ?? new Tooltip(root);
    this.drawing = new Drawing(this, this.drawing?.on);
    this.transport = new Transport(this);
    this.shared = sharedBy(this);
    const { panels, grid, frame } = buildPanels(this);
    this.panels = panels;
    root.append(this.transport.root, frame);
    this.stage = new Stage(this, grid, frame);
    this.drawing.attach();
    this.watch = new Watch(this);
    this.paint();
  }

  /**
   * Streamlit ran the script again, or changed the theme: take over what differs.
   * @param {Component} component
   */
  update(component) {
    const before = this.data;
    this.component = component;
    this.data = component.data;
    this.dress();
    const { panels, texts } = this.data;
    if (JSON.stringify([panels, texts]) !== JSON.stringify([before.panels, before.texts])) {
      this.dismantle();
      this.build();
      if (this.meta) this.applyMeta(this.meta, this.statics);
      if (before.url === this.data.url) this.watch.send();
    }
    if (before.url !== this.data.url) {
      this.connection?.close();
      this.described = false;
      this.earlier = this.meta?.build ?? 0;
      this.fresh.clear();
      this.history = new History();
      this.epochs = new Epochs();
      this.connect();
    }
    this.paint();
    for (const follow of this.furniture) follow();
  }

  dismantle() {
    for (const part of [this.watch, this.stage, this.transport, ...this.panels.values()]) part.close();
  }

  /** Everything that depends on the theme. */
  paint() {
    this.colours.dress(this.root.style);
    for (const panel of this.panels.values()) panel.paint();
    this.wake();
  }

  connect() {
    this.connection = new Connection(this.data.url, this.data.token, {
      message: (header, arrays) => {
        if ("build" in header) header.build += this.earlier;
        if (header.type === "meta") this.applyMeta(/** @type {Meta} */ (header), arrays);
        else if (header.type === "frame") this.applyFrame(/** @type {Frame} */ (header), arrays);
        else if (header.type === "notice") this.transport.notice(header.text, header.stays);
        else if (header.type === "waiting") wait(this, header);
      },
      open: () => {
        this.unacknowledged = 0; // numbering begins again with every connection
        this.watch.send();
      },
      state: (state, code) => this.transport.connection(state, code),
      refused: () => this.described && this.transport.notice(this.texts["connection.refused"]),
      lost: () => this.component.setTriggerValue("lost", { code: 4404 }),
    });
  }

  /** @param {Json} message what is built before the first connection says nothing */
  send(message) {
    return this.connection?.send(message) ?? false;
  }

  /**
   * Asks a `probe`, commands an `act` or a `trace`.
   * @param {"probe" | "act" | "trace"} type
   * @param {string} [name]
   * @param {Json} [args]
   * @param {Done} [done] gets the answer and its arrays, or null where the connection broke
   */
  ask(type, name, args, done = () => {}) {
    if (this.connection) this.connection.ask({ type, name, args }, done);
    else done(null, {});
  }

  /**
   * Commands an act whose answer is a change of the run; a refusal is shown.
   * @param {string} name
   * @param {Json} args
   */
  command(name, args) {
    this.ask("act", name, args, (answer) => answer && !answer.ok && this.transport.notice(answer.text));
  }

  /**
   * What changes the configuration belongs to Streamlit.
   * @param {Json} change
   */
  edit(change) {
    if (this.connection?.mute) this.transport.notice(this.texts["connection.refused"]);
    else this.component.setTriggerValue("edit", change);
  }

  /**
   * @param {Meta} meta
   * @param {Arrays} statics
   */
  applyMeta(meta, statics) {
    this.names = new Names(meta);
    this.meta = this.names.meta;
    this.described = true;
    this.statics = this.names.statics(statics);
    this.root.classList.remove("ls-bare");
    this.root.querySelector(":scope > .ls-waiting")?.remove();
    this.stage.open();
    setAttribute(this.root, this.component.led ? "data-compared" : "data-learnscope", meta.algorithm);
    setAttribute(this.root, "data-build", meta.build);
    this.transport.describe(this.meta);
    for (const panel of this.panels.values()) {
      panel.describe(this.meta, this.statics);
      this.names.check(panel);
    }
    this.main = mainOf(this.panels);
    this.watch.changed(); // options that were of the model before are not asked for again
    this.wake();
  }

  /**
   * @param {Frame} frame
   * @param {Arrays} arrays
   */
  applyFrame(frame, arrays) {
    this.unacknowledged = Math.max(this.unacknowledged, frame.n);
    if (!this.described || frame.build !== this.meta?.build) return this.wake();
    this.frame = this.names.frame(frame);
    if (this.history.take(this.frame, arrays)) this.epochs.note(frame.step, frame.epoch);
    const known = this.names.arrays(arrays);
    for (const name of frame.panels) this.fresh.set(name, { frame: this.frame, arrays: known });
    this.transport.frame(frame);
    this.wake();
  }

  wake() {
    this.loop.wake();
  }

  /** @param {number} now */
  turn(now) {
    for (const [name, { frame, arrays }] of this.fresh) {
      for (const panel of this.panels.values()) {
        if (!panel.drawnBy(name, this.fresh)) continue;
        const drawn = panel.draw(arrays, frame) || name === "curves"; // a chart follows the history by itself
        if (drawn && panel === this.main) this.frames += 1;
      }
    }
    this.fresh.clear();
    if (this.unacknowledged) {
      this.send({ type: "ack", n: this.unacknowledged });
      this.unacknowledged = 0;
    }
    if (!this.frame) return; // panels are ticked once there is a frame to read
    stamp(this.root, this.frame, this.frames);
    let busy = this.transport.tick(now);
    for (const panel of this.panels.values()) busy = panel.tick(now) || busy;
    if (busy && !document.hidden) this.loop.soon(this.frame.status === "running");
  }

  close() {
    this.closed = true;
    for (const end of this.ends) end();
    this.loop.close();
    this.dismantle();
    this.connection?.close();
  }
}
