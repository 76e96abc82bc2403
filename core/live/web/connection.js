// The run at the other end: one WebSocket that comes back by itself, the questions that wait for an answer, and
// the cry for a new run when this one is lost. Codes the server closes with are in PROTOCOL.md.

/** @import { Answer, Arrays, Done, Json } from "./types.d.ts" */
import { Receiver } from "./codec.js";

const LOST = 4404;
// What changes the run: refused where the server is not heard, instead of done when the network speaks again.
const COMMANDS = new Set(["play", "pause", "step", "epoch", "gear", "reset", "act", "trace"]);
const FIRST_CRY = 2000; // ms after which a lost run is reported again, doubling
const LAST_CRY = 30000;

/**
 * @typedef {object} Told
 * @property {(header: Json, arrays: Arrays) => void} message all but answers
 * @property {() => void} open
 * @property {(state: string, code: number) => void} state
 * @property {() => unknown} refused what was commanded would not reach the server now
 * @property {() => void} lost the run has gone; Streamlit must provide a new one
 */

export class Connection {
  /**
   * @param {string} url
   * @param {string} token where there is no cookie
   * @param {Told} told
   */
  constructor(url, token, told) {
    this.told = told;
    /** @type {Map<number, Done>} */ this.waiting = new Map(); // by the number of the question
    this.question = this.losing = this.beat = 0; // `beat`: the server's last
    this.heard = performance.now(); // when the server last said anything
    this.shown = false; // whether this connection has brought a frame: then the beat has begun
    this.mute = false; // it was too long ago (silence.js)
    this.receiver = this.received();
    /** @type {Socket | null} */ this.socket = null; // says its first state while it is being built
    this.socket = new Socket(url, token, {
      message: (buffer) => {
        this.heard = performance.now();
        this.receiver.take(buffer);
      },
      open: () => {
        this.receiver.close();
        this.receiver = this.received(); // what came before has nothing to do with what comes now
        told.open();
      },
      state: (state, code) => this.turned(state, code),
    });
  }

  /**
   * @param {string} state
   * @param {number} code
   */
  turned(state, code) {
    if (state === "open") {
      this.beat = 0; // numbering begins again
      this.shown = false;
    }
    this.told.state(state, code);
    for (const done of this.waiting.values()) done(null, {});
    this.waiting.clear();
    clearTimeout(this.losing);
    if (code === LOST && state === "closed") this.cry(FIRST_CRY);
  }

  /**
   * A restarted server may not hear the first time: say it again.
   * @param {number} wait ms
   */
  cry(wait) {
    this.told.lost();
    this.losing = setTimeout(() => this.cry(Math.min(2 * wait, LAST_CRY)), wait);
  }

  /** @param {Json} message */
  send(message) {
    const command = COMMANDS.has(message.type);
    const sent = !(command && this.mute) &&
      (this.socket?.send(command ? { ...message, beat: this.beat } : message) ?? false);
    if (command && !sent) this.told.refused();
    return sent;
  }

  /**
   * @param {Json} message without its number
   * @param {Done} done gets the answer and its arrays, or null where the connection broke
   */
  ask(message, done) {
    this.question += 1;
    if (this.send({ ...message, id: this.question })) this.waiting.set(this.question, done);
    else done(null, {});
  }

  received() {
    return new Receiver((header, arrays) => this.receive(header, arrays), () => this.socket?.drop());
  }

  /**
   * @param {Json} header
   * @param {Arrays} arrays
   */
  receive(header, arrays) {
    if (header.type === "frame") this.shown = true;
    if (header.type === "beat") this.beat = header.n;
    else if (header.type !== "answer") this.told.message(header, arrays);
    else {
      const done = this.waiting.get(header.id);
      this.waiting.delete(header.id);
      done?.(/** @type {Answer} */ (header), arrays);
    }
  }

  /** After a final code, when the user asks for it. */
  again() {
    this.socket?.again();
  }

  close() {
    clearTimeout(this.losing);
    this.receiver.close();
    this.socket?.close();
  }
}

const FIRST_WAIT = 250; // ms, doubling
const LONGEST_WAIT = 5000;
const PATIENCE = 4000; // ms without any connection after which something must be in the way
const FINAL = new Set([4400, 4401, 4403, 4404, 4421, 1009]); // these do not heal by trying again

/**
 * @typedef {object} Handlers
 * @property {(buffer: ArrayBuffer) => void} message
 * @property {() => void} open
 * @property {(state: "connecting" | "open" | "reconnecting" | "blocked" | "closed", code: number) => void} state
 */

export class Socket {
  /**
   * @param {string} url
   * @param {string} token where there is no cookie; it travels in a header, never in an address
   * @param {Handlers} handlers
   */
  constructor(url, token, handlers) {
    this.url = new URL(url, window.location.href);
    this.url.protocol = this.url.protocol === "https:" ? "wss:" : "ws:";
    this.protocols = token ? ["learnscope", token] : [];
    this.handlers = handlers;
    this.wait = FIRST_WAIT;
    this.ended = false;
    this.timer = 0;
    this.blocked = false;
    this.patience = setTimeout(() => this.tell("blocked"), PATIENCE);
    this.soon = () => this.retryNow();
    window.addEventListener("online", this.soon);
    document.addEventListener("visibilitychange", this.soon);
    this.connect("connecting");
  }

  /** @param {"connecting" | "reconnecting"} state */
  connect(state) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.tell(state);
    const socket = new WebSocket(this.url, this.protocols);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      this.blocked = false;
      clearTimeout(this.patience);
      this.tell("open");
      this.handlers.open();
    };
    socket.onmessage = (event) => {
      // Only a message proves that the handshake was more than a polite way to say no.
      this.wait = FIRST_WAIT;
      this.handlers.message(event.data);
    };
    socket.onclose = (event) => {
      if (this.ended || socket !== this.socket) return;
      if (FINAL.has(event.code)) {
        this.socket = null;
        this.tell("closed", event.code);
        return;
      }
      this.tell("reconnecting", event.code);
      this.timer = setTimeout(() => this.connect("reconnecting"), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    };
  }

  /**
   * What never came about is blocked, however often it is tried again.
   * @param {"connecting" | "open" | "reconnecting" | "blocked" | "closed"} state
   */
  tell(state, code = 0) {
    if (state === "blocked") this.blocked = true;
    this.handlers.state(this.blocked ? "blocked" : state, code);
  }

  /**
   * Sends at once; false when there is no connection (nothing is queued: a stale click must not act later).
   * @param {Json} message
   */
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** What comes makes no sense: a new connection begins from nothing. */
  drop() {
    this.socket?.close();
  }

  /** Leaves the connection to itself, whatever it still holds, and opens another. */
  renew() {
    if (this.ended || this.timer || !this.socket) return;
    const { socket } = this;
    this.socket = null; // its end is not heard any more
    socket.close();
    this.connect("reconnecting");
  }

  /** The network is back or the tab is looked at again: do not sit out the back-off. */
  retryNow() {
    if (!this.timer || document.hidden) return;
    this.wait = FIRST_WAIT;
    this.connect("reconnecting");
  }

  /** After a final code, when the user asks for it. */
  again() {
    if (this.ended || this.socket) return;
    this.wait = FIRST_WAIT;
    this.connect("reconnecting");
  }

  close() {
    this.ended = true;
    clearTimeout(this.timer);
    clearTimeout(this.patience);
    window.removeEventListener("online", this.soon);
    document.removeEventListener("visibilitychange", this.soon);
    this.socket?.close(1000);
  }
}
