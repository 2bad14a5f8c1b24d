// Searching for customers by what one knows of them: a name, its pinyin, a phone number, a card.

import { command } from "../../live/api.js";
import { TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { html } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

/**
 * @param {object} props
 * @param {string} props.branch
 * @param {string} props.name of the form, which begins with the room in which it stands
 * @param {(found: {words: string, customers: any[], more: boolean}) => void} props.onFound
 */
export function Search({ branch, name, onFound }) {
  const t = useWords();
  const search = async (/** @type {any} */ { words }, /** @type {Keys} */ keys) => {
    onFound({ words, ...(await command("/api/customer/customers/search", { branch, words }, keys)) });
  };
  return html`<${Form} name=${name} action=${search} submit=${t("customer_search")} replaces=${true} class="search">
    <${TextField} name="words" label=${t("customer_words")} most=${100} needed="customer_words_needed" />
  <//>`;
}
