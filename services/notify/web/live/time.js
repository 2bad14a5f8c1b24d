// Reckoning with moments and durations; no clock is read here.

/**
 * Seconds from `iso` until `at` (milliseconds); never less than 0.
 *
 * @param {string} iso
 * @param {number} at
 */
export const secondsSince = (iso, at) => Math.max(0, Math.floor((at - Date.parse(iso)) / 1000));

/**
 * A duration as ``4:07`` or ``1:02:09``.
 *
 * @param {number} seconds
 */
export function duration(seconds) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/**
 * The time of day in a time zone, such as ``10:32``; with `seconds`, ``10:32:05``.
 *
 * @param {string | number} when a moment, as ISO 8601 or in milliseconds
 * @param {string | undefined} timeZone
 * @param {boolean} seconds
 */
export function clockTime(when, timeZone, seconds = false) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  };
  if (seconds) options.second = "2-digit";
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(when));
}

/**
 * The day in a time zone, such as ``2026-03-02``.
 *
 * @param {string | number} when
 * @param {string | undefined} timeZone
 */
export const wholeDay = (when, timeZone) => new Intl.DateTimeFormat("sv", { timeZone }).format(new Date(when));

/**
 * The month in a time zone, such as ``2026-03``.
 *
 * @param {string | number} when
 * @param {string | undefined} timeZone
 */
export const wholeMonth = (when, timeZone) => wholeDay(when, timeZone).slice(0, 7);

/**
 * The month and day in a time zone, such as ``03-02``.
 *
 * @param {string | number} when
 * @param {string | undefined} timeZone
 */
export function monthAndDay(when, timeZone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { month: "2-digit", day: "2-digit", timeZone };
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(new Date(when));
  const of = (/** @type {string} */ type) => parts.find((part) => part.type === type)?.value;
  return `${of("month")}-${of("day")}`;
}

const midnight = (/** @type {string} */ day) => new Date(`${day}T00:00:00Z`);

/**
 * The day that is so many days after another, or before it where there are fewer than none.
 *
 * @param {string} day such as ``2026-03-02``
 * @param {number} days
 */
export function daysAfter(day, days) {
  const at = midnight(day);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/**
 * The day of the week, from 0 for Monday.
 *
 * @param {string} day
 */
export const weekdayOf = (day) => (midnight(day).getUTCDay() + 6) % 7;
