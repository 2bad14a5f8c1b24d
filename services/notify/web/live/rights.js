// The rights of the person signed in, as the services' own tables give them: what they may ask, and at which branch.

import { get } from "./api.js";
import { readFloorIf, shownFloor } from "./floor.js";
import { signal } from "./signal.js";

const SERVICES = ["customer", "lobby", "notify", "referral"];
const SHOWN_WITHIN = 2_000; // milliseconds after which the page shows what it may, whichever service has not answered
const AGAIN = 5_000; // milliseconds before a service is asked again that did not answer

/** By service, its last answer: it counts until the next. A service that has not answered yet is not in it. */
export const rights = signal(/** @type {Record<string, Rights>} */ ({}));

/** @type {string | null} */
let owner = null; // the staff id of whom they are
let round = 0;

/**
 * Ask all services what `staff`, who is signed in, may ask. Ends when all have answered, or soon; the answers count
 * from `takeRights` on, and those that come later at once.
 *
 * @param {string} staff
 * @returns {Promise<() => void>} `takeRights`: to be called in one go with what else changes with them
 */
export async function readRights(staff) {
  round += 1;
  const asked = round;
  /** @type {Record<string, Rights>} */
  const given = {};
  let taken = false;
  /** @param {string} service */
  const read = async (service) => {
    if (asked !== round) return;
    try {
      given[service] = await get(`/api/${service}/rights`);
      if (taken) take();
    } catch {
      setTimeout(() => read(service), AGAIN);
    }
  };
  const take = () => {
    taken = true;
    if (asked !== round) return;
    const known = { ...(owner === staff && rights.value), ...given };
    owner = staff;
    if (JSON.stringify(known) !== JSON.stringify(rights.value)) rights.set(known);
  };
  await Promise.race([Promise.all(SERVICES.map(read)), new Promise((resolve) => setTimeout(resolve, SHOWN_WITHIN))]);
  return take;
}

/** Forget them, as when somebody signs out. */
export function forgetRights() {
  round += 1;
  owner = null;
  rights.set({});
}

/**
 * Whether a command or query may be asked at a branch, by its service and its name: ``lobby.call_next``.
 *
 * @param {string} asked
 * @param {string | null} [branch] that which is shown, unless it is given
 */
export function may(asked, branch = shownFloor.value.branch) {
  const [service = "", name = ""] = asked.split(".");
  const given = rights.value[service];
  return !!given && (given.branches[branch ?? ""] ?? given.everywhere).includes(name);
}

/**
 * Whether one of these may be asked, or it is not known yet: a room is there until its service says that it is for
 * others. What it shows is asked of the same service, which refuses it to them.
 *
 * @param {string[]} asked
 * @param {string | null} [branch]
 */
export const mayPerhaps = (asked, branch) =>
  asked.some((one) => may(one, branch) || !((one.split(".")[0] ?? "") in rights.value));

readFloorIf((branch) => mayPerhaps(["lobby.view_floor"], branch));
