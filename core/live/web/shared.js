// A value that several panels look at (the neuron pointed at, say): one sets it, the others hear of it.

/** @template T */
export class Shared {
  /** @param {T} value */
  constructor(value) {
    this.value = value;
    /** @type {((value: T) => void)[]} */ this.listeners = [];
  }

  /** @param {T} value */
  set(value) {
    this.value = value;
    for (const listener of this.listeners) listener(value);
  }

  /** @param {(value: T) => void} listener called at every `set` */
  watch(listener) {
    this.listeners.push(listener);
  }
}
