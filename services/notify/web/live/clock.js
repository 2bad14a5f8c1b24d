// Time: the server's, not the tablet's; shown in the branch's zone.

import { cell } from "./signal.js";

let offset = 0;
let zones = {}; // of the branches, by id
let zone; // of the branch that is shown

/** Ticks once a second with the server's time in milliseconds. */
export const now = cell(Date.now());

setInterval(() => now.set(serverNow()), 1_000);
document.addEventListener("visibilitychange", () => now.set(serverNow()));

const serverNow = () => Date.now() + offset;

/** Set the clock by what the server said just now. */
export function setClock(iso, timezone) {
  offset = Date.parse(iso) - Date.now();
  zone = timezone;
  now.set(serverNow());
}

/** The time zones of a person's branches; until a floor is shown, the first one counts. */
export function setZones(known) {
  zones = known;
  zone = Object.values(known)[0];
}

/** Seconds from `iso` until `at`; never less than 0. */
export const secondsSince = (iso, at) => Math.max(0, Math.floor((at - Date.parse(iso)) / 1000));

/** ``4:07`` or ``1:02:09``. */
export function duration(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The day and time in the branch that is shown, such as ``03-02 10:32``. */
export function dayAndTime(when) {
  const options = { month: "2-digit", day: "2-digit", timeZone: zone };
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(new Date(when));
  const of = (type) => parts.find((part) => part.type === type).value;
  return `${of("month")}-${of("day")} ${timeOfDay(when)}`;
}

/** The time of day in `branch`, or in the one that is shown, such as ``10:32``; with `seconds`, ``10:32:05``. */
export function timeOfDay(when, { seconds = false, branch } = {}) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zones[branch] ?? zone };
  if (seconds) options.second = "2-digit";
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(when));
}
