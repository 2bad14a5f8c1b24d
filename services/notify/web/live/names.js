// Names of people in place of their staff ids.

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
 * The text with the names of these people in place of their ids.
 *
 * @param {string} text
 * @param {string[]} people
 * @param {(staff: string) => string} nameOf
 */
export function withNames(text, people, nameOf) {
  if (!people.length) return text;
  return text.replace(/[a-z0-9][a-z0-9._-]*/g, (word) => {
    const staff = people.includes(word) ? word : word.replace(/[._-]+$/, ""); // a sentence may end behind it
    return people.includes(staff) ? nameOf(staff) + word.slice(staff.length) : word;
  });
}
