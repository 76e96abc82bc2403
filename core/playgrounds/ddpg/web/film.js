// An episode that is computed on the server and played here at the world's own pace: steps are asked for a
// little ahead, so that the picture never waits for the network, and only a little, so that a push is felt.

/** @import { Arrays } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
const LEAST = 2; // steps that are asked for at once
const MOST = 40;
const SPARE = 40; // ms
const PAUSE = 700; // ms that the last picture of an episode stays
const RETRY = 1000; // ms after a question that was refused
const TRAIL = 24; // steps of the way that is kept

export class Film {
  /**
   * `probe` is `show` (the policy acts) or `play` (the viewer does); `extra()` gives what else goes with a
   * question; without `loop` the film stops where its episode is over.
   * @param {View} view
   * @param {unknown} probe
   * @param {{ extra?: unknown, loop?: unknown }} [given]
   */
  constructor(view, probe, { extra = () => ({}), loop = true } = {}) {
    this.view = view;
    this.probe = probe;
    this.extra = extra;
    this.loop = loop;
    this.latency = 80;
    this.bitmap = null;
    this.generation = 0;
    this.rewind();
  }

  /** Forget what is there and begin an episode anew. */
  rewind() {
    this.steps = [];
    this.trail = [];
    this.clock = 0;
    this.last = 0;
    this.held = 0;
    this.over = false;
    this.waiting = false;
    this.restart = true;
    this.quiet = 0;
    this.first = null;
    this.pushed = 0;
    this.decoding = null;
    this.passed = null;
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
      if (!this.loop || this.held < PAUSE) {
        this.refill(now);
        return;
      }
    }
    if (this.steps.length > 1) {
      this.clock += head?.over ? 1 : passed / this.dt;
      while (this.clock >= 1 && this.steps.length > 1) {
        this.clock -= 1;
        this.shift();
      }
    }
    if (this.steps.length < 2) this.clock = Math.min(this.clock, 0.999); // the next step is on its way
    this.refill(now);
  }

  shift() {
    const gone = this.steps.shift();
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
   * @param {unknown} push
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
  ask(count, more = {}) {
    const { generation } = this;
    const begun = performance.now();
    const args = { steps: count, ...this.extra(), ...more };
    if (this.restart || this.over) args.restart = true;
    else if (this.pushed) args.push = this.pushed;
    this.pushed = 0;
    this.waiting = true;
    this.view.ask("probe", this.probe, args, (header, arrays) => {
      if (generation !== this.generation) return;
      this.waiting = false;
      if (!header?.ok) {
        this.quiet = performance.now() + RETRY;
        this.refusal = header?.text ?? "";
        return;
      }
      this.latency = Math.max(performance.now() - begun, 0.9 * this.latency); // the slowest of late
      this.restart = false;
      this.take(header.value, arrays);
      this.view.wake();
    });
  }

  /**
   * @param {number} value
   * @param {Arrays} arrays
   */
  take(value, arrays) {
    const {
      "show.body": bodies,
      "show.reward": rewards,
      "show.action": actions,
      "show.frames": frames,
      "show.sizes": sizes,
    } = arrays;
    const count = rewards?.length ?? 0;
    const pictures = frames ? cut(frames, sizes) : [];
    // There may be fewer pictures than steps: each belongs to the last of its share of them.
    const taken = new Map(
      pictures.map((picture, j) => [Math.ceil(((j + 1) * count) / pictures.length) - 1, picture]),
    );
    const k = count ? (bodies?.length ?? 0) / count : 0;
    const m = count ? (actions?.length ?? 0) / count : 0;
    let earned = value.return;
    const fresh = [];
    for (let i = count - 1; i >= 0; i -= 1) {
      fresh.unshift({
        body: bodies?.slice(i * k, (i + 1) * k) ?? null,
        action: actions?.slice(i * m, (i + 1) * m) ?? null,
        picture: taken.get(i) ?? null,
        number: value.number,
        step: value.step - (count - 1 - i),
        return: earned,
        over: Boolean(value.over) && i === count - 1,
      });
      earned -= rewards[i];
    }
    this.over = Boolean(value.over);
    this.unseen = value.unseen ?? ""; // why there is no picture
    this.steps.push(...fresh);
    this.first ??= fresh[0]?.body ?? null;
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
    if (!next || head.over || !head.body?.length) return head;
    const body = head.body.map((value, i) => value + this.clock * (next.body[i] - value));
    body[body.length - 1] = next.body[next.body.length - 1]; // a torque or force is not in between
    return { ...head, body };
  }
}

/**
 * JPEG pictures, one behind the other.
 * @param {unknown} bytes
 * @param {number[]} sizes
 */
function cut(bytes, sizes) {
  let at = 0;
  return Array.from(sizes, (size) => {
    at += size;
    return new Blob([bytes.slice(at - size, at)], { type: "image/jpeg" });
  });
}
