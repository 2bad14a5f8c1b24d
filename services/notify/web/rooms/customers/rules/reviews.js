// After how many days a file is reviewed again, by its class of risk (W2).

import { BANK } from "./scope.js";
import { put } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { NumberField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { riskName } from "../../../words/terms.js";

const PATH = "/api/customer/risk-reviews";

/** @param {{branch: string}} props */
export function Reviews({ branch }) {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce(PATH);
  const save = async (/** @type {any} */ days, /** @type {{seen?: any}} */ { seen }) => {
    await put(PATH, { days, seen });
    toast(t("settings_saved"));
  };
  return html`<section class="rule" aria-labelledby="reviews-title">
    <h2 id="reviews-title">${t("reviews_title")}</h2>
    <p class="faint">${t("reviews_hint")}</p>
    ${!data && html`<${Pending} error=${error} />`}
    ${
      data &&
      html`<${Form}
        name="customer ${branch} reviews"
        action=${save}
        submit=${t("save")}
        seen=${`${BANK}:${data.number}`}
        reread=${refetch}
        replaces=${true}
      >
        <div class="form row">
          ${Object.entries(data.days).map(
            ([risk, days]) =>
              html`<${NumberField}
                key=${risk}
                name=${risk}
                label=${t("reviews_days", { risk: riskName(risk) })}
                initial=${days}
                whole=${true}
                needed=${true}
                least=${1}
                most=${3660}
              />`,
          )}
        </div>
      <//>`
    }
  </section>`;
}
