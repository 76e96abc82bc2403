// The animation loop: one turn per animation frame while there is something to do.

const HIDDEN = 100; // ms between two turns of a hidden tab, which has no animation frames
const PATIENCE = 60; // ms that what waits is held back while frames keep coming

export class Loop {
  /** @param {(now: number) => void} turn */
  constructor(turn) {
    this.turn = turn;
    this.request = this.timer = this.patience = 0;
    this.closed = false;
  }

  /** Makes sure that a turn comes. */
  wake() {
    if (document.hidden) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(performance.now()), HIDDEN);
    } else if (!this.request) {
      this.request = requestAnimationFrame((now) => {
        this.request = 0;
        this.run(now);
      });
    }
  }

  /**
   * While frames keep coming, what waits is drawn along with the next one: a page that paints at the
   * frames' rate and not at the screen's leaves the processor to the training.
   * @param {boolean} coming
   */
  soon(coming) {
    if (!coming) return this.wake();
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.wake(), PATIENCE);
  }

  /** @param {number} now */
  run(now) {
    clearTimeout(this.patience);
    if (!this.closed) this.turn(now);
  }

  close() {
    this.closed = true;
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
    clearTimeout(this.patience);
  }
}
