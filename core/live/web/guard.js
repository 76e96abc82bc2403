// Names that nobody declared are mistakes in the code: reading one raises, instead of showing nothing.

/**
 * A copy of `record` in which reading a name that is neither there nor `declared` raises. What is there is
 * read at full speed: only a miss reaches the guard, which stands in for the prototype. `in` asks without
 * raising.
 * @template {object} T
 * @param {T} record
 * @param {string} what "text", "array", …: for the message
 * @param {(name: string) => boolean} [declared] names that may be missing
 * @returns {T}
 */
export function guarded(record, what, declared = () => false) {
  const guard = new Proxy(Object.prototype, {
    get(prototype, name, receiver) {
      if (typeof name === "symbol" || name in prototype) return Reflect.get(prototype, name, receiver);
      if (name === "toJSON" || declared(name)) return undefined;
      throw new Error(`There is no ${what} called ${name}.`);
    },
  });
  return Object.assign(Object.create(guard), record);
}
