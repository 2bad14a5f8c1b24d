// In how many working days the need desk acknowledges a need, and answers it (A3).

import { put } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { NumberField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { BANK, InForce } from "../../customers/rules/scope.js";

const PATH = "/api/referral/desk/settings";
const STEPS = ["acknowledge_days", "answer_days"];

/** @param {{branch: string}} props */
export function DeskDays({ branch }) {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce(PATH);
  const save = async (/** @type {any} */ days, /** @type {{seen?: any}} */ { seen }) => {
    await put(PATH, { ...days, seen });
    toast(t("settings_saved"));
  };
  return html`<section class="rule" aria-labelledby="desk-days-title">
    <h2 id="desk-days-title">${t("desk_days")}</h2>
    ${!data && html`<${Pending} error=${error} />`}
    ${
      data &&
      html`<${InForce} of=${BANK} number=${data.number} by=${data.changed_by} at=${data.changed_at} />
        <ul class="small">
        ${STEPS.map((one) => html`<li key=${one}>${t(`${one}_are`, { n: data[one] })}</li>`)}
      </ul>`
    }
    ${
      data &&
      may("referral.change_desk_settings", branch) &&
      html`<p class="faint">${t("desk_days_hint")}</p>
        <${Form}
          name="business ${branch} desk days"
          action=${save}
          submit=${t("save")}
          seen=${`${BANK}:${data.number}`}
          reread=${refetch}
          replaces=${true}
        >
          <div class="form row">
            ${STEPS.map(
              (one) =>
                html`<${NumberField}
                  key=${one}
                  name=${one}
                  label=${t(one)}
                  initial=${data[one]}
                  whole=${true}
                  needed=${true}
                  least=${1}
                  most=${60}
                />`,
            )}
          </div>
        <//>`
    }
  </section>`;
}
