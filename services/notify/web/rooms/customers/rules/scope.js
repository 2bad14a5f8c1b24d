// For whom rules are set: for the branch that is shown, or for all that have none of their own.

import { put } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { replacing } from "../../../live/replacing.js";
import { may } from "../../../live/rights.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

export const BANK = "bank";

/**
 * Save rules as the next edition after the one that was read. Who was overtaken is shown what the rules say now; what
 * they typed stays in the form.
 *
 * @param {string} path
 * @param {object} rules
 * @param {string} seen the edition that was read
 * @param {() => Promise<unknown>} refetch
 */
export async function saveOver(path, rules, seen, refetch) {
  await replacing(() => put(path, { ...rules, seen }), refetch);
}

/**
 * Rules of the branch, or of the bank where one may set those: the choice stands above them.
 *
 * @param {object} props
 * @param {string} props.branch
 * @param {string} props.asked the command that sets the rules
 * @param {string} props.title of what is set
 * @param {Function} props.rules the component that shows them, given the `scope`
 */
export function Scoped({ branch, asked, title, rules }) {
  const t = useWords();
  const [scope, setScope] = useState(branch);
  const options = [
    [branch, t("rules_of_branch")],
    [BANK, t("rules_of_bank")],
  ];
  const both = may(asked, BANK);
  const shown = both ? scope : branch;
  return html`<section class="rule" aria-label=${title}>
    <h2>${title}</h2>
    ${
      both &&
      html`<label>
        ${t("rules_scope")}
        <select
          aria-label="${title}: ${t("rules_scope")}"
          value=${scope}
          onChange=${(/** @type {Event} */ event) => setScope(/** @type {HTMLSelectElement} */ (event.target).value)}
        >
          ${options.map(([value, word]) => html`<option key=${value} value=${value}>${word}</option>`)}
        </select>
      </label>`
    }
    <${rules} key=${shown} scope=${shown} branch=${branch} />
  </section>`;
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
