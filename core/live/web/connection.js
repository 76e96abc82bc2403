// The run at the other end: the questions that wait for an answer, commands with the beat they were given at, and
// the cry for a new run when this one is lost.

/** @import { Answer, Arrays, Done, Json } from "./types.d.ts" */
import { Receiver } from "./codec.js";
import { Socket } from "./socket.js";

const LOST = 4404;
// What changes the run: refused where the server is not heard, instead of done when the network speaks again.
const COMMANDS = new Set(["play", "pause", "step", "epoch", "gear", "reset", "act", "trace"]);
const FIRST_CRY = 2000; // ms after which a lost run is reported again, doubling
const LAST_CRY = 30000;
const SLEPT = 1500; // ms without a beat, half as much again as from one to the next: it may be this page that slept
const LISTEN = 1000; // ms in which a page that slept waits for the beats that lie ready
const BREATH = 50; // ms after a beat in which the next of those would have come

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
    this.question = this.beat = 0; // `beat`: the server's last
    this.losing = this.waking = 0; // timers
    this.heard = performance.now(); // when the server last said anything
    this.beaten = 0; // when the last beat was understood: frames before it may have been much to read
    this.shown = false; // whether this connection has brought a frame: then the beat has begun
    this.mute = false; // it was too long ago (silence.js)
    /** @type {Json[]} */ this.held = []; // commands of the page's first moment awake
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
    if (code !== LOST || state !== "closed") return;
    if (this.shown) this.socket?.again(); // it was freed just now: the server may bring it back
    else this.cry(FIRST_CRY);
  }

  /**
   * A restarted server may not hear the first time: say it again.
   * @param {number} wait ms
   */
  cry(wait) {
    this.told.lost();
    this.losing = setTimeout(() => this.cry(Math.min(2 * wait, LAST_CRY)), wait);
  }

  /**
   * A page that had much to do answers a key before it hears the beats that have long come: it listens first, or
   * the command would look as if the network had held it up.
   * @param {Json} message
   */
  send(message) {
    if (!COMMANDS.has(message.type)) return this.socket?.send(message) ?? false;
    const slept = !this.mute && this.beat > 0 && performance.now() - this.beaten > SLEPT;
    if (!slept && !this.held.length) return this.command(message);
    if (this.held.push(message) === 1) this.wakeIn(LISTEN);
    return true;
  }

  /** @param {number} wait ms */
  wakeIn(wait) {
    clearTimeout(this.waking);
    this.waking = setTimeout(() => this.wake(), wait);
  }

  wake() {
    for (const message of this.held.splice(0)) {
      if (this.command(message)) continue;
      this.waiting.get(message.id)?.(null, {});
      this.waiting.delete(message.id);
    }
  }

  /** @param {Json} message */
  command(message) {
    const sent = !this.mute && (this.socket?.send({ ...message, beat: this.beat }) ?? false);
    if (!sent) this.told.refused();
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
    if (header.type === "beat") {
      this.beat = header.n;
      this.beaten = performance.now();
      if (this.held.length) this.wakeIn(BREATH);
    } else if (header.type !== "answer") this.told.message(header, arrays);
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
    clearTimeout(this.waking);
    this.receiver.close();
    this.socket?.close();
  }
}
