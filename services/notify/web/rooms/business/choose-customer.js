// Choosing a customer of the branch by what one knows of them: a name, its pinyin, a phone number, a card.

import { command } from "../../live/api.js";
import { TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { segmentName } from "../../words/terms.js";

/**
 * @param {object} props
 * @param {string} props.branch
 * @param {string} props.name the name of the form, which begins with ``business``
 * @param {(customer: {customer: string, name: string}) => void} props.onChoose
 */
export function ChooseCustomer({ branch, name, onChoose }) {
  const t = useWords();
  const [found, setFound] = useState(/** @type {any[] | null} */ (null));
  const search = async (/** @type {any} */ { words }, /** @type {Keys} */ keys) => {
    setFound((await command("/api/customer/customers/search", { branch, words }, keys)).customers);
  };
  return html`<div class="choose-customer">
    <${Form} name=${name} action=${search} submit=${t("customer_search")} replaces=${true} class="search">
      <${TextField} name="words" label=${t("customer_words")} most=${100} needed="customer_words_needed" />
    <//>
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
