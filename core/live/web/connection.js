// The run at the other end: one socket, the questions that wait for an answer, and the cry for a new run
// when this one is lost.

/** @import { Arrays, Answer, Done, Json } from "./types.d.ts" */
import { decode } from "./codec.js";
import { Socket } from "./socket.js";

const LOST = 4404;
const FIRST_CRY = 2000; // ms after which a lost run is reported again, doubling
const LAST_CRY = 30000;

/**
 * @typedef {object} Told
 * @property {(header: Json, arrays: Arrays) => void} message all but answers
 * @property {() => void} open
 * @property {(state: string, code: number) => void} state
 * @property {() => void} lost the run has gone; Streamlit must provide a new one
 */

export class Connection {
  /**
   * @param {string} url
   * @param {Told} told
   */
  constructor(url, told) {
    this.told = told;
    /** @type {Map<number, Done>} */ this.waiting = new Map(); // by the number of the question
    this.question = this.losing = 0;
    /** @type {Socket | null} */ this.socket = null; // says its first state while it is being built
    this.socket = new Socket(url, {
      message: (buffer) => this.receive(buffer),
      open: () => told.open(),
      state: (state, code) => this.turned(state, code),
    });
  }

  /**
   * @param {string} state
   * @param {number} code
   */
  turned(state, code) {
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
    return this.socket?.send(message) ?? false;
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

  /** @param {ArrayBuffer} buffer */
  receive(buffer) {
    const { header, arrays } = decode(buffer);
    if (header.type !== "answer") return this.told.message(header, arrays);
    const done = this.waiting.get(header.id);
    this.waiting.delete(header.id);
    done?.(/** @type {import("./types.d.ts").Answer} */ (header), arrays);
  }

  /** After a final code, when the user asks for it. */
  again() {
    this.socket?.again();
  }

  close() {
    clearTimeout(this.losing);
    this.socket?.close();
  }
}
