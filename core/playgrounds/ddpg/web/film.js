// An episode that is computed on the server and played here at the world's own pace: steps are asked for a
// little ahead, so that the picture never waits for the network, and only a little, so that a push is felt.

/** @import { Arrays, Json, Typed } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
/** @import { Told } from "./story.js" */
/** @import { Pose } from "./worlds.js" */

/**
 * A step of an episode: how that stands after it, and a picture where the world is photographed.
 * @typedef {Told & { picture: Blob | null, over: boolean, body: number[], action: number[] }} Step
 */

const LEAST = 2; // steps that are asked for at once
const MOST = 40;
const SPARE = 40; // ms
const PAUSE = 700; // ms that the last picture of an episode stays
const RETRY = 1000; // ms after a question that was refused
const TRAIL = 24; // steps of the way that is kept

export class Film {
  /** @type {Step[]} */ steps = []; // the first is the one that is shown
  /** @type {Pose[]} */ trail = [];
  clock = 0; // share of the way to the next step
  last = 0;
  held = 0; // ms that an episode's last picture has stayed
  quiet = 0; // nothing is asked until then
  pushed = 0;
  over = false;
  unseen = ""; // why there is no picture
  waiting = false;
  restart = true;
  begun = false; // whether the episode's start is known
  /** @type {Blob | null} */ decoding = null;
  /** @type {Blob | null} */ passed = null;
  /** @type {ImageBitmap | null} */ bitmap = null;
  generation = 0;
  latency = 80;

  /**
   * `probe` is `show` (the policy acts) or `play` (the viewer does); `extra()` gives what else goes with a
   * question; without `loop` the film stops where its episode is over.
   * @param {View} view
   * @param {"show" | "play"} probe
   * @param {{ extra?: () => Json, loop?: boolean }} [given]
   */
  constructor(view, probe, { extra = () => ({}), loop = true } = {}) {
    this.view = view;
    this.probe = probe;
    this.extra = extra;
    this.loop = loop;
  }

  /** Forget what is there and begin an episode anew. */
  rewind() {
    this.steps = [];
    this.trail = [];
    this.clock =
      this.last =
      this.held =
      this.quiet =
      this.pushed =
        0;
    this.over = this.waiting = this.begun = false;
    this.restart = true;
    this.decoding = this.passed = null;
    this.generation += 1; // answers to earlier questions are not this episode's
  }

  get dt() {
    return 1000 * (this.view.meta?.describe.dt || 0.05); // ms of the world per step
  }

  /**
   * Goes on to the moment `now`.
   * @param {number} now
   */
  advance(now) {
    const passed = this.last ? Math.min(now - this.last, 200) : 0;
    this.last = now;
    const [head] = this.steps;
    if (head?.over) {
      this.held += passed;
      if (!this.loop || this.held < PAUSE) return this.refill(now);
    }
    if (this.steps.length > 1) {
      this.clock += head?.over ? 1 : passed / this.dt;
      while (this.clock >= 1 && this.steps.length > 1) {
        this.clock -= 1;
        this.shift();
      }
    }
    if (this.steps.length < 2) this.clock = Math.min(this.clock, 0.999); // the next step is on its way
    return this.refill(now);
  }

  shift() {
    const [gone, ...rest] = this.steps;
    this.steps = rest;
    if (gone.over) {
      this.held = 0;
      this.clock = 0;
      this.trail = [];
    } else {
      this.trail.push(gone.body);
      if (this.trail.length > TRAIL) this.trail.shift();
    }
    if (gone.picture) this.passed = gone.picture;
    if (this.steps[0].over) this.clock = 0;
  }

  /**
   * A push of the body, at once rather than with the next steps that are due.
   * @param {number} push
   */
  shove(push) {
    this.pushed = push;
    if (!this.waiting) this.ask(LEAST);
  }

  /** @param {number} now */
  refill(now) {
    const enough = Math.max(LEAST, Math.ceil((1.2 * this.latency + SPARE) / this.dt));
    const done = this.over && !this.loop;
    if (this.waiting || done || now < this.quiet || this.steps.length - 1 >= enough) return;
    this.ask(Math.min(MOST, enough + (enough % 2))); // even: of some worlds every second step has a picture
  }

