// Names in place of ids.

/** The facts of an entry that hold staff ids. */
const PEOPLE = /(?:_by|_owner|_staff)$|^(?:by|staff|absent|cover|account_manager|missed)$/;

/**
 * What each colleague is called, by staff id. Those of the same name are told apart by their ids.
 *
 * @param {{staff: string, name: string}[]} colleagues
 * @returns {Record<string, string>}
 */
export function namesOf(colleagues) {
  /** @type {Map<string, Set<string>>} */
  const holders = new Map();
  for (const { staff, name } of colleagues) holders.set(name, (holders.get(name) ?? new Set()).add(staff));
  return Object.fromEntries(
    colleagues.map(({ staff, name }) => [staff, holders.get(name)?.size === 1 ? name : `${name} (${staff})`]),
  );
}

/**
 * The staff ids among the facts of an entry.
 *
 * @param {Record<string, unknown>} facts
 */
export function peopleIn(facts) {
  const values = Object.entries(facts).flatMap(([fact, value]) => (PEOPLE.test(fact) ? value : []));
  const ids = values.filter((value) => typeof value === "string").map((value) => value.replace(/^staff:/, ""));
  return [...new Set(ids)];
}

/**
 * The text with names in place of these ids: of people, of a product, of a branch.
 *
 * @param {string} text
 * @param {string[]} ids
 * @param {(id: string) => string} nameOf
 */
export function withNames(text, ids, nameOf) {
  if (!ids.length) return text;
  return text.replace(/[A-Za-z0-9][A-Za-z0-9._-]*/g, (word) => {
    const id = ids.includes(word) ? word : word.replace(/[._-]+$/, ""); // a sentence may end behind it
    return ids.includes(id) ? nameOf(id) + word.slice(id.length) : word;
  });
}
