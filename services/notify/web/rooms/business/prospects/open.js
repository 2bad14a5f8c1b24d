// Opening a prospect: of a customer whom one keeps, or for the account manager of a colleague.

import { ComingDay, NextStepField } from "./acts.js";
import { command } from "../../../live/api.js";
import { useManagers } from "../../../live/managers.js";
import { may } from "../../../live/rights.js";
import { Choice } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { LIFE_EVENTS, lifeEventName } from "../../../words/business/prospect-terms.js";
import { useWords } from "../../../words/language.js";
import { needName, options, REMARK_NEEDS } from "../../../words/terms.js";
import { ChooseCustomer } from "../choose-customer.js";

/** @param {{me: Me, branch: string, onDone: () => Promise<void>}} props */
export function OpenForm({ me, branch, onDone }) {
  const t = useWords();
  const [chosen, setChosen] = useState(/** @type {{customer: string, name: string} | null} */ (null));
  const managers = useManagers(branch);
  const own = may("referral.open_own_prospect", branch);
  const send = async (/** @type {any} */ values, /** @type {Keys} */ keys) => {
    const { life_event, manager, ...rest } = values;
    await command(
      "/api/referral/prospects",
      {
        branch,
        customer: chosen?.customer,
        ...rest,
        ...(manager && { account_manager: manager }),
        ...(life_event && { origin: "life_event", life_event }),
      },
      keys,
    );
    toast(t("prospect_saved"));
    await onDone();
  };
  if (!chosen) {
    return html`<section class="prospect-open" aria-label=${t("prospect_add")}>
      <p class="faint">${t("prospect_add_hint")}</p>
      <${ChooseCustomer} branch=${branch} name="business ${branch} find" onChoose=${setChosen} />
    </section>`;
  }
  return html`<section class="prospect-open" aria-label=${t("prospect_add")}>
    <h3>${chosen.name}</h3>
    <${Form}
      name="business ${branch} prospect new ${chosen.customer}"
      action=${send}
      submit=${t("prospect_add")}
      onCancel=${() => setChosen(null)}
    >
      <div class="prospect-fields">
        <${Choice} name="need" label=${t("prospect_need")} options=${options(REMARK_NEEDS, needName)} />
        ${
          own &&
          html`<${Choice}
            name="life_event"
            label=${t("prospect_life_event")}
            options=${options(LIFE_EVENTS, lifeEventName)}
            none="—"
          />`
        }
        <${Choice}
          name="manager"
          label=${t("prospect_give_to")}
          initial=${managers.some(([staff]) => staff === me.staff) ? me.staff : undefined}
          options=${managers}
        />
        <${NextStepField} />
        <${ComingDay} label=${t("prospect_next_on")} />
      </div>
    <//>
  </section>`;
}
