// The floor of the branch that is shown, as the server last told it.

import { forgetKeys, get } from "./api.js";
import { setClock } from "./clock.js";
import { createReader } from "./reader.js";
import { signal } from "./signal.js";

const GATHER = 150; // milliseconds in which changes are gathered into one request
/** @type {ShownFloor} */
const NOTHING = { branch: null, floor: null, error: null, at: null };

/** `{branch, floor, error, at}`; `floor` is what ``GET …/floor`` answered, `at` when, by this tablet's clock. */
export const shownFloor = signal(NOTHING);

/** What `lastChange` says when nobody knows what was missed: the stream is there again, or much happened at once. */
export const LIVE = "live";
/** What it says when the page has read without the stream: what happens is told to nobody. */
export const POLLED = "polled";

/** The last thing that happened at the branch, as the stream hinted. */
export const lastChange = signal(/** @type {Change | null} */ (null));

let mayRead = (/** @type {string} */ branch) => branch !== "";

/**
 * Read the floor only where this says so: people of a department see nothing of the hall.
 *
 * @param {(branch: string) => boolean} check
 */
export function readFloorIf(check) {
  mayRead = check;
}

const reader = createReader({
  read() {
    const branch = shownFloor.value.branch ?? "";
    return mayRead(branch) ? get(`/api/lobby/branches/${encodeURIComponent(branch)}/floor`) : Promise.resolve(null);
  },
  /** @param {Floor | null} floor */
  take(floor) {
    if (!floor) {
      shownFloor.set({ ...shownFloor.value, floor, error: null, at: Date.now() });
      return;
    }
    setClock(floor.now, floor.timezone);
    for (const path of changedPaths(shownFloor.value.floor, floor)) forgetKeys(path);
    shownFloor.set({ ...shownFloor.value, floor, error: null, at: Date.now() });
  },
  fail: (error) => shownFloor.set({ ...shownFloor.value, error }),
  gather: GATHER,
});

/**
 * Show another branch.
 *
 * @param {string} branch
 */
export function showBranch(branch) {
  reader.drop(); // what is still asked about another branch is not shown
  shownFloor.set({ ...NOTHING, branch });
  return readFloor();
}

/** Show none any more. */
export function hideBranch() {
  reader.drop();
  shownFloor.set(NOTHING);
}

/**
 * Note what has happened, and read the floor soon.
 *
 * @param {Change[] | null} changes null where nobody knows all of it
 */
export function noteChanges(changes) {
  for (const change of changes ?? [{ event: LIVE }]) lastChange.set(change);
  reader.soon();
}

/** Read the floor now. */
export async function readFloor() {
  if (shownFloor.value.branch) await reader.now();
}

/**
 * The paths below which something was done between two readings: at a counter, or with a visit.
 *
 * @param {Floor | null} before
 * @param {Floor} after
 */
export function changedPaths(before, after) {
  const [had, has] = [statesOf(before), statesOf(after)];
  return [...new Set([...had.keys(), ...has.keys()])].filter((path) => had.get(path) !== has.get(path));
}

/**
 * By path, what a tap at a counter or about a visit changes.
 *
 * @param {Floor | null} floor
 */
function statesOf(floor) {
  /** @type {Map<string, string>} */
  const states = new Map();
  if (!floor) return states;
  for (const one of floor.counters) {
    const branch = encodeURIComponent(floor.branch);
    const path = `/api/lobby/branches/${branch}/counters/${encodeURIComponent(one.counter)}/`;
    states.set(path, [one.staff, one.state, one.visit, one.paused].join());
  }
  for (const list of /** @type {const} */ (["waiting", "parked", "diverted", "serving"])) {
    for (const one of floor[list]) {
      const state = [list, one.counter, one.recalls, one.need, one.channel].join();
      states.set(`/api/lobby/visits/${encodeURIComponent(one.visit)}/`, state);
    }
  }
  return states;
}
