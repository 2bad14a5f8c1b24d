// The colleagues' names, read from their branches when a person is to be named.

import { get } from "./api.js";
import { branchName } from "./branches.js";
import { shownFloor } from "./floor.js";
import { namesOf, peopleIn, withNames } from "./names.js";
import { productName } from "./products.js";
import { mayPerhaps } from "./rights.js";
import { signal, useSignal } from "./signal.js";
import { pick } from "../words/language.js";
import { actorName } from "../words/terms.js";

const READ_AGAIN = 60_000; // milliseconds before a branch is asked again for somebody who was not among its staff

/** @type {Map<string, {staff: string, name: string}>} */
const known = new Map();
/** @type {Map<string, number>} */
const readAt = new Map(); // by branch
const names = signal(/** @type {Record<string, string>} */ ({}));

/** Draw the component again when more names are known. */
export const useNames = () => useSignal(names);

/** @param {string} branch */
async function readColleagues(branch) {
  if (Date.now() - (readAt.get(branch) ?? -Infinity) < READ_AGAIN) return;
  readAt.set(branch, Date.now());
  try {
    for (const { staff, name } of await get(`/api/notify/staff?branch=${encodeURIComponent(branch)}`)) {
      known.set(staff, { staff, name });
    }
    names.set(namesOf([...known.values()]));
  } catch {
    // they are shown by their ids
  }
}

/** Forget the names, as when somebody else signs in. */
export function forgetColleagues() {
  known.clear();
  readAt.clear();
  names.set({});
}

/**
 * The name of a colleague; the staff id until it is known, or where it cannot be had.
 *
 * @param {string} staff
 * @param {string | null} branch where they are known
 */
export function nameOf(staff, branch = shownFloor.value.branch) {
  const name = names.value[staff];
  if (name === undefined && branch && mayPerhaps(["notify.view_colleagues"], branch)) readColleagues(branch);
  return name ?? staff;
}

/**
 * The name of who did something: ``staff:li.na`` or ``li.na``, ``device:K1``, ``system``.
 *
 * @param {string | null | undefined} actor
 * @param {string | null} [branch]
 */
export function nameOfActor(actor, branch) {
  const [kind, id] = String(actor ?? "").split(":");
  if (kind === "staff") return nameOf(id, branch);
  if (id !== undefined || kind === "system" || !kind) return actorName(actor);
  return nameOf(kind, branch);
}

/**
 * The text of an entry in the chosen language, with the people, the product and the branch in it by name.
 *
 * @param {Entry} entry
 */
export function textOf({ text, facts, branch }) {
  const { product, branch: of } = facts ?? {};
  const ids = [...peopleIn(facts ?? {}), product, of].filter((id) => typeof id === "string");
  return withNames(pick([text.zh, text.en]), ids, (id) => {
    if (id === product) return productName(id, branch);
    return id === of ? branchName(id) : nameOf(id, branch);
  });
}
