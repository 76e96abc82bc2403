// The little that the tests of the browser half ask for. Node's assert would bring Node's types with it, which
// are not the browser's.

/** @param {unknown} value */
const plain = (value) =>
  JSON.stringify(value, (_, part) => {
    if (ArrayBuffer.isView(part)) return Array.from(/** @type {any} */ (part));
    if (typeof part === "function") return part.name;
    return part === undefined || Number.isNaN(part) || Math.abs(part) === Infinity ? `⟨${part}⟩` : part;
  });

/**
 * Equal in structure: numbers exactly, NaN to itself.
 * @param {unknown} found
 * @param {unknown} wanted
 */
export function equal(found, wanted) {
  if (plain(found) !== plain(wanted)) throw new Error(`found  ${plain(found)}\nwanted ${plain(wanted)}`);
}

/** @param {unknown} claim */
export function holds(claim) {
  if (!claim) throw new Error("it does not hold");
}

/**
 * @param {() => unknown} run
 * @param {RegExp} said
 */
export function raises(run, said) {
  let message = "";
  try {
    run();
  } catch (error) {
    message = String(error);
  }
  if (!said.test(message)) throw new Error(message ? `it raised ${message}` : "it did not raise");
}

/**
 * Numbers that differ by rounding alone.
 * @param {ArrayLike<number>} found
 * @param {ArrayLike<number>} wanted
 */
export function close(found, wanted, within = 1e-6) {
  const same = Array.from(
    found,
    (value, i) => Number.isNaN(wanted[i]) ? Number.isNaN(value) : Math.abs(value - wanted[i]) <= within,
  );
  if (found.length !== wanted.length || !same.every(Boolean)) {
    throw new Error(`found  ${plain(found)}\nwanted ${plain(wanted)}`);
  }
}
