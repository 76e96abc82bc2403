// One WebSocket that comes back by itself. Codes the server closes with are in PROTOCOL.md.

/** @import { Json } from "./types.d.ts" */

const FIRST_WAIT = 250; // ms, doubling
const LONGEST_WAIT = 5000;
const FINAL = new Set([4400, 4401, 4403, 4404, 1009]); // these do not heal by trying again

/**
 * @typedef {object} Handlers
 * @property {(buffer: ArrayBuffer) => void} message
 * @property {() => void} open
 * @property {(state: "connecting" | "open" | "reconnecting" | "closed", code: number) => void} state
 */

export class Socket {
  /**
   * @param {string} url
   * @param {Handlers} handlers
   */
  constructor(url, handlers) {
    this.url = new URL(url, window.location.href);
    this.url.protocol = this.url.protocol === "https:" ? "wss:" : "ws:";
    this.handlers = handlers;
    this.wait = FIRST_WAIT;
    this.ended = false;
    this.timer = 0;
    this.soon = () => this.retryNow();
    window.addEventListener("online", this.soon);
    document.addEventListener("visibilitychange", this.soon);
    this.connect("connecting");
  }

  /** @param {"connecting" | "reconnecting"} state */
  connect(state) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.handlers.state(state, 0);
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      this.handlers.state("open", 0);
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
        this.handlers.state("closed", event.code);
        return;
      }
      this.handlers.state("reconnecting", event.code);
      this.timer = setTimeout(() => this.connect("reconnecting"), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    };
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
    window.removeEventListener("online", this.soon);
    document.removeEventListener("visibilitychange", this.soon);
    this.socket?.close(1000);
  }
}
