// The time: the server's, not the tablet's; shown in the branch's zone.

import { signal } from "./signal.js";
import { clockTime, monthAndDay, wholeDay, wholeMonth } from "./time.js";

let offset = 0;
/** @type {Record<string, string>} */
let zones = {}; // of the branches, by id
/** @type {string | undefined} */
let zone; // of the branch that is shown

/** Ticks once a second with the server's time in milliseconds. */
export const now = signal(Date.now());

const serverNow = () => Date.now() + offset;

/** Begin to tick, also when the page comes to the front after having slept. */
export function startClock() {
  setInterval(() => now.set(serverNow()), 1_000);
  document.addEventListener("visibilitychange", () => now.set(serverNow()));
}

/**
 * Set the clock by what the server said just now.
 *
 * @param {string} iso
 * @param {string} timezone of the branch that is shown
 */
export function setClock(iso, timezone) {
  offset = Date.parse(iso) - Date.now();
  zone = timezone;
  now.set(serverNow());
}

/**
 * The time zones of a person's branches; until a floor is shown, the first one counts.
 *
 * @param {Record<string, string>} known
 */
export function setZones(known) {
  zones = known;
  zone = Object.values(known)[0];
}

/**
 * The day and time in the branch that is shown, such as ``03-02 10:32``.
 *
 * @param {string | number} when
 */
export const dayAndTime = (when) => `${monthAndDay(when, zone)} ${timeOfDay(when)}`;

/**
 * The day in the branch that is shown, such as ``2026-03-02``.
 *
 * @param {string | number} when
 */
export const dayOf = (when) => wholeDay(when, zone);

/**
 * The month in the branch that is shown, such as ``2026-03``.
 *
 * @param {string | number} when
 */
export const monthOf = (when) => wholeMonth(when, zone);

/**
 * The time of day in `branch`, or in the one that is shown, such as ``10:32``; with `seconds`, ``10:32:05``.
 *
 * @param {string | number} when
 * @param {{seconds?: boolean, branch?: string}} [how]
 */
export function timeOfDay(when, { seconds = false, branch } = {}) {
  return clockTime(when, (branch && zones[branch]) || zone, seconds);
}
