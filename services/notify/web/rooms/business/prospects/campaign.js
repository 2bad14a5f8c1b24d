// A campaign list: the head gives customers with a need to an account manager.

import { ComingDay, NextStepField } from "./acts.js";
import { command } from "../../../live/api.js";
import { useManagers } from "../../../live/managers.js";
import { Choice, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { needName, options, REMARK_NEEDS } from "../../../words/terms.js";

/** The ids in a text, one a line or with commas between them, each once. */
const idsIn = (/** @type {string} */ text) => [...new Set(text.split(/[\s,，;；]+/).filter(Boolean))];

/** @param {{branch: string, onDone: () => Promise<void>}} props */
export function CampaignForm({ branch, onDone }) {
  const t = useWords();
  const managers = useManagers(branch);
  const send = async (/** @type {any} */ { customers, manager, ...rest }, /** @type {Keys} */ keys) => {
    const listed = idsIn(customers);
    await command(
      "/api/referral/prospects/campaigns",
      { branch, account_manager: manager, customers: listed, ...rest },
      keys,
    );
    toast(t("campaign_sent", { n: listed.length }));
    await onDone();
  };
  const check = (/** @type {any} */ { customers }) => idsIn(customers).length > 500 && "campaign_too_long";
  return html`<section class="prospect-open" aria-label=${t("campaign_add")}>
    <p class="faint">${t("campaign_hint")}</p>
    <${Form} name="business ${branch} campaign" action=${send} submit=${t("campaign_send")} check=${check}>
      <div class="prospect-fields">
        <${Choice} name="need" label=${t("prospect_need")} options=${options(REMARK_NEEDS, needName)} />
        <${Choice} name="manager" label=${t("prospect_give_to")} options=${managers} />
        <${NextStepField} />
        <${ComingDay} label=${t("prospect_next_on")} />
      </div>
      <${TextField}
        name="customers"
        label=${t("campaign_customers")}
        rows="4"
        most=${40_000}
        needed="campaign_customers_needed"
      />
    <//>
  </section>`;
}
