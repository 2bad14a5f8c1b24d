// What a person changed in a form.

/**
 * Whether two values are the same, at every level.
 *
 * @param {unknown} one
 * @param {unknown} other
 */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** @typedef {Record<string, any>} Table */

const isTable = (/** @type {unknown} */ it) => typeof it === "object" && it !== null && !Array.isArray(it);

/**
 * What is another `now` than it `was`, at every level: so that a form sends nothing that nobody touched.
 *
 * @param {Table} now
 * @param {Table} was
 * @returns {Table}
 */
export function changes(now, was) {
  const differ = Object.entries(now).filter(([name, it]) => !same(it, was[name]));
  return Object.fromEntries(
    differ.map(([name, it]) => [name, isTable(it) && isTable(was[name]) ? changes(it, was[name]) : it]),
  );
}
