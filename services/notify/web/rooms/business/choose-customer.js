// Choosing a customer among those of the branch that were searched for.

import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { segmentName } from "../../words/terms.js";
import { Search } from "../customers/search.js";

/**
 * @param {object} props
 * @param {string} props.branch
 * @param {string} props.name the name of the form, which begins with ``business``
 * @param {(customer: {customer: string, name: string}) => void} props.onChoose
 */
export function ChooseCustomer({ branch, name, onChoose }) {
  const t = useWords();
  const [found, setFound] = useState(/** @type {any[] | null} */ (null));
  return html`<div class="choose-customer">
    <${Search} branch=${branch} name=${name} onFound=${({ customers }) => setFound(customers)} />
    <div aria-live="polite">
      ${found && !found.length && html`<p class="blank small">${t("customer_none_found")}</p>`}
      ${
        found &&
        found.length > 0 &&
        html`<ul class="chosen-from">
          ${found.map((one) => {
            const said = one.name ?? one.masked_name;
            return html`<li key=${one.customer}>
              <button
                type="button"
                class="secondary"
                onClick=${() => onChoose({ customer: one.customer, name: said })}
              >
                ${said} <span class="tag">${segmentName(one.segment)}</span>
              </button>
            </li>`;
          })}
        </ul>`
      }
    </div>
  </div>`;
}
