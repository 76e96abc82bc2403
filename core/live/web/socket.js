// One WebSocket that comes back by itself, and says in what state it is. Codes the server closes with are in PROTOCOL.md.

/** @import { Json } from "./types.d.ts" */

const FIRST_WAIT = 250; // ms, doubling
const LONGEST_WAIT = 5000;
const PATIENCE = 4000; // ms without any connection after which something must be in the way
const FINAL = new Set([4400, 4401, 4403, 4404, 4421, 4410, 4412, 1009]); // these do not heal by trying again

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
