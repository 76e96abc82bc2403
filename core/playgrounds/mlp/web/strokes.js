// Edits on their way to the run: in order, one act per turn at most, and two under way, so that a spray is a few
// acts with many points. What waits of the same stroke is sent as one.

/** @import { Json } from "../../../live/web/types.d.ts" */

const UNDER_WAY = 2;
const MOST = 300; // points of one act: a message has room for some more
const LISTS = ["points", "places"];

/** @typedef {(answer: Json | null) => void} Answered */
/** @typedef {{ name: string, args: Json, answered: Answered[] }} Act */

export class Strokes {
  /**
   * @param {(name: string, args: Json, done: Answered) => void} ask
   * @param {(text: string) => void} refused
   */
  constructor(ask, refused) {
    this.ask = ask;
    this.refused = refused;
    /** @type {Act[]} */ this.waiting = [];
    this.flying = 0;
    this.number = Math.floor(Math.random() * 2 ** 30); // of the stroke
  }

  begin() {
    this.number += 1;
  }

  get idle() {
    return !this.flying && !this.waiting.length;
  }

  /**
   * @param {string} name
   * @param {Json} args
   * @param {Answered} answered gets the answer, or null where the connection broke
   */
  add(name, args, answered = () => {}) {
    const before = this.waiting.at(-1);
    const list = LISTS.find((one) => one in args);
    const joins = list && before?.name === name && before.args.stroke === args.stroke &&
      before.args[list].length + args[list].length <= MOST;
    if (!list || !joins) {
      this.waiting.push({ name, args, answered: [answered] });
      return;
    }
    before.args = {
      ...args,
      ...before.args,
      ...(args.last ? { last: true } : {}),
      [list]: [...before.args[list], ...args[list]],
    };
    before.answered.push(answered);
  }

  /** One turn: true while something waits. */
  send() {
    if (this.flying >= UNDER_WAY) return false; // an answer wakes
    const act = this.waiting.shift();
    if (!act) return false;
    this.flying += 1;
    this.ask(act.name, act.args, (answer) => {
      this.flying -= 1;
      for (const answered of act.answered) answered(answer);
      if (answer && !answer.ok) this.refuse(act, answer.text);
    });
    return this.waiting.length > 0;
  }

  /**
   * Says why, and gives up what else waits of this stroke.
   * @param {Act} act
   * @param {string} text
   */
  refuse(act, text) {
    const { stroke } = act.args;
    const lost = this.waiting.filter((one) => stroke && one.args.stroke === stroke);
    this.waiting = this.waiting.filter((one) => !lost.includes(one));
    for (const one of lost) for (const answered of one.answered) answered({ ok: false, text });
    this.refused(text);
  }
}
