// What stands in the place of something that is not read yet, or cannot be.

import { html } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";

/**
 * The word that it is being opened, or why it is not there. `quiet`: within something that is there already.
 *
 * @param {{error: any, quiet?: boolean}} props
 */
export function Pending({ error, quiet = false }) {
  const t = useWords();
  const kind = quiet ? "faint" : "blank";
  return html`<p class=${kind} role=${error ? "alert" : null}>
    ${error ? reasonOf(error) : t("opening")}
  </p>`;
}

/**
 * The same in a dialog, where an error stands out.
 *
 * @param {{error: any}} props
 */
export function PendingDialog({ error }) {
  const t = useWords();
  if (error) return html`<p role="alert" class="form-error">${reasonOf(error)}</p>`;
  return html`<p class="faint" aria-busy="true">${t("opening")}</p>`;
}
