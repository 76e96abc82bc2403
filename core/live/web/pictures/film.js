// A film of a panel over the run: from moment to moment of the timeline, each drawn as a picture. Afterwards the run is
// where it was, and trains if it did.

/** @import { Panel } from "../panel.js" */
/** @import { View } from "../view.js" */
import { contextOf } from "../dom.js";
import { painted, stillOf } from "./compose.js";
import { Gif } from "./gif.js";
import { Video } from "./video.js";

export const COUNTS = [24, 60, 120]; // pictures at most
const SHOWN = 8; // hundredths of a second
const LAST = 150; // of the last picture
const WIDEST = { gif: 800, video: 1280 }; // px
const MOST_BYTES = 48e6;
const PATIENCE = 8000; // ms until a moment is there
const ANSWERS = 1500; // ms for what a panel asks about it
const LONGEST_TURN = 100; // ms of waiting that count between two looks: a hidden page has none

/** Why a film ends early: the key of a text. */
export class Stopped extends Error {}

/** @typedef {{ kind: "gif" | "video", count: number, light: boolean }} How */

/**
 * Of the steps that can be gone to those that lie evenly, from the first to the last.
 * @param {number[]} moments rising
 * @param {number} most
 */
export function chosen(moments, most) {
  const [first, last] = [moments[0], moments[moments.length - 1]];
  const found = new Set([first, last]);
  let at = 0;
  for (let i = 1; i < most - 1; i++) {
    const wanted = first + (last - first) * i / (most - 1);
    while (at < moments.length - 1 && Math.abs(moments[at + 1] - wanted) <= Math.abs(moments[at] - wanted)) {
      at++;
    }
    found.add(moments[at]);
  }
  return [...found].sort((one, other) => one - other);
}

export class Film {
  /**
   * @param {View} view
   * @param {Panel} panel
   * @param {How} how
   * @param {(done: number, all: number) => void} told
   */
  constructor(view, panel, how, told) {
    this.view = view;
    this.panel = panel;
    this.how = how;
    this.told = told;
    this.cancelled = false;
    this.ours = true; // nobody else has moved the run
    this.began = performance.now();
    /** @type {Pictures | Video | null} */ this.made = null;
    this.pictures = 0;
  }

  cancel() {
    this.cancelled = true;
  }

  /** @returns {Promise<Blob>} Raises Stopped. */
  async make() {
    const { view } = this;
    const { timeline } = view.transport;
    const playing = view.frame?.status === "running";
    if (playing) this.say({ type: "pause" });
    const rests = () => view.frame?.status !== "running" && timeline.moments.length > 0;
    await this.until(rests, "pictures.nothing");
    const { at, away } = timeline;
    try {
      await this.walk();
    } finally {
      this.giveBack(away ? at : null, playing);
    }
    if (!this.made) throw new Stopped("pictures.nothing");
    return this.made.end(() => this.cancelled && this.stop("pictures.cancelled"));
  }

  /** @param {string} why @returns {never} */
  stop(why) {
    throw new Stopped(why);
  }

  /** @param {{ type: string, step?: number }} message */
  say(message) {
    if (!this.view.send(message)) this.stop("connection.refused");
  }

  async walk() {
    const { timeline } = this.view.transport;
    const moments = timeline.moments.at(-1) === timeline.last
      ? timeline.moments
      : [...timeline.moments, timeline.last];
    if (moments.length < 2) this.stop("pictures.one");
    const steps = chosen(moments, this.how.count);
    for (const [i, step] of steps.entries()) {
      await this.seek(i < steps.length - 1 ? step : null);
      await this.take(i === steps.length - 1);
      this.told(i + 1, steps.length);
      if (this.cancelled) this.stop("pictures.cancelled");
      if ((this.made?.bytes ?? 0) > MOST_BYTES) this.stop("pictures.large");
    }
  }

  /** @param {number | null} step null: the end of the line */
  async seek(step) {
    const { view } = this;
    const before = view.frame?.n ?? 0;
    this.say(step === null ? { type: "seek" } : { type: "seek", step });
    await this.until(() => {
      const { frame } = view;
      const running = frame !== null && frame.n > before && frame.status === "running";
      if (running || view.transport.timeline.asked > this.began) this.lose();
      return frame !== null && frame.n > before && (step === null || frame.step === step) && !view.fresh.size;
    }, "pictures.interrupted");
    await this.until(() => !view.connection?.waiting.size, "", ANSWERS);
  }

  /** Somebody has taken the run on: it is theirs. */
  lose() {
    this.ours = false;
    this.stop("pictures.interrupted");
  }

  /** @param {boolean} last */
  async take(last) {
    const { view, panel, how } = this;
    if (!panel.root.isConnected) this.lose();
    panel.tick(performance.now());
    const wide = Math.max(1, panel.root.offsetWidth + 32);
    const ratio = Math.min(2, WIDEST[how.kind] / wide);
    const still = await stillOf(view, panel, { light: how.light, ratio: 1 }); // as on the screen: quicker
    const { made } = this;
    const canvas = await painted(still, ratio, made);
    this.made ??= this.begun(canvas.width, canvas.height);
    await this.made.add(canvas, last ? LAST : SHOWN);
    this.pictures += 1;
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  begun(width, height) {
    return this.how.kind === "gif" ? new Pictures(width, height) : new Video(width, height);
  }

  /**
   * Where it was, and on if it trained.
   * @param {number | null} step
   * @param {boolean} playing
   */
  giveBack(step, playing) {
    const { view } = this;
    if (!this.ours || !view.send(step === null ? { type: "seek" } : { type: "seek", step })) return;
    if (playing && step === null) view.transport.tell({ type: "play" }, "running");
  }

  /**
   * Waits until `holds`, while the page can be seen. Raises Stopped with `why` after too long, unless it is "".
   * @param {() => boolean} holds
   * @param {string} why
   * @param {number} most ms
   */
  until(holds, why, most = PATIENCE) {
    return new Promise((resolve, reject) => {
      let [waited, before] = [0, performance.now()];
      /** @param {number} now */
      const look = (now) => {
        waited += Math.min(LONGEST_TURN, now - before);
        before = now;
        try {
          if (this.cancelled && why) this.stop("pictures.cancelled");
          if (holds()) return resolve(null);
          if (waited > most && why) this.stop(why);
          if (waited > most) return resolve(null);
        } catch (error) {
          return reject(error);
        }
        this.view.wake();
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }
}

/** A GIF of what is on a canvas. */
class Pictures {
  /**
   * @param {number} width px
   * @param {number} height px
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.gif = new Gif(width, height);
  }

  get bytes() {
    return this.gif.bytes;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} shown hundredths of a second
   */
  add(canvas, shown) {
    const { data } = contextOf(canvas).getImageData(0, 0, this.width, this.height);
    this.gif.add(new Uint32Array(data.buffer), shown);
  }

  end() {
    return this.gif.end();
  }
}
