// Yes or no to contacting a customer, why, and when next.

import { dayAndTime } from "../../../live/clock.js";
import { html } from "../../../vendor/preact-htm.js";
import { language, useWords } from "../../../words/language.js";

/** @param {{permission: any}} props */
export function Answer({ permission }) {
  const t = useWords();
  const next = permission.next_allowed && t("contact_next", { at: dayAndTime(permission.next_allowed) });
  return html`<b>${t(permission.allowed ? "contact_yes" : "contact_no")}</b>
    ${" "}${!permission.allowed && permission[language.value]}${" "}
    ${next && html`<span class="next">${next}</span>`}`;
}
