// The class of a ticket: colour, letter and word.

import { html } from "../vendor/preact-htm.js";
import { useWords } from "../words/language.js";
import { className } from "../words/terms.js";

/** @param {{of: string}} props */
export function ClassBadge({ of }) {
  useWords();
  return html`<span class="badge class-${of}">${className(of)}</span>`;
}
