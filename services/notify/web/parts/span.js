// How long something took, in the largest unit that says it: minutes, hours, days.

import { t } from "../words/language.js";

const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400];

/**
 * A span of time in words: ``under a minute``, ``12 min``, ``1.5 h``, ``3 d``.
 *
 * @param {number} seconds
 */
export function span(seconds) {
  if (seconds < MINUTE) return t("span_short");
  if (seconds < HOUR) return t("span_minutes", { n: Math.floor(seconds / MINUTE) });
  if (seconds < DAY) return t("span_hours", { n: Math.floor((seconds / HOUR) * 10) / 10 });
  return t("span_days", { n: Math.floor((seconds / DAY) * 10) / 10 });
}
