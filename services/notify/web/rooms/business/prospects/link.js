// A prospect of the hall who is no customer yet: how they can be reached, and which file they have by now.

import { command } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { pathOf } from "../../customers/shown.js";
import { ChooseCustomer } from "../choose-customer.js";

/** @param {{one: any, branch: string, onDone: () => Promise<void>, onCancel: () => void}} props */
export function LinkCustomer({ one, branch, onDone, onCancel }) {
  const t = useWords();
  const [chosen, setChosen] = useState(/** @type {{customer: string, name: string} | null} */ (null));
  const link = async (/** @type {Keys} */ keys) => {
    await command(pathOf(chosen?.customer ?? "", "/lead"), { visit: one.visit }, keys);
    toast(t("prospect_saved"));
    await onDone();
  };
  return html`<div class="prospect-act">
    <${Lead} visit=${one.visit} />
    <${ChooseCustomer} branch=${branch} name="business ${branch} link ${one.prospect}" onChoose=${setChosen} />
    ${
      chosen && html`<${ActionButton} class="primary" action=${link}>${t("prospect_link_to", { who: chosen.name })}<//>`
    }
    <button type="button" class="quiet" onClick=${onCancel}>${t("cancel")}</button>
  </div>`;
}

/** The contact data that the prospect left, if any; reading it is on record. */
function Lead(/** @type {{visit: string}} */ { visit }) {
  const t = useWords();
  const { data, error } = useQueryOnce(`/api/customer/leads/${encodeURIComponent(visit)}`);
  if (error) return html`<p class="faint">${t("prospect_no_contact")}</p>`;
  return data && html`<p>${[data.name, data.phone, data.address].filter(Boolean).join(" · ")}</p>`;
}
