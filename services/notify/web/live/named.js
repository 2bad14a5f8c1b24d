// Names in place of ids that others keep: read as a list when one of them is to be named, by what is said in both
// languages.

import { signal, useSignal } from "./signal.js";
import { pick } from "../words/language.js";

const READ_AGAIN = 60_000; // milliseconds before a list is asked again for an id that was not in it

/**
 * Names that are read when they are needed. `nameOf(id, of)` is the name in the chosen language, and the id until it is
 * known; `of` is the list in which it stands; `use()` draws a component again when more are known.
 *
 * @param {(of: string) => Promise<Record<string, string[]>>} read gives the names of a list, as [Chinese, English]
 */
export function createNames(read) {
  const names = signal(/** @type {Record<string, string[]>} */ ({}));
  /** @type {Map<string, number>} */
  const readAt = new Map();
  const need = async (/** @type {string} */ of) => {
    if (Date.now() - (readAt.get(of) ?? -Infinity) < READ_AGAIN) return;
    readAt.set(of, Date.now());
    const found = await read(of).catch(() => ({})); // they are shown by their ids
    names.set({ ...names.value, ...found });
  };
  return {
    use: () => useSignal(names),
    nameOf(/** @type {string} */ id, of = "") {
      const name = names.value[id];
      if (name === undefined) need(of);
      return name ? pick(name) : id;
    },
    /** Forget them, as when somebody else signs in. */
    forget() {
      readAt.clear();
      names.set({});
    },
  };
}

/**
 * Make one that reads the name of one id into one that reads those of all ids that a drawing asks for together, at most
 * `atOnce` in a request.
 *
 * @param {number} atOnce
 * @param {(ids: string[]) => Promise<Record<string, string[]>>} read
 * @returns {(id: string) => Promise<Record<string, string[]>>}
 */
export function together(atOnce, read) {
  /** @type {{ ids: string[], names: Promise<Record<string, string[]>> } | undefined} */
  let next;
  return (id) => {
    if (!next) {
      /** @type {string[]} */
      const ids = [];
      const drawn = Promise.resolve().then(() => (next = undefined));
      next = { ids, names: drawn.then(() => read(ids)) };
    }
    const { ids, names } = next;
    if (ids.push(id) === atOnce) next = undefined;
    return names;
  };
}
