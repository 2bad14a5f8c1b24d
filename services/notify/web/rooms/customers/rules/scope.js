// For whom rules are set: for the branch that is shown, or for all that have none of their own.

import { dayAndTime } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { may } from "../../../live/rights.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

export const BANK = "bank";

/**
 * The scope that is chosen, and the choice of it, which is there for those who may set the bank's.
 *
 * @param {string} branch
 * @param {string} asked the command that sets the rules
 * @param {string} title of what is set
 * @returns {[scope: string, choice: any]}
 */
export function useScope(branch, asked, title) {
  const t = useWords();
  const [scope, setScope] = useState(branch);
  if (!may(asked, BANK)) return [branch, null];
  const options = [
    [branch, t("rules_of_branch")],
    [BANK, t("rules_of_bank")],
  ];
  const choice = html`<label>
    ${t("rules_scope")}
    <select
      aria-label="${title}: ${t("rules_scope")}"
      value=${scope}
      onChange=${(/** @type {Event} */ event) => setScope(/** @type {HTMLSelectElement} */ (event.target).value)}
    >
      ${options.map(([value, word]) => html`<option key=${value} value=${value}>${word}</option>`)}
    </select>
  </label>`;
  return [scope, choice];
}

/**
 * Whose rules are in force, and who set them.
 *
 * @param {{of: string, number: number, by: string, at: string | null}} props
 */
export function InForce({ of, number, by, at }) {
  const t = useWords();
  const scope = of === BANK ? t("rules_of_bank") : of;
  return html`<p class="faint">
    ${number ? t("rules_from", { scope, number }) : t("rules_standard")}
    ${by && at && ` · ${t("rules_by", { who: nameOf(by), at: dayAndTime(at) })}`}
  </p>`;
}
