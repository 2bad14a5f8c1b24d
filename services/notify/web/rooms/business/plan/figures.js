// Names and numbers of goals and reports: metrics, amounts in their currency, periods.

import { daysAfter, weekdayOf } from "../../../live/time.js";
import { money } from "../../../parts/money.js";
import { pick } from "../../../words/language.js";
import { GoalMetric, ReportMetric } from "../../../words/enums.js";

/** @type {Record<string, string[]>} */
const METRICS = { ...GoalMetric, ...ReportMetric };

export const METRICS_OF_GOALS = Object.keys(GoalMetric);
export const isAmount = (/** @type {string} */ metric) => metric.startsWith("amount_");

/** @param {string} metric */
export const metricName = (metric) => (METRICS[metric] ? pick(METRICS[metric]) : metric);

/**
 * A number as people read it: with a currency it is an amount of it, in hundredths.
 *
 * @param {number} amount
 * @param {string} [currency]
 */
export const figure = (amount, currency = "") =>
  currency ? money({ amount, currency }) : amount.toLocaleString("en-US");

/**
 * The period of a kind in which a day lies, by its name.
 *
 * @param {string} kind
 * @param {string} day such as ``2026-11-26``
 */
export function periodOf(kind, day) {
  const [year = "", month = ""] = day.split("-");
  if (kind === "week") return weekOf(day);
  if (kind === "year") return year;
  if (kind === "quarter") return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  return `${year}-${month}`;
}

/**
 * A day in the period that lies so many `steps` after that of a day: the day itself for none.
 *
 * @param {string} kind
 * @param {string} day
 * @param {number} steps
 */
export function dayIn(kind, day, steps) {
  if (kind === "week") return daysAfter(day, 7 * steps);
  const months = steps * { month: 1, quarter: 3, year: 12 }[kind];
  const [year, month] = day.split("-").map(Number);
  return steps ? new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10) : day;
}

/** The ISO week of a day: that of its Thursday. */
function weekOf(/** @type {string} */ day) {
  const thursday = daysAfter(day, 3 - weekdayOf(day));
  const first = new Date(`${thursday.slice(0, 4)}-01-01T00:00:00Z`).getTime();
  const days = (new Date(`${thursday}T00:00:00Z`).getTime() - first) / 86_400_000;
  return `${thursday.slice(0, 4)}-W${String(Math.floor(days / 7) + 1).padStart(2, "0")}`;
}

/**
 * A table of what is shown, by what the service tells one from another.
 *
 * @param {any[]} rows
 * @param {(row: any) => [key: string, value: number]} pair
 */
export const tableOf = (rows, pair) => Object.fromEntries(rows.map(pair));

/**
 * What was shown under a key, 0 for nothing: the service refuses another number if somebody has set one meanwhile.
 *
 * @param {Record<string, number>} seen
 * @param {string} key
 */
export const seenIn = (seen, key) => seen[key] ?? 0;