  /** @param {number} count */
  ask(count) {
    const { generation } = this;
    const begun = performance.now();
    /** @type {Json} */ const args = { steps: count, ...this.extra() };
    if (this.restart || this.over) args.restart = true;
    else if (this.pushed) args.push = this.pushed;
    this.pushed = 0;
    this.waiting = true;
    this.view.ask("probe", this.probe, args, (answer, arrays) => {
      if (generation !== this.generation) return;
      this.waiting = false;
      if (!answer?.ok) {
        this.quiet = performance.now() + RETRY;
        return;
      }
      this.latency = Math.max(performance.now() - begun, 0.9 * this.latency); // the slowest of late
      this.restart = false;
      this.take(answer.value, arrays);
      this.view.wake();
    });
  }

  /**
   * @param {Json} value how it stands after the last of the steps
   * @param {Arrays} arrays
   */
  take(value, arrays) {
    const fresh = stepsOf(value, arrays);
    this.over = value.over;
    this.unseen = value.unseen ?? "";
    this.steps.push(...fresh);
    this.begun ||= fresh.length > 0;
  }

  /** The picture of now as a bitmap, or the one before it while it is being decoded; null without pictures. */
  get picture() {
    const blob = this.steps[0]?.picture ?? this.passed; // a step without a picture shows the last one before it
    if (blob && blob !== this.decoding) {
      this.decoding = blob;
      createImageBitmap(blob).then(
        (bitmap) => {
          if (this.decoding !== blob) return bitmap.close();
          this.bitmap?.close();
          this.bitmap = bitmap;
          return undefined;
        },
        () => {}, // a damaged picture leaves the one before
      );
    }
    return this.bitmap;
  }

  /** The step that is shown, its body between this step and the next; null before the first answer. */
  get now() {
    const [head, next] = this.steps;
    if (!head) return null;
    if (!next || head.over || !head.body.length) return head;
    const body = head.body.map((value, i) => value + this.clock * (next.body[i] - value));
    body[body.length - 1] = next.body[next.body.length - 1]; // a torque or force is not in between
    return { ...head, body };
  }

  /** What is painted of it now, and the way there. */
  get shown() {
    const { now, trail } = this;
    return now && { ...now, trail, bitmap: this.picture };
  }
}

/**
 * The steps that an answer tells of, oldest first.
 * @param {Json} value how it stands after the last of them
 * @param {Arrays} arrays
 * @returns {Step[]}
 */
export function stepsOf(value, arrays) {
  const { "show.body": bodies, "show.reward": rewards, "show.action": actions } = arrays;
  const count = rewards.length;
  const [k, m] = [bodies.length / count, actions.length / count];
  const pictures = arrays["show.frames"] ? cut(arrays["show.frames"], arrays["show.sizes"]) : [];
  // There may be fewer pictures than steps: each belongs to the last of its share of them.
  const taken = new Map(
    pictures.map((picture, j) => [Math.ceil(((j + 1) * count) / pictures.length) - 1, picture]),
  );
  let earned = value.return;
  /** @type {Step[]} */ const steps = [];
  for (let i = count - 1; i >= 0; i -= 1) {
    steps.unshift({
      body: Array.from(bodies.subarray(i * k, (i + 1) * k)),
      action: Array.from(actions.subarray(i * m, (i + 1) * m)),
      picture: taken.get(i) ?? null,
      number: value.number,
      step: value.step - (count - 1 - i),
      return: earned,
      over: value.over && i === count - 1,
    });
    earned -= rewards[i];
  }
  return steps;
}

/**
 * JPEG pictures, one behind the other.
 * @param {Typed} bytes
 * @param {Typed} sizes
 */
function cut(bytes, sizes) {
  let at = 0;
  return Array.from(sizes, (size) => {
    at += size;
    return new Blob([new Uint8Array(bytes.subarray(at - size, at))], { type: "image/jpeg" });
  });
}
